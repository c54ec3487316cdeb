package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// PracticeRibbon is the mark across the top of every screen whose money is
// not real. It takes room of its own, so it can hide neither a code nor be
// hidden by one.
func PracticeRibbon(k Texts) fyne.CanvasObject {
	word := NewFitted(SizeBody, colorOnPractice, fyne.TextAlignCenter).Strong().Saying(k.Text("practice.ribbon"))
	word.In = k.Catalogue.Tag()
	return container.NewStack(NewPlate(colorPractice, ColorClear, 0), Pad(12, 3, word))
}
