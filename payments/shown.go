package payments

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxShown is how much of a body is shown: more than any answer in the docs has,
// with the longest code.
const maxShown = 8 << 10

// headersOf are the headers that may be shown, free of secrets.
func headersOf(h http.Header, scrub scrubber) []Header {
	var all []Header
	for _, name := range lookedAt {
		for _, value := range h.Values(name) {
			if name == "Location" {
				value = withoutEnd(value)
			}
			all = append(all, Header{name, scrub.message(value)})
		}
	}
	return all
}

// withoutEnd is an address without what could be a secret in it.
func withoutEnd(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "[no address]"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

// bodyOf is a body as it may be shown, and how its characters were written. Of a
// token's answer nothing is shown that could be a token in a form not known.
func bodyOf(a *answer, scrub scrubber, tokens bool) (body, written string) {
	if a.unread != nil {
		return "[" + scrub.message(a.unread.Error()) + "]", ""
	}
	text, err := textOf(a.body)
	switch {
	case len(a.body) == 0:
		return "[empty]", ""
	case err != nil:
		return fmt.Sprintf("[%d bytes that are no text]", len(a.body)), ""
	case !utf8.Valid(a.body):
		written = "not UTF-8: read as GB18030 or UTF-16"
	case bytes.HasPrefix(a.body, []byte(byteOrderMark)):
		written = "UTF-8 with a byte-order mark"
	case slices.Max(a.body) >= utf8.RuneSelf:
		written = "UTF-8"
	default:
		written = "ASCII"
	}
	switch {
	case !tooDeep(text) && json.Valid(text):
		p := printer{dec: json.NewDecoder(bytes.NewReader(text)), scrub: scrub, tokens: tokens}
		p.dec.UseNumber()
		p.value("", "")
		body = p.out.String()
	case tokens && a.status < 300:
		body = fmt.Sprintf("[%d bytes that are no JSON; not shown, as a token may be in them]", len(text))
	default:
		body = scrub.text(visible(string(text)))
	}
	return shortened(body), written
}

// shortened cuts a text that was scrubbed before: half of a secret could be left.
func shortened(text string) string {
	if len(text) <= maxShown {
		return text
	}
	return strings.ToValidUTF8(text[:maxShown], "") + fmt.Sprintf("\n[and %d bytes more]", len(text)-maxShown)
}

// printer writes a JSON value, known to be valid, over many lines: its keys in
// the order in which they came, double ones too, and its texts free of secrets.
type printer struct {
	out    strings.Builder
	dec    *json.Decoder
	scrub  scrubber
	tokens bool
}

func (p *printer) value(indent, key string) {
	t, _ := p.dec.Token()
	switch t := t.(type) {
	case json.Delim:
		p.list(t, indent)
	case string:
		p.text(key, t)
	case json.Number:
		if p.tokens && len(t) >= unlikely {
			p.out.WriteString("[" + formOf(t.String()) + "]")
			return
		}
		p.out.WriteString(p.scrub.text(t.String()))
	default: // true, false, null
		raw, _ := json.Marshal(t)
		p.out.Write(raw)
	}
}

func (p *printer) list(open json.Delim, indent string) {
	inner, first := indent+"  ", true
	p.out.WriteRune(rune(open))
	for p.dec.More() {
		if !first {
			p.out.WriteByte(',')
		}
		first = false
		p.out.WriteString("\n" + inner)
		key := ""
		if open == '{' {
			t, _ := p.dec.Token()
			key, _ = t.(string)
			p.out.WriteString(strconv.Quote(p.scrub.text(visible(key))) + ": ")
		}
		p.value(inner, key)
	}
	shut, _ := p.dec.Token()
	if !first {
		p.out.WriteString("\n" + indent)
	}
	p.out.WriteString(fmt.Sprint(shut))
}

// spoken are the keys of a token's answer whose texts are no tokens.
var spoken = []string{"message", "rid", "error", "error_description", "error_uri", "token_type", "scope"}

func (p *printer) text(key, value string) {
	if p.tokens && len(value) >= unlikely && !slices.Contains(spoken, key) {
		p.out.WriteString("[" + formOf(value) + "]")
		return
	}
	p.out.WriteString(strconv.Quote(p.scrub.text(visible(value))))
}

// formOf says what a token looks like.
func formOf(value string) string {
	kind := "characters"
	has := func(outside string) bool { return strings.Trim(value, outside) != "" }
	const digits, lower, upper = "0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
	switch {
	case value == "":
	case !has(digits):
		kind = "digits"
	case !has(digits + "abcdef"), !has(digits + "ABCDEF"):
		kind = "hexadecimal characters"
	case !has(digits + lower + upper):
		kind = "letters and digits"
	case strings.Count(value, ".") == 2 && !has(digits+lower+upper+"-_."):
		kind = "characters in three parts, as a JSON Web Token has"
	}
	return fmt.Sprintf("%d %s", len(value), kind)
}

// keysOf are the keys of the object in an answer that tells something.
func keysOf(body []byte, scrub scrubber, tokens bool) (keys []string) {
	f, err := decodeObject(body)
	if err == nil && !tokens {
		f, err = object(f["data"])
	}
	if err != nil {
		return nil
	}
	for key := range f {
		keys = append(keys, scrub.message(key))
	}
	slices.Sort(keys)
	return keys
}
