package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// sheet lies above the page and takes all keys until it is answered.
type sheet struct {
	enter, escape func()
	other         func(fyne.KeyName) bool // keys of its own; nil for none
	stop          bool                    // it asks about the code that is shown
	early         bool                    // Enter counts although the phase has just changed
	update        func()                  // the till has something to say; nil for nothing
	tick          func()                  // a second has gone by; nil for nothing
}

// confirmation is a sheet with two answers. Enter is yes, Esc is no.
type confirmation struct {
	title, text, yes, no string
	do                   func() // after yes
	stop                 bool
}

const sheetWidth = 560

// sheets is the room above a page, for one sheet at a time.
type sheets struct {
	stillness
	words    kit
	keys     keySink // of the window that they are in
	canvas   fyne.Canvas
	relayout func() // of the window

	sheet *sheet          // nil for none
	layer *fyne.Container // holds it
	stray int             // characters that it has not taken, in a row
}

func newSheets(keys keySink, canvas fyne.Canvas, relayout func()) *sheets {
	return &sheets{keys: keys, canvas: canvas, relayout: relayout}
}

// room is where the sheets of a window lie that is built anew, in a language.
func (s *sheets) room(words kit) fyne.CanvasObject {
	s.words, s.sheet, s.layer = words, nil, container.NewStack()
	s.layer.Hide()
	return s.layer
}

// takeKey says whether a key was the sheet's.
func (s *sheets) takeKey(e *fyne.KeyEvent) bool {
	scanned := s.stray >= scanLength && deedOf(e.Name) == doGo
	s.stray = 0
	switch {
	case scanned: // a scanner's Enter answers nothing
		return true
	case s.sheet == nil:
		return false
	}
	switch deedOf(e.Name) {
	case doGo:
		if s.sheet.early || s.settled() {
			s.sheet.enter()
		}
	case doStop:
		s.sheet.escape()
	default:
		if s.sheet.other != nil {
			s.sheet.other(e.Name)
		}
	}
	return true
}

// takeRune says whether a character was the sheet's: none of its parts wanted it.
func (s *sheets) takeRune() bool {
	if s.sheet == nil {
		return false
	}
	s.stray++
	return true
}

// asking says that a sheet lies there.
func (s *sheets) asking() bool { return s.sheet != nil }

// confirm asks. Nothing happens until it is answered.
func (s *sheets) confirm(c confirmation) {
	yes := func() { s.dismiss(); c.do() }
	accept := newButton(s.keys, accentButton, c.yes, s.words.text("key.enter"), yes)
	refuse := newButton(s.keys, softButton, c.no, s.words.text("key.esc"), s.dismiss)
	content := column(16,
		newText(sizeTitle, colorInk, sheetWidth, c.title).strong(),
		newText(sizeBody+2, colorInkSoft, sheetWidth, c.text),
		atLeast(0, 8, space()),
		row(12, grow(1, refuse), grow(1, accept)),
	)
	s.present(&sheet{enter: yes, escape: s.dismiss, stop: c.stop}, atLeast(sheetWidth, 0, content))
}

// present lays a sheet above the page; one that lay there is gone.
func (s *sheets) present(sh *sheet, content fyne.CanvasObject) {
	s.sheet = sh
	s.canvas.Unfocus()
	surface := newPlate(colorSurface, colorHairline, 20)
	surface.raised = true
	inner := softPad(32, 28, 12, content)
	s.layer.Objects = []fyne.CanvasObject{newScrim(), container.New(&sheetRoom{inner}, surface, container.NewVScroll(inner))}
	s.layer.Show()
	s.refit()
}

// refit lays a sheet out anew: the first time its text learns its width, the
// second time it is given the height that it takes at that width.
func (s *sheets) refit() {
	relayout(s.layer)
	s.relayout()
}

// update has the sheet look at what the till says now.
func (s *sheets) update() {
	if s.sheet != nil && s.sheet.update != nil {
		s.sheet.update()
	}
}

// tick tells it that a second has gone by.
func (s *sheets) tick() {
	if s.sheet != nil && s.sheet.tick != nil {
		s.sheet.tick()
	}
}

// keepFocus brings the focus back into the sheet when Tab has led out of it,
// to what lies below, and says whether it did.
func (s *sheets) keepFocus(part fyne.CanvasObject) bool {
	if s.sheet == nil || s.holds(part) {
		return false
	}
	s.canvas.Focus(firstIn(s.layer))
	return true
}

// holds says that a part lies in the sheet.
func (s *sheets) holds(part fyne.CanvasObject) bool {
	_, inside := depthIn(s.layer, part)
	return inside
}

// dismiss takes the sheet away.
func (s *sheets) dismiss() {
	if s.sheet == nil {
		return
	}
	s.sheet = nil
	s.layer.Objects = nil
	s.layer.Hide()
	s.canvas.Unfocus()
	s.relayout()
}

// dismissStop takes a sheet away that asks about a code which is not shown any
// more.
func (s *sheets) dismissStop() {
	if s.sheet != nil && s.sheet.stop {
		s.dismiss()
	}
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
