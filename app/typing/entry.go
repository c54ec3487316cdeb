package typing

import (
	"errors"
	"slices"
	"strings"

	"qrtill/app/order"
)

// Entry is an amount while it is being typed, with an adding machine's tape:
// "12.00 + 8.5". It is a value; every key gives a new one.
type Entry struct {
	Currency string         // ISO 4217, "HKD"
	terms    []order.Amount // what "+" has closed
	Text     string         // what is being typed, with "." for the decimal mark
}

// ErrNoDecimals is what a decimal mark is refused for, beside order's own errors:
// who typed it meant another amount.
var ErrNoDecimals = errors.New("the currency has no decimals")

// key is the entry after a key: a digit, '.' (',' is the same), or '+'. On an
// error the entry is unchanged; other keys change nothing.
func (e Entry) key(r rune) (Entry, error) {
	switch {
	case r >= '0' && r <= '9':
		return e.digit(r)
	case r == '.' || r == ',':
		return e.point()
	case r == '+':
		return e.add()
	}
	return e, nil
}

// AmountKey says that a character belongs to an amount: a digit, a decimal mark or
// the adding machine's "+".
func AmountKey(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == ',' || r == '+' }

func (e Entry) digit(r rune) (Entry, error) {
	next := e
	if e.Text == "0" {
		next.Text = ""
	}
	next.Text += string(r)
	return e.accept(next)
}

// accept takes what can become an amount.
func (e Entry) accept(next Entry) (Entry, error) {
	_, err := order.ParseTyped(next.Text, e.Currency)
	if err == nil {
		_, err = next.total()
	}
	if err == nil || errors.Is(err, order.ErrAmountZero) || errors.Is(err, order.ErrAmountEmpty) {
		return next, nil
	}
	if errors.Is(err, order.ErrAmountDecimals) && e.noDecimals() {
		err = ErrNoDecimals
	}
	return e, err
}

func (e Entry) noDecimals() bool {
	digits, err := order.TypedDigits(e.Currency)
	return err == nil && digits == 0
}

func (e Entry) point() (Entry, error) {
	switch {
	case e.noDecimals():
		return e, ErrNoDecimals
	case strings.Contains(e.Text, "."):
		return e, nil
	case e.Text == "":
		e.Text = "0"
	}
	e.Text += "."
	return e, nil
}

// add closes the number being typed and begins the next.
func (e Entry) add() (Entry, error) {
	amount, err := order.ParseTyped(e.Text, e.Currency)
	if errors.Is(err, order.ErrAmountEmpty) || errors.Is(err, order.ErrAmountZero) {
		return e, nil
	}
	if err != nil {
		return e, err
	}
	e.terms, e.Text = append(slices.Clip(e.terms), amount), ""
	return e, nil
}

// Back is the entry without its last key. Through "+" it takes the number
// before up again.
func (e Entry) Back() Entry {
	if e.Text == "" && len(e.terms) > 0 {
		last := len(e.terms) - 1
		e.Text, e.terms = e.terms[last].Wire(), e.terms[:last:last]
		return e
	}
	if e.Text != "" {
		e.Text = e.Text[:len(e.Text)-1]
	}
	return e
}

// Clear is an empty entry in the same currency.
func (e Entry) Clear() Entry { return Entry{Currency: e.Currency} }

// With is an entry holding an amount, as if it had been typed.
func (e Entry) With(a order.Amount) Entry { return Entry{Currency: a.Currency, Text: a.Wire()} }

// Empty says that nothing has been typed.
func (e Entry) Empty() bool { return e.Text == "" && len(e.terms) == 0 }

// Adding says that there is a tape to show: "+" was pressed at least once.
func (e Entry) Adding() bool { return len(e.terms) > 0 }

// Parts are the numbers on the tape, the one being typed last: "12.00", "8.5".
func (e Entry) Parts() []string {
	var parts []string
	for _, t := range e.terms {
		parts = append(parts, PlainAmount(t))
	}
	if e.Text != "" {
		parts = append(parts, e.Text)
	}
	return parts
}

// total is the sum of the tape, or what is wrong with it.
func (e Entry) total() (order.Amount, error) {
	now, err := order.ParseTyped(e.Text, e.Currency)
	nothing := errors.Is(err, order.ErrAmountEmpty) || errors.Is(err, order.ErrAmountZero)
	if err != nil && (!nothing || len(e.terms) == 0) {
		return order.Amount{}, err
	}
	sum := order.Amount{Minor: now.Minor, Currency: e.Currency}
	for _, t := range e.terms {
		sum.Minor += t.Minor
	}
	// A sum has the same bounds as a typed number.
	return order.ParseTyped(sum.Wire(), e.Currency)
}

// Plus is the entry with an amount of its own on the tape, as a quick amount puts
// it there. On an error the entry is unchanged.
func (e Entry) Plus(a order.Amount) (Entry, error) {
	next, err := e.add()
	if err != nil {
		return e, err
	}
	next.terms, next.Text = append(slices.Clip(next.terms), a), ""
	if _, err := next.total(); err != nil {
		return e, err
	}
	return next, nil
}

// PlainAmount is an amount as staff would type it in full: "12.00", or "12"
// where there are no decimals to type.
func PlainAmount(a order.Amount) string {
	if digits, err := order.TypedDigits(a.Currency); err == nil && digits == 0 {
		return a.Wire()
	}
	return a.Decimal()
}
