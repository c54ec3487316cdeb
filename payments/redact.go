package payments

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"sort"
	"strings"
	"unicode"
)

const (
	redacted   = "[redacted]"
	maxMessage = 200 // runes
)

// scrubber takes secrets out of text that came from elsewhere.
type scrubber struct{ words []string }

// newScrubber knows each secret as it is and in its percent-encoded forms.
func newScrubber(secrets ...string) scrubber {
	var s scrubber
	for _, w := range secrets {
		if w == "" {
			continue
		}
		q, p := url.QueryEscape(w), url.PathEscape(w)
		s.words = append(s.words, w, q, p, lowerEscapes(q), lowerEscapes(p))
	}
	// The longest first, so that a secret within another leaves no rest.
	sort.Slice(s.words, func(i, j int) bool { return len(s.words[i]) > len(s.words[j]) })
	return s
}

// with is a scrubber that knows more secrets.
func (s scrubber) with(secrets ...string) scrubber {
	more := newScrubber(secrets...)
	more.words = append(more.words, s.words...)
	sort.SliceStable(more.words, func(i, j int) bool { return len(more.words[i]) > len(more.words[j]) })
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
	t = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r == unicode.ReplacementChar:
			return -1
		}
		return r
	}, t)
	t = s.text(strings.TrimSpace(t))
	if r := []rune(t); len(r) > maxMessage {
		t = string(r[:maxMessage])
	}
	return t
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
