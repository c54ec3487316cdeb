package counter

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"qrtill/app/typing"
	"qrtill/app/ui/kit"
)

// doubt is the end of what was typed when nobody can say whether a person has typed it
// or a scanner.
type doubt struct {
	text   string       // empty for no doubt
	before typing.Entry // without it
	last   string       // what of it came together at its end, and may be a code
	amount typing.Entry // without that
	quick  bool         // and it may well be a scanner: a person's Enter does not settle it
}

func (d *doubt) forget() { *d = doubt{} }

// and is the doubt with one more character, typed behind an entry. Whoever types on
// behind doubtful characters has not made them certain.
func (d doubt) and(r rune, before typing.Entry, k *kit.Keyboard) doubt {
	if d.text == "" {
		d = doubt{before: before}
	}
	d.text += string(r)
	if k.Begins() || !k.Doubtful() {
		d.last, d.amount = "", before
	}
	if k.Doubtful() {
		d.last += string(r)
	}
	d.quick = d.quick || k.Quick()
	return d
}

// back is the doubt without its last character.
func (d doubt) back() doubt {
	_, size := utf8.DecodeLastRuneInString(d.text)
	if d.text = d.text[:len(d.text)-size]; d.text == "" {
		return doubt{}
	}
	d.last = ""
	return d
}

// code is what was typed or scanned instead of an amount, and the entry without it;
// empty when it is none. What is in doubt is one only if it came together: what came
// before may be a person's.
func (c *Page) code() (typing.Entry, string) {
	if typing.Code(c.doubt.last) {
		return c.doubt.amount, c.doubt.last
	}
	return c.typing.Code()
}

// settle puts a code in doubt into the note: a person types on, and means the amount.
func (c *Page) settle() {
	code := c.doubt.last
	c.edit(c.doubt.amount, nil)
	c.refer(code)
}

// askWhose asks whether an amount was typed or scanned, once: Enter charges it, F7 puts
// it into the note.
func (c *Page) askWhose() {
	b, err := c.bill()
	switch {
	case err != nil:
		c.submit() // which says what is wrong
		return
	case c.doubt.text == "": // a hand's amount, and a key that no hand can have pressed
		c.frame.Sign("sign.unread")
		return
	}
	d := c.doubt
	charge := func() { c.frame.Dismiss(); c.doubt.forget(); c.submit() }
	note := func() {
		c.frame.Dismiss()
		c.edit(d.before, nil)
		c.refer(d.text)
	}
	yes := kit.NewButton(c.frame, kit.AccentButton, c.Text("charge.button_amount", "Amount", b.Amount), c.Text("key.enter"), c.frame.Keyboard().IfSeen(charge))
	no := kit.NewButton(c.frame, kit.SoftButton, c.Text("whose.note"), c.Text("key.f7"), note)
	content := kit.Column(16,
		kit.NewText(kit.SizeTitle, kit.ColorInk, kit.SheetWidth, c.Text("whose.title", "Text", d.text, "Amount", b.Amount)).Strong(),
		kit.NewText(kit.SizeBody+2, kit.ColorInkSoft, kit.SheetWidth, c.Text("whose.text")),
		kit.AtLeast(0, 8, kit.Space()), kit.Row(12, kit.Grow(1, no), kit.Grow(1, yes)))
	other := func(name fyne.KeyName) bool {
		if kit.DeedOf(name) != kit.DoNote {
			return false
		}
		note()
		return true
	}
	c.frame.Present(&kit.Sheet{Enter: charge, Escape: c.frame.Dismiss, Other: other}, kit.AtLeast(kit.SheetWidth, 0, content))
}
