package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"qrtill/app"
)

// sheet lies above the page and takes all keys until it is answered.
type sheet struct {
	enter, escape func()
	other         func(fyne.KeyName) bool // keys of its own; nil for none
	stop          bool                    // it asks about the code that is shown
	early         bool                    // Enter counts although the phase has just changed
	settled       func() bool
	update        func(app.View) // hears of every View; nil for nothing
	tick          func()         // a second has gone by; nil for nothing
}

func (s *sheet) key(e *fyne.KeyEvent) {
	switch deedOf(e.Name) {
	case doGo:
		if s.early || s.settled() {
			s.enter()
		}
	case doStop:
		s.escape()
	default:
		if s.other != nil {
			s.other(e.Name)
		}
	}
}

// question is a sheet with two answers. Enter is yes, Esc is no.
type question struct {
	title, text, yes, no string
	do                   func()
	stop                 bool
}

const sheetWidth = 560

// ask puts a question. Nothing happens until it is answered.
func (s *shell) ask(q question) {
	yes := func() { s.dismiss(); q.do() }
	accept := newButton(s, accentButton, q.yes, s.text("key.enter"), yes)
	refuse := newButton(s, softButton, q.no, s.text("key.esc"), s.dismiss)
	content := column(16,
		newText(sizeTitle, colorInk, sheetWidth, q.title).strong(),
		newText(sizeBody+2, colorInkSoft, sheetWidth, q.text),
		atLeast(0, 8, space()),
		row(12, grow(1, refuse), grow(1, accept)),
	)
	s.present(&sheet{enter: yes, escape: s.dismiss, stop: q.stop}, atLeast(sheetWidth, 0, content))
}

// present lays a sheet above the page; one that lay there is gone.
func (s *shell) present(sh *sheet, content fyne.CanvasObject) {
	sh.settled = s.settled
	s.sheet = sh
	s.window.Canvas().Unfocus()
	surface := newPlate(colorSurface, colorHairline, 20)
	surface.raised = true
	inner := softPad(32, 28, 12, content)
	s.layer.Objects = []fyne.CanvasObject{newScrim(), container.New(&sheetRoom{inner}, surface, container.NewVScroll(inner))}
	s.layer.Show()
	s.refit()
}

// sheetRoom puts a sheet into the middle. One that is taller than the window is
// scrolled.
type sheetRoom struct{ content fyne.CanvasObject }

func (r *sheetRoom) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(r.content.MinSize().Width, 0)
}

func (r *sheetRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	own := wish(r.content)
	own.Height = min(own.Height, size.Height-2*gap)
	for _, o := range objects {
		o.Resize(own)
		o.Move(fyne.NewPos((size.Width-own.Width)/2, (size.Height-own.Height)/2))
	}
}

// refit lays a sheet out anew: the first time its text learns its width, the
// second time it is given the height that it takes at that width.
func (s *shell) refit() {
	relayout(s.layer)
	s.redraw()
}

// keepFocus brings the focus back into the sheet when Tab has led out of it,
// to what lies below, and says whether it did.
func (s *shell) keepFocus(part fyne.CanvasObject) bool {
	if s.sheet == nil {
		return false
	}
	if _, inside := placeIn(s.layer, part); inside {
		return false
	}
	s.window.Canvas().Focus(firstIn(s.layer))
	return true
}

// firstIn is the first part that can have the focus; nil for none.
func firstIn(o fyne.CanvasObject) fyne.Focusable {
	if !o.Visible() {
		return nil
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if f := firstIn(child); f != nil {
				return f
			}
		}
	}
	if s, ok := o.(*container.Scroll); ok {
		return firstIn(s.Content)
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return nil
	}
	f, _ := o.(fyne.Focusable)
	return f
}

// dismiss takes the sheet away.
func (s *shell) dismiss() {
	if s.sheet == nil {
		return
	}
	s.sheet = nil
	s.layer.Objects = nil
	s.layer.Hide()
	s.window.Canvas().Unfocus()
	s.redraw()
}

// dismissStop takes a question about a code away that is not shown any more.
func (s *shell) dismissStop() {
	if s.sheet != nil && s.sheet.stop {
		s.dismiss()
	}
}

// help shows every key.
func (s *shell) help() {
	lines := container.NewGridWithColumns(2)
	for _, k := range keyTable {
		if k.shown == "" || !s.offers(k.does) {
			continue
		}
		plaque := container.NewStack(newPlate(colorSunken, colorClear, 8),
			pad(10, 5, newFitted(sizeSmall+1, colorInk, fyne.TextAlignCenter).strong().saying(k.shown)))
		lines.Add(row(12, atLeast(110, 0, plaque), grow(1, atLeast(326, 0, newFitted(sizeBody, colorInk, fyne.TextAlignLeading).saying(s.text(k.text))))))
	}
	back := newButton(s, softButton, s.text("help.back"), s.text("key.esc"), s.dismiss)
	content := column(16, newHeading(sizeTitle, s.text("help.title")), lines, row(0, space(), back))
	s.present(&sheet{enter: s.dismiss, escape: s.dismiss, early: true, other: s.closeOn(doHelp)}, content)
}

// offers says that what a key does can be done in this shop.
func (s *shell) offers(d deed) bool {
	switch d {
	case doPayNow:
		return s.config.PayNow != nil
	case doDrills:
		return s.drills.offered()
	case doDiscount:
		return len(s.view.Settings.Discounts) > 0
	case doTip:
		return len(s.view.Settings.Tips) > 0
	}
	return true
}

// closeOn lets the key that opened a sheet close it too.
func (s *shell) closeOn(d deed) func(fyne.KeyName) bool {
	return func(name fyne.KeyName) bool {
		if deedOf(name) != d {
			return false
		}
		s.dismiss()
		return true
	}
}

// scrim darkens what lies below a sheet and keeps taps from it.
type scrim struct {
	widget.BaseWidget
	plate *plate
}

func newScrim() *scrim {
	s := &scrim{plate: newPlate(colorScrim, colorClear, 0)}
	s.ExtendBaseWidget(s)
	return s
}

func (s *scrim) Tapped(*fyne.PointEvent)             {}
func (s *scrim) CreateRenderer() fyne.WidgetRenderer { return widget.NewSimpleRenderer(s.plate) }
