package kit

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"qrtill/assets"
)

// The languages are looks: they are kept beside the theme, not in the order log.
const (
	PreferenceLanguage = "language"          // the staff's
	PreferenceFirst    = "customer.language" // the customer's
	PreferenceSecond   = "customer.second"   // shown below it, or none
	NoSecond           = "none"
)

// Most shops are in Hong Kong and Taiwan.
const (
	customerFirst  = "zh-Hant-HK"
	customerSecond = "en"
)

// Language is the staff's language on this computer: the chosen one, or the
// system's. It must be called on the main goroutine.
func Language(a fyne.App) *assets.Catalogue {
	tag := a.Preferences().String(PreferenceLanguage)
	if !slices.Contains(assets.Languages(), tag) {
		tag = assets.Match(lang.SystemLocale().LanguageString())
	}
	return CatalogueIn(tag)
}

// CatalogueIn has the texts of a language by its tag ("zh-Hant-HK"), or English for
// one that there are none in.
func CatalogueIn(tag string) *assets.Catalogue {
	c, err := assets.Load(tag)
	if err != nil {
		c, _ = assets.Load(assets.Languages()[0]) // a test loads them all
	}
	return c
}

// Dress gives the program its look and the toolkit's own words (Cut, Copy,
// Paste) a language. It comes before the first window. Fyne takes the system's for
// both; texts added for the system's locale replace its own.
func Dress(a fyne.App, c *assets.Catalogue) {
	_ = lang.AddTranslationsForLocale(c.FyneTexts(), lang.SystemLocale()) // a test reads them all
	a.Settings().SetTheme(NewLook(a.Preferences().StringWithFallback(PreferenceLook, LookLight), c.Tag()))
}

// PublicLanguages are the tags of the languages that the shop has chosen for the
// customer's window; the second may be NoSecond.
func PublicLanguages(a fyne.App) (first, second string) {
	p := a.Preferences()
	return p.StringWithFallback(PreferenceFirst, customerFirst), p.StringWithFallback(PreferenceSecond, customerSecond)
}
