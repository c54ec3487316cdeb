package practice

import (
	"strings"
	"testing"
)

func TestAmountsAreReadStrictlyAndCompareAsNumbers(t *testing.T) {
	for _, bad := range []string{"", "0", "0.00", "-1", "+1", "01", "1.", ".5", "1.005", "1,000", "1e2", " 1", "1/2", "１", "0x1", strings.Repeat("9", 33)} {
		if amount, err := parseAmount(bad); err == nil {
			t.Errorf("%q is read as %v", bad, amount)
		}
	}
	for _, pair := range [][2]string{{"50", "50.00"}, {"0.1", "0.10"}, {strings.Repeat("9", 32), strings.Repeat("9", 32)}} {
		a, errA := parseAmount(pair[0])
		b, errB := parseAmount(pair[1])
		if errA != nil || errB != nil || a.Cmp(b) != 0 {
			t.Errorf("%v: %v %v %v %v", pair, a, b, errA, errB)
		}
	}
}

func TestAnotherValueIsNeverTheSame(t *testing.T) {
	for value, want := range map[string]string{
		"": "X", "50": "51", "128.59": "128.58", "9": "8", "XA": "XB", "XZ": "XY", "xz": "xy", "x": "y", "a-": "aX",
	} {
		if got := otherLast(value); got != want {
			t.Errorf("%q: %q, want %q", value, got, want)
		}
	}
}

func TestMerchantNumbersAreIntegersWhereTheyCanBe(t *testing.T) {
	for uid, want := range map[string]string{"39172931": "39172931", "M-1": `"M-1"`} {
		if got := string(numberOrText(uid)); got != want {
			t.Errorf("%s: %s", uid, got)
		}
	}
}
