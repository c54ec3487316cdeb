package ui

import (
	"errors"
	"slices"
	"strings"

	"qrtill/app/order"
)

// entry is an amount while it is being typed, with an adding machine's tape:
// "12.00 + 8.5". It is a value; every key gives a new one.
type entry struct {
	currency string
	terms    []order.Amount // what "+" has closed
	text     string         // what is being typed
}

// errNoDecimals is what a key can be refused for, beside order's own errors.
var errNoDecimals = errors.New("the currency has no decimals")

// key is the entry after a key: a digit, '.' (',' is the same), or '+'. On an
// error the entry is unchanged; other keys change nothing.
func (e entry) key(r rune) (entry, error) {
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

// amountKey says that a character belongs to an amount.
func amountKey(r rune) bool { return r >= '0' && r <= '9' || r == '.' || r == ',' || r == '+' }

func (e entry) digit(r rune) (entry, error) {
	next := e
	if e.text == "0" {
		next.text = ""
	}
	next.text += string(r)
	return e.accept(next)
}

// accept takes what can become an amount.
func (e entry) accept(next entry) (entry, error) {
	_, err := order.ParseTyped(next.text, e.currency)
	if err == nil {
		_, err = next.total()
	}
	if err == nil || errors.Is(err, order.ErrAmountZero) || errors.Is(err, order.ErrAmountEmpty) {
		return next, nil
	}
	if errors.Is(err, order.ErrAmountDecimals) && e.noDecimals() {
		err = errNoDecimals
	}
	return e, err
}

func (e entry) noDecimals() bool {
	digits, err := order.TypedDigits(e.currency)
	return err == nil && digits == 0
}

func (e entry) point() (entry, error) {
	switch {
	case e.noDecimals():
		return e, errNoDecimals
	case strings.Contains(e.text, "."):
		return e, nil
	case e.text == "":
		e.text = "0"
	}
	e.text += "."
	return e, nil
}

// add closes the number being typed and begins the next.
func (e entry) add() (entry, error) {
	amount, err := order.ParseTyped(e.text, e.currency)
	if errors.Is(err, order.ErrAmountEmpty) || errors.Is(err, order.ErrAmountZero) {
		return e, nil
	}
	if err != nil {
		return e, err
	}
	e.terms, e.text = append(slices.Clip(e.terms), amount), ""
	return e, nil
}

// back is the entry without its last key. Through "+" it takes the number
// before up again.
func (e entry) back() entry {
	if e.text == "" && len(e.terms) > 0 {
		last := len(e.terms) - 1
		e.text, e.terms = e.terms[last].Wire(), e.terms[:last:last]
		return e
	}
	if e.text != "" {
		e.text = e.text[:len(e.text)-1]
	}
	return e
}

// clear is an empty entry.
func (e entry) clear() entry { return entry{currency: e.currency} }

// with is an entry holding an amount, as if it had been typed.
func (e entry) with(a order.Amount) entry { return entry{currency: a.Currency, text: a.Wire()} }

// empty says that nothing has been typed.
func (e entry) empty() bool { return e.text == "" && len(e.terms) == 0 }

// adding says that there is a tape to show.
func (e entry) adding() bool { return len(e.terms) > 0 }

// parts are the numbers on the tape: "12.00", "8.5".
func (e entry) parts() []string {
	var parts []string
	for _, t := range e.terms {
		parts = append(parts, plainAmount(t))
	}
	if e.text != "" {
		parts = append(parts, e.text)
	}
	return parts
}

// total is the sum of the tape, or what is wrong with it.
func (e entry) total() (order.Amount, error) {
	now, err := order.ParseTyped(e.text, e.currency)
	nothing := errors.Is(err, order.ErrAmountEmpty) || errors.Is(err, order.ErrAmountZero)
	if err != nil && (!nothing || len(e.terms) == 0) {
		return order.Amount{}, err
	}
	sum := order.Amount{Minor: now.Minor, Currency: e.currency}
	for _, t := range e.terms {
		sum.Minor += t.Minor
	}
	// A sum has the same bounds as a typed number.
	return order.ParseTyped(sum.Wire(), e.currency)
}

// plus is the entry with an amount of its own on the tape.
func (e entry) plus(a order.Amount) (entry, error) {
	next, err := e.add()
	if err != nil {
		return e, err
	}
	next.terms, next.text = append(slices.Clip(next.terms), a), ""
	if _, err := next.total(); err != nil {
		return e, err
	}
	return next, nil
}

// plainAmount is an amount as staff would type it in full: "12.00", or "12"
// where there are no decimals to type.
func plainAmount(a order.Amount) string {
	if digits, err := order.TypedDigits(a.Currency); err == nil && digits == 0 {
		return a.Wire()
	}
	return a.Decimal()
}
