package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"qrtill/app"
	"qrtill/app/core"
)

// flow is text that asks for as many lines as it takes at the width it has.
type flow struct{ label }

func newFlow(size float32, color fyne.ThemeColorName, text string) *flow {
	f := &flow{label: label{size: size, color: color, lines: 1, text: text}}
	f.ExtendBaseWidget(f)
	return f
}

// write changes the text.
func (f *flow) write(text string) {
	if f.text == text {
		return
	}
	f.text = text
	f.measure(f.Size().Width)
	f.Refresh()
}

func (f *flow) Resize(s fyne.Size) {
	f.measure(s.Width)
	f.label.Resize(s)
}

func (f *flow) measure(width float32) {
	if width > 1 {
		f.lines = len(wrap(f.text, width, func(s string) float32 { return fyne.MeasureText(s, f.size, f.style()).Width }))
	}
}

// masonry lays cards into as many columns as there is room for, each card
// where the screen is emptiest.
type masonry struct {
	gap, least float32 // the least width of a column
	most       int     // columns
}

func (m *masonry) columns(width float32) (count int, each float32) {
	count = min(m.most, max(1, int((width+m.gap)/(m.least+m.gap))))
	return count, (width - m.gap*float32(count-1)) / float32(count)
}

// place calls put for every card and returns the height of the tallest column.
func (m *masonry) place(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w float32) float32) float32 {
	count, each := m.columns(width)
	ends := make([]float32, count)
	for _, o := range visible(objects) {
		at := 0
		for i, end := range ends {
			if end < ends[at] {
				at = i
			}
		}
		ends[at] += put(o, float32(at)*(each+m.gap), ends[at], each) + m.gap
	}
	tallest := float32(0)
	for _, end := range ends {
		tallest = max(tallest, end-m.gap)
	}
	return tallest
}

func (m *masonry) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	m.place(objects, size.Width, func(o fyne.CanvasObject, x, y, w float32) float32 {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, wish(o).Height)) // flowing text learns its width
		o.Resize(fyne.NewSize(w, wish(o).Height))
		return o.Size().Height
	})
}

// MinSize is the height at the width that the cards were last laid out for.
func (m *masonry) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width, least := float32(0), largest(objects).Width
	for _, o := range visible(objects) {
		width = max(width, o.Position().X+o.Size().Width)
	}
	return fyne.NewSize(least, m.place(objects, max(width, least), func(o fyne.CanvasObject, _, _, _ float32) float32 {
		return wish(o).Height
	}))
}

// start puts an object of its own size at the left, in the middle of the height.
type start struct{}

func atStart(o fyne.CanvasObject) *fyne.Container { return container.New(start{}, o) }

func (start) MinSize(objects []fyne.CanvasObject) fyne.Size { return largest(objects) }

func (start) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		own := o.MinSize()
		o.Resize(own)
		o.Move(fyne.NewPos(0, (size.Height-own.Height)/2))
	}
}

// group is a card with a heading.
func group(title string, parts ...fyne.CanvasObject) *fyne.Container {
	return card(column(14, append([]fyne.CanvasObject{newHeading(sizeLarge, title)}, parts...)...))
}

// asked is one question of a form: its caption, the control that takes the
// answer, and below it a hint or what is wrong with the answer.
type asked struct {
	box  *fyne.Container
	hint string
	bad  bool // an answer that is wrong is being said to be so
	sign *icon
	word *flow
	foot *fyne.Container
}

func newAsked(caption, hint string, control fyne.CanvasObject) *asked {
	a := &asked{hint: hint, sign: newIcon(iconTriangle, 18, colorBad), word: newFlow(sizeSmall, colorInkSoft, hint)}
	a.foot = row(6, a.sign, grow(1, a.word))
	a.box = column(5, newHeading(sizeSmall+1, caption), atLeast(0, touch, control), a.foot)
	a.wrong("")
	return a
}

// wrong says what is wrong with the answer; empty brings the hint back.
func (a *asked) wrong(text string) {
	a.bad = text != ""
	color := colorBad
	if !a.bad {
		text, color = a.hint, colorInkSoft
	}
	a.word.write(text)
	a.word.paint(color)
	setVisible(a.sign, a.bad)
	setVisible(a.foot, text != "")
}

// mends takes back what was said to be wrong as soon as a field is changed.
func (a *asked) mends(f *field, relayout func()) {
	before := f.OnChanged
	f.OnChanged = func(text string) {
		before(text)
		if a.bad {
			a.wrong("")
			relayout()
		}
	}
}

// chooser is one choice out of a list that is too long for a picker. The
// till's keys work while it has the focus; Left and Right turn the choice.
type chooser struct {
	widget.Select
	keys   keySink
	values []string
	edge   *plate
	box    *fyne.Container
}

func newChooser(keys keySink, changed func()) *chooser {
	c := &chooser{keys: keys}
	c.ExtendBaseWidget(c)
	c.PlaceHolder = " "
	c.OnChanged = func(string) { changed() }
	c.edge = newPlate(colorClear, theme.ColorNameInputBorder, 10)
	c.box = container.NewStack(c, c.edge)
	return c
}

func (c *chooser) FocusGained() {
	c.Select.FocusGained()
	c.ring(colorFocusRing, 3)
	bringIntoView(c.keys, c)
}

func (c *chooser) FocusLost() {
	c.Select.FocusLost()
	c.ring(theme.ColorNameInputBorder, 1)
}

func (c *chooser) ring(color fyne.ThemeColorName, width float32) {
	c.edge.width = width
	c.edge.paint(colorClear, color)
}

// offer sets the choices; names are shown.
func (c *chooser) offer(values, names []string) {
	c.values = values
	c.SetOptions(names)
}

func (c *chooser) value() string {
	if i := c.SelectedIndex(); i >= 0 {
		return c.values[i]
	}
	return ""
}

// enable lets a choice be made or not.
func (c *chooser) enable(on bool) {
	switch {
	case on && c.Disabled():
		c.Enable()
	case !on && !c.Disabled():
		c.Disable()
	}
}

// set turns a choice on.
func (c *chooser) set(value string) {
	for i, v := range c.values {
		if v == value {
			c.SetSelectedIndex(i)
		}
	}
}

func (c *chooser) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyUp, fyne.KeyDown, fyne.KeyLeft, fyne.KeyRight:
		c.Select.TypedKey(e)
	default:
		c.keys.key(e)
	}
}

// saving follows a SetUp command from Save to its end, by Views alone.
type saving struct {
	sent    bool // no answer yet
	before  int  // SetupView.Done when it was sent
	problem core.Text
}

// savingState is how a SetUp gets on.
type savingState uint8

const (
	savingIdle savingState = iota
	savingBusy
	savingDone   // in the View at hand; idle again in the next
	savingFailed // problem says why
)

func (s *saving) start(v app.SetupView) { *s = saving{sent: true, before: v.Done} }

// follow says what a View means for the command. Views from before the till
// heard the command neither end it nor fail it, unless they hold a problem.
func (s *saving) follow(v app.SetupView) savingState {
	switch {
	case v.Done > s.before:
		*s = saving{before: v.Done}
		return savingDone
	case v.Busy:
		s.sent, s.problem = true, core.Text{}
		return savingBusy
	case s.sent && v.Problem.Empty():
		return savingBusy
	case s.sent:
		s.sent, s.problem = false, v.Problem
	}
	if !s.problem.Empty() {
		return savingFailed
	}
	return savingIdle
}

// enterLeads makes Enter in a field go on to the next one that is there; in
// the last it does done.
func enterLeads(w fyne.Window, done func(), fields ...*field) {
	for i, f := range fields {
		f.taken = func() {
			for _, next := range fields[i+1:] {
				if next.Visible() {
					w.Canvas().Focus(next)
					return
				}
			}
			done()
		}
	}
}

func (f *field) FocusGained() {
	f.focused = !f.Disabled()
	f.Entry.FocusGained()
	bringIntoView(f.keys, f)
}

// bringIntoView scrolls a page to the part that got the focus with Tab: Fyne
// leaves it where it is. While a sheet is open the focus stays in it.
func bringIntoView(keys keySink, part fyne.CanvasObject) {
	s, ok := keys.(*shell)
	if !ok || s.keepFocus(part) {
		return
	}
	area := s.scroll
	if scrolling, ok := s.page.(interface{ area() *container.Scroll }); ok {
		area = scrolling.area()
	}
	at, found := placeIn(area.Content, part)
	if !found {
		return
	}
	const margin = 40 // its caption and hint
	top := at - area.Offset.Y
	bottom := top + part.Size().Height
	switch {
	case top < margin:
		area.ScrollToOffset(fyne.NewPos(0, max(0, at-margin)))
	case bottom > area.Size().Height-margin:
		area.ScrollToOffset(fyne.NewPos(0, area.Offset.Y+bottom-area.Size().Height+margin))
	}
}

// placeIn is how far a part lies below the top of what holds it.
func placeIn(holder, part fyne.CanvasObject) (y float32, found bool) {
	if holder == part {
		return 0, true
	}
	if s, ok := holder.(*container.Scroll); ok {
		y, found := placeIn(s.Content, part)
		return s.Content.Position().Y + y, found
	}
	if c, ok := holder.(*fyne.Container); ok {
		for _, o := range c.Objects {
			if y, found := placeIn(o, part); found {
				return o.Position().Y + y, true
			}
		}
	}
	return 0, false
}

// enable lets a field be typed in or not.
func (f *field) enable(on bool) {
	switch {
	case on && f.Disabled():
		f.Enable()
	case !on && !f.Disabled():
		f.Disable()
	}
}

// wipe empties a field. Fyne's entry forgets then what it could undo, too.
func (f *field) wipe() {
	if f.Text != "" {
		f.SetText("")
	}
}

// relayoutPage lays a page out anew if it is the one on the screen.
func (s *shell) relayoutPage(body fyne.CanvasObject) {
	if len(s.body.Objects) == 1 && s.body.Objects[0] == body {
		s.redraw()
	}
}
