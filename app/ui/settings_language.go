package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/assets"
)

// languageCard chooses the languages of both windows. It applies at once.
func (p *settings) languageCard() fyne.CanvasObject {
	f, preferences := p.frame, p.frame.program().Preferences()
	tags := assets.Languages()
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = catalogueIn(tag).Name()
	}
	choose := func(tags, names []string, now string, changed func(tag string)) fyne.CanvasObject {
		var c *chooser
		c = newChooser(f, func() {
			if tag := c.value(); tag != now { // or it is being filled
				now = tag
				changed(tag)
			}
		})
		c.offer(tags, names)
		c.set(now)
		return c.box
	}
	customer := func(preference string) func(string) {
		return func(tag string) {
			preferences.SetString(preference, tag)
			f.address()
		}
	}
	nowFirst, nowSecond := publicLanguages(p.frame.program())
	staff := choose(tags, names, p.catalogue.Tag(), f.speak)
	first := choose(tags, names, nowFirst, customer(preferenceFirst))
	second := choose(append(tags, noSecond), append(names, p.text("settings.language_none")), nowSecond, customer(preferenceSecond))
	return group(p.text("settings.language"),
		newAsked(p.text("settings.language_staff"), "", staff).box,
		newAsked(p.text("settings.language_customer"), p.text("settings.language_customer_text"), first).box,
		newAsked(p.text("settings.language_second"), "", second).box)
}

// takeOver goes on with what was typed on the page before, which spoke another
// language. It is locked like any page that is opened.
func (p *settings) takeOver(before *settings) {
	if !before.shown || !before.changed() {
		return
	}
	p.update(before.view)
	for i, f := range before.fields {
		p.fields[i].SetText(f.Text)
	}
	for to, from := range map[*chooser]*chooser{p.zone: before.zone, p.cutoff: before.cutoff, p.showing: before.showing, p.every: before.every} {
		to.set(from.value())
	}
	p.methods.order, p.methods.on = before.methods.order, before.methods.on
	p.methods.draw()
	for _, f := range []*field{before.secret, before.pin, before.again, before.notifyKey} {
		f.wipe()
	}
	p.draw()
}
