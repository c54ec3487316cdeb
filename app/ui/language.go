package ui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"qrtill/assets"
)

// The languages are looks: they are kept beside the theme, not in the order log.
const (
	preferenceLanguage = "language"          // the staff's
	preferenceFirst    = "customer.language" // the customer's
	preferenceSecond   = "customer.second"   // shown below it; noSecond for none
	noSecond           = "none"
)

// Most shops are in Hong Kong and Taiwan.
const (
	customerFirst  = "zh-Hant-HK"
	customerSecond = "en"
)

// Language is the staff's language on this computer: the chosen one, or the
// system's. It must be called on the main goroutine.
func Language(a fyne.App) *assets.Catalogue {
	tag := a.Preferences().String(preferenceLanguage)
	if !slices.Contains(assets.Languages(), tag) {
		tag = assets.Match(lang.SystemLocale().LanguageString())
	}
	return catalogueIn(tag)
}

// catalogueIn is a language's, English for one that there are no texts in.
func catalogueIn(tag string) *assets.Catalogue {
	c, err := assets.Load(tag)
	if err != nil {
		c, _ = assets.Load(assets.Languages()[0]) // a test loads them all
	}
	return c
}

// dress gives the program its look and the toolkit's own words (Cut, Copy,
// Paste) a language. Fyne takes the system's for both; texts added for the
// system's locale replace its own.
func dress(a fyne.App, c *assets.Catalogue) {
	_ = lang.AddTranslationsForLocale(c.FyneTexts(), lang.SystemLocale()) // a test reads them all
	a.Settings().SetTheme(newLook(a.Preferences().StringWithFallback(preferenceLook, lookLight), c.Tag()))
}

// languages are the customer's: the one chosen for this sale, or the shop's,
// and the second below it.
func (s *shell) languages() (first, second string) {
	p := s.config.App.Preferences()
	shops := p.StringWithFallback(preferenceFirst, customerFirst)
	first, second = shops, p.StringWithFallback(preferenceSecond, customerSecond)
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
	s.customer.speak(k, also)
	withDot(s.customer.window, &s.screens.handles[1])
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
