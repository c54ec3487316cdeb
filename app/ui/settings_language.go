package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/assets"
)

// languageCard chooses the languages of both windows. It applies at once.
func (p *settings) languageCard() fyne.CanvasObject {
	s, preferences := p.shell, p.shell.config.App.Preferences()
	tags := assets.Languages()
	names := make([]string, len(tags))
	for i, tag := range tags {
		names[i] = catalogueIn(tag).Name()
	}
	staff := newPicker(s, s.speak)
	staff.offer(tags, names)
	staff.set(p.catalogue.Tag())
	customer := func(preference string) func(string) {
		return func(tag string) {
			preferences.SetString(preference, tag)
			s.address()
		}
	}
	first := newPicker(s, customer(preferenceFirst))
	first.offer(tags, names)
	first.set(preferences.StringWithFallback(preferenceFirst, customerFirst))
	second := newPicker(s, customer(preferenceSecond))
	second.offer(append(tags, noSecond), append(names, p.text("settings.language_none")))
	second.set(preferences.StringWithFallback(preferenceSecond, customerSecond))
	return group(p.text("settings.language"),
		newAsked(p.text("settings.language_staff"), "", staff.box).box,
		newAsked(p.text("settings.language_customer"), p.text("settings.language_customer_text"), first.box).box,
		newAsked(p.text("settings.language_second"), "", second.box).box)
}
