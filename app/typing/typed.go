package typing

import (
	"slices"
	"unicode/utf8"

	"qrtill/app/order"
)

// Typed is an amount as it was typed, key by key: each can be taken back, and whose it may
// have been is not forgotten while it is part of the amount. It is a value; every key gives
// a new one.
type Typed struct {
	Entry
	put  bool        // an amount was put there as a whole
	keys []keystroke // what was typed after that
}

// keystroke is one key, and what stood there before it.
type keystroke struct {
	before Entry
	text   string // what it typed
	doubt  bool   // a scanner may have pressed it
	quick  bool   // and it may well be a scanner's
	begins bool   // it is the first of those in doubt that came together
}

// NewTyped is an empty amount.
func NewTyped(currency string) Typed { return Typed{Entry: Entry{Currency: currency}} }

func (t Typed) and(next Entry, k keystroke) Typed {
	k.before = t.Entry
	return Typed{next, t.put, append(slices.Clip(t.keys), k)}
}

// to is what stood there before the newest n keys.
func (t Typed) to(n int) Typed {
	rest := len(t.keys) - n
	return Typed{t.keys[rest].before, t.put, t.keys[:rest]}
}

// Type is Entry's, of a key that was pressed so. A digit behind an amount that was put
// there begins another one: who types 12 means 12. A scanner's must not take its place
// unasked.
func (t Typed) Type(r rune, by Stroke) (Typed, error) {
	e := t.Entry
	if _, is := digit(r); is && t.put && len(t.keys) == 0 {
		e, by.Quick = Entry{Currency: t.Currency}, by.Doubt
	}
	next, err := e.Type(r)
	return t.and(next, keystroke{text: string(r), doubt: by.Doubt, quick: by.Quick, begins: by.Begins}), err
}

// Silent is Entry's.
func (t Typed) Silent() Typed {
	return t.and(t.Entry.Silent(), keystroke{text: "?"})
}

// Plus is Entry's.
func (t Typed) Plus(a order.Amount) (Typed, error) {
	next, err := t.Entry.Plus(a)
	if err != nil {
		return t, err
	}
	return t.and(next, keystroke{text: "+" + a.Wire()}), nil
}

// Back is without the newest key that has changed something.
func (t Typed) Back() Typed {
	for n := range t.keys {
		if was := t.to(n + 1); !was.same(t.Entry) {
			return was
		}
	}
	return Typed{Entry: t.Entry.Back()}
}

// Clear is an empty amount. Half of what was typed would be another one.
func (t Typed) Clear() Typed { return NewTyped(t.Currency) }

// With is an amount that was put there as a whole.
func (t Typed) With(a order.Amount) Typed { return Typed{Entry: t.Entry.With(a), put: true} }

// Doubt is what nobody can say of whether a person has typed it or a scanner, from its
// first key on: who types on behind it has not made it certain. It is empty if all is a
// person's. before is without it; quick says that it may well be a scanner's, so that a
// person's Enter does not settle it.
func (t Typed) Doubt() (before Typed, text string, quick bool) {
	first := t.firstInDoubt()
	if first < 0 {
		return t, "", false
	}
	for _, k := range t.keys[first:] {
		text += k.text
		quick = quick || k.quick
	}
	return t.to(len(t.keys) - first), text, quick
}

// firstInDoubt is the place of a key, -1 for none.
func (t Typed) firstInDoubt() int {
	return slices.IndexFunc(t.keys, func(k keystroke) bool { return k.doubt })
}

// Settled is the same when a person has said that all of it is meant.
func (t Typed) Settled() Typed {
	t.keys = slices.Clone(t.keys)
	for i := range t.keys {
		t.keys[i].doubt, t.keys[i].quick = false, false
	}
	return t
}

// Code is what can only be a code, and the amount without it; empty when there is none. A
// person's figures before something in doubt are no part of one.
func (t Typed) Code() (_ Typed, code string) {
	if before, code := t.Together(); code != "" {
		return before, code
	}
	e, code := t.Entry.Code()
	if code == "" {
		return t, ""
	}
	first := t.firstInDoubt()
	for n := range t.keys {
		if was := t.to(n + 1); was.same(e) && len(was.keys) >= first {
			return was, code
		}
	}
	if first >= 0 {
		return t, ""
	}
	return Typed{Entry: e}, code
}

// Together is a code in doubt of which all keys came together, at the end, and what stood
// before it. Of those that did not, one may be a person's.
func (t Typed) Together() (before Typed, code string) {
	for n := 1; n <= len(t.keys); n++ {
		k := t.keys[len(t.keys)-n]
		if !k.doubt {
			break
		}
		code = k.text + code
		if k.begins && apart(code) {
			return t.to(n), code
		}
		if k.begins {
			break
		}
	}
	return t, ""
}

// apart says that a text that came together can only be a code, also behind an amount:
// it is a number with too many digits for one, or begins as no amount does. One letter
// or two, or some behind a digit, may have been pressed for digits.
func apart(text string) bool {
	first, _ := utf8.DecodeRuneInString(text)
	return Code(digits(text)) || Code(text) && !AmountKey(first) && utf8.RuneCountInString(text) >= scanLeast
}
