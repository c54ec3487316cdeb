package typing

import (
	"strings"

	"qrtill/app/order"
)

// digit is the ASCII digit that a digit stands for: those of every width, and the two
// rows that Arabic has.
func digit(r rune) (rune, bool) {
	for _, zero := range "0０٠۰" {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero, true
		}
	}
	return r, false
}

// key is what a character stands for in an amount: an ASCII digit, '.' for every
// decimal mark, or '+'; and whether it can be in one at all.
func key(r rune) (rune, bool) {
	switch {
	case strings.ContainsRune(".,。．，｡٫", r):
		return '.', true
	case r == '+', r == '＋':
		return '+', true
	}
	return digit(r)
}

// digits are the rows of digits in a text, with blanks for all else but a separator.
func digits(text string) string {
	return strings.Map(func(r rune) rune {
		if _, is := digit(r); is || r == Separator {
			return r
		}
		return ' '
	}, text)
}

// AmountKey says that a character belongs to an amount: a digit, a decimal mark or
// the adding machine's "+".
func AmountKey(r rune) bool {
	_, is := key(r)
	return is
}

// Digit says that a character is a digit, of any width or script that amounts take.
func Digit(r rune) bool {
	_, is := digit(r)
	return is
}

// Amount reads an amount out of a field, typed in full: with the digits and decimal
// marks that the page of the sale takes. It is refused as by order.ParseTyped.
func Amount(text, currency string) (order.Amount, error) {
	return order.ParseTyped(strings.Map(func(r rune) rune {
		if k, is := key(r); is && k != '+' {
			return k
		}
		return r
	}, strings.TrimSpace(text)), currency)
}
