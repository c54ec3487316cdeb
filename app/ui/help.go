package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// help shows every key.
func (s *shell) help() {
	lines := container.NewGridWithColumns(2)
	for _, k := range helpLines() {
		if !s.offers(k.does) {
			continue
		}
		plaque := container.NewStack(newPlate(colorSunken, colorClear, 8),
			pad(10, 5, newFitted(sizeSmall+1, colorInk, fyne.TextAlignCenter).strong().saying(k.shown)))
		lines.Add(row(12, atLeast(110, 0, plaque), grow(1, atLeast(326, 0, newFitted(sizeBody, colorInk, fyne.TextAlignLeading).saying(s.text(k.text))))))
	}
	back := newButton(s, softButton, s.text("help.back"), s.text("key.esc"), s.dismiss)
	content := column(16, newHeading(sizeTitle, s.text("help.title")), lines, row(0, space(), back))
	s.present(&sheet{enter: s.dismiss, escape: s.dismiss, early: true, other: s.closeOn(doHelp)}, content)
}

// offers says that what a key does can be done in this shop.
func (s *shell) offers(d deed) bool {
	switch d {
	case doPayNow:
		return s.config.PayNow != nil
	case doDrills:
		return s.drills.offered()
	case doDiscount:
		return len(s.view.Settings.Discounts) > 0
	case doTip:
		return len(s.view.Settings.Tips) > 0
	}
	return true
}

// closeOn lets the key that opened a sheet close it too.
func (s *shell) closeOn(d deed) func(fyne.KeyName) bool {
	return func(name fyne.KeyName) bool {
		if deedOf(name) != d {
			return false
		}
		s.dismiss()
		return true
	}
}
