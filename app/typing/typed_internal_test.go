package typing

import (
	"strings"
	"testing"

	"qrtill/app/order"
)

// typedBy types a story word by word: "12" by a hand, "48?" together and in doubt, "48!"
// the same and quick, "^" a figure that made none, "+20" a quick amount, "<" takes back.
func typedBy(story string) Typed {
	t := NewTyped("HKD")
	for word := range strings.FieldsSeq(story) {
		text := strings.TrimRight(word, "?!")
		switch {
		case word == "<":
			t = t.Back()
		case word == "^":
			t = t.Silent()
		case word == "+20":
			t, _ = t.Plus(order.Amount{Minor: 2000, Currency: "HKD"})
		default:
			for i, r := range text {
				t, _ = t.Type(r, Stroke{Doubt: text != word, Quick: strings.HasSuffix(word, "!"), Begins: text != word && i == 0})
			}
		}
	}
	return t
}

func shown(e Entry) string { return strings.Join(append(e.Parts(), e.Tail), " ") }

func TestTakingBackIsGoingBack(t *testing.T) {
	story := "4 8 . 5 + +20 7 ^ ; 3"
	words := strings.Fields(story)
	for n := len(words); n > 0; n-- {
		back := typedBy(story + strings.Repeat(" <", len(words)-n))
		if want := typedBy(strings.Join(words[:n], " ")); !back.same(want.Entry) {
			t.Errorf("%d keys: %q, must be %q", n, shown(back.Entry), shown(want.Entry))
		}
	}
	if e := typedBy("0 0 0 5 < < <"); !e.Empty() {
		t.Errorf("zeros: %q", shown(e.Entry))
	}
	if e := NewTyped("HKD").With(order.Amount{Minor: 1250, Currency: "HKD"}).Back(); e.Text != "12.5" {
		t.Errorf("of an amount that was put there: %q", e.Text)
	}
}

func TestADoubtIsThereAsLongAsItsKeys(t *testing.T) {
	for story, want := range map[string]string{
		"12":                     "",
		"12 48?":                 "48",
		"12 48? 3":               "483",
		"12 48? 3 <":             "48",
		"12 48? < <":             "",
		"48? ^ <":                "48",
		"48? .5 + < < <":         "48",
		"48? +20":                "48+20",
		"48? + 4891234567890? <": "48+489123456789",
	} {
		got := typedBy(story)
		before, text, quick := got.Doubt()
		if text != want || quick {
			t.Errorf("%s: %q in doubt, quick %v", story, text, quick)
		}
		if strings.HasPrefix(story, "12") && before.Text != "12" {
			t.Errorf("%s: before it %q", story, before.Text)
		}
		if _, text, _ := got.Settled().Doubt(); text != "" || got.Settled().Back().Text != got.Back().Text {
			t.Errorf("%s, settled: %q in doubt", story, text)
		}
	}
	if _, _, quick := typedBy("12 48! 3").Doubt(); !quick {
		t.Error("a scanner's figures are not quick")
	}
}

func TestACodeLeavesWhatStoodBeforeIt(t *testing.T) {
	for story, want := range map[string]string{
		"12 4891234567890?":             "12  / 4891234567890",
		"12.5 4891234567890?":           "12.5  / 4891234567890",
		"1 2? .5? Q-D?":                 "12.5  / Q-D",
		"417? AB12?":                    "417  / AB12",
		"12 + 4891234567890":            "12.00  / 4891234567890",
		"4891234567890":                 " / 4891234567890",
		"4891234567890? <":              " / 489123456789",
		"AB12":                          " / AB12",
		"12 4891234567890? < < < < < <": "1248912 34 / ",
		"4891? 2345678":                 " / 48912345678",
		"12 O?":                         "12 O / ",
		"12 4O11?":                      "124 O11 / ",
		"1O5?":                          "1 O5 / ",
		"12 4891? 234567890?":           "124891  / 234567890",
		"12.5 4891? 2345?":              "12.54 8912345 / ",
		"12 48? 4891234567890? ":        "1248  / 4891234567890",
	} {
		before, code := typedBy(story).Code()
		if got := shown(before.Entry) + " / " + code; got != want {
			t.Errorf("%s: %s; must be %s", story, got, want)
		}
	}
	before, _ := typedBy("12 48? 4891234567890?").Code()
	if _, text, _ := before.Doubt(); text != "48" {
		t.Errorf("what is in doubt before a code is not any more: %q", text)
	}
}
