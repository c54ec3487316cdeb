package order_test

import (
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"qrtill/app/order"
)

func TestIDs(t *testing.T) {
	form := regexp.MustCompile(`^[A-Z0-9]{1,32}$`)
	seen := map[order.ID]bool{}
	for range 1000 {
		got, err := order.NewID(nil, "T1", false)
		if err != nil || !form.MatchString(string(got)) || !strings.HasPrefix(string(got), "T1") || seen[got] {
			t.Fatalf("id %q, %v", got, err)
		}
		seen[got] = true
	}
	practice, _ := order.NewID(nil, "T1", true)
	if !strings.HasPrefix(string(practice), "XT1") {
		t.Errorf("practice id %q", practice)
	}
	refund, err := order.NewRefundID(nil, "T1", false)
	if err != nil || !strings.HasPrefix(string(refund), "T1R") || !form.MatchString(string(refund)) {
		t.Errorf("refund id %q, %v", refund, err)
	}
}

func TestTillCodes(t *testing.T) {
	for code, want := range map[string]bool{"KT2": true, "1": true, "ABCDEF": true, "X1": false, "t1": false, "": false, "ABCDEFG": false} {
		if order.ValidTill(code) != want {
			t.Errorf("%q can be a till's code: %t", code, !want)
		}
	}
}

// The same bytes make the same number: a simulation can be played again. Too few make
// none, and no weak one.
func TestAnIDIsMadeOfThirteenRandomBytes(t *testing.T) {
	bytesOf := func(b byte, n int) io.Reader { return strings.NewReader(strings.Repeat(string(rune(b)), n)) }
	for prefix, practice := range map[string]bool{"T1": false, "XT1": true} {
		if got, err := order.NewID(bytesOf(0, 13), "T1", practice); got != order.ID(prefix+strings.Repeat("0", 20)) || err != nil {
			t.Errorf("%q, %v", got, err)
		}
		if got, err := order.NewRefundID(bytesOf(0, 13), "T1", practice); got != order.RefundID(prefix+"R"+strings.Repeat("0", 20)) || err != nil {
			t.Errorf("%q, %v", got, err)
		}
	}
	if got, err := order.NewID(bytesOf(0, 12), "T1", false); got != "" || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%q of twelve bytes, %v", got, err)
	}
	if got, err := order.NewRefundID(bytesOf(0, 0), "T1", false); got != "" || !errors.Is(err, io.EOF) {
		t.Errorf("%q of none, %v", got, err)
	}
}
