package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app"
)

// history is a page still to be written.
type history struct{ body fyne.CanvasObject }

func newHistory(*shell) page { return &history{body: newLabel(sizeBody, colorInk)} }

func (p *history) content() fyne.CanvasObject { return p.body }
func (p *history) show(app.View)              {}
func (p *history) update(app.View)            {}
func (p *history) key(*fyne.KeyEvent) bool    { return false }
func (p *history) rune(rune) bool             { return false }
