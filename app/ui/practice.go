package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// practiceRibbon is the mark across the top of every screen whose money is
// not real. It takes room of its own, so it can hide neither a code nor be
// hidden by one.
func practiceRibbon(k kit) fyne.CanvasObject {
	word := newFitted(sizeBody, colorOnPractice, fyne.TextAlignCenter).strong().saying(k.text("practice.ribbon"))
	word.in = k.catalogue.Tag()
	return container.NewStack(newPlate(colorPractice, colorClear, 0), pad(12, 3, word))
}
