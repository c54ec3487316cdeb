package order_test

import (
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
