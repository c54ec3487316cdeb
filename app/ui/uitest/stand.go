package uitest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// Page is a page, as a frame knows it.
type Page interface {
	Content() fyne.CanvasObject
	Key(*fyne.KeyEvent) bool
	Rune(rune) bool
}

// What a page shows: what the core says of the sales, or the shell's duties too.
type (
	salesPage interface {
		Show(core.View)
		Update(core.View)
	}
	setupPage interface {
		Show(app.View)
		Update(app.View)
	}
)

// Stand is a frame for one page, as real as one window can be: sheets, the
// focus and the way of the keys are the till's own. What leads to another page
// is noted; so are commands. What a page asks for that only it knows, its own
// tests add.
type Stand struct {
	Hands
	kit.Texts
	*kit.Sheets
	Window fyne.Window
	View   app.View            // the one that was drawn last
	Sent   []core.Command      // so far, without Typing
	Signs  []string            // what was said for a moment
	went   []string            // "sale", "settings", "back", or an order's number
	Page   Page                // on the screen
	opened []Page              // until now
	Start  func() error        // opens the practice till; nil for none
	Opens  func(order.Order)   // an order's page, and
	Backs  func()              // back from it; nil only notes it
	Other  func(kit.Deed) bool // keys that are the till's on every page

	Counts bool     // a page wants the seconds
	App    fyne.App // whose preferences the page uses
	body   *fyne.Container
	scroll *container.Scroll
}

// NewStand is a stand in a program with plain fonts (see NewPlainApp), as large as a
// till's screen, before any page was opened.
func NewStand(t *testing.T) *Stand {
	t.Helper()
	a := NewPlainApp(t)
	s := &Stand{App: a, Window: a.NewWindow(""), View: ReadyView()}
	s.Window.Show()
	s.Texts = kit.Texts{Catalogue: kit.Language(a)}
	kit.Dress(a, s.Texts.Catalogue)
	s.Sheets = kit.NewSheets(kit.NewKeyboard(s, s.Window.Canvas()), s.redraw, func() {})
	s.Hands = Hands{t, s.Window, s.Keyboard()}
	s.body = container.NewStack()
	s.scroll = container.NewVScroll(kit.Pad(5, 5, s.body))
	s.Window.SetPadded(false)
	s.Window.SetContent(container.NewStack(kit.Pad(15, 8, kit.WithWheel(s.scroll)), s.Room(s.Texts)))
	s.Keyboard().Listen(s.Window.Canvas())
	s.Window.Resize(fyne.NewSize(1280, 700))
	return s
}

// Open brings a page onto the screen.
func (s *Stand) Open(p Page) {
	if l, leaves := s.Page.(interface{ OffScreen() }); leaves {
		l.OffScreen()
	}
	s.Page = p
	s.opened = append(s.opened, p)
	s.Focus(nil)
	s.body.Objects = []fyne.CanvasObject{p.Content()}
	s.redraw()
	switch p := p.(type) {
	case salesPage:
		p.Show(s.View.View)
	case setupPage:
		p.Show(s.View)
	}
	s.redraw()
}

// Leave has another page take its place.
func (s *Stand) Leave() { s.Open(elsewhere{container.NewStack()}) }

// elsewhere is any other page.
type elsewhere struct{ box *fyne.Container }

func (e elsewhere) Content() fyne.CanvasObject { return e.box }
func (elsewhere) Key(*fyne.KeyEvent) bool      { return false }
func (elsewhere) Rune(rune) bool               { return false }

// Draw shows a View to the page, and to those opened before that watch for it.
func (s *Stand) Draw(v app.View) {
	s.View = v
	switch p := s.Page.(type) {
	case salesPage:
		p.Update(v.View)
	case setupPage:
		p.Update(v)
	}
	s.Sheets.Update()
	for _, p := range s.opened {
		if w, watches := p.(interface{ Watch(app.View) }); watches {
			w.Watch(v)
		}
	}
	s.redraw()
}

// Tick lets a second go by.
func (s *Stand) Tick() {
	if p, ticks := s.Page.(interface{ Tick() }); ticks {
		p.Tick()
	}
	s.Sheets.Tick()
}

func (s *Stand) redraw() { kit.Relayout(s.Window.Content()) }

// Manager changes how a manager's command gets on.
func (s *Stand) Manager(change func(*core.ManagerView)) {
	v := s.View
	change(&v.Manager)
	s.Draw(v)
}

// Last is the newest command, nil before the first.
func (s *Stand) Last() core.Command {
	if len(s.Sent) == 0 {
		return nil
	}
	return s.Sent[len(s.Sent)-1]
}

// At is where the page has led last: "sale", "settings", "back" or an order's number;
// empty for nowhere.
func (s *Stand) At() string {
	if len(s.went) == 0 {
		return ""
	}
	return s.went[len(s.went)-1]
}

// The rest is what a page may ask of its frame, in any room but for what that room's
// own tests add.

func (s *Stand) Key(e *fyne.KeyEvent) {
	if s.TakeKey(e) || s.Other != nil && s.Other(kit.DeedOf(e.Name)) {
		return
	}
	s.Page.Key(e)
}

func (s *Stand) Rune(r rune) {
	if !s.Asking() {
		s.Page.Rune(r)
	}
}

func (s *Stand) Scan(text string) {
	if p, scans := s.Page.(interface{ Scan(string) bool }); scans && !s.Asking() {
		p.Scan(text)
	}
}

func (s *Stand) Asks() bool        { return s.Asking() || s.View.Sale != nil }
func (s *Stand) Polled()           {}
func (s *Stand) Interrupted() bool { return false }
func (s *Stand) Sign(key string)   { s.Signs = append(s.Signs, key) }

func (s *Stand) Reached(part fyne.CanvasObject) {
	if s.KeepFocus(part) {
		return
	}
	area := s.scroll
	if p, scrolls := s.Page.(interface{ Area() *container.Scroll }); scrolls {
		area = p.Area()
	}
	kit.ScrollTo(area, part)
}

func (s *Stand) Program() fyne.App         { return s.App }
func (s *Stand) Above() fyne.Window        { return s.Window }
func (s *Stand) Focused() fyne.Focusable   { return s.Window.Canvas().Focused() }
func (s *Stand) Focus(part fyne.Focusable) { s.Window.Canvas().Focus(part) }

func (s *Stand) RelayoutPage(body fyne.CanvasObject) {
	if len(s.body.Objects) == 1 && s.body.Objects[0] == body {
		s.redraw()
	}
}

func (s *Stand) Explain(err error) string {
	return s.Say(kit.Sentence(app.Explain(err)), s.View.Settings.Zone)
}

func (s *Stand) Send(c core.Command) {
	if _, typing := c.(core.Typing); typing {
		return // nothing is done for it yet
	}
	s.Sent = append(s.Sent, c)
}

func (s *Stand) Latest() core.View { return s.View.View }

func (s *Stand) ToSale()     { s.went = append(s.went, "sale") }
func (s *Stand) ToSettings() { s.went = append(s.went, "settings") }

func (s *Stand) Back() {
	s.went = append(s.went, "back")
	if s.Backs != nil {
		s.Backs()
	}
}

func (s *Stand) ShowOrder(o order.Order) {
	s.went = append(s.went, string(o.ID))
	if s.Opens != nil {
		s.Opens(o)
	}
}

func (s *Stand) LeaveSale() {
	v := s.View
	v.Sale, v.Notice = nil, core.Text{}
	s.Draw(v)
}

func (s *Stand) PayNow() func()         { return nil }
func (s *Stand) Version() string        { return "" }
func (s *Stand) Speak(string)           {}
func (s *Stand) Address()               {}
func (s *Stand) CountSeconds(on bool)   { s.Counts = on }
func (s *Stand) Practice() func() error { return s.Start }
func (s *Stand) Drill() func()          { return nil }
