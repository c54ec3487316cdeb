package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
)

// settings is a page still to be written.
type settings struct{ body fyne.CanvasObject }

func newSettings(*shell) page { return &settings{body: newLabel(sizeBody, colorInk)} }

func (p *settings) content() fyne.CanvasObject { return p.body }
func (p *settings) show(app.View)              {}
func (p *settings) update(app.View)            {}
func (p *settings) key(*fyne.KeyEvent) bool    { return false }
func (p *settings) rune(rune) bool             { return false }
