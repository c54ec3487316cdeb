package ui

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	_ "image/jpeg" // logos come as either
	_ "image/png"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// The shop's logo is a look: a copy of the picture that was chosen is kept with
// the preferences, so that it outlives a memory stick.
const (
	logoName = "logo"
	logoMost = 4 << 20 // bytes
	logoSide = 4096    // pixels: more only costs memory
)

var errLogo = errors.New("the picture can't be used as a logo")

// logoOf is the shop's logo; nil for none, or for one that can't be read.
func logoOf(a fyne.App) fyne.Resource {
	from, err := a.Storage().Open(logoName)
	if err != nil {
		return nil
	}
	defer from.Close()
	raw, err := readLogo(from)
	if err != nil {
		return nil
	}
	return fyne.NewStaticResource(logoName, raw)
}

// readLogo reads a picture that is fit to be a logo.
func readLogo(from io.Reader) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(from, logoMost+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errLogo, err)
	}
	c, _, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || len(raw) > logoMost || c.Width > logoSide || c.Height > logoSide {
		return nil, errLogo
	}
	return raw, nil
}

// keepLogo makes a picture the shop's logo.
func keepLogo(a fyne.App, from io.Reader) error {
	raw, err := readLogo(from)
	if err != nil {
		return err
	}
	files := a.Storage()
	to, err := files.Save(logoName)
	if err != nil {
		to, err = files.Create(logoName) // the first one
	}
	if err != nil {
		return fmt.Errorf("%w: %w", errLogo, err)
	}
	_, err = to.Write(raw)
	if err = errors.Join(err, to.Close()); err != nil {
		return fmt.Errorf("%w: %w", errLogo, err)
	}
	return nil
}

// logoPicture is the logo as a poster shows it.
func logoPicture(logo fyne.Resource) *canvas.Image {
	picture := canvas.NewImageFromResource(logo)
	picture.FillMode = canvas.ImageFillContain
	return picture
}

// logoCard chooses the picture on the customer's idle screen. It applies at once.
func (p *settings) logoCard() fyne.CanvasObject {
	s, a := p.frame, p.frame.program()
	said := newFlow(sizeBody, colorInkSoft, "")
	var choose, remove *button
	draw := func(key string) {
		if key == "" {
			key = "settings.logo_none"
			if logoOf(a) != nil {
				key = "settings.logo_shown"
			}
		}
		said.write(p.text(key))
		remove.enable(logoOf(a) != nil)
		s.address()
	}
	take := func(from fyne.URIReadCloser, err error) {
		if from == nil || err != nil {
			return // nothing was chosen
		}
		defer from.Close()
		key := ""
		if keepLogo(a, from) != nil {
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
		_ = a.Storage().Remove(logoName) // what is still there is still shown
		draw("")
	})
	choose.least.Height, remove.least.Height = touch, touch
	card := group(p.text("settings.logo"), said, row(10, grow(1, choose), grow(1, remove)))
	draw("")
	return card
}
