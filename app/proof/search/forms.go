package search

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// Form is one way to write a secret down.
type Form struct {
	Name string
	Text []byte
}

// forms collects ways to write one secret, each text once.
type forms struct{ list []Form }

func (f *forms) add(name, text string) {
	same := func(known Form) bool { return string(known.Text) == text }
	if !slices.ContainsFunc(f.list, same) {
		f.list = append(f.list, Form{name, []byte(text)})
	}
}

// Forms are the ways in which a secret could have been written down.
func Forms(secret string) []Form {
	var f forms
	f.add("plain", secret)
	f.add("plain, in capitals", strings.ToUpper(secret))
	f.add("plain, in small letters", strings.ToLower(secret))
	f.add("reversed", reversed(secret))
	f.add("hexadecimal", hex.EncodeToString([]byte(secret)))
	f.add("hexadecimal in capitals", strings.ToUpper(hex.EncodeToString([]byte(secret))))
	f.escaped(secret)
	f.inBase64("", []byte(secret))
	f.add("UTF-16LE", wide(secret, binary.LittleEndian))
	f.add("UTF-16BE", wide(secret, binary.BigEndian))
	if value, err := hex.DecodeString(secret); err == nil && len(value) >= shortest {
		f.add("as bytes", string(value))
		f.inBase64("its bytes in ", value)
	}
	return f.list
}

// escaped adds what a secret looks like in an address, in JSON and in HTML.
func (f *forms) escaped(secret string) {
	every := ""
	for _, b := range []byte(secret) {
		every += fmt.Sprintf("%%%02X", b)
	}
	for _, in := range []Form{
		{"in a query", []byte(url.QueryEscape(secret))}, {"in a path", []byte(url.PathEscape(secret))}, {"every byte", []byte(every)},
	} {
		f.add("URL-encoded "+in.Name, string(in.Text))
		f.add("URL-encoded "+in.Name+", small escapes", smallEscapes(string(in.Text)))
	}
	f.add("in JSON", inJSON(secret, false))
	f.add("in JSON for HTML", inJSON(secret, true))
	f.add("in JSON, ASCII", unquoted(strconv.QuoteToASCII(secret)))
	f.add("in JSON within JSON", inJSON(inJSON(secret, false), false))
	f.add("in HTML", html.EscapeString(secret))
}

// inBase64 adds what looks different at each of three places within a longer text.
func (f *forms) inBase64(name string, value []byte) {
	for shift := range 3 {
		for _, kind := range []struct {
			name     string
			encoding *base64.Encoding
		}{{"base64", base64.RawStdEncoding}, {"URL base64", base64.RawURLEncoding}} {
			// The first and last characters also depend on what stands beside.
			text := kind.encoding.EncodeToString(append(make([]byte, shift), value...))
			f.add(fmt.Sprintf("%s%s, shifted by %d", name, kind.name, shift), text[(shift*8+5)/6:len(text)-1])
		}
	}
}

func wide(s string, order binary.AppendByteOrder) string {
	var text []byte
	for _, unit := range utf16.Encode([]rune(s)) {
		text = order.AppendUint16(text, unit)
	}
	return string(text)
}

func reversed(s string) string {
	runes := []rune(s)
	slices.Reverse(runes)
	return string(runes)
}

// smallEscapes turns %2F into %2f.
func smallEscapes(s string) string {
	b := []byte(s)
	for i := 0; i+2 < len(b); i++ {
		if b[i] == '%' {
			copy(b[i+1:i+3], bytes.ToLower(b[i+1:i+3]))
		}
	}
	return string(b)
}

func inJSON(s string, forHTML bool) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(forHTML)
	_ = encoder.Encode(s) // a string always marshals
	return unquoted(strings.TrimSpace(b.String()))
}

func unquoted(s string) string { return s[1 : len(s)-1] }
