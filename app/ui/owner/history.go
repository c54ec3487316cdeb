package owner

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/book"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// pageSize is how many orders are read at a time: well under a millisecond.
const pageSize = 50

// historyRow is a line of the list: a day, or an order below its day.
type historyRow struct {
	day   string
	order *order.Order
}

// History is every order, newest first. It holds only the rows down to a page
// below where the list is scrolled to; the book is read again when the log
// has grown.
type History struct {
	kit.Texts
	frame Frame
	view  core.View
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
	list       *kit.List
	table      fyne.CanvasObject
	empty      fyne.CanvasObject
	unreadable *kit.Strip
}

// NewHistory is built once for a window and a language.
func NewHistory(k kit.Texts, f Frame) *History {
	h := &History{Texts: k, frame: f, at: -1}
	h.list = kit.NewList(f, func() int { return len(h.rows) }, func() fyne.CanvasObject { return newHistoryItem() }, h.fill, h.open)
	h.list.Resized = func(width float32) { h.head.fit(width) }
	h.unreadable = kit.NewStrip(nil)
	h.table = h.tableCard()
	h.empty = newEmptyCard(kit.IconClock, h.Text("history.empty_title"), h.Text("history.empty_text"))
	hint := kit.NewLabel(kit.SizeSmall, kit.ColorInkSoft).Saying(h.Text("history.keys"))
	h.body = kit.Column(14, kit.Row(16, kit.NewHeading(kit.SizeTitle, h.Text("history.title")), kit.Space(), hint), h.unreadable.Box,
		kit.Grow(1, container.NewStack(h.table, h.empty)))
	return h
}

func (h *History) tableCard() fyne.CanvasObject {
	h.head = newHistoryLine()
	h.head.head(h.Texts)
	return container.NewStack(kit.NewPlate(kit.ColorSurface, kit.ColorHairline, kit.Radius),
		kit.Pad(8, 8, kit.Column(4, kit.Pad(12, 4, h.head.box), kit.Hairline(), kit.Grow(1, h.list))))
}

// newEmptyCard stands where a list has nothing to show.
func newEmptyCard(shape, title, text string) fyne.CanvasObject {
	disc := kit.NewPlate(kit.ColorSunken, kit.ColorClear, 56)
	sign := container.NewStack(kit.AtLeast(112, 112, disc), kit.Middle(kit.NewIcon(shape, 56, kit.ColorInkSoft)))
	center := func(l *kit.Label) fyne.CanvasObject { l.Align = fyne.TextAlignCenter; return l }
	return container.NewStack(kit.NewPlate(kit.ColorSurface, kit.ColorHairline, kit.Radius), kit.Middle(kit.Column(10,
		kit.Middle(sign), kit.AtLeast(0, 4, kit.NewPlate(kit.ColorClear, kit.ColorClear, 0)),
		center(kit.NewHeading(kit.SizeTitle, title)),
		center(kit.NewLabel(kit.SizeBody, kit.ColorInkSoft).Saying(text)))))
}

// more reads the next page of the book.
func (h *History) more() {
	if h.all || h.frame.Book() == nil {
		h.all = true
		return
	}
	orders, next, err := h.frame.Book().Page(h.next, pageSize)
	if err != nil {
		h.problem, h.all = h.frame.Explain(err), true
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
func (h *History) reach(row int) {
	for !h.all && len(h.rows) < row+pageSize {
		h.more()
	}
}

// read reads the book again from the top down to where the list is. What is
// on the screen stays there when new orders come above it.
func (h *History) read(place bool) {
	offset := h.list.GetScrollOffset()
	row := int(offset / h.list.Pitch())
	anchor, was := order.ID(""), 0
	if place && offset > 0 {
		anchor, was = h.orderFrom(row)
	}
	h.rows, h.next, h.all, h.problem, h.at = nil, "", false, "", -1
	h.seq = h.view.Seq
	h.reach(row + h.list.Shown())
	if now := h.rowOf(anchor); now >= 0 {
		offset += float32(now-was) * h.list.Pitch()
	}
	h.draw()
	if place {
		h.list.ScrollToOffset(offset)
	}
}

// orderFrom is the first order at a row or below it, and where it stands.
func (h *History) orderFrom(row int) (order.ID, int) {
	for ; row < len(h.rows); row++ {
		if o := h.rows[row].order; o != nil {
			return o.ID, row
		}
	}
	return "", 0
}

// rowOf is where an order stands, -1 for nowhere.
func (h *History) rowOf(id order.ID) int {
	return slices.IndexFunc(h.rows, func(r historyRow) bool { return id != "" && r.order != nil && r.order.ID == id })
}

func (h *History) draw() {
	kit.SetVisible(h.table, len(h.rows) > 0)
	kit.SetVisible(h.empty, len(h.rows) == 0 && h.problem == "")
	h.unreadable.Say(kit.ToneBad, h.problem)
	h.list.Refresh()
	h.frame.RelayoutPage(h.body)
}

// Content is what the page puts on the screen.
func (h *History) Content() fyne.CanvasObject { return h.body }

// Show brings the page onto the screen: the newest order first, unless staff come
// back from an order.
func (h *History) Show(v core.View) {
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

// Update takes a new View while the page is there, and reads the book again if the
// log has grown.
func (h *History) Update(v core.View) {
	day := h.view.Today.Day
	h.view = v
	if v.Seq != h.seq || v.Today.Day != day {
		h.read(true)
	}
}

// open shows an order's page. The list is as it was when staff come back.
func (h *History) open(row int) {
	if row < 0 || row >= len(h.rows) || h.rows[row].order == nil {
		return
	}
	h.choose(row)
	h.frame.ShowOrder(*h.rows[row].order)
}

// fill shows a row. When the list is scrolled near its end it learns its new
// length by itself.
func (h *History) fill(row int, o fyne.CanvasObject) {
	h.reach(row)
	o.(*historyItem).fill(h, row)
}

// ComeBack keeps the place in the list at the next Show.
func (h *History) ComeBack() { h.kept = true }

func (h *History) choose(row int) {
	if h.at != row {
		was := h.at
		h.at, h.chosen = row, h.rows[row].order.ID
		h.list.RefreshItem(was)
		h.list.RefreshItem(row)
	}
}

// move chooses the order so many rows away, skipping days.
func (h *History) move(by int) {
	if len(h.rows) == 0 {
		return
	}
	from := h.at
	if from < 0 {
		from = max(0, int(h.list.GetScrollOffset()/h.list.Pitch()))
		by = min(by, 1)
	}
	h.reach(max(from, from+by))
	h.list.Refresh()
	h.land(from+by, by < 0)
}

// land chooses the order at a row; on a day, the nearest in the direction.
func (h *History) land(row int, up bool) {
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

// Key walks through the list, and says whether a key meant something here.
func (h *History) Key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyUp:
		h.move(-1)
	case fyne.KeyDown:
		h.move(1)
	case fyne.KeyPageUp:
		h.move(-max(1, h.list.Shown()-1))
	case fyne.KeyPageDown:
		h.move(max(1, h.list.Shown()-1))
	case fyne.KeyHome:
		if len(h.rows) > 0 {
			h.land(0, false)
		}
	case fyne.KeyEnd:
		h.end()
	default:
		return h.deed(kit.DeedOf(e.Name))
	}
	return true
}

func (h *History) deed(d kit.Deed) bool {
	switch d {
	case kit.DoGo:
		h.open(h.at)
	case kit.DoStop:
		h.frame.ToSale()
	default:
		return false
	}
	return true
}

// end reads the whole book: staff asked for its other end.
func (h *History) end() {
	for !h.all {
		h.more()
	}
	if len(h.rows) > 0 {
		h.list.Refresh()
		h.land(len(h.rows)-1, true)
	}
}

// Rune is nothing here: no text is typed.
func (h *History) Rune(rune) bool { return false }
