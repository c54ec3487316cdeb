package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
)

// onePage is a page, as a frame knows it.
type onePage interface {
	content() fyne.CanvasObject
	show(app.View)
	update(app.View)
	key(*fyne.KeyEvent) bool
	rune(rune) bool
}

// stand is a frame for one page, as real as one window can be: sheets, the
// focus and the way of the keys are the till's own. What leads to another page
// is noted; so are commands. What a page asks for that only it knows, its own
// tests add.
type stand struct {
	hands
	kit
	*sheets
	window fyne.Window
	view   app.View
	sent   []core.Command
	typing int      // how often it was said that an amount is typed
	went   []string // "sale", "settings", "back", or an order's number
	page   onePage
	opened []onePage         // until now
	pay    func()            // nil when money is real
	start  func() error      // opens the practice till; nil for none
	drills func()            // shows them; nil for none
	opens  func(order.Order) // an order's page, and
	backs  func()            // back from it; nil only notes it
	other  func(deed) bool   // keys that are the till's on every page

	counts bool // a page wants the seconds
	app    fyne.App
	body   *fyne.Container
	scroll *container.Scroll
}

// newStand is a stand in a program of newPlainApp.
func newStand(t *testing.T) *stand {
	t.Helper()
	a := newPlainApp(t)
	s := &stand{app: a, window: a.NewWindow(""), view: readyView()}
	s.hands = hands{t, s.window}
	s.kit = kit{catalogue: Language(a)}
	dress(a, s.kit.catalogue)
	s.sheets = newSheets(s, s.window.Canvas(), s.redraw)
	s.body = container.NewStack()
	s.scroll = container.NewVScroll(pad(5, 5, s.body))
	s.window.SetPadded(false)
	s.window.SetContent(container.NewStack(pad(15, 8, s.scroll), s.room(s.kit)))
	s.window.Canvas().SetOnTypedKey(s.key)
	s.window.Canvas().SetOnTypedRune(s.rune)
	addShortcuts(s.window.Canvas(), s)
	s.window.Resize(fyne.NewSize(1280, 700))
	return s
}

// open brings a page onto the screen.
func (s *stand) open(p onePage) {
	if l, leaves := s.page.(interface{ offScreen() }); leaves {
		l.offScreen()
	}
	s.page = p
	s.opened = append(s.opened, p)
	s.focus(nil)
	s.body.Objects = []fyne.CanvasObject{p.content()}
	s.redraw()
	p.show(s.view)
	s.redraw()
}

// leave has another page take its place.
func (s *stand) leave() { s.open(elsewhere{container.NewStack()}) }

// elsewhere is any other page.
type elsewhere struct{ box *fyne.Container }

func (e elsewhere) content() fyne.CanvasObject { return e.box }
func (elsewhere) show(app.View)                {}
func (elsewhere) update(app.View)              {}
func (elsewhere) key(*fyne.KeyEvent) bool      { return false }
func (elsewhere) rune(rune) bool               { return false }

// draw shows a View.
func (s *stand) draw(v app.View) {
	s.view = v
	s.page.update(v)
	s.sheets.update()
	for _, p := range s.opened {
		if w, watches := p.(interface{ watch(app.View) }); watches {
			w.watch(v)
		}
	}
	s.redraw()
}

// tick lets a second go by.
func (s *stand) tick() {
	if p, ticks := s.page.(interface{ tick() }); ticks {
		p.tick()
	}
	s.sheets.tick()
}

func (s *stand) redraw() { relayout(s.window.Content()) }

// manager changes how a manager's command gets on.
func (s *stand) manager(change func(*core.ManagerView)) {
	v := s.view
	change(&v.Manager)
	s.draw(v)
}

// last is the newest command.
func (s *stand) last() core.Command {
	if len(s.sent) == 0 {
		return nil
	}
	return s.sent[len(s.sent)-1]
}

// at is where the page has led last.
func (s *stand) at() string {
	if len(s.went) == 0 {
		return ""
	}
	return s.went[len(s.went)-1]
}

// The rest is what a page may ask.

func (s *stand) key(e *fyne.KeyEvent) {
	if s.takeKey(e) || s.other != nil && s.other(deedOf(e.Name)) {
		return
	}
	s.page.key(e)
}

func (s *stand) rune(r rune) {
	if !s.takeRune() {
		s.page.rune(r)
	}
}

func (s *stand) reached(part fyne.CanvasObject) {
	if s.keepFocus(part) {
		return
	}
	area := s.scroll
	if p, scrolls := s.page.(interface{ area() *container.Scroll }); scrolls {
		area = p.area()
	}
	scrollTo(area, part)
}

func (s *stand) program() fyne.App         { return s.app }
func (s *stand) above() fyne.Window        { return s.window }
func (s *stand) focused() fyne.Focusable   { return s.window.Canvas().Focused() }
func (s *stand) focus(part fyne.Focusable) { s.window.Canvas().Focus(part) }

func (s *stand) relayoutPage(body fyne.CanvasObject) {
	if len(s.body.Objects) == 1 && s.body.Objects[0] == body {
		s.redraw()
	}
}

func (s *stand) explain(err error) string {
	return s.say(sentence(app.Explain(err)), s.view.Settings.Zone)
}

func (s *stand) send(c core.Command) {
	if _, typing := c.(core.Typing); typing {
		s.typing++
		return
	}
	s.sent = append(s.sent, c)
}

func (s *stand) latest() app.View { return s.view }

func (s *stand) toSale()     { s.went = append(s.went, "sale") }
func (s *stand) toSettings() { s.went = append(s.went, "settings") }

func (s *stand) back() {
	s.went = append(s.went, "back")
	if s.backs != nil {
		s.backs()
	}
}

func (s *stand) showOrder(o order.Order) {
	s.went = append(s.went, string(o.ID))
	if s.opens != nil {
		s.opens(o)
	}
}

func (s *stand) leaveSale() {
	v := s.view
	v.Sale, v.Notice = nil, core.Text{}
	s.draw(v)
}

func (s *stand) payNow() func()         { return s.pay }
func (s *stand) version() string        { return "" }
func (s *stand) speak(string)           {}
func (s *stand) address()               {}
func (s *stand) countSeconds(on bool)   { s.counts = on }
func (s *stand) practice() func() error { return s.start }
func (s *stand) drill() func()          { return s.drills }
