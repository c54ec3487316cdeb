package ui

import (
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// aside is what staff were at when a sale took the screen.
type aside struct {
	typing bool     // into a field, or a sheet: the rest of it is not meant for the sale
	page   page     // to come back to; nil for none
	order  order.ID // on the order's page
	at     destination
	back   func() // brings the sheet back; nil where none was put aside
}

// takeScreen gives the screen to the sale. A sheet that a manager types into is only put
// aside, and so are the settings: who types the PIN anew behind the tick must not type an
// amount.
func (s *shell) takeScreen() {
	s.Keyboard().Hush()
	_, field := s.Focused().(*kit.Field)
	managing := s.page == s.pages[atSettings]
	s.aside.typing = s.aside.typing || field || s.Asking() || managing
	if back := s.PutAside(); s.aside.page == nil && (back != nil || managing) {
		s.aside.page, s.aside.order, s.aside.at, s.aside.back = s.page, s.order.ID(), s.at, back
	}
	s.Dismiss()
	s.open(atCharge)
}

// returnScreen gives it back when staff have gone on from the sale. A sheet comes back
// above its own order alone; what is typed for the next sale is not meant for it.
func (s *shell) returnScreen() {
	was := s.aside
	s.aside = aside{}
	if was.page == nil || s.page != s.counter { // who has gone elsewhere meanwhile stays there
		return
	}
	if was.page == s.order && !s.order.Shows(was.order) {
		o, err := s.config.Book.Order(was.order)
		if err != nil {
			return
		}
		s.order.Open(o)
	}
	s.at = was.at
	s.rail.mark(was.at)
	s.display(was.page)
	if was.back != nil {
		was.back()
	}
	s.Keyboard().Hush()
}

// Interrupted says that something else was being typed when the sale came.
func (s *shell) Interrupted() bool { return s.aside.typing }
