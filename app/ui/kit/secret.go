package kit

import (
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
)

// The limits of the PIN, in digits; the till checks them again.
const (
	pinLeast = 4
	pinMost  = 12
)

// secret is what makes a field one for a secret: it is hidden, leaves it by no
// way but the till's, and remembers nothing that was erased. A text that can't be
// the secret is never cut until it can: it is refused as a whole, and that is said.
// Half of what a scanner sent would be a wrong PIN.
type secret struct {
	pin     bool // digits alone, and nobody may uncover them
	refusal string
}

// NewSecretField hides what is typed.
func NewSecretField(k Texts, keys Keys, most int) *Field {
	return newSecret(keys, most, secret{refusal: k.Text("secret.refused")})
}

// NewPINField takes digits alone, and shows a dot for each to whoever looks on.
func NewPINField(k Texts, keys Keys) *Field {
	return newSecret(keys, pinMost, secret{pin: true, refusal: k.Text("secret.refused_pin")})
}

func newSecret(keys Keys, most int, s secret) *Field {
	f := NewField(keys, "", most)
	f.secret, f.Password = &s, true
	return f
}

// Secret says that the field is one for a secret, even while its text is uncovered.
func (f *Field) Secret() bool { return f.secret != nil }

// impossible says that a text can't be the secret.
func (f *Field) impossible(text string) bool {
	return utf8.RuneCountInString(text) > f.most || f.secret.pin && strings.Trim(text, "0123456789") != ""
}

// refuse takes nothing of what the field holds, or was to hold, and says so.
func (f *Field) refuse() {
	f.Wipe()
	f.sayRefused()
}

func (f *Field) sayRefused() {
	if f.Refused != nil {
		f.Refused(f.secret.refusal)
	}
}

// hide writes a character. One too many stays, and is hidden like the others,
// until the whole is refused: else the rest of a long text would begin anew.
func (f *Field) hide(r rune) {
	if r >= '０' && r <= '９' {
		r += '0' - '０'
	}
	if utf8.RuneCountInString(f.Text) < 2*f.most {
		f.Entry.TypedRune(r)
	}
	f.forget()
	if f.impossible(f.Text) {
		f.sayRefused()
	}
}

// refuses says that a key found the field with what it refuses: no part of that
// is left for Enter, and none for whoever erases the rest.
func (f *Field) refuses(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeyBackspace, fyne.KeyDelete:
		if f.impossible(f.Text) {
			f.refuse()
			return true
		}
	}
	return false
}

// handle does what a shortcut stands for, but for what would bring the secret out
// of the field, or back into it.
func (f *Field) handle(s fyne.Shortcut) {
	switch s := s.(type) {
	case *fyne.ShortcutCut, *fyne.ShortcutCopy, *fyne.ShortcutUndo, *fyne.ShortcutRedo:
	case *fyne.ShortcutPaste:
		text := order.Pasted(s.Clipboard.Content())
		if f.impossible(text) {
			f.refuse()
			return
		}
		f.Entry.TypedShortcut(&fyne.ShortcutPaste{Clipboard: held(text)})
		if f.impossible(f.Text) {
			f.refuse()
		}
	default:
		f.Entry.TypedShortcut(s)
	}
	f.forget()
}

// held is a clipboard that holds what may be pasted.
type held string

func (h held) Content() string { return string(h) }
func (held) SetContent(string) {}

// forget drops what Fyne's entry could undo: it does so when nothing is added.
func (f *Field) forget() { f.Append("") }

// TappedSecondary opens the menu, which offers cut and copy where a text can be read.
func (f *Field) TappedSecondary(e *fyne.PointEvent) {
	uncovered := f.secret != nil && !f.Password
	f.Password = f.Password || uncovered
	f.Entry.TappedSecondary(e)
	f.Password = f.Password && !uncovered
}

// covered makes what draws the field. Fyne's entry draws an eye that uncovers
// whatever is hidden when that is made.
func (f *Field) covered() fyne.WidgetRenderer {
	if f.secret == nil || !f.secret.pin {
		return f.Entry.CreateRenderer()
	}
	f.Password = false
	defer func() { f.Password = true }()
	return f.Entry.CreateRenderer()
}

// PINProblem is what is wrong with a PIN that was typed twice: a key of the
// catalogue, empty for nothing.
func PINProblem(pin, again string) string {
	switch {
	case len(pin) < pinLeast || len(pin) > pinMost || strings.Trim(pin, "0123456789") != "":
		return "error.settings.pin"
	case pin != again:
		return "first.pin_differs"
	}
	return ""
}
