package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// drillRibbon is the ribbon of the staff's window, with the way to the drills.
func drillRibbon(s *shell) fyne.CanvasObject {
	ribbon := practiceRibbon(s.kit)
	if !s.drills.offered() {
		return ribbon
	}
	return container.NewStack(ribbon, row(0, space(), pad(6, 2, s.drills.way)))
}

// practiceRibbon is the mark across the top of every screen whose money is
// not real. It takes room of its own, so it can hide neither a code nor be
// hidden by one.
func practiceRibbon(k kit) fyne.CanvasObject {
	word := newFitted(sizeBody, colorOnPractice, fyne.TextAlignCenter).strong().saying(k.text("practice.ribbon"))
	word.in = k.catalogue.Tag()
	return container.NewStack(newPlate(colorPractice, colorClear, 0), pad(12, 3, word))
}
