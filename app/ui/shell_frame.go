package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
)

// The shell is the frame of every page.
var (
	_ counterFrame  = (*shell)(nil)
	_ ownerFrame    = (*shell)(nil)
	_ settingsFrame = (*shell)(nil)
)

func (s *shell) program() fyne.App    { return s.config.App }
func (s *shell) above() fyne.Window   { return s.window }
func (s *shell) version() string      { return s.config.Version }
func (s *shell) latest() app.View     { return s.view }
func (s *shell) book() orders         { return s.config.Book }
func (s *shell) hearing() hearing     { return s.sounds }
func (s *shell) monitors() monitors   { return tiles{s} }
func (s *shell) logo() logo           { return newLogo(s.config.App.Storage()) }
func (s *shell) send(c core.Command)  { s.config.Till.Send(c) }
func (s *shell) countSeconds(on bool) { s.counting.Store(on) }

func (s *shell) toSale()     { s.open(atCharge) }
func (s *shell) toSettings() { s.open(atSettings) }

func (s *shell) focused() fyne.Focusable { return s.window.Canvas().Focused() }

func (s *shell) focus(part fyne.Focusable) {
	if part == nil {
		s.window.Canvas().Unfocus()
		return
	}
	s.window.Canvas().Focus(part)
}

// reached scrolls the page to the part that got the focus. While a sheet is
// open the focus stays in it.
func (s *shell) reached(part fyne.CanvasObject) {
	if s.keepFocus(part) {
		return
	}
	area := s.scroll
	if scrolling, ok := s.page.(scroller); ok {
		area = scrolling.area()
	}
	scrollTo(area, part)
}

// relayoutPage lays a page out anew if it is the one on the screen.
func (s *shell) relayoutPage(body fyne.CanvasObject) {
	if len(s.body.Objects) == 1 && s.body.Objects[0] == body {
		s.redraw()
	}
}

func (s *shell) explain(err error) string {
	return s.say(sentence(app.Explain(err)), s.view.Settings.Zone)
}

// leaveSale does not wait for the till's answer, so that a digit that goes on
// is typed too.
func (s *shell) leaveSale() {
	v := s.view
	s.gone = v.Sale.Order
	v.Notice = core.Text{}
	s.draw(v)
}

func (s *shell) newPreview(least float32) preview { return s.newCode(least) }

// public says whether the customer's window is there, and whether it refuses a
// code because it could not be read back.
func (s *shell) public(code string) (shown, refused bool) {
	return s.watch.Shown(), s.customer.refused(code)
}

// payNow is the practice customer's payment; nil when money is real.
func (s *shell) payNow() func() {
	if s.config.PayNow == nil {
		return nil
	}
	return s.payForCustomer
}

func (s *shell) practice() func() error { return s.config.StartPractice }

// drill shows the drills; nil in a till whose money is real.
func (s *shell) drill() func() {
	if !s.drills.offered() {
		return nil
	}
	return s.drills.choose
}
