package owner

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// stateLook is how an order's state looks and reads, in the list and on the
// order's page.
func stateLook(k kit.Texts, o order.Order) (kit.Tone, string) {
	with := func(t kit.Tone, shape string) kit.Tone { t.Shape = shape; return t }
	switch {
	case o.Hand != nil:
		return with(kit.ToneCalm, kit.IconHand), k.Text("history.by_hand")
	case o.Marks.Has(order.MarkMismatch):
		return with(kit.ToneBad, kit.IconStop), k.Text("history.mismatch")
	}
	if o.WatchedOut() {
		return with(kit.ToneCalm, kit.IconCross), k.Text("history.watched_out")
	}
	if o.Unclear() {
		return with(kit.ToneWarn, kit.IconHalf), k.Text("trouble.kind_unclear")
	}
	switch o.State {
	case order.StateCreated:
		return with(kit.ToneAccent, kit.IconHalf), k.Text("history.created")
	case order.StateWaiting:
		if o.Marks.Has(order.MarkDismissed) {
			return with(kit.ToneAccent, kit.IconRing), k.Text("history.watched")
		}
		return with(kit.ToneAccent, kit.IconClock), k.Text("history.waiting")
	case order.StateUnsure:
		return with(kit.ToneWarn, kit.IconHalf), k.Text("history.unsure")
	case order.StatePaid:
		return kit.ToneGood, k.Text("history.paid")
	case order.StateCancelled:
		return with(kit.ToneCalm, kit.IconCross), k.Text("history.cancelled")
	}
	return with(kit.ToneCalm, kit.IconDash), k.Text("history.refused")
}

// markWords are an order's marks in a few words.
func markWords(k kit.Texts, o order.Order) string {
	switch {
	case o.Refunded().Minor > 0:
		return k.Text("history.refunded", "Amount", o.Refunded())
	case o.Marks.Has(order.MarkLate):
		return k.Text("history.late")
	case o.Marks.Has(order.MarkDismissed) && o.State != order.StateWaiting:
		return k.Text("history.dismissed")
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
	time, method, marks, note, number, amount *kit.Label
	numbers                                   fyne.CanvasObject // the column that a narrow list goes without
	state                                     *kit.Pill
	heading                                   *kit.Label // of the state's column
}

func newHistoryLine() *historyLine {
	l := &historyLine{
		time:    kit.NewFitted(kit.SizeBody, kit.ColorInk, fyne.TextAlignLeading),
		method:  kit.NewFitted(kit.SizeBody, kit.ColorInk, fyne.TextAlignLeading),
		marks:   kit.NewFitted(kit.SizeSmall, kit.ColorInkSoft, fyne.TextAlignLeading),
		note:    kit.NewFitted(kit.SizeBody, kit.ColorInkSoft, fyne.TextAlignLeading),
		number:  kit.NewFitted(kit.SizeSmall+1, kit.ColorInkSoft, fyne.TextAlignLeading),
		amount:  kit.NewFitted(kit.SizeBody+2, kit.ColorInk, fyne.TextAlignTrailing),
		state:   kit.NewPill(),
		heading: kit.NewLabel(kit.SizeSmall, kit.ColorInkSoft),
	}
	l.marks.Least = 11
	cell := func(width float32, o fyne.CanvasObject) fyne.CanvasObject { return kit.AtLeast(width, 0, o) }
	l.numbers = cell(84, l.number)
	l.box = kit.Row(16, cell(56, l.time), cell(172, container.NewStack(kit.AtStart(l.state.Box), kit.AtStart(l.heading))), cell(104, l.method),
		kit.Grow(1, l.note), cell(168, l.marks), l.numbers, cell(148, l.amount))
	return l
}

// wideList is from where on there is room for the order's number.
const wideList = 940

// fit leaves out what there is no room for in a list of a width.
func (l *historyLine) fit(width float32) {
	kit.SetVisible(l.numbers, width >= wideList)
	kit.Relayout(l.box)
}

// head makes the line the heading above the columns.
func (l *historyLine) head(k kit.Texts) {
	l.state.Box.Hide()
	for part, key := range map[*kit.Label]string{
		l.time: k.Text("history.col_time"), l.heading: k.Text("history.col_state"), l.method: k.Text("history.col_method"),
		l.note: k.Text("history.col_note"), l.number: k.Text("history.col_order"), l.amount: k.Text("history.col_amount"),
	} {
		part.TextSize, part.Color, part.Bold = kit.SizeSmall, kit.ColorInkSoft, true
		part.Set(key)
	}
}

// historyItem is a row that the list uses again and again.
type historyItem struct {
	widget.BaseWidget
	line   *historyLine
	day    *kit.Label
	chosen *kit.Plate
	order  fyne.CanvasObject
	days   fyne.CanvasObject
	stack  *fyne.Container
}

func newHistoryItem() *historyItem {
	i := &historyItem{line: newHistoryLine(), day: kit.NewHeading(kit.SizeBody, ""), chosen: kit.NewPlate(kit.ColorClear, kit.ColorClear, 10)}
	i.order = kit.Pad(12, 4, i.line.box)
	i.days = kit.Pad(12, 0, kit.Column(0, kit.Space(), i.day, kit.AtLeast(0, 8, kit.NewPlate(kit.ColorClear, kit.ColorClear, 0)), kit.Hairline()))
	i.stack = container.NewStack(i.chosen, i.order, i.days)
	i.ExtendBaseWidget(i)
	return i
}

func (i *historyItem) CreateRenderer() fyne.WidgetRenderer {
	return kit.Laid(i, widget.NewSimpleRenderer(kit.AtLeast(0, 46, i.stack)))
}

// fill shows a row.
func (i *historyItem) fill(h *History, at int) {
	r := h.rows[at]
	kit.SetVisible(i.order, r.order != nil)
	kit.SetVisible(i.days, r.order == nil)
	i.chosen.Mark(at == h.at && r.order != nil)
	if r.order == nil {
		i.day.Set(h.dayWords(r.day))
		return
	}
	o := *r.order
	l := i.line
	l.time.Set(h.Catalogue.Time(o.CreatedAt, zoneOf(o, h.view.Settings.Zone)))
	look, word := stateLook(h.Texts, o)
	l.state.Say(look, word)
	l.method.Set(h.Texts.Method(o.Method))
	l.marks.Set(markWords(h.Texts, o))
	l.marks.Paint(kit.ColorInkSoft)
	if o.Marks.Has(order.MarkLate) {
		l.marks.Paint(kit.ColorWarn)
	}
	l.number.Set(shortID(o.ID))
	l.amount.Set(h.Money(o.Amount))
	taken := o.State == order.StatePaid
	l.amount.Paint(kit.ColorInkSoft)
	if taken {
		l.amount.Paint(kit.ColorInk)
	}
	if l.amount.Bold != taken {
		l.amount.Bold = taken
		l.amount.Refresh()
	}
	l.fit(h.list.Size().Width)
	kit.Relayout(i.stack)
	l.note.Set(shortened(o.Note, l.note.Size().Width))
}

// shortened is as much of a text as a line of a width holds.
func shortened(text string, width float32) string {
	fits := func(s string) bool { return fyne.MeasureText(s, kit.SizeBody, fyne.TextStyle{}).Width <= width }
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
func (h *History) dayWords(day string) string {
	words := h.Catalogue.Day(day)
	if day == h.view.Today.Day {
		return h.Text("history.today", "Day", words)
	}
	return words
}
