package ui

import (
	"slices"

	"qrtill/assets"
)

// languages are the customer's: the one chosen for this sale, or the shop's,
// and the second below it.
func (s *shell) languages() (first, second string) {
	shops, second := publicLanguages(s.config.App)
	first = shops
	if s.asked != "" {
		first = s.asked
	}
	if first == second {
		second = shops // the two have changed places
	}
	if first == second {
		second = noSecond
	}
	return first, second
}

// address has the customer's window speak the languages that it should.
func (s *shell) address() {
	first, second := s.languages()
	k := kit{catalogue: catalogueIn(first)}
	var also *kit
	if second != noSecond {
		also = &kit{catalogue: catalogueIn(second)}
	}
	s.theirs = k
	s.customer.speak(s.text("window.customer"), k, also)
	s.watch.Mark(s.customerWindow)
}

// nextLanguage is the customer's next language, for this sale alone.
func (s *shell) nextLanguage() {
	first, _ := s.languages()
	all := assets.Languages()
	s.asked = all[(slices.Index(all, first)+1)%len(all)]
	s.address()
}

// forgetLanguage goes back to the shop's when a sale is over.
func (s *shell) forgetLanguage() {
	if s.asked != "" {
		s.asked = ""
		s.address()
	}
}

// speak changes the staff's language. The window is built anew, since nothing
// in it changes its words by itself; what was typed stays.
func (s *shell) speak(tag string) {
	s.config.App.Preferences().SetString(preferenceLanguage, tag)
	s.dismiss()
	at, before, drill := s.at, s.pages, s.drills.at
	s.build()
	s.counter.takeOver(before[atCharge].(*salePage))
	s.pages[atSettings].(*settings).takeOver(before[atSettings].(*settings))
	s.drills.at = drill
	s.drills.draw()
	s.page = nil
	s.draw(s.view)
	s.open(at)
}
