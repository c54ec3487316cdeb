package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// Sheet lies above the page and takes all keys until it is answered. Its functions
// dismiss it; it does not do so by itself.
type Sheet struct {
	Enter, Escape func()                  // both must be there
	Other         func(fyne.KeyName) bool // keys of its own; nil for none
	stop          bool                    // it asks about the code that is shown
	Aside         func()                  // it is put aside for a sale that takes the screen, and forgets its secrets; nil takes it away
	Early         bool                    // it is about no sale: what is sold may have just changed
	Update        func()                  // the till has something to say; nil for nothing
	Tick          func()                  // a second has gone by; nil for nothing
}

// Confirmation is a sheet with two answers. Enter is yes, Esc is no, and does
// nothing.
type Confirmation struct {
	Title, Text string
	Yes, No     string // on the buttons
	Do          func() // after yes, when the sheet is gone
	Stop        bool   // it asks about the code that is shown: see DismissStop
}

// SheetWidth is how wide the content of a sheet is.
const SheetWidth = 560

// Sheets is the room above a page, for one sheet at a time.
type Sheets struct {
	board    *Keyboard // of the window that they are in
	words    Texts
	relayout func() // of the window
	asked    func() // a sheet comes: nothing may lie above the window

	sheet *Sheet          // nil for none
	layer *fyne.Container // holds it
	sign  *Sign           // above it: what lies below is dimmed
}

// NewSheets are those of a window with such a keyboard; relayout lays all of the window
// out anew; asked is called when a sheet has come, and brings the window to light.
func NewSheets(k *Keyboard, relayout, asked func()) *Sheets {
	return &Sheets{board: k, relayout: relayout, asked: asked}
}

// Keyboard is that of the window.
func (s *Sheets) Keyboard() *Keyboard { return s.board }

// Room makes the room anew, in a language, for a window that is built anew: it goes
// above the page. A sheet that lay in the one before is gone.
func (s *Sheets) Room(words Texts) fyne.CanvasObject {
	s.words, s.sheet, s.layer, s.sign = words, nil, container.NewStack(), NewSign()
	s.sign.words.Low = 0 // there is room
	s.sign.Room = s.layer
	s.layer.Hide()
	return s.layer
}

// TakeKey says whether a key was the sheet's.
func (s *Sheets) TakeKey(e *fyne.KeyEvent) bool {
	if s.sheet == nil {
		return false
	}
	switch DeedOf(e.Name) {
	case DoGo:
		s.sheet.Enter()
	case DoStop:
		s.sheet.Escape()
	default:
		if s.sheet.Other != nil {
			s.sheet.Other(e.Name)
		}
	}
	return true
}

// Asking says that a sheet lies there.
func (s *Sheets) Asking() bool { return s.sheet != nil }

// Head is the sign above a sheet. What it says goes when the sheet goes.
func (s *Sheets) Head() *Sign { return s.sign }

// Confirm asks. Nothing happens until it is answered.
func (s *Sheets) Confirm(c Confirmation) {
	yes := func() { s.Dismiss(); c.Do() }
	accept := NewButton(s.board.keys, AccentButton, c.Yes, s.words.Text("key.enter"), s.board.IfSeen(yes))
	refuse := NewButton(s.board.keys, SoftButton, c.No, s.words.Text("key.esc"), s.Dismiss)
	content := Column(16,
		NewText(SizeTitle, ColorInk, SheetWidth, c.Title).Strong(),
		NewText(SizeBody+2, ColorInkSoft, SheetWidth, c.Text),
		AtLeast(0, 8, Space()),
		Row(12, Grow(1, refuse), Grow(1, accept)),
	)
	s.Present(&Sheet{Enter: yes, Escape: s.Dismiss, stop: c.Stop}, AtLeast(SheetWidth, 0, content))
}

// PutAside takes a sheet that keeps what was typed into it off the screen, and gives what
// brings it back; nil if there is none.
func (s *Sheets) PutAside() (back func()) {
	if s.sheet == nil || s.sheet.Aside == nil {
		return nil
	}
	sheet, objects, focused := s.sheet, s.layer.Objects, s.board.canvas.Focused()
	sheet.Aside()
	s.Dismiss()
	return func() {
		s.Dismiss()
		s.lay(sheet, objects)
		s.board.canvas.Focus(focused)
		s.Update()
	}
}

// Present lays a sheet above the page; one that lay there is gone.
func (s *Sheets) Present(sh *Sheet, content fyne.CanvasObject) {
	surface := NewPlate(ColorSurface, ColorHairline, 20)
	surface.raised = true
	inner := SoftPad(32, 28, 12, content)
	s.lay(sh, []fyne.CanvasObject{newScrim(), container.New(&sheetRoom{inner, s.sign.Box}, surface, WithWheel(container.NewVScroll(inner)), s.sign.Box)})
}

func (s *Sheets) lay(sh *Sheet, objects []fyne.CanvasObject) {
	s.sheet = sh
	s.sign.Clear() // it was of the one before
	s.board.ask(sh.Early)
	s.board.canvas.Unfocus()
	s.layer.Objects = objects
	s.layer.Show()
	s.Refit()
	s.asked()
}

// Refit lays a sheet out anew, twice: the first time its text learns its width, the
// second time it is given the height that it takes at that width.
func (s *Sheets) Refit() {
	Relayout(s.layer)
	s.relayout()
}

// Update has the sheet look at what the till says now.
func (s *Sheets) Update() {
	if s.sheet != nil && s.sheet.Update != nil {
		s.sheet.Update()
	}
}

// Tick tells the sheet that a second has gone by.
func (s *Sheets) Tick() {
	if s.sheet != nil && s.sheet.Tick != nil {
		s.sheet.Tick()
	}
}

// KeepFocus brings the focus back into the sheet when Tab has led out of it,
// to what lies below, and says whether it did.
func (s *Sheets) KeepFocus(part fyne.CanvasObject) bool {
	if s.sheet == nil || s.Holds(part) {
		return false
	}
	s.board.canvas.Focus(firstIn(s.layer))
	return true
}

// Holds says that a part lies in the sheet.
func (s *Sheets) Holds(part fyne.CanvasObject) bool {
	_, inside := depthIn(s.layer, part)
	return inside
}

// Dismiss takes the sheet away.
func (s *Sheets) Dismiss() {
	if s.sheet == nil {
		return
	}
	s.sheet = nil
	s.sign.Clear()
	s.board.answered()
	s.layer.Objects = nil
	s.layer.Hide()
	s.board.canvas.Unfocus()
	s.relayout()
}

// DismissStop takes a sheet away that asks about a code which is not shown any
// more.
func (s *Sheets) DismissStop() {
	if s.sheet != nil && s.sheet.stop {
		s.Dismiss()
	}
}

// sheetRoom puts a sheet into the middle, and a sign above it. A sheet that is taller than
// what is left of the window is scrolled.
type sheetRoom struct {
	content fyne.CanvasObject
	sign    *fyne.Container
}

func (r *sheetRoom) MinSize([]fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(r.content.MinSize().Width, 0)
}

func (r *sheetRoom) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	own, sign, head := wish(r.content), r.sign.MinSize().Height, float32(Gap)
	if r.sign.Visible() {
		head += sign + Gap
	}
	own.Height = min(own.Height, size.Height-head-Gap)
	at := fyne.NewPos((size.Width-own.Width)/2, max(head, (size.Height-own.Height)/2))
	for _, o := range objects {
		o.Resize(own)
		o.Move(at)
	}
	r.sign.Resize(fyne.NewSize(own.Width, sign))
	r.sign.Move(at.SubtractXY(0, sign+Gap))
}

// Scrim darkens what lies below a sheet and keeps taps from it. Where one lies first
// in a container, the rest of that container is a sheet.
type Scrim struct {
	widget.BaseWidget
	plate *Plate
}

func newScrim() *Scrim {
	s := &Scrim{plate: NewPlate(colorScrim, ColorClear, 0)}
	s.ExtendBaseWidget(s)
	return s
}

func (s *Scrim) Tapped(*fyne.PointEvent) {}
func (s *Scrim) CreateRenderer() fyne.WidgetRenderer {
	return Laid(s, widget.NewSimpleRenderer(s.plate))
}
