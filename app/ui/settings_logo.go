package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// logoCard chooses the picture on the customer's idle screen. It applies at once.
func (p *settings) logoCard() fyne.CanvasObject {
	s, logo := p.frame, p.frame.logo()
	said := newFlow(sizeBody, colorInkSoft, "")
	var choose, remove *button
	draw := func(key string) {
		if key == "" {
			key = "settings.logo_none"
			if logo.Kept() {
				key = "settings.logo_shown"
			}
		}
		said.write(p.text(key))
		remove.enable(logo.Kept())
		s.address()
	}
	take := func(from fyne.URIReadCloser, err error) {
		if from == nil || err != nil {
			return // nothing was chosen
		}
		defer from.Close()
		key := ""
		if logo.Keep(from) != nil {
			key = "settings.logo_bad"
		}
		draw(key)
	}
	choose = newButton(s, softButton, p.text("settings.logo_choose"), "", func() {
		files := dialog.NewFileOpen(take, s.above())
		files.SetFilter(storage.NewExtensionFileFilter([]string{".png", ".jpg", ".jpeg"}))
		files.Show()
	})
	remove = newButton(s, softButton, p.text("settings.logo_remove"), "", func() {
		logo.Remove()
		draw("")
	})
	choose.least.Height, remove.least.Height = touch, touch
	card := group(p.text("settings.logo"), said, row(10, grow(1, choose), grow(1, remove)))
	draw("")
	return card
}
