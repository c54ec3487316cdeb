package kit_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

const (
	backspace = fyne.KeyBackspace
	most      = 40 // characters of a secret
)

// typist sits before a window with a secret's field and another.
type typist struct {
	uitest.Hands
	field *kit.Field
	taken []string // what Enter took
	said  []string
}

func newTypist(t *testing.T, pin bool) *typist {
	t.Helper()
	a := uitest.NewPlainApp(t)
	w := a.NewWindow("")
	keys := &plainKeys{}
	keys.board = kit.NewKeyboard(keys, w.Canvas())
	keys.board.Listen(w.Canvas())
	h := &typist{Hands: uitest.Hands{T: t, On: w, Board: keys.board}}
	k := kit.Texts{Catalogue: kit.CatalogueIn("en")}
	h.field = kit.NewSecretField(k, keys, most)
	if pin {
		h.field = kit.NewPINField(k, keys)
	}
	h.field.Taken = func() { h.taken = append(h.taken, h.field.Text) }
	h.field.Refused = func(why string) { h.said = append(h.said, why) }
	h.On.SetContent(container.NewVBox(h.field, kit.NewField(keys, "Note", 32)))
	h.On.Resize(fyne.NewSize(400, 120))
	h.On.Canvas().Focus(h.field)
	return h
}

// plainKeys have no use for any key.
type plainKeys struct{ board *kit.Keyboard }

func (k *plainKeys) Keyboard() *kit.Keyboard   { return k.board }
func (k *plainKeys) Key(*fyne.KeyEvent)        {}
func (k *plainKeys) Rune(rune)                 {}
func (k *plainKeys) Scan(string)               {}
func (k *plainKeys) Sign(string)               {}
func (k *plainKeys) Reached(fyne.CanvasObject) {}
func (k *plainKeys) Asks() bool                { return false }
func (k *plainKeys) Polled()                   {}

func TestWhatCannotBeAPINIsRefusedAsAWhole(t *testing.T) {
	const code = "4891234567894" // a scanner's
	enter := func(h *typist) { h.Press(uitest.Enter) }
	for name, hand := range map[string]func(h *typist){
		"a scanner's code and Enter":     func(h *typist) { h.Write(code); enter(h) },
		"a longer one":                   func(h *typist) { h.Write(code + "12345"); enter(h) },
		"one without a suffix, and more": func(h *typist) { h.Write(code); h.Write("2468"); enter(h) },
		"two":                            func(h *typist) { h.Write(code + code); enter(h) },
		"one that begins with a letter":  func(h *typist) { h.Write("A12345"); enter(h) },
		"one that ends with a letter":    func(h *typist) { h.Write("12345X"); enter(h) },
		"one with Tab":                   func(h *typist) { h.Write(code); h.Tab() },
		"one digit erased":               func(h *typist) { h.Write(code); h.Press(backspace); enter(h); h.taken = h.taken[1:] },
		"one that is pasted":             func(h *typist) { h.Paste(code) },
		"pasted behind digits":           func(h *typist) { h.Write("12345678"); h.Paste("12345") },
		"digits and a letter, pasted":    func(h *typist) { h.Paste("12a45") },
		"two lines, pasted":              func(h *typist) { h.Paste("1234\n5678") },
	} {
		t.Run(name, func(t *testing.T) {
			h := newTypist(t, true)
			hand(h)
			if len(h.taken) != 0 || h.field.Text != "" {
				t.Errorf("taken %q, left %q", h.taken, h.field.Text)
			}
			if len(h.said) == 0 || !strings.Contains(h.said[0], "A PIN is 4 to 12 digits") {
				t.Errorf("said %q", h.said)
			}
			h.On.Canvas().Focus(h.field)
			h.said = nil
			h.Answer("2468")
			if !slices.Equal(h.taken, []string{"2468"}) || len(h.said) != 0 {
				t.Errorf("and then: taken %q, said %q", h.taken, h.said)
			}
		})
	}
}

func TestASecretThatIsTooLongIsRefusedAsAWhole(t *testing.T) {
	long := strings.Repeat("s", most+1)
	for name, hand := range map[string]func(h *typist){
		"typed":               func(h *typist) { h.Answer(long) },
		"pasted":              func(h *typist) { h.Paste(long) },
		"pasted behind a bit": func(h *typist) { h.Write("bit"); h.Paste(long[3:]); h.Press(uitest.Enter); h.taken = h.taken[1:] },
	} {
		h := newTypist(t, false)
		hand(h)
		if len(h.taken) != 0 || h.field.Text != "" || len(h.said) == 0 || !strings.Contains(h.said[0], "longer than any secret") {
			t.Errorf("%s: taken %q, left %q, said %q", name, h.taken, h.field.Text, h.said)
		}
	}
}

func TestWhatFitsIsTaken(t *testing.T) {
	for name, c := range map[string]struct {
		pin  bool
		hand func(h *typist)
		want string
	}{
		"a PIN":                     {true, func(h *typist) { h.Write("123456789012") }, "123456789012"},
		"full-width digits":         {true, func(h *typist) { h.Write("１２３４") }, "1234"},
		"a PIN among marks, pasted": {true, func(h *typist) { h.Paste("\ufeff1234\u00a0\r\n") }, "1234"},
		"typed over":                {true, func(h *typist) { h.Write("123456789012"); h.Shortcut(&fyne.ShortcutSelectAll{}); h.Write("9876") }, "9876"},
		"pasted over":               {true, func(h *typist) { h.Write("123456789012"); h.Shortcut(&fyne.ShortcutSelectAll{}); h.Paste("9876") }, "9876"},
		"a secret":                  {false, func(h *typist) { h.Write("s3cret “”") }, "s3cret “”"}, // the till names what can't be in it
		"a secret among marks":      {false, func(h *typist) { h.Paste("\u200bs3\u00a0cret\u2028\n") }, "s3cret"},
		"the longest secret":        {false, func(h *typist) { h.Paste("\ufeff" + strings.Repeat("s", most) + "\r\n") }, strings.Repeat("s", most)},
	} {
		h := newTypist(t, c.pin)
		c.hand(h)
		h.Press(uitest.Enter)
		if !slices.Equal(h.taken, []string{c.want}) || len(h.said) != 0 {
			t.Errorf("%s: taken %q, said %q", name, h.taken, h.said)
		}
	}
}

func TestNothingBringsAnErasedSecretBackOrOutOfItsField(t *testing.T) {
	for _, pin := range []bool{true, false} {
		for name, erase := range map[string]func(h *typist){
			"key by key":   func(h *typist) { h.Press(backspace, backspace, backspace, backspace) },
			"all at once":  func(h *typist) { h.Shortcut(&fyne.ShortcutSelectAll{}); h.Press(backspace) },
			"by the page":  func(h *typist) { h.field.Wipe() },
			"cut, perhaps": func(h *typist) { h.Shortcut(&fyne.ShortcutSelectAll{}); h.Press(fyne.KeyDelete) },
		} {
			h := newTypist(t, pin)
			h.Write("2468")
			erase(h)
			for way, back := range map[string]func(){
				"Ctrl+Z": func() { h.Shortcut(&fyne.ShortcutUndo{}) },
				"Ctrl+Y": func() { h.Shortcut(&fyne.ShortcutRedo{}) },
				"undone": h.field.Undo, // as a menu does
				"redone": h.field.Redo,
			} {
				if back(); h.field.Text != "" {
					t.Errorf("%s: %q is back by %s", name, h.field.Text, way)
				}
			}
		}
		h := newTypist(t, pin)
		h.Write("2468")
		if eye := eyeIn(h.field); eye != nil {
			eye.Tapped(nil)
		}
		clipboard := &uitest.Clipboard{Text: "before"}
		h.Shortcut(&fyne.ShortcutSelectAll{}, &fyne.ShortcutCopy{Clipboard: clipboard}, &fyne.ShortcutCut{Clipboard: clipboard})
		if clipboard.Text != "before" || h.field.Text != "2468" {
			t.Errorf("the clipboard has %q, the field %q", clipboard.Text, h.field.Text)
		}
		h.field.TappedSecondary(&fyne.PointEvent{})
		if menu := uitest.Unbroken(uitest.TextsOf(h.On.Canvas().Overlays().Top())); menu != "Paste Select all" {
			t.Errorf("the menu offers %q", menu)
		}
	}
}

// eyeIn is what uncovers a field, nil for nothing.
func eyeIn(f *kit.Field) (eye fyne.Tappable) {
	uitest.Each(f, func(o fyne.CanvasObject) {
		if strings.Contains(fmt.Sprintf("%T", o), "passwordRevealer") {
			eye = o.(fyne.Tappable)
		}
	})
	return eye
}

func TestNobodyUncoversAPINAndASecretIsCoveredAgain(t *testing.T) {
	h := newTypist(t, true)
	h.Write("2468")
	if shown := uitest.TextsOf(h.field); eyeIn(h.field) != nil || strings.ContainsAny(shown, "2468") {
		t.Errorf("a PIN shows %q, or has an eye", shown)
	}
	h = newTypist(t, false)
	h.Write("s3cret")
	if shown := uitest.TextsOf(h.field); strings.Contains(shown, "s3") {
		t.Errorf("a secret shows %q", shown)
	}
	eye := eyeIn(h.field)
	if eye == nil {
		t.Fatal("a secret has no eye")
	}
	eye.Tapped(nil)
	h.Reads(uitest.TextsOf(h.field), "s3cret")
	h.field.Wipe()
	h.Write("s3cret")
	if shown := uitest.TextsOf(h.field); strings.Contains(shown, "s3") || !h.field.Secret() {
		t.Errorf("wiped and typed anew, a secret shows %q", shown)
	}
}
