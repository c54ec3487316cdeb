package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"qrtill/app/order"
)

// stateLook is how an order's state looks and reads, in the list and on the
// order's page.
func stateLook(k kit, o order.Order) (tone, string) {
	with := func(t tone, shape string) tone { t.shape = shape; return t }
	switch {
	case o.Hand != nil:
		return with(toneCalm, iconHand), k.text("history.by_hand")
	case o.Marks.Has(order.MarkMismatch):
		return with(toneBad, iconStop), k.text("history.mismatch")
	}
	switch o.State {
	case order.StateCreated:
		return with(toneAccent, iconHalf), k.text("history.created")
	case order.StateWaiting:
		if o.Marks.Has(order.MarkDismissed) {
			return with(toneAccent, iconRing), k.text("history.watched")
		}
		return with(toneAccent, iconClock), k.text("history.waiting")
	case order.StateUnsure:
		return with(toneWarn, iconHalf), k.text("history.unsure")
	case order.StatePaid:
		return toneGood, k.text("history.paid")
	case order.StateCancelled:
		return with(toneCalm, iconCross), k.text("history.cancelled")
	}
	return with(toneCalm, iconDash), k.text("history.refused")
}

// markWords are an order's marks in a few words.
func markWords(k kit, o order.Order) string {
	switch {
	case o.Refunded().Minor > 0:
		return k.text("history.refunded", "Amount", o.Refunded())
	case o.Marks.Has(order.MarkLate):
		return k.text("history.late")
	case o.Marks.Has(order.MarkDismissed) && o.State != order.StateWaiting:
		return k.text("history.dismissed")
	}
	return ""
}

// shortID is the end of an order's number, enough to tell orders apart.
func shortID(id order.ID) string {
	if len(id) <= 6 {
		return string(id)
	}
	return "…" + string(id[len(id)-6:])
}

// zoneOf is the zone that an order's times are written in.
func zoneOf(o order.Order, shops string) string {
	if o.Zone != "" {
		return o.Zone
	}
	return shops
}

// historyLine is the columns of the list, for an order or the heading.
type historyLine struct {
	box                                       *fyne.Container
	time, method, marks, note, number, amount *label
	numbers                                   fyne.CanvasObject // the column that a narrow list goes without
	state                                     *pill
	heading                                   *label // of the state's column
}

func newHistoryLine() *historyLine {
	l := &historyLine{
		time: newFitted(sizeBody, colorInk, fyne.TextAlignLeading), method: newFitted(sizeBody, colorInk, fyne.TextAlignLeading),
		marks: newFitted(sizeSmall, colorInkSoft, fyne.TextAlignLeading), note: newFitted(sizeBody, colorInkSoft, fyne.TextAlignLeading),
		number: newFitted(sizeSmall+1, colorInkSoft, fyne.TextAlignLeading), amount: newFitted(sizeBody+2, colorInk, fyne.TextAlignTrailing),
		state: newPill(), heading: newLabel(sizeSmall, colorInkSoft),
	}
	l.marks.least = 11
	cell := func(width float32, o fyne.CanvasObject) fyne.CanvasObject { return atLeast(width, 0, o) }
	l.numbers = cell(84, l.number)
	l.box = row(16, cell(56, l.time), cell(172, container.NewStack(atStart(l.state.box), atStart(l.heading))), cell(104, l.method),
		grow(1, l.note), cell(168, l.marks), l.numbers, cell(148, l.amount))
	return l
}

// wideList is from where on there is room for the order's number.
const wideList = 940

// fit leaves out what there is no room for in a list of a width.
func (l *historyLine) fit(width float32) {
	setVisible(l.numbers, width >= wideList)
	relayout(l.box)
}

// head makes the line the heading above the columns.
func (l *historyLine) head(k kit) {
	l.state.box.Hide()
	for part, key := range map[*label]string{
		l.time: k.text("history.col_time"), l.heading: k.text("history.col_state"), l.method: k.text("history.col_method"),
		l.note: k.text("history.col_note"), l.number: k.text("history.col_order"), l.amount: k.text("history.col_amount"),
	} {
		part.size, part.color, part.bold = sizeSmall, colorInkSoft, true
		part.set(key)
	}
}

// historyItem is a row that the list uses again and again.
type historyItem struct {
	widget.BaseWidget
	line   *historyLine
	day    *label
	chosen *plate
	order  fyne.CanvasObject
	days   fyne.CanvasObject
	stack  *fyne.Container
}

func newHistoryItem() *historyItem {
	i := &historyItem{line: newHistoryLine(), day: newHeading(sizeBody, ""), chosen: newPlate(colorClear, colorClear, 10)}
	i.order = pad(12, 4, i.line.box)
	i.days = pad(12, 0, column(0, space(), i.day, atLeast(0, 8, newPlate(colorClear, colorClear, 0)), hairline()))
	i.stack = container.NewStack(i.chosen, i.order, i.days)
	i.ExtendBaseWidget(i)
	return i
}

func (i *historyItem) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(atLeast(0, 46, i.stack))
}

// fill shows a row.
func (i *historyItem) fill(h *history, at int) {
	r := h.rows[at]
	setVisible(i.order, r.order != nil)
	setVisible(i.days, r.order == nil)
	i.chosen.mark(at == h.at && r.order != nil)
	if r.order == nil {
		i.day.set(h.dayWords(r.day))
		return
	}
	o := *r.order
	l := i.line
	l.time.set(h.catalogue.Time(o.CreatedAt, zoneOf(o, h.view.Settings.Zone)))
	look, word := stateLook(h.kit, o)
	l.state.say(look, word)
	l.method.set(h.kit.method(o.Method))
	l.marks.set(markWords(h.kit, o))
	l.marks.paint(colorInkSoft)
	if o.Marks.Has(order.MarkLate) {
		l.marks.paint(colorWarn)
	}
	l.number.set(shortID(o.ID))
	l.amount.set(h.money(o.Amount))
	taken := o.State == order.StatePaid
	l.amount.paint(colorInkSoft)
	if taken {
		l.amount.paint(colorInk)
	}
	if l.amount.bold != taken {
		l.amount.bold = taken
		l.amount.Refresh()
	}
	l.fit(h.list.Size().Width)
	relayout(i.stack)
	l.note.set(shortened(o.Note, l.note.Size().Width))
}

// shortened is as much of a text as a line of a width holds.
func shortened(text string, width float32) string {
	fits := func(s string) bool { return fyne.MeasureText(s, sizeBody, fyne.TextStyle{}).Width <= width }
	if fits(text) {
		return text
	}
	runes := []rune(text)
	for len(runes) > 0 && !fits(string(runes)+"…") {
		runes = runes[:len(runes)-1]
	}
	return string(runes) + "…"
}

// dayWords names a business day: "Today · Tue 24 Nov 2026".
func (h *history) dayWords(day string) string {
	words := h.catalogue.Day(day)
	if day == h.view.Today.Day {
		return h.text("history.today", "Day", words)
	}
	return words
}
