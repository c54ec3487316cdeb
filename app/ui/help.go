package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/ui/kit"
)

// help shows every key.
func (s *shell) help() {
	lines := container.NewGridWithColumns(2)
	for _, k := range kit.HelpLines() {
		if !s.offers(k.Does) {
			continue
		}
		plaque := container.NewStack(kit.NewPlate(kit.ColorSunken, kit.ColorClear, 8),
			kit.Pad(10, 5, kit.NewFitted(kit.SizeSmall+1, kit.ColorInk, fyne.TextAlignCenter).Strong().Saying(k.Shown)))
		does := kit.NewFitted(kit.SizeBody, kit.ColorInk, fyne.TextAlignLeading).Saying(s.Text(k.Text))
		lines.Add(kit.Row(12, kit.AtLeast(110, 0, plaque), kit.Grow(1, kit.AtLeast(326, 0, does))))
	}
	back := kit.NewButton(s, kit.SoftButton, s.Text("help.back"), s.Text("key.esc"), s.Dismiss)
	content := kit.Column(16, kit.NewHeading(kit.SizeTitle, s.Text("help.title")), lines, kit.Row(0, kit.Space(), back))
	s.Present(&kit.Sheet{Enter: s.Dismiss, Escape: s.Dismiss, Early: true, Other: s.closeOn(kit.DoHelp)}, content)
}

// offers says that what a key does can be done in this shop.
func (s *shell) offers(d kit.Deed) bool {
	switch d {
	case kit.DoPayNow:
		return s.config.PayNow != nil
	case kit.DoDrills:
		return s.drills.offered()
	case kit.DoDiscount:
		return len(s.view.Settings.Discounts) > 0
	case kit.DoTip:
		return len(s.view.Settings.Tips) > 0
	}
	return true
}

// closeOn lets the key that opened a sheet close it too.
func (s *shell) closeOn(d kit.Deed) func(fyne.KeyName) bool {
	return func(name fyne.KeyName) bool {
		if kit.DeedOf(name) != d {
			return false
		}
		s.Dismiss()
		return true
	}
}
