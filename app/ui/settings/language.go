package settings

import (
	"fyne.io/fyne/v2"

	"qrtill/app/ui/kit"
	"qrtill/assets"
)

// languageCard chooses the languages of both windows. It applies at once.
func (p *Page) languageCard() fyne.CanvasObject {
	f, preferences := p.frame, p.frame.Program().Preferences()
	tags := assets.Languages()
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = kit.CatalogueIn(tag).Name()
	}
	choose := func(tags, names []string, now string, changed func(tag string)) fyne.CanvasObject {
		var c *kit.Chooser
		c = kit.NewChooser(f, func() {
			if tag := c.Value(); tag != now { // or it is being filled
				now = tag
				changed(tag)
			}
		})
		c.Offer(tags, names)
		c.Set(now)
		return c.Box
	}
	customer := func(preference string) func(string) {
		return func(tag string) {
			preferences.SetString(preference, tag)
			f.Address()
		}
	}
	nowFirst, nowSecond := kit.PublicLanguages(p.frame.Program())
	staff := choose(tags, names, p.Catalogue.Tag(), f.Speak)
	first := choose(tags, names, nowFirst, customer(kit.PreferenceFirst))
	second := choose(append(tags, kit.NoSecond), append(names, p.Text("settings.language_none")), nowSecond, customer(kit.PreferenceSecond))
	return kit.Group(p.Text("settings.language"),
		kit.NewPrompt(p.Text("settings.language_staff"), "", staff).Box,
		kit.NewPrompt(p.Text("settings.language_customer"), p.Text("settings.language_customer_text"), first).Box,
		kit.NewPrompt(p.Text("settings.language_second"), "", second).Box)
}

// TakeOver goes on with what was typed on the page before, which spoke another
// language. It is locked like any page that is opened.
func (p *Page) TakeOver(before *Page) {
	if !before.shown || !before.changed() {
		return
	}
	p.Update(before.view)
	for i, r := range before.rows {
		p.rows[i].set(r.text())
	}
	before.rows.wipe()
	p.draw()
}
