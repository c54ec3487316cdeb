package ui

import (
	"slices"

	"qrtill/app/ui/counter"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/settings"
	"qrtill/assets"
)

// languages are the customer's: the one chosen for this sale, or the shop's,
// and the second below it.
func (s *shell) languages() (first, second string) {
	shops, second := kit.PublicLanguages(s.config.App)
	first = shops
	if s.asked != "" {
		first = s.asked
	}
	if first == second {
		second = shops // the two have changed places
	}
	if first == second {
		second = kit.NoSecond
	}
	return first, second
}

// Address has the customer's window speak the languages that it should.
func (s *shell) Address() {
	first, second := s.languages()
	k := kit.Texts{Catalogue: kit.CatalogueIn(first)}
	var also *kit.Texts
	if second != kit.NoSecond {
		also = &kit.Texts{Catalogue: kit.CatalogueIn(second)}
	}
	s.theirs = k
	s.customer.Speak(s.Text("window.customer"), k, also)
}

// nextLanguage is the customer's next language, for this sale alone.
func (s *shell) nextLanguage() {
	first, _ := s.languages()
	all := assets.Languages()
	s.asked = all[(slices.Index(all, first)+1)%len(all)]
	s.Address()
}

// forgetLanguage goes back to the shop's when a sale is over.
func (s *shell) forgetLanguage() {
	if s.asked != "" {
		s.asked = ""
		s.Address()
	}
}

// Speak changes the staff's language. The window is built anew, since nothing
// in it changes its words by itself; what was typed stays.
func (s *shell) Speak(tag string) {
	s.config.App.Preferences().SetString(kit.PreferenceLanguage, tag)
	kit.Dress(s.config.App, kit.Language(s.config.App))
	s.Dismiss()
	at, before, drill := s.at, s.pages, s.drills.at
	s.build()
	s.counter.TakeOver(before[atCharge].(*counter.Page))
	s.pages[atSettings].(*settings.Page).TakeOver(before[atSettings].(*settings.Page))
	s.drills.at = drill
	s.drills.draw()
	s.page = nil
	s.draw(s.view)
	s.open(at)
}
