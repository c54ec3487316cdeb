package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/book"
	"qrtill/app/order"
)

// pageSize is how many orders are read at a time: well under a millisecond.
const pageSize = 50

// historyRow is a line of the list: a day, or an order below its day.
type historyRow struct {
	day   string
	order *order.Order
}

// history is every order, newest first. It holds only the rows down to a page
// below where the list is scrolled to; the book is read again when the log
// has grown.
type history struct {
	kit
	frame ownerFrame
	view  app.View
	seq   uint64
	kept  bool // the place in the list is kept at the next show

	rows    []historyRow
	next    book.Cursor
	all     bool // the oldest order is among the rows
	chosen  order.ID
	at      int // row of the chosen order, -1 for none
	problem string

	body       *fyne.Container
	head       *historyLine
	list       *list
	table      fyne.CanvasObject
	empty      fyne.CanvasObject
	unreadable *strip
}

func newHistory(k kit, f ownerFrame) *history {
	h := &history{kit: k, frame: f, at: -1}
	h.list = newList(f, func() int { return len(h.rows) }, func() fyne.CanvasObject { return newHistoryItem() }, h.fill, h.open)
	h.list.resized = func(width float32) { h.head.fit(width) }
	h.unreadable = newStrip(nil)
	h.table = h.tableCard()
	h.empty = newEmptyCard(iconClock, h.text("history.empty_title"), h.text("history.empty_text"))
	hint := newLabel(sizeSmall, colorInkSoft).saying(h.text("history.keys"))
	h.body = column(14, row(16, newHeading(sizeTitle, h.text("history.title")), space(), hint), h.unreadable.box,
		grow(1, container.NewStack(h.table, h.empty)))
	return h
}

func (h *history) tableCard() fyne.CanvasObject {
	h.head = newHistoryLine()
	h.head.head(h.kit)
	return container.NewStack(newPlate(colorSurface, colorHairline, radius),
		pad(8, 8, column(4, pad(12, 4, h.head.box), hairline(), grow(1, h.list))))
}

// newEmptyCard stands where a list has nothing to show.
func newEmptyCard(shape, title, text string) fyne.CanvasObject {
	disc := newPlate(colorSunken, colorClear, 56)
	sign := container.NewStack(atLeast(112, 112, disc), middle(newIcon(shape, 56, colorInkSoft)))
	center := func(l *label) fyne.CanvasObject { l.align = fyne.TextAlignCenter; return l }
	return container.NewStack(newPlate(colorSurface, colorHairline, radius), middle(column(10,
		middle(sign), atLeast(0, 4, newPlate(colorClear, colorClear, 0)),
		center(newHeading(sizeTitle, title)),
		center(newLabel(sizeBody, colorInkSoft).saying(text)))))
}

// more reads the next page of the book.
func (h *history) more() {
	if h.all || h.frame.book() == nil {
		h.all = true
		return
	}
	orders, next, err := h.frame.book().Page(h.next, pageSize)
	if err != nil {
		h.problem, h.all = h.frame.explain(err), true
		return
	}
	for i := range orders {
		o := &orders[i]
		if n := len(h.rows); n == 0 || h.rows[n-1].order.Day != o.Day {
			h.rows = append(h.rows, historyRow{day: o.Day})
		}
		if o.ID == h.chosen {
			h.at = len(h.rows)
		}
		h.rows = append(h.rows, historyRow{day: o.Day, order: o})
	}
	h.next, h.all = next, next == ""
}

// reach reads on until a row is there with a page below it, or the book ends.
func (h *history) reach(row int) {
	for !h.all && len(h.rows) < row+pageSize {
		h.more()
	}
}

// read reads the book again from the top down to where the list is. What is
// on the screen stays there when new orders come above it.
func (h *history) read(place bool) {
	offset := h.list.GetScrollOffset()
	row := int(offset / h.list.pitch())
	anchor, was := order.ID(""), 0
	if place && offset > 0 {
		anchor, was = h.orderFrom(row)
	}
	h.rows, h.next, h.all, h.problem, h.at = nil, "", false, "", -1
	h.seq = h.view.Seq
	h.reach(row + h.list.shown())
	if now := h.rowOf(anchor); now >= 0 {
		offset += float32(now-was) * h.list.pitch()
	}
	h.draw()
	if place {
		h.list.ScrollToOffset(offset)
	}
}

// orderFrom is the first order at a row or below it, and where it stands.
func (h *history) orderFrom(row int) (order.ID, int) {
	for ; row < len(h.rows); row++ {
		if o := h.rows[row].order; o != nil {
			return o.ID, row
		}
	}
	return "", 0
}

// rowOf is where an order stands, -1 for nowhere.
func (h *history) rowOf(id order.ID) int {
	return slices.IndexFunc(h.rows, func(r historyRow) bool { return id != "" && r.order != nil && r.order.ID == id })
}

func (h *history) draw() {
	setVisible(h.table, len(h.rows) > 0)
	setVisible(h.empty, len(h.rows) == 0 && h.problem == "")
	h.unreadable.say(toneBad, h.problem)
	h.list.Refresh()
	h.frame.relayoutPage(h.body)
}

func (h *history) content() fyne.CanvasObject { return h.body }

func (h *history) show(v app.View) {
	h.view = v
	kept := h.kept
	h.kept = false
	if !kept {
		h.chosen = ""
		h.list.ScrollToOffset(0)
	}
	if !kept || h.seq != v.Seq {
		h.read(kept)
	}
	h.draw()
}

func (h *history) update(v app.View) {
	day := h.view.Today.Day
	h.view = v
	if v.Seq != h.seq || v.Today.Day != day {
		h.read(true)
	}
}

// open shows an order's page. The list is as it was when staff come back.
func (h *history) open(row int) {
	if row < 0 || row >= len(h.rows) || h.rows[row].order == nil {
		return
	}
	h.choose(row)
	h.frame.showOrder(*h.rows[row].order)
}

// fill shows a row. When the list is scrolled near its end it learns its new
// length by itself.
func (h *history) fill(row int, o fyne.CanvasObject) {
	h.reach(row)
	o.(*historyItem).fill(h, row)
}

// comeBack keeps the place in the list.
func (h *history) comeBack() { h.kept = true }

func (h *history) choose(row int) {
	if h.at != row {
		was := h.at
		h.at, h.chosen = row, h.rows[row].order.ID
		h.list.RefreshItem(was)
		h.list.RefreshItem(row)
	}
}

// move chooses the order so many rows away, skipping days.
func (h *history) move(by int) {
	if len(h.rows) == 0 {
		return
	}
	from := h.at
	if from < 0 {
		from = max(0, int(h.list.GetScrollOffset()/h.list.pitch()))
		by = min(by, 1)
	}
	h.reach(max(from, from+by))
	h.list.Refresh()
	h.land(from+by, by < 0)
}

// land chooses the order at a row; on a day, the nearest in the direction.
func (h *history) land(row int, up bool) {
	row = max(0, min(row, len(h.rows)-1))
	if h.rows[row].order == nil {
		if up && row > 0 {
			row--
		} else {
			row++
		}
	}
	h.choose(row)
	if row == 1 {
		h.list.ScrollToOffset(0) // the day above it as well
		return
	}
	h.list.ScrollTo(row)
}

func (h *history) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyUp:
		h.move(-1)
	case fyne.KeyDown:
		h.move(1)
	case fyne.KeyPageUp:
		h.move(-max(1, h.list.shown()-1))
	case fyne.KeyPageDown:
		h.move(max(1, h.list.shown()-1))
	case fyne.KeyHome:
		if len(h.rows) > 0 {
			h.land(0, false)
		}
	case fyne.KeyEnd:
		h.end()
	default:
		return h.deed(deedOf(e.Name))
	}
	return true
}

func (h *history) deed(d deed) bool {
	switch d {
	case doGo:
		h.open(h.at)
	case doStop:
		h.frame.toSale()
	default:
		return false
	}
	return true
}

// end reads the whole book: staff asked for its other end.
func (h *history) end() {
	for !h.all {
		h.more()
	}
	if len(h.rows) > 0 {
		h.list.Refresh()
		h.land(len(h.rows)-1, true)
	}
}

func (h *history) rune(rune) bool { return false }
