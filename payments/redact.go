package payments

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

const (
	redacted   = "[redacted]"
	maxMessage = 200 // runes
	// unlikely is the length from which a secret does not stand in a text by
	// chance, so that it is looked for in other spellings and in fields too.
	unlikely = 12
)

// scrubber takes secrets out of text that came from elsewhere.
type scrubber struct {
	words []string // all spellings, the longest first, so that one within another leaves no rest
	rare  []string // those that stand nowhere by chance
}

// newScrubber knows each secret in all its spellings.
func newScrubber(secrets ...string) scrubber { return scrubber{}.with(secrets...) }

// spellings are a secret as it is and as others may have written it down: in an
// address, in JSON (also where Go quotes what it could not read), and as the whole
// of a header or a dump is written.
func spellings(w string) []string {
	q, p := url.QueryEscape(w), url.PathEscape(w)
	all := []string{w, q, p, lowerEscapes(q), lowerEscapes(p)}
	if len(w) < unlikely {
		return all
	}
	all = append(all, hex.EncodeToString([]byte(w)))
	forHTML, _ := json.Marshal(w) // a string always marshals
	for _, quoted := range []string{strconv.Quote(w), strconv.QuoteToASCII(w), string(forHTML)} {
		quoted = quoted[1 : len(quoted)-1]
		twice := strconv.Quote(quoted)
		all = append(all, quoted, twice[1:len(twice)-1])
	}
	for shift := range 3 { // base64 looks different at each place within a longer text
		for _, e := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			text := e.EncodeToString(append(make([]byte, shift), w...))
			all = append(all, text[(shift*8+5)/6:len(text)-1]) // without what also depends on its neighbours
		}
	}
	return all
}

// with is a scrubber that knows more secrets.
func (s scrubber) with(secrets ...string) scrubber {
	more := scrubber{slices.Clone(s.words), slices.Clone(s.rare)}
	for _, w := range secrets {
		if w == "" {
			continue
		}
		all := spellings(w)
		more.words = append(more.words, all...)
		if len(w) >= unlikely {
			more.rare = append(more.rare, all...)
		}
	}
	slices.SortFunc(more.words, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	more.words = slices.Compact(more.words)
	return more
}

func (s scrubber) text(t string) string {
	for _, w := range s.words {
		t = strings.ReplaceAll(t, w, redacted)
	}
	return t
}

// message makes text from the gateway fit for a log and a screen. Control and
// invisible characters go first (they could split a secret), the cut comes
// last (it could leave half of one).
func (s scrubber) message(t string) string {
	t = s.text(strings.TrimSpace(visible(t)))
	if r := []rune(t); len(r) > maxMessage {
		t = string(r[:maxMessage])
	}
	return t
}

func visible(t string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, t)
}

// quoted says whether any text in an answer's data, which is valid JSON, holds
// a secret. Such a text would go into the log and, as a code, to a customer.
func (s scrubber) quoted(data []byte) bool {
	if !bytes.ContainsRune(data, '\\') { // every text stands there as it is
		return s.rarity(string(data))
	}
	for tokens := json.NewDecoder(bytes.NewReader(data)); ; {
		t, err := tokens.Token()
		if err != nil {
			return false // the end
		}
		if text, ok := t.(string); ok && s.rarity(text) {
			return true
		}
	}
}

// rarity says whether a text holds a secret that stands nowhere by chance.
func (s scrubber) rarity(text string) bool {
	text = visible(text)
	return slices.ContainsFunc(s.rare, func(w string) bool { return strings.Contains(text, w) })
}

// err makes an error fit to be wrapped: a url.Error is opened (it prints the
// address), and one whose text still holds a secret is replaced by a stand-in.
func (s scrubber) err(err error) error {
	var u *url.Error
	for errors.As(err, &u) {
		err = u.Err
	}
	if err == nil {
		return nil
	}
	if s.holds(err) {
		return &scrubbed{text: s.text(err.Error()), orig: err}
	}
	return err
}

// holds reports whether the text of err, or of any error within, needs scrubbing.
func (s scrubber) holds(err error) bool {
	if err == nil {
		return false
	}
	if t := err.Error(); s.text(t) != t {
		return true
	}
	switch e := err.(type) { //nolint:errorlint // every error within is looked at here
	case interface{ Unwrap() error }:
		return s.holds(e.Unwrap())
	case interface{ Unwrap() []error }:
		return slices.ContainsFunc(e.Unwrap(), s.holds)
	}
	return false
}

// scrubbed stands in for an error whose text can't be shown. It matches what
// the error matched but never hands it out, as its text would go with it.
type scrubbed struct {
	text string
	orig error
}

func (e *scrubbed) Error() string { return e.text }

// Is matches the errors a caller may want to know of.
func (e *scrubbed) Is(target error) bool {
	return (target == context.Canceled || target == context.DeadlineExceeded) && errors.Is(e.orig, target)
}

// GoString keeps the original from %#v.
func (e *scrubbed) GoString() string { return e.text }

// lowerEscapes turns %2F into %2f, as some servers write it.
func lowerEscapes(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], strings.ToLower(string(b[i+1:i+3])))
		}
	}
	return string(b)
}
