package order

import (
	"errors"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"github.com/bojanz/currency"
)

// Amount is a sum of money in whole minor units (cents) of its currency.
type Amount struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"`
}

// What can be wrong with a typed amount.
var (
	ErrAmountEmpty    = errors.New("the amount is empty")
	ErrAmountFormat   = errors.New("the amount is not a plain number")
	ErrAmountDecimals = errors.New("the amount has too many decimals for the currency")
	ErrAmountZero     = errors.New("the amount is zero")
	ErrAmountTooLarge = errors.New("the amount has more than seven digits before the decimals")
	ErrCurrency       = errors.New("the currency is not known")
)

// maxWhole is how many digits stand before the decimals at most: more is a
// scanned number or a slip, never a counter sale.
const maxWhole = 7

var typedForm = regexp.MustCompile(`^[0-9]+(\.[0-9]*)?$|^\.[0-9]+$`)

// Digits is the number of decimals ISO 4217 gives a currency.
func Digits(code string) (int, error) {
	d, ok := currency.GetDigits(code)
	if !ok {
		return 0, fmt.Errorf("%w: %q", ErrCurrency, code)
	}
	return int(d), nil
}

// TypedDigits is the number of decimals staff may type: ISO's, but none for
// TWD, which is traded in whole dollars.
func TypedDigits(code string) (int, error) {
	if code == "TWD" {
		return 0, nil
	}
	return Digits(code)
}

// ParseTyped reads what a person typed: digits with at most one point.
func ParseTyped(s, code string) (Amount, error) {
	digits, err := Digits(code)
	if err != nil {
		return Amount{}, err
	}
	most, _ := TypedDigits(code)
	if s == "" || s == "." {
		return Amount{}, ErrAmountEmpty
	}
	if !typedForm.MatchString(s) {
		return Amount{}, ErrAmountFormat
	}
	whole, fraction, _ := strings.Cut(s, ".")
	whole = strings.TrimLeft(whole, "0")
	if len(fraction) > most {
		return Amount{}, ErrAmountDecimals
	}
	if len(whole) > maxWhole {
		return Amount{}, ErrAmountTooLarge
	}
	minor, err := strconv.ParseInt("0"+whole+fraction+strings.Repeat("0", digits-len(fraction)), 10, 64)
	if err != nil {
		return Amount{}, ErrAmountFormat
	}
	if minor == 0 {
		return Amount{}, ErrAmountZero
	}
	return Amount{Minor: minor, Currency: code}, nil
}

// Percent is a part of an amount, rounded half up to what staff can type in its
// currency: whole dollars for TWD. Nothing is a part of nothing, or of less, and
// up to 100 percent are never more than the amount.
func Percent(a Amount, percent int) Amount {
	part := Amount{Currency: a.Currency}
	if a.Minor <= 0 || percent <= 0 {
		return part
	}
	unit := int64(1)
	digits, _ := Digits(a.Currency)
	typed, _ := TypedDigits(a.Currency)
	for range digits - typed {
		unit *= 10
	}
	hundred := 100 * unit
	part.Minor = unit * (a.Minor/hundred*int64(percent) + (a.Minor%hundred*int64(percent)+hundred/2)/hundred)
	if percent <= 100 {
		part.Minor = min(part.Minor, a.Minor) // half a dollar, rounded up, would be more than it is
	}
	return part
}

// ValidParts says whether an amount can hold this tip, and have come about with
// this discount.
func ValidParts(a Amount, tip, discount int64) bool {
	return tip >= 0 && tip < a.Minor && discount >= 0 && discount <= math.MaxInt64-a.Minor
}

// Typable is nil when staff could have typed the amount, or what is wrong with it.
func (a Amount) Typable() error {
	_, err := ParseTyped(a.Wire(), a.Currency)
	return err
}

// Decimal is the amount with exactly its currency's decimals: "128.50", "50.00".
func (a Amount) Decimal() string {
	digits, err := Digits(a.Currency)
	if err != nil || digits == 0 {
		return strconv.FormatInt(a.Minor, 10)
	}
	sign, minor := "", a.Minor
	if minor < 0 {
		sign, minor = "-", -minor
	}
	s := strconv.FormatInt(minor, 10)
	if missing := digits + 1 - len(s); missing > 0 {
		s = strings.Repeat("0", missing) + s
	}
	return sign + s[:len(s)-digits] + "." + s[len(s)-digits:]
}

// Wire is the amount as the gateway is sent it: "50" when whole, otherwise
// exactly the currency's decimals.
func (a Amount) Wire() string {
	whole, fraction, _ := strings.Cut(a.Decimal(), ".")
	if strings.Trim(fraction, "0") == "" {
		return whole
	}
	return a.Decimal()
}

// SameOnWire compares a decimal the gateway sent with the amount, as numbers
// ("50" is "50.00"), without floats. wellFormed is false for anything that is
// no plain decimal; such a text says nothing about the money.
func (a Amount) SameOnWire(s string) (same, wellFormed bool) {
	whole, fraction, point := strings.Cut(s, ".")
	if !digitsOnly(whole, 18) || point && !digitsOnly(fraction, 12) {
		return false, false
	}
	digits, _ := Digits(a.Currency) // none for what is no currency, as in Decimal
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > digits {
		return false, true
	}
	minor, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", digits-len(fraction)), 10, 64)
	return err == nil && minor == a.Minor, true
}

// digitsOnly says that s is one to most digits. It is asked of every answer, so
// it is no regular expression.
func digitsOnly(s string, most int) bool {
	for _, r := range s {
		if r < '0' || r > '9' {
			return false
		}
	}
	return s != "" && len(s) <= most
}

// String is for logs and errors: "128.50 HKD".
func (a Amount) String() string { return a.Decimal() + " " + a.Currency }
