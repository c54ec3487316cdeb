package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
)

// firststart is a page still to be written.
type firststart struct{ body fyne.CanvasObject }

func newFirstStart(*shell) page { return &firststart{body: newLabel(sizeBody, colorInk)} }

func (p *firststart) content() fyne.CanvasObject { return p.body }
func (p *firststart) show(app.View)              {}
func (p *firststart) update(app.View)            {}
func (p *firststart) key(*fyne.KeyEvent) bool    { return false }
func (p *firststart) rune(rune) bool             { return false }
