package order_test

import (
	"errors"
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"qrtill/app/order"
)

func TestParseTyped(t *testing.T) {
	cases := []struct {
		text, currency string
		minor          int64
		err            error
	}{
		{"128.50", "HKD", 12850, nil}, {"128.5", "HKD", 12850, nil}, {"8", "HKD", 800, nil}, {".5", "HKD", 50, nil}, {"12.", "HKD", 1200, nil},
		{"0050", "HKD", 5000, nil}, {"00000050", "HKD", 5000, nil}, {"1234567.89", "HKD", 123456789, nil}, {"50", "TWD", 5000, nil}, {"50", "JPY", 50, nil}, {"1.234", "KWD", 1234, nil},
		{"", "HKD", 0, order.ErrAmountEmpty}, {".", "HKD", 0, order.ErrAmountEmpty}, {"0", "HKD", 0, order.ErrAmountZero}, {"0.00", "HKD", 0, order.ErrAmountZero},
		{"-5", "HKD", 0, order.ErrAmountFormat}, {"+5", "HKD", 0, order.ErrAmountFormat}, {"1e3", "HKD", 0, order.ErrAmountFormat},
		{"1,000", "HKD", 0, order.ErrAmountFormat}, {"NaN", "HKD", 0, order.ErrAmountFormat}, {"１２", "HKD", 0, order.ErrAmountFormat}, {"1.2.3", "HKD", 0, order.ErrAmountFormat},
		{"1.234", "HKD", 0, order.ErrAmountDecimals}, {"1.5", "TWD", 0, order.ErrAmountDecimals}, {"1.5", "JPY", 0, order.ErrAmountDecimals},
		{"12345678", "HKD", 0, order.ErrAmountTooLarge}, {strings.Repeat("9", 40), "HKD", 0, order.ErrAmountTooLarge}, {"1", "XXQ", 0, order.ErrCurrency},
	}
	for _, c := range cases {
		got, err := order.ParseTyped(c.text, c.currency)
		if got.Minor != c.minor || !errors.Is(err, c.err) {
			t.Errorf("%q %s: %v, %v; want %d, %v", c.text, c.currency, got, err, c.minor, c.err)
		}
	}
}

func TestWire(t *testing.T) {
	for minor, want := range map[int64]string{5000: "50", 5050: "50.50", 1: "0.01", 12850: "128.50", 100: "1"} {
		if got := hkd(minor).Wire(); got != want {
			t.Errorf("%d on the wire is %q, want %q", minor, got, want)
		}
	}
	if got := (order.Amount{Minor: 5000, Currency: "TWD"}).Wire(); got != "50" {
		t.Errorf("TWD 50 on the wire is %q", got)
	}
}

func TestAmountsForPeople(t *testing.T) {
	for want, a := range map[string]order.Amount{
		"128.50 HKD": hkd(12850), "0.05 HKD": hkd(5), "0.00 HKD": hkd(0), "-0.05 HKD": hkd(-5), "-12.30 HKD": hkd(-1230), "1.00 HKD": hkd(100),
		"50 JPY": {Minor: 50, Currency: "JPY"}, "-50 JPY": {Minor: -50, Currency: "JPY"}, "1.234 KWD": {Minor: 1234, Currency: "KWD"},
		"50.00 TWD": {Minor: 5000, Currency: "TWD"}, "50 QQQ": {Minor: 50, Currency: "QQQ"}, // which has no decimals that anyone knows
	} {
		if got := a.String(); got != want {
			t.Errorf("%d %s is written %q, want %q", a.Minor, a.Currency, got, want)
		}
	}
	for code, want := range map[string]int{"HKD": 2, "TWD": 2, "JPY": 0, "KWD": 3, "QQQ": 0} {
		if got, err := order.Digits(code); got != want || (err != nil) != (code == "QQQ") {
			t.Errorf("%s has %d digits (%v)", code, got, err)
		}
	}
}

// More digits than any amount has are no amount, however little they are worth.
func TestHowLongADecimalMayBe(t *testing.T) {
	zeros := strings.Repeat("0", 40)
	for text, want := range map[string]bool{
		zeros[:15] + "128": true, zeros[:16] + "128": false, "128." + zeros[:12]: true, "128." + zeros[:13]: false, zeros[:15] + "128." + zeros[:12]: true,
		"128.": false, ".5": false, "": false, "128.5 ": false,
	} {
		if same, wellFormed := hkd(12800).SameOnWire(text); wellFormed != want || same != want {
			t.Errorf("%q is well formed: %t, the same: %t", text, wellFormed, same)
		}
	}
}

// The oracle reads decimals as fractions; SameOnWire must agree with it.
func TestSameOnWireComparesAsNumbers(t *testing.T) {
	oracle := regexp.MustCompile(`^\d{1,18}(\.\d{1,12})?$`)
	rapid.Check(t, func(t *rapid.T) {
		a := hkd(rapid.Int64Range(0, 1_000_000).Draw(t, "minor"))
		text := rapid.OneOf(
			rapid.StringMatching(`0{0,2}\d{1,5}(\.\d{0,4})?`), rapid.Just(a.Wire()), rapid.Just(a.Decimal()+"0"), rapid.StringN(0, 6, 8),
		).Draw(t, "text")
		same, wellFormed := a.SameOnWire(text)
		if want := oracle.MatchString(text); wellFormed != want {
			t.Fatalf("%q well formed: %t", text, wellFormed)
		}
		if !wellFormed {
			if same {
				t.Fatalf("%q is no number, yet equals %v", text, a)
			}
			return
		}
		sent, _ := new(big.Rat).SetString(text)
		if want := sent.Cmp(big.NewRat(a.Minor, 100)) == 0; same != want {
			t.Fatalf("%q equals %v: %t", text, a, same)
		}
	})
}

func TestTypedAmountsSurviveTheWire(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`\d{1,7}(\.\d{1,2})?`).Draw(t, "text")
		a, err := order.ParseTyped(text, "HKD")
		if err != nil {
			return
		}
		if same, _ := a.SameOnWire(text); !same {
			t.Fatalf("typed %q became %v", text, a)
		}
		if same, _ := a.SameOnWire(a.Wire()); !same {
			t.Fatalf("%v is not itself on the wire", a)
		}
	})
}

func TestPercent(t *testing.T) {
	cases := []struct {
		minor    int64
		currency string
		percent  int
		want     int64
	}{
		{10000, "HKD", 10, 1000}, {12850, "HKD", 10, 1285}, {5, "HKD", 10, 1}, {4, "HKD", 10, 0}, {333, "HKD", 15, 50}, {1, "HKD", 50, 1},
		{10000, "TWD", 10, 1000}, {4500, "TWD", 10, 500}, {4400, "TWD", 10, 400}, {100, "TWD", 5, 0}, {50, "TWD", 100, 50}, {999_999_900, "TWD", 90, 899_999_900},
		{45, "JPY", 10, 5}, {44, "JPY", 10, 4}, {1234, "KWD", 1, 12}, {1250, "KWD", 1, 13}, {999_999_999, "HKD", 30, 300_000_000},
		{0, "HKD", 10, 0}, {-100, "HKD", 10, 0}, {100, "HKD", 0, 0}, {100, "HKD", -5, 0}, {1 << 62, "HKD", 1, 46116860184273879},
		{100, "HKD", 200, 200}, {10000, "HKD", 101, 10100}, {10000, "HKD", 100, 10000},
	}
	for _, c := range cases {
		got := order.Percent(order.Amount{Minor: c.minor, Currency: c.currency}, c.percent)
		if got.Minor != c.want || got.Currency != c.currency {
			t.Errorf("%d%% of %d %s is %d, want %d", c.percent, c.minor, c.currency, got.Minor, c.want)
		}
	}
}

func TestPercentIsNeverNegativeGrowsWithTheAmountAndIsExactOnMultiples(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := rapid.SampledFrom([]string{"HKD", "TWD", "JPY", "KWD"}).Draw(t, "currency")
		percent := rapid.IntRange(-5, 100).Draw(t, "percent")
		of := func(minor int64) int64 {
			return order.Percent(order.Amount{Minor: minor, Currency: code}, percent).Minor
		}
		minor := rapid.Int64Range(-1000, 9_999_999_999).Draw(t, "minor")
		more := minor + rapid.Int64Range(0, 1000).Draw(t, "more")
		if of(minor) < 0 || of(minor) > max(minor, 0) || of(more) < of(minor) {
			t.Fatalf("%d%% of %d is %d, of %d it is %d", percent, minor, of(minor), more, of(more))
		}
		if part := of(minor); code == "TWD" && minor%100 == 0 && part%100 != 0 {
			t.Fatalf("%d%% of %d is %d: no whole dollars", percent, minor, part)
		}
		hundreds := rapid.Int64Range(0, 99_999).Draw(t, "hundreds")
		if got := of(hundreds * 10_000); got != hundreds*100*int64(max(percent, 0)) {
			t.Fatalf("%d%% of %d is %d", percent, hundreds*10_000, got)
		}
	})
}

func FuzzParseTyped(f *testing.F) {
	for _, s := range []string{"1", "12.5", ".", "0", "1e9", "９", "-1", "99999999"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := order.ParseTyped(s, "HKD")
		if err == nil && (a.Minor <= 0 || a.Minor >= 1_000_000_000) {
			t.Errorf("%q became %v", s, a)
		}
	})
}
