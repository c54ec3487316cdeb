package typing

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"qrtill/app/order"
)

// keyboard is typed on and a scanner sends to it, both read 60 times a second.
type keyboard struct {
	Guarded
	random *rand.Rand
	clock  time.Time
}

func newKeyboard(currency string, seed uint64) *keyboard {
	return &keyboard{Guarded: Guarded{Entry: Entry{Currency: currency}}, random: rand.New(rand.NewPCG(seed, 1)), clock: time.Unix(1_800_000_000, 0)}
}

// readAt is the moment at which Fyne reads a key that came at t.
func readAt(t time.Time) time.Time { return t.Truncate(time.Second / 60).Add(time.Second / 60) }

func (h *keyboard) key(r rune) {
	h.Guarded, _ = h.Typed(r, readAt(h.clock))
}

// types is a person at a numeric keypad, from very quick to slow.
func (h *keyboard) types(text string) {
	for _, r := range text {
		h.clock = h.clock.Add(time.Duration(110+h.random.IntN(700)) * time.Millisecond)
		h.key(r)
	}
}

// scans is a scanner: up to 20 ms a character, after the person has let go.
func (h *keyboard) scans(text string) {
	h.clock = h.clock.Add(time.Duration(200+h.random.IntN(2000)) * time.Millisecond)
	for _, r := range text {
		h.clock = h.clock.Add(time.Duration(h.random.IntN(21)) * time.Millisecond)
		h.key(r)
	}
}

// amount is what a person may type: up to seven digits, decimals, sums.
func (h *keyboard) amount(currency string) string {
	var parts []string
	for range 1 + h.random.IntN(3) {
		part := fmt.Sprint(1 + h.random.IntN(3_000_000)) // three of them stay below seven digits' end
		if digits, _ := order.TypedDigits(currency); digits > 0 && h.random.IntN(2) == 0 {
			part += "." + fmt.Sprintf("%0*d", 1+h.random.IntN(digits), h.random.IntN(10))
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "+")
}

// burst is what scanners send: numbers, codes with letters, codes with signs
// that amounts have too.
func (h *keyboard) burst() string {
	alphabets := []string{"0123456789", "0000000001", "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789-", "0123456789./:-+ABCdef", "0123456789+.,"}
	letters := []rune(alphabets[h.random.IntN(len(alphabets))])
	text := make([]rune, ScanLength+h.random.IntN(25))
	for i := range text {
		text[i] = letters[h.random.IntN(len(letters))]
	}
	return string(text)
}

// typable says that a person could mean the text as an amount.
func typable(text, currency string) bool {
	e := Entry{Currency: currency}
	digits := 0
	for _, r := range text {
		next, err := e.key(r)
		again := (r == '.' || r == ',') && strings.Contains(e.Text, ".")
		if digits++; r < '0' || r > '9' {
			digits = 0
		}
		if err != nil || again || !AmountKey(r) || digits >= ScanLength {
			return false
		}
		e = next
	}
	return true
}

func TestAScannerNeverChangesAnAmountNorStartsASale(t *testing.T) {
	bursts, changed, started := 0, 0, 0
	for seed := uint64(0); bursts < 10_000; seed++ {
		currency := []string{"HKD", "TWD", "JPY"}[seed%3]
		h := newKeyboard(currency, seed)
		if seed%2 == 0 {
			h.types(h.amount(currency))
		}
		before, code := fmt.Sprint(h.Entry), h.burst()
		if typable(code, currency) {
			continue // nobody can tell it from an amount by what was typed
		}
		bursts++
		h.scans(code)
		next, scanned := h.Ended()
		if fmt.Sprint(next.Entry) != before {
			changed++
			t.Errorf("%s: %q changed %s to %s", currency, code, before, fmt.Sprint(next.Entry))
		}
		if scanned == "" && !h.refused {
			started++
			t.Errorf("%s: %q would be charged as %s", currency, code, fmt.Sprint(next.Entry))
		}
		if scanned != "" && scanned != strings.TrimSpace(code) {
			t.Errorf("%q came out as %q", code, scanned)
		}
		if changed+started > 10 {
			break
		}
	}
	t.Logf("%d bursts: %d amounts changed, %d sales started", bursts, changed, started)
}

func TestATypedAmountIsNeverTakenForAScan(t *testing.T) {
	taken := 0
	for seed := range uint64(10_000) {
		currency := []string{"HKD", "TWD", "JPY"}[seed%3]
		h := newKeyboard(currency, seed)
		text := h.amount(currency)
		if seed%4 == 0 { // by a very quick person, or pasted by a helper
			h.scans(text)
		} else {
			h.types(text)
		}
		want, _ := typeInto(Entry{Currency: currency}, text)
		if next, scanned := h.Ended(); scanned != "" || h.refused || fmt.Sprint(next.Entry) != fmt.Sprint(want) {
			taken++
			t.Errorf("%q was taken for a scan: %q, %v", text, scanned, next.Entry)
		}
	}
	t.Logf("10000 amounts: %d taken for a scan", taken)
}

// A test that could not fail would prove nothing: the bare entry charges what
// is scanned.
func TestThePlantedTillWithoutAGuardIsCaught(t *testing.T) {
	caught := 0
	for seed := range uint64(1000) {
		h := newKeyboard("HKD", seed)
		code := h.burst()
		e, _ := typeInto(Entry{Currency: "HKD"}, code)
		if _, err := e.Bill(0, 0); err == nil && !typable(code, "HKD") {
			caught++
		}
	}
	if caught < 100 {
		t.Errorf("only %d of 1000 bursts would have been charged", caught)
	}
}

func TestAScanEndsWithEnterAlone(t *testing.T) {
	h := newKeyboard("HKD", 1)
	h.types("12.50")
	h.scans("4891234")
	h.clock = h.clock.Add(3 * time.Second) // the window was busy
	h.scans("567890")
	next, scanned := h.Ended()
	if scanned != "4891234567890" && !h.refused {
		t.Errorf("a scan that came in two halves: %q, %v", scanned, next.Entry)
	}
	h = newKeyboard("HKD", 1)
	h.types("12.50")
	h.scans("4891234567890")
	h.clock = h.clock.Add(3 * time.Second)
	h.scans("1")
	if back := h.Without(Entry.Back); back.scan || back.Text != "12.50" {
		t.Errorf("Backspace leaves %v", back)
	}
	if next, scanned := h.Ended(); scanned != "48912345678901" || next.Text != "12.50" {
		t.Errorf("%q, %v", scanned, next.Entry)
	}
}
