package typing

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"qrtill/app/order"
)

// Entry is an amount while it is being typed, with an adding machine's tape:
// "12.00 + 8.5". It is a value; every key gives a new one.
//
// A character that it can't take is not thrown away: it stays behind the amount, and
// so does all that is typed after it, until it is taken back. Until then the entry
// comes to no bill: who meant 12.50 must not charge 1250.
type Entry struct {
	Currency string         // ISO 4217, "HKD"
	terms    []order.Amount // what "+" has closed
	Text     string         // what is being typed, with ASCII digits and "." for the decimal mark
	Tail     string         // what was not taken, as it was typed
}

var (
	// ErrNoDecimals is what a decimal mark is refused for where the currency has none,
	// beside order's own errors: who typed it meant another amount.
	ErrNoDecimals = errors.New("the currency has no decimals")
	// ErrNotAmount is what a character is refused for that no amount can have, or not
	// there.
	ErrNotAmount = errors.New("not part of an amount")
)

// Type is the entry after a character, and why it was not taken: ErrNotAmount,
// ErrNoDecimals, or one of order's ErrAmount errors.
func (e Entry) Type(r rune) (Entry, error) {
	if e.Tail != "" {
		e.Tail += string(r)
		return e, e.wrong()
	}
	next, err := e.key(r)
	if err != nil {
		e.Tail = string(r)
		return e, err
	}
	return next, nil
}

// Silent is the entry after a key that should have made a character and made none. "?"
// stays behind the amount for it: nobody knows what was meant.
func (e Entry) Silent() Entry {
	e.Tail += "?"
	return e
}

// wrong is why the first character of the tail was not taken.
func (e Entry) wrong() error {
	first, _ := utf8.DecodeRuneInString(e.Tail)
	e.Tail = ""
	if _, err := e.key(first); err != nil {
		return err
	}
	return ErrNotAmount
}

func (e Entry) key(r rune) (Entry, error) {
	switch k, is := key(r); {
	case !is:
		return e, ErrNotAmount
	case k == '.':
		return e.point()
	case k == '+':
		return e.add()
	default:
		return e.digit(k)
	}
}

// Code is what was typed instead of an amount and can only be a code, and the entry
// without it; empty when it is none. A letter within an amount makes none: it was
// pressed for a digit. Neither does a number behind a decimal mark: nobody can say which
// of its digits were the amount's.
func (e Entry) Code() (_ Entry, code string) {
	code = e.Text + strings.Map(func(r rune) rune {
		if d, is := digit(r); is {
			return d
		}
		return r
	}, e.Tail)
	switch {
	case e.Tail == "", !Code(code), e.Text != "" && !Code(digits(code)), strings.Contains(e.Text, "."):
		return e, ""
	}
	e.Text, e.Tail = "", ""
	return e, code
}

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
		return e, ErrNotAmount
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
	if e.Tail != "" {
		_, size := utf8.DecodeLastRuneInString(e.Tail)
		e.Tail = e.Tail[:len(e.Tail)-size]
		return e
	}
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

// With is an entry holding an amount, as if it had been typed.
func (e Entry) With(a order.Amount) Entry { return Entry{Currency: a.Currency, Text: a.Wire()} }

// Empty says that nothing has been typed.
func (e Entry) Empty() bool { return e.Text == "" && e.Tail == "" && len(e.terms) == 0 }

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
	if e.Tail != "" {
		return order.Amount{}, e.wrong()
	}
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
	if e.Tail != "" {
		return e, e.wrong()
	}
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

// same says that two entries of a currency show the same, and go on in the same way.
func (e Entry) same(o Entry) bool {
	return e.Text == o.Text && e.Tail == o.Tail && slices.Equal(e.terms, o.terms)
}

// PlainAmount is an amount as staff would type it in full: "12.00", or "12"
// where there are no decimals to type.
func PlainAmount(a order.Amount) string {
	if digits, err := order.TypedDigits(a.Currency); err == nil && digits == 0 {
		return a.Wire()
	}
	return a.Decimal()
}
