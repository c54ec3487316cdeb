package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/ui/counter"
	"qrtill/app/ui/customer"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/owner"
	"qrtill/app/ui/settings"
)

// The shell is the frame of every page: each room has said in its Frame what that is.
var (
	_ counter.Frame  = (*shell)(nil)
	_ owner.Frame    = (*shell)(nil)
	_ settings.Frame = (*shell)(nil)
)

func (s *shell) Program() fyne.App           { return s.config.App }
func (s *shell) Above() fyne.Window          { return s.window }
func (s *shell) Version() string             { return s.config.Version }
func (s *shell) Latest() core.View           { return s.view.View }
func (s *shell) Book() owner.Orders          { return s.config.Book }
func (s *shell) Hearing() settings.Hearing   { return s.sounds }
func (s *shell) Monitors() settings.Monitors { return tiles{s} }
func (s *shell) Logo() settings.Logo         { return customer.NewLogo(s.config.App.Storage()) }
func (s *shell) Send(c core.Command)         { s.config.Till.Send(c) }
func (s *shell) CountSeconds(on bool)        { s.counting.Store(on) }

func (s *shell) ToSale()     { s.open(atCharge) }
func (s *shell) ToSettings() { s.open(atSettings) }

func (s *shell) Focused() fyne.Focusable { return s.window.Canvas().Focused() }

func (s *shell) Focus(part fyne.Focusable) {
	if part == nil {
		s.window.Canvas().Unfocus()
		return
	}
	s.window.Canvas().Focus(part)
}

// Reached scrolls the page to the part that got the focus. While a sheet is
// open the focus stays in it.
func (s *shell) Reached(part fyne.CanvasObject) {
	if s.KeepFocus(part) {
		return
	}
	area := s.scroll
	if scrolling, ok := s.page.(scroller); ok {
		area = scrolling.Area()
	}
	kit.ScrollTo(area, part)
}

// RelayoutPage lays a page out anew if it is the one on the screen.
func (s *shell) RelayoutPage(body fyne.CanvasObject) {
	if len(s.body.Objects) == 1 && s.body.Objects[0] == body {
		s.redraw()
	}
}

func (s *shell) Explain(err error) string {
	return s.Say(kit.Sentence(app.Explain(err)), s.view.Settings.Zone)
}

// LeaveSale does not wait for the till's answer, so that a digit that goes on
// is typed too.
func (s *shell) LeaveSale() {
	v := s.view
	s.gone = v.Sale.Order
	v.Notice = core.Text{}
	s.draw(v)
}

func (s *shell) NewPreview(least float32) counter.Preview { return s.newCode(least) }

// CustomerSees says whether the customer's window is there, and whether it refuses a
// code because it could not be read back.
func (s *shell) CustomerSees(code string) (shown, refused bool) {
	return s.watch.Seen(), s.customer.Refused(code)
}

// PayNow is the practice customer's payment; nil when money is real.
func (s *shell) PayNow() func() {
	if s.config.PayNow == nil {
		return nil
	}
	return func() { s.payForCustomer() }
}

func (s *shell) Practice() func() error { return s.config.StartPractice }

// Drill shows the drills; nil in a till whose money is real.
func (s *shell) Drill() func() {
	if !s.drills.offered() {
		return nil
	}
	return s.drills.choose
}
