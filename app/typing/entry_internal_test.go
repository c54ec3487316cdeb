package typing

import (
	"errors"
	"strings"
	"testing"

	"qrtill/app/order"
)

// typeInto types keys: '<' is Backspace, '!' is Esc. It returns the last error.
func typeInto(e Entry, keys string) (Entry, error) {
	var err error
	for _, r := range keys {
		switch r {
		case '<':
			e = e.Back()
		case '!':
			e = Entry{Currency: e.Currency}
		default:
			var failed error
			if e, failed = e.Type(r); failed != nil {
				err = failed
			}
		}
	}
	return e, err
}

type entryCase struct {
	name, currency, keys string
	tape, total          string
	err                  error // why the first key was not taken that was not
}

func TestTheEntryFollowsTheKeys(t *testing.T) {
	cases := []entryCase{
		{"digits", "HKD", "128", "128", "128.00", nil},
		{"decimals", "HKD", "128.5", "128.5", "128.50", nil},
		{"a point first", "HKD", ".5", "0.5", "0.50", nil},
		{"a second mark", "HKD", "1.2.3", "1.2 …“.3”", "", ErrNotAmount},
		{"leading zeros go", "HKD", "007", "7", "7.00", nil},
		{"a third decimal", "HKD", "1.234", "1.23 …“4”", "", order.ErrAmountDecimals},
		{"an eighth digit", "HKD", "12345678", "1234567 …“8”", "", order.ErrAmountTooLarge},
		{"decimals after seven digits", "HKD", "1234567.89", "1234567.89", "1234567.89", nil},
		{"no decimals for TWD", "TWD", "50.5", "50 …“.5”", "", ErrNoDecimals},
		{"none for JPY", "JPY", "1.", "1 …“.”", "", ErrNoDecimals},
		{"three for BHD", "BHD", "1.2345", "1.234 …“5”", "", order.ErrAmountDecimals},
		{"letters", "HKD", "1e3-x 2", "1 …“e3-x 2”", "", ErrNotAmount},
		{"a plus behind what was not taken", "HKD", "12;5+1", "12 …“;5+1”", "", ErrNotAmount},
		{"backspace takes back what was not taken", "HKD", "12;5<<3", "123", "123.00", ErrNotAmount},
		{"esc takes all back", "HKD", "12、50!3", "3", "3.00", ErrNotAmount},
		{"backspace", "HKD", "128.5<<<", "12", "12.00", nil},
		{"backspace on nothing", "HKD", "<<", "", "", nil},
		{"esc", "HKD", "12+8!5", "5", "5.00", nil},
		{"adding", "HKD", "12+8.5", "12.00 + 8.5", "20.50", nil},
		{"adding three", "HKD", "1+2+3", "1.00 + 2.00 + 3", "6.00", nil},
		{"a plus with nothing before it", "HKD", "+5", "5", "5.00", nil},
		{"a plus after zero", "HKD", "0+5", "5", "5.00", nil},
		{"two pluses are one", "HKD", "5++", "5.00", "5.00", nil},
		{"backspace through a plus", "HKD", "12.5+<", "12.50", "12.50", nil},
		{"adding TWD", "TWD", "50+20", "50 + 20", "70.00", nil},
		{"a sum of eight digits", "HKD", "9999999+1", "9999999.00 …“1”", "", order.ErrAmountTooLarge},
	}
	for _, mark := range ".,。．，｡٫" {
		cases = append(cases, entryCase{"the mark " + string(mark), "HKD", "128" + string(mark) + "50", "128.50", "128.50", nil})
	}
	for _, digits := range []string{"１２８", "١٢٨", "۱۲۸", "1２٨"} {
		cases = append(cases, entryCase{"the digits " + digits, "HKD", digits + "＋" + digits, "128.00 + 128", "256.00", nil})
	}
	for _, r := range "、;/·' ’:：；-*_%$\\=，" {
		if r != '，' {
			cases = append(cases, entryCase{"not " + string(r), "HKD", "128" + string(r) + "50", "128 …“" + string(r) + "50”", "", ErrNotAmount})
		}
	}
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			e, err := typeInto(Entry{Currency: k.currency}, k.keys)
			if !errors.Is(err, k.err) {
				t.Errorf("refused with %v, want %v", err, k.err)
			}
			tape := strings.Join(e.Parts(), " + ")
			if e.Tail != "" {
				tape += " …“" + e.Tail + "”"
			}
			if tape != k.tape {
				t.Errorf("tape %q, want %q", tape, k.tape)
			}
			sum, err := e.total()
			if got := sum.Decimal(); k.total != "" && (err != nil || got != k.total) {
				t.Errorf("total %q, %v, want %q", got, err, k.total)
			}
		})
	}
}

func TestWhatCanBeCharged(t *testing.T) {
	cases := []struct {
		keys string
		want error
	}{
		{"", order.ErrAmountEmpty}, {"0.00", order.ErrAmountZero}, {"0.", order.ErrAmountZero}, {"5", nil}, {"3+2.01", nil}, {"5+", nil},
	}
	for _, k := range cases {
		e, _ := typeInto(Entry{Currency: "HKD"}, k.keys)
		if _, err := e.Bill(0, 0); !errors.Is(err, k.want) {
			t.Errorf("%q: %v, want %v", k.keys, err, k.want)
		}
	}
}

func TestABillIsThePriceLessDiscountPlusTip(t *testing.T) {
	for _, k := range []struct {
		currency, keys             string
		off, tip                   int
		price, less, more, charged string
	}{
		{"HKD", "100", 0, 0, "100.00", "0.00", "0.00", "100.00"},
		{"HKD", "60+40", 10, 5, "100.00", "10.00", "4.50", "94.50"},
		{"HKD", "0.05", 10, 0, "0.05", "0.01", "0.00", "0.04"},
		{"HKD", "33.33", 0, 15, "33.33", "0.00", "5.00", "38.33"},
		{"TWD", "99", 10, 0, "99.00", "10.00", "0.00", "89.00"},
		{"JPY", "999", 0, 10, "999", "0", "100", "1099"},
	} {
		e, _ := typeInto(Entry{Currency: k.currency}, k.keys)
		b, err := e.Bill(k.off, k.tip)
		got := [4]string{b.price.Decimal(), b.Discount.Decimal(), b.Tip.Decimal(), b.Amount.Decimal()}
		if want := [4]string{k.price, k.less, k.more, k.charged}; err != nil || got != want {
			t.Errorf("%s %s −%d%% +%d%%: %v, want %v (%v)", k.currency, k.keys, k.off, k.tip, got, want, err)
		}
	}
	e, _ := typeInto(Entry{Currency: "HKD"}, "9999999")
	if _, err := e.Bill(0, 10); !errors.Is(err, order.ErrAmountTooLarge) {
		t.Errorf("a tip beyond seven digits: %v", err)
	}
}

func TestAnEntryIsAValue(t *testing.T) {
	a, _ := typeInto(Entry{Currency: "HKD"}, "1+2+")
	b, _ := typeInto(a, "3+")
	c, _ := typeInto(a, "4+")
	if b.terms[2].Minor != 300 || c.terms[2].Minor != 400 || len(a.terms) != 2 {
		t.Errorf("shared tape: %v %v %v", a.terms, b.terms, c.terms)
	}
}

func FuzzAnyKeysKeepTheEntryWithinBounds(f *testing.F) {
	f.Add("12.5+8<<!+.0")
	f.Fuzz(func(t *testing.T, keys string) {
		for _, currency := range []string{"HKD", "TWD", "JPY"} {
			e, _ := typeInto(Entry{Currency: currency}, keys)
			if sum, err := e.total(); err == nil && (sum.Minor <= 0 || len(strings.Split(sum.Decimal(), ".")[0]) > 7) {
				t.Errorf("%q became %v", keys, sum)
			}
			if sum, err := e.total(); err != nil && !errors.Is(err, order.ErrAmountEmpty) && !errors.Is(err, order.ErrAmountZero) && e.Tail == "" {
				t.Errorf("%q: %v, %v", keys, sum, err)
			}
		}
	})
}

func TestWhatIsTypedInsteadOfAnAmountMayBeACode(t *testing.T) {
	for _, k := range []struct{ keys, code, left string }{
		{"12345678", "12345678", ""}, {"4891234567890", "4891234567890", ""}, {"12+12345678", "12345678", "12.00 + "},
		{"12.50A", "", "12.50"}, {"1O5", "", "1"}, {"12l50", "", "12"}, {"12+A5", "A5", "12.00 + "}, {"A123", "A123", ""}, {"12、50", "", "12"}, {"1.2.3", "", "1.2"}, {"]C1", "]C1", ""},
		{"12.5012345678", "", "12.50"}, {"12.54891234567890", "", "12.54"}, {"12.50489123", "", "12.50"},
		{"１２３４５６７８", "12345678", ""}, {"124891234567890", "124891234567890", ""}, {"489123456789012", "489123456789012", ""},
	} {
		e, _ := typeInto(Entry{Currency: "HKD"}, k.keys)
		left, code := e.Code()
		if tape := strings.Join(append(left.Parts(), ""), " + "); code != k.code || tape != k.left && tape != k.left+" + " {
			t.Errorf("%q: %q, and %q is left", k.keys, code, tape)
		}
	}
}

func TestAKeyThatMadeNoCharacterKeepsAnAmountFromBeingCharged(t *testing.T) {
	e, _ := typeInto(Entry{Currency: "HKD"}, "12")
	e = e.Silent().Silent()
	if _, err := e.Bill(0, 0); !errors.Is(err, ErrNotAmount) {
		t.Errorf("12 and two silent keys: %v", err)
	}
	if b, err := e.Back().Back().Bill(0, 0); err != nil || b.Amount.Minor != 1200 {
		t.Errorf("taken back: %v, %v", b, err)
	}
	if _, err := (Entry{Currency: "HKD"}).Silent().Bill(0, 0); !errors.Is(err, ErrNotAmount) {
		t.Errorf("a silent key first: %v", err)
	}
}

func TestAFieldForMoneyTakesTheSameMarksAndDigits(t *testing.T) {
	for text, want := range map[string]int64{"128.50": 12850, " 128。50 ": 12850, "64．50": 6450, "12,5": 1250, "１２": 1200, "٢٩٫٥": 2950} {
		if a, err := Amount(text, "HKD"); err != nil || a.Minor != want {
			t.Errorf("%q: %v, %v", text, a, err)
		}
	}
	for _, text := range []string{"32、50", "26;50", "27/50", "28·50", "25 50", "1'250", "1.2.3", "1,2.3", "1+2", "１２a"} {
		if a, err := Amount(text, "HKD"); !errors.Is(err, order.ErrAmountFormat) {
			t.Errorf("%q: %v, %v", text, a, err)
		}
	}
}
