package ui

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/core"
	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// tell has a story happen at the page of the sale, word by word:
//
//	12      by hand                     48|     by a scanner that ends with Tab
//	417?    at a busy window: nobody can say whose. In it "_" is a key that makes no
//	        character (Home), "^" a figure that made none, and the press of what follows
//	        "~" was lost, as an input method does to the same key twice
//	4011&   the same, but each key went down before the last was up
//	^       Ctrl and 5, by hand         < Enter Esc     keys by hand
//	tap:X   the button X, by finger
func (d *desk) tell(story string) {
	d.Helper()
	for word := range strings.FieldsSeq(story) {
		d.Wait(2 * kit.Calm)
		d.does(word)
		d.Wait(kit.Calm)
	}
}

func (d *desk) does(word string) {
	d.Helper()
	keys := map[string]fyne.KeyName{"<": fyne.KeyBackspace, "Enter": uitest.Enter, "Esc": uitest.Esc, "^": fyne.Key5, "F8": fyne.KeyF8}
	text, end := word[:len(word)-1], word[len(word)-1]
	button, tap := strings.CutPrefix(word, "tap:")
	switch name, is := keys[word]; {
	case is:
		d.Hurry(name)
	case tap:
		uitest.ButtonSaying(d.T, d.window.Content(), button).Tapped(nil)
	case end == '|':
		d.Burst(text, fyne.KeyTab)
	case end == '?', end == '&':
		d.busy(text, end == '&')
	default:
		d.Dash(word)
	}
}

// busy has the window be busy while keys go down and come up.
func (d *desk) busy(keys string, overlap bool) {
	d.Board.Later(time.Duration(len(keys)+2) * 60 * time.Millisecond)
	var before *fyne.KeyEvent // still down
	lost := false
	for _, r := range keys {
		e := &fyne.KeyEvent{Name: fyne.KeyName(strings.ToUpper(string(r)))}
		switch {
		case r == '~':
			lost = true
			continue
		case lost:
			d.Board.TypedRune(r)
			lost = false
			continue
		case r == '_':
			e.Name = fyne.KeyHome
		case r == '^':
			e.Name = fyne.Key5
		}
		if before != nil && (!overlap || before.Name == e.Name) {
			d.Board.KeyUp(before)
			before = nil
		}
		d.Board.KeyDown(e)
		d.Board.TypedKey(e)
		if r != '_' && r != '^' {
			d.Board.TypedRune(r)
		}
		if before != nil {
			d.Board.KeyUp(before)
		}
		before = e
	}
	if before != nil {
		d.Board.KeyUp(before)
	}
}

// atOnce has a story happen without a pause but "..", "..." and "....", and things that are no keys.
func (d *desk) atOnce(story string) {
	d.Helper()
	for word := range strings.FieldsSeq(story) {
		switch word {
		case "..":
			d.Wait(kit.Calm)
		case "...":
			d.Wait(kit.SettleTime + kit.Calm)
		case "....":
			d.Wait(4 * time.Second)
		case "late": // something has become of the sale meanwhile
			d.draw(uitest.SaleIn(core.Closed))
		case "next": // the button that goes on, by finger
			uitest.ButtonSaying(d.T, d.window.Content(), d.Text("go_on.next")).Tapped(nil)
		case "language":
			d.Speak("zh-Hans")
			d.Speak("en")
		default:
			d.does(word)
		}
	}
	d.Wait(kit.Calm)
}

// outcome is what became of a story: the amount that was charged, "asks" or "nothing".
func (d *desk) outcome() string {
	switch c := d.charges(); {
	case len(c) > 0:
		return c[0].Amount.Wire()
	case d.Asking():
		return "asks"
	}
	return "nothing"
}

func TestNothingInDoubtIsChargedAndNoAmountIsCut(t *testing.T) {
	for _, c := range []struct{ what, story, want, note string }{
		{"a slip at a busy window", "12 O? 5 Enter Enter", "nothing", ""},
		{"the same, within one", "1O5? .50 Enter Enter", "nothing", ""},
		{"the same, and nothing else", "12 O? Enter Enter", "nothing", ""},
		{"a code behind figures in doubt", "48| 4891234567890? Enter Enter", "asks", "4891234567890"},
		{"and a person types on", "48| 4891234567890? 3 Enter", "asks", "4891234567890"},
		{"and with a finger", "48| 4891234567890? tap:3 Enter", "asks", "4891234567890"},
		{"letters behind figures in doubt", "417? AB12? Enter Enter", "asks", "AB12"},
		{"a code of which a press was lost", "12 0~012345678905? Enter Enter", "12", "0012345678905"},
		{"the same, and nothing before", "4~412345678905? Enter Enter", "nothing", "4412345678905"},
		{"a key without a character before a code", "12 _4891234567890? Enter Enter", "12", "4891234567890"},
		{"the same behind a figure in doubt", "12 5? _48912345? Enter Enter", "125", "48912345"},
		{"the same before a letter", "12 _a? 5 Enter", "nothing", ""},
		{"a figure that made none, taken back", "48| ^ < Enter", "asks", ""},
		{"the pad's Backspace", "48| 3 tap: Enter", "asks", ""},
		{"a quick amount", "48| tap:+20 Enter", "asks", ""},
		{"a quick amount behind a code in doubt", "12 4891234567890? tap:+20 1 Enter", "33", "4891234567890"},
		{"the same behind letters", "AB12? tap:+20 1 Enter", "21", "AB12"},
		{"a scanner's figures behind a code in doubt", "12 4891234567890? 78| Enter", "asks", "4891234567890"},
		{"a figure in doubt behind one", "12 4891234567890? 3? Enter", "123", "4891234567890"},
		{"two codes in doubt", "12 4891234567890? AB12? 5 Enter", "125", "4891234567890 AB12"},
		{"half a code in doubt", "12 4891234567890? < < < < < < Enter Enter", "nothing", ""},
		{"through + and a decimal mark", "48| .5+ < < < < Enter", "asks", ""},
		{"all of it taken back", "12 48| < < Enter", "12", ""},
		{"a figure that made none, at a busy window", "1^? Enter", "nothing", ""},
		{"the same behind an amount", "12 ^? 0 Enter", "nothing", ""},
		{"a scanner whose keys overlap", "4011& Enter", "asks", ""},
		{"a code in doubt, and its last figure taken back", "12 4891234567890? < Enter Enter", "12", "489123456789"},
	} {
		d := newDesk(t)
		d.tell(c.story)
		if got := d.outcome(); got != c.want || d.note().Text != c.note {
			t.Errorf("%s (%s): %s and note %q; must be %s and %q", c.what, c.story, got, d.note().Text, c.want, c.note)
		}
		if c.want == "nothing" {
			d.goesOn(c.story)
		}
	}
}

// goesOn says that the till is as good as new after Esc.
func (d *desk) goesOn(story string) {
	d.tell("Esc Esc 3 Enter")
	if c := d.charges(); len(c) != 1 || c[0].Amount != uitest.HKD(300) || c[0].Note != "" {
		d.Errorf("%s: afterwards 3 charges %v", story, c)
	}
}

// A busy window makes doubt of a person's first figure on a tick. It begins the next amount
// if more is typed right behind it, and as nobody has seen it there, Enter asks. All but
// the dots comes at the pace of a person who types.
func TestWhatIsTypedOnATickBeginsTheNextAmountOrGoesNowhere(t *testing.T) {
	for _, c := range []struct{ story, want, note string }{
		{"1? 5.12 Enter", "asks 15.12", ""},
		{"15? .12 Enter", "asks 15.12", ""},
		{"1? 5? .12 Enter", "asks 15.12", ""},
		{"1? 1 Enter", "asks 11", ""},
		{"15.12? Enter ... Enter", "asks 15.12", ""},
		{"5? Enter ... Enter", "asks 5", ""},
		{"48? 5 Enter", "asks 485", ""},
		{"4891234567890? 5 Enter", "5", "4891234567890"},
		{"4891234567890? Enter ... Enter", "nothing", "4891234567890"},
		{"4891234567890| ... 5 Enter", "5", ""},

		{"5?", "nothing", ""},
		{"5? ... 52 Enter ... Enter", "nothing", ""}, // typed once more, as the sign says too late
		{"5? ... Enter ... 52 Enter", "52", ""},      // as the sign says
		{"5? ... Enter ... Enter", "nothing", ""},
		{"15? < 2 Enter ... Enter", "nothing", ""},
		{"48| 5 Enter ... Enter", "nothing", ""},
		{"5? .. 48| .. 2 Enter ... Enter", "nothing", ""},
		{"1? F8 2 Enter ... Enter", "nothing", ""},
		{"5? ^ 2 Enter ... Enter", "nothing", ""},
		{"1O? 5 Enter ... Enter", "nothing", ""},
		{"O? 5 Enter ... Enter", "nothing", ""},
		{"1? .. language 2 Enter ... Enter", "nothing", ""},
		{"5? .. late 2 Enter ... Enter", "nothing", ""},
		{"5? .. next 12 Enter ... Enter", "nothing", ""},
		{"5? .. F8 Enter 12 Enter ... Enter", "nothing", ""},
		{"5? Esc ... 2 Enter", "2", ""},
		{"5? .... 2 Enter", "2", ""}, // forgotten
	} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Waiting))
		d.draw(uitest.SaleIn(core.Paid))
		d.Wait(2 * kit.SettleTime)
		d.atOnce(c.story)
		want, amount, _ := strings.Cut(c.want, " ")
		got := d.outcome()
		if got != want || len(d.charges()) > 0 && d.charges()[0].Note != c.note {
			t.Errorf("%s: %s %v; must be %s and note %q", c.story, got, d.charges(), c.want, c.note)
		}
		if got == "asks" {
			d.Reads(d.Screen(), "HK$"+amount)
		}
		if got == "nothing" {
			d.Wait(4 * time.Second)
			d.goesOn(c.story)
		}
	}
}

// After a sale without a code Enter brings its amount back, unless another was begun.
func TestAFigureInDoubtAfterAFailedSaleIsNotChargedUnasked(t *testing.T) {
	for _, c := range []struct{ story, want string }{
		{"12? Enter ... Enter", "asks 12"},
		{"5? Enter 2 Enter", "asks 52"},
		{"1? 5.12 Enter", "asks 15.12"},
		{"12? ... Enter ... Enter", "128.50"},
		{"12? Esc ... 3 Enter", "3"},
		{"Enter ... 48? Enter", "asks 48"},
		{"Enter ... 12 Enter", "12"},
		{"Enter ... 4891234567890? Enter", "nothing"},
	} {
		d := newDesk(t)
		d.draw(uitest.SaleIn(core.Sending))
		d.draw(uitest.SaleIn(core.Failed))
		d.Wait(2 * kit.SettleTime)
		d.atOnce(c.story)
		want, amount, _ := strings.Cut(c.want, " ")
		if got := d.outcome(); got != want {
			t.Errorf("%s: %s %v; must be %s", c.story, got, d.charges(), c.want)
		} else if got == "asks" {
			d.Reads(d.Screen(), "HK$"+amount)
		}
	}
}

// A person's figures are 1 to 5, a scanner's 6 to 9.
func TestWhateverHappensAScannersFigureIsNeverCharged(t *testing.T) {
	hands, takes := []string{"1", "2", "3", "4?", "5?", "tap:1", "tap:2", "tap:3"}, []string{"<", "tap:"}
	scans := []string{"6|", "78|", "96|", "6789678967896|", "6789678967896?", "XY678?", "QZ?", "66~77899667788?", "678?", "678&", "]C16789?", "_6789678967896?", "_678?"}
	others := []string{"^", "^?", "Enter", "Esc"}
	random := rand.New(rand.NewPCG(9, 3))
	one := func(of []string) string { return of[random.IntN(len(of))] }
	for range 60 {
		d, meant, silent, back := newDesk(t), "", false, false
		var words []string
		for range 2 + random.IntN(5) {
			word := one([]string{one(hands), one(hands), one(scans), one(scans), one(takes), one(others)})
			switch {
			case word == "Esc":
				word, meant, silent, back = "Esc Esc", "", false, false
			case word[0] == '^':
				silent = true
			case word == "<" || word == "tap:":
				back = true
			case word != "Enter" && word[0] < '6' || strings.HasPrefix(word, "tap:"):
				meant += strings.Trim(word, "tap:?")
			}
			words = append(words, word)
			if d.tell(word); d.outcome() == "asks" {
				d.Press(uitest.Esc)
			}
			if len(d.charges()) > 0 {
				break
			}
		}
		story := strings.Join(words, " ")
		if len(d.charges()) == 0 {
			d.tell("Enter")
		}
		switch got := d.outcome(); {
		case got == "asks":
		case got == "nothing":
			d.goesOn(story)
		case strings.ContainsAny(got, "6789"), silent && !back, !back && got != strings.TrimLeft(meant, "0"):
			t.Errorf("%s Enter: charged %s, meant was %q", story, got, meant)
		}
	}
}
