package settings

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"qrtill/app/ui/kit"
)

// logoCard chooses the picture on the customer's idle screen. It applies at once.
func (p *Page) logoCard() fyne.CanvasObject {
	s, logo := p.frame, p.frame.Logo()
	said := kit.NewFlow(kit.SizeBody, kit.ColorInkSoft, "")
	var choose, remove *kit.Button
	draw := func(key string) {
		if key == "" {
			key = "settings.logo_none"
			if logo.Kept() {
				key = "settings.logo_shown"
			}
		}
		said.Write(p.Text(key))
		remove.SetEnabled(logo.Kept())
		s.Address()
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
	choose = kit.NewButton(s, kit.SoftButton, p.Text("settings.logo_choose"), "", func() {
		files := dialog.NewFileOpen(take, s.Above())
		files.SetFilter(storage.NewExtensionFileFilter([]string{".png", ".jpg", ".jpeg"}))
		files.Show()
	})
	remove = kit.NewButton(s, kit.SoftButton, p.Text("settings.logo_remove"), "", func() {
		logo.Remove()
		draw("")
	})
	choose.Least.Height, remove.Least.Height = kit.Touch, kit.Touch
	card := kit.Group(p.Text("settings.logo"), said, kit.Row(10, kit.Grow(1, choose), kit.Grow(1, remove)))
	draw("")
	return card
}
