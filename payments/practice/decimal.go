package practice

import (
	"errors"
	"math/big"
	"regexp"
)

// The strict form of an amount: no sign, no exponent, no leading zeros, at
// most two decimals. The CBTIS docs show "1", "50" and "105.00".
var amountForm = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.[0-9]{1,2})?$`)

// parseAmount reads an amount in major units as an exact number above zero.
func parseAmount(s string) (*big.Rat, error) {
	if len(s) > 32 {
		return nil, errors.New("must have at most 32 characters")
	}
	if !amountForm.MatchString(s) {
		return nil, errors.New("must be a decimal number such as 50 or 128.50")
	}
	amount, ok := new(big.Rat).SetString(s)
	if !ok || amount.Sign() <= 0 {
		return nil, errors.New("must be above zero")
	}
	return amount, nil
}

// mustAmount reads an amount that was checked when its order was made.
func mustAmount(s string) *big.Rat {
	amount, err := parseAmount(s)
	if err != nil {
		return new(big.Rat)
	}
	return amount
}

// otherLast changes the last character, digit to digit and letter to letter.
// It never makes an amount zero: only a 9 goes down.
func otherLast(s string) string {
	if s == "" {
		return "X"
	}
	head, last := s[:len(s)-1], s[len(s)-1]
	switch {
	case last == '9' || last == 'Z' || last == 'z':
		last--
	case last >= '0' && last < '9', last >= 'A' && last < 'Z', last >= 'a' && last < 'z':
		last++
	default:
		last = 'X'
	}
	return head + string(last)
}
