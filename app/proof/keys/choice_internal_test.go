package main

import (
	"math/rand/v2"
	"strings"
	"testing"

	"qrtill/app/order"
)

func TestBurstsAreAsLongAsScannersCodesAre(t *testing.T) {
	at := map[string]int{}
	for _, b := range chosen(scenes(), 2000, rand.New(rand.NewPCG(1, 0))) {
		if n := len(b.Prefix + b.Text); n < 3 || n > 40 || b.Text == "" {
			t.Errorf("%v has %d characters", b, n)
		}
		if b.Hold > heldMost || b.Gap > apartMost {
			t.Errorf("%v is slower than a scanner", b)
		}
		at[b.Scene]++
	}
	for _, s := range scenes() {
		if at[s.name] < 50 {
			t.Errorf("%d bursts at %q", at[s.name], s.name)
		}
	}
}

func TestAmountsAreWhatTheyMean(t *testing.T) {
	plain := func(text string) string {
		for i, r := range []rune("０１２３４５６７８９٠١٢٣٤٥٦٧٨٩") {
			text = strings.ReplaceAll(text, string(r), string(rune('0'+i%10)))
		}
		for _, mark := range marks {
			text = strings.ReplaceAll(text, mark, ".")
		}
		return text
	}
	strange := 0
	for _, a := range meant(500, rand.New(rand.NewPCG(1, 0))) {
		got, err := order.ParseTyped(plain(a.Text), "HKD")
		switch {
		case a.Minor == 0:
			if strange++; err == nil {
				t.Errorf("%v can be understood", a)
			}
		case err != nil || got.Minor != a.Minor:
			t.Errorf("%v means %d, not %v, %v", a, a.Minor, got, err)
		}
	}
	if strange < 50 {
		t.Errorf("%d amounts have a key that nobody understands", strange)
	}
}

func TestEveryFaultHasAName(t *testing.T) {
	known := map[string]bool{}
	for _, f := range faults() {
		if f.name == "" || known[f.name] || f.about == "" || strings.ToLower(f.name) != f.name {
			t.Errorf("%q is no name for a plant to raise", f.name)
		}
		known[f.name] = true
	}
}

func TestARecordOfTheLogIsReadInAnyForm(t *testing.T) {
	const event = `{"v":1,"kind":"created","order":"T1A","new":{"amount":{"minor":5000,"currency":"HKD"},"note":"x"}}`
	for name, record := range map[string]string{
		"alone": event, "within an object": `{"seq":1,"prev":"1:00","event":` + event + `}`, "behind a hash": "\x01\x02\x03\x04\x05\x06\x07\x08" + event,
	} {
		f, err := parseFact([]byte(record))
		if err != nil || f.Kind != order.Created || f.New == nil || f.New.Amount.Minor != 5000 || f.New.Note != "x" {
			t.Errorf("%s: %v, %v", name, f, err)
		}
	}
	if _, err := parseFact([]byte("12345678")); err == nil {
		t.Error("a record without an event was read")
	}
}
