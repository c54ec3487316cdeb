package ui

import (
	"sync/atomic"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/ui/counter"
	"qrtill/app/ui/customer"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/monitors"
	"qrtill/app/ui/owner"
	"qrtill/app/ui/settings"
	"qrtill/assets"
)

const (
	preferenceWidth  = "main.width"
	preferenceHeight = "main.height"
)

// shell is the main window: the rail, the strips that are on every screen, one
// page, and a sheet above it when something is asked.
type shell struct {
	kit.Texts
	*kit.Sheets
	config   Config
	loop     *loop
	window   fyne.Window
	customer *customer.Window
	watch    *monitors.Watch
	counter  *counter.Page
	history  *owner.History
	order    *owner.OrderPage

	customerWindow *monitors.Late // what customer fills, and watch brings where it belongs

	view     app.View
	aside    aside
	gone     order.ID // the sale that staff have gone on from
	pages    map[destination]page
	page     page
	before   page                    // where the order's page leads back to
	at       destination             // where the rail says that we are
	asked    string                  // the customer's language, for this sale alone
	theirs   kit.Texts               // in the first of the customer's languages
	readings chan<- customer.Reading // to the pump, once there is one
	awake    bool                    // the screen is kept from going dark

	counting atomic.Bool // a second matters to a page: the pump shall say so
	drills   *drills

	rail   *rail
	top    *topBar
	strips *strips
	sounds *sounds
	body   *fyne.Container   // holds the page
	scroll *container.Scroll // of a page that is too tall for the screen
	ribbon fyne.CanvasObject
	ground *kit.Plate
}

func newShell(c Config, l *loop) *shell {
	kit.Dress(c.App, kit.Language(c.App)) // before there is a window without a handle
	s := &shell{config: c, loop: l, window: c.App.NewWindow("")}
	s.Sheets = kit.NewSheets(kit.NewKeyboard(s, s.window.Canvas()), s.redraw, func() { s.watch.Uncover() })
	l.polled = s.Keyboard().Polled
	c.App.SetIcon(fyne.NewStaticResource("icon.png", assets.Icon()))
	s.window.SetMaster()
	s.window.SetPadded(false)
	s.window.SetCloseIntercept(s.quit)
	s.customer = customer.New(customer.NewLogo(c.App.Storage()), s.newCode)
	s.customerWindow = monitors.NewLate(func() fyne.Window { return s.customer.Make(c.App, s, s.comeToLight) })
	s.watchOver(monitors.Real())
	l.last = s.watch.End // Fyne may still call it when the windows are gone
	s.sounds = newSounds(s)
	s.build()
	s.Address()
	s.listen()
	s.window.Resize(s.size())
	s.open(atCharge)
	return s
}

// size is how large the window last was.
func (s *shell) size() fyne.Size {
	p := s.config.App.Preferences()
	return fyne.NewSize(float32(p.FloatWithFallback(preferenceWidth, 1180)), float32(p.FloatWithFallback(preferenceHeight, 720)))
}

// newCode is a place for a code. It is drawn and read back by the pump; both
// windows say so when it can't be.
func (s *shell) newCode(least float32) *customer.Code {
	return customer.NewCode(least, func(r customer.Reading) {
		if s.readings == nil {
			r.Done(r.Made())
			return
		}
		s.readings <- r
	}, func() { s.draw(s.view) })
}

// build makes all that holds words, in the staff's language.
func (s *shell) build() {
	s.Texts.Catalogue = kit.Language(s.config.App)
	s.window.SetTitle(s.Text("window.till"))
	s.drills = newDrills(s)
	s.rail, s.top, s.strips = newRail(s), newTopBar(s.Texts, s.Sheets), newStrips(s)
	s.aside = aside{}
	s.ribbon = kit.PracticeRibbon(s.Texts)
	s.ribbon.Hide()
	s.body = container.NewStack()
	sheets := s.Room(s.Texts)
	s.counter, s.history = counter.NewPage(s.Texts, s), owner.NewHistory(s.Texts, s)
	s.order = owner.NewOrderPage(s.Texts, s)
	shop := settings.NewPage(s.Texts, s)
	s.sounds.draw = shop.DrawSound
	s.pages = map[destination]page{
		atCharge: s.counter, atHistory: s.history, atTrouble: owner.NewTrouble(s.Texts, s), atMoved: settings.NewMoved(s.Texts, s),
		atSettings: shop, atFirstStart: settings.NewFirstStart(s.Texts, s),
	}
	const ring = 5 // the focus ring of what stands at the edge
	s.scroll = container.NewVScroll(kit.Pad(ring, ring, s.body))
	column := kit.Column(12-ring, kit.Pad(ring, 0, s.top.box), kit.Pad(ring, 0, s.strips.box), kit.Grow(1, kit.WithWheel(s.scroll)))
	main := kit.Row(0, s.rail.box, kit.Grow(1, kit.SoftPad(20-ring, 14, 8, column)))
	s.ground = kit.NewPlate(kit.ColorBack, kit.ColorClear, 0)
	s.window.SetContent(kit.Sized(s.Keyboard().Resized, s.ground, kit.Column(0, s.ribbon, s.drills.box, kit.Grow(1, main, sheets))))
	s.watch.Mark()
}

// listen takes every key that no part of the screen has the focus for.
func (s *shell) listen() {
	s.Keyboard().Listen(s.window.Canvas())
}

// open goes to a page of the rail.
func (s *shell) open(p destination) {
	if s.view.NeedSetup {
		p = atFirstStart
	}
	s.at = p
	s.rail.mark(p)
	if p == atCharge && s.view.Moved {
		p = atMoved
	}
	s.display(s.pages[p])
}

// display puts a page on the screen, also one that the rail does not know.
func (s *shell) display(p page) {
	if s.page == p {
		return
	}
	if l, ok := s.page.(leaver); ok {
		l.OffScreen()
	}
	s.page = p
	s.top.sign.Clear()
	s.window.Canvas().Unfocus()
	s.Keyboard().Start(nil)
	s.body.Objects = []fyne.CanvasObject{p.Content()}
	s.redraw() // lists and the like must exist before they are told what to show
	show(p, s.view)
	s.drawTop(s.view)
	s.strips.draw(s.view, s.orderShown())
	s.redraw()
}

// draw shows a View in both windows.
func (s *shell) draw(v app.View) {
	before := s.view
	if v.Sale != nil && v.Sale.Order == s.gone {
		v.Sale = nil // a View from before the till heard Next
	}
	s.view = v
	if momentOf(before) != momentOf(v) {
		s.phaseChanged(v)
	}
	if before.Sale != nil && v.Sale == nil {
		s.forgetLanguage()
	}
	atSale := s.page == s.counter || s.page == s.pages[atMoved]
	if before.NeedSetup != v.NeedSetup || before.Moved != v.Moved && atSale || s.page == nil {
		s.open(atCharge)
	}
	kit.SetVisible(s.ribbon, v.Practice)
	kit.SetVisible(s.rail.box, !v.NeedSetup)
	s.rail.draw(v)
	s.drawTop(v)
	s.strips.draw(v, s.orderShown())
	update(s.page, v)
	s.Sheets.Update()
	for _, p := range s.pages {
		if w, ok := p.(watcher); ok {
			w.Watch(v)
		}
	}
	s.drills.update(v)
	if v.Sale == nil {
		s.returnScreen()
	}
	s.redraw()
	s.customer.Draw(v.View)
	s.sounds.follow(before, v)
}

func (s *shell) drawTop(v app.View) { s.top.draw(v, s.page != s.counter, s.watch.State().Away) }

// redraw lays out and paints the window after parts of it came or went.
func (s *shell) redraw() {
	kit.Relayout(s.window.Content())
	if s.strips.box.Visible() { // their text has learned its width
		kit.Relayout(s.window.Content())
	}
	s.ground.Refresh()
}

// comeToLight is called when a key comes to the customer's window. A question that is not
// seen can't be answered by that key.
func (s *shell) comeToLight() {
	switch {
	case !s.Asking():
		s.watch.Restore()
	case s.watch.Uncover():
		s.Keyboard().AskAnew()
	}
}

// moment is what counts as a change of phase when it differs: the phase, or
// the order that is in it.
type moment struct {
	phase core.Phase
	order order.ID
}

func momentOf(v app.View) moment {
	if v.Sale == nil {
		return moment{}
	}
	return moment{v.Sale.Phase, v.Sale.Order}
}

// phaseChanged drops what was asked about the phase before, and brings what
// nobody may miss onto the screen.
func (s *shell) phaseChanged(v app.View) {
	s.Keyboard().Unsettle()
	s.top.sign.Clear()
	switch {
	case v.Sale == nil && s.Keyboard().Losing():
		s.Keyboard().Hush() // the rest of what was begun meanwhile would be another amount
		s.DismissStop()
	case v.Sale == nil, v.Sale.Phase == core.Sending, v.Sale.Phase == core.Waiting:
		s.DismissStop()
	default:
		s.takeScreen()
	}
	if s.page == s.counter {
		s.window.Canvas().Unfocus() // Enter belongs to the new phase, not to a button of the one before
	}
}

// tick is called once a second while something is counted down, and once after.
func (s *shell) tick() {
	s.keepAwake()
	s.counter.Tick()
	s.customer.Tick()
	if p, ok := s.page.(ticker); ok && s.page != s.counter {
		p.Tick()
	}
	s.Sheets.Tick()
}

// keepAwake keeps the screen on while a code waits. It may ask the desktop and
// take a moment, so it never comes before a code or a tick is drawn.
func (s *shell) keepAwake() {
	if waiting := s.view.Sale != nil && s.view.Sale.Phase == core.Waiting; waiting != s.awake {
		s.awake = waiting
		s.config.App.Driver().SetDisableScreenBlanking(waiting)
	}
}

// quit closes the program, after a question while a customer may still pay.
func (s *shell) quit() {
	size := s.window.Canvas().Size()
	s.config.App.Preferences().SetFloat(preferenceWidth, float64(size.Width))
	s.config.App.Preferences().SetFloat(preferenceHeight, float64(size.Height))
	open := s.view.Watching
	if sale := s.view.Sale; sale != nil {
		switch sale.Phase {
		case core.Sending, core.Waiting, core.Disputed, core.Unrecorded:
			open++
		}
	}
	if open == 0 && s.view.Unasked == 0 {
		s.loop.end()
		return
	}
	s.watch.Leave()
	s.Confirm(kit.Confirmation{
		Title: s.Text("quit.title"), Text: s.Text("quit.text", "Count", open+s.view.Unasked),
		Yes: s.Text("quit.yes"), No: s.Text("quit.no"), Do: s.loop.end,
	})
}
