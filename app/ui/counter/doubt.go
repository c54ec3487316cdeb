package counter

import (
	"fyne.io/fyne/v2"

	"qrtill/app/ui/kit"
)

// askWhose asks whether an amount was typed or scanned, once: Enter charges it, F7 puts
// it into the note.
func (c *Page) askWhose() {
	b, err := c.bill()
	_, text, _ := c.typing.Doubt()
	switch {
	case err != nil:
		c.submit() // which says what is wrong
		return
	case text == "": // a hand's amount, and a key that no hand can have pressed
		c.frame.Sign("sign.unread")
		return
	}
	charge := func() { c.frame.Dismiss(); c.typing = c.typing.Settled(); c.submit() }
	note := func() {
		c.frame.Dismiss()
		before, text, _ := c.typing.Doubt()
		c.change(before, nil)
		c.refer(text)
	}
	yes := kit.NewButton(c.frame, kit.AccentButton, c.Text("charge.button_amount", "Amount", b.Amount), c.Text("key.enter"), c.frame.Keyboard().IfSeen(charge))
	no := kit.NewButton(c.frame, kit.SoftButton, c.Text("whose.note"), c.Text("key.f7"), note)
	back := kit.NewButton(c.frame, kit.SoftButton, c.Text("over.no"), c.Text("key.esc"), c.frame.Dismiss)
	content := kit.Column(16,
		kit.NewText(kit.SizeTitle, kit.ColorInk, kit.SheetWidth, c.Text("whose.title", "Text", text, "Amount", b.Amount)).Strong(),
		kit.NewText(kit.SizeBody+2, kit.ColorInkSoft, kit.SheetWidth, c.Text("whose.text")),
		kit.AtLeast(0, 8, kit.Space()), kit.Row(12, kit.Grow(1, no), kit.Grow(1, yes)), back)
	other := func(name fyne.KeyName) bool {
		if kit.DeedOf(name) != kit.DoNote {
			return false
		}
		note()
		return true
	}
	c.frame.Present(&kit.Sheet{Enter: charge, Escape: c.frame.Dismiss, Other: other}, kit.AtLeast(kit.SheetWidth, 0, content))
}
