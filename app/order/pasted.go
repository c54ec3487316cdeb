package order

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
)

// ErrSecretText: a secret has a character in it that none can have. The error
// never says which.
var ErrSecretText = errors.New("a secret has letters, digits and signs of ASCII alone")

// Pasted is what was typed, pasted or piped as a number, an address or a secret,
// without what nobody sees and no such text holds: a byte-order mark, zero-width
// and no-break spaces, and at either end spaces and line ends of any kind. What
// came as UTF-16 is read as that.
func Pasted(text string) string {
	for _, misread := range []string{"ï»¿", "ÿþ", "þÿ"} { // a byte-order mark, taken for Latin letters
		text = strings.TrimPrefix(text, misread)
	}
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || strings.ContainsRune("\u00a0\u2007\u202f", r) {
			return -1
		}
		return r
	}, fromUTF16(text))
	return strings.TrimFunc(text, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) })
}

// PastedSecret is Pasted for a client secret, a notification key or a PIN. What is
// left and can't belong to one is ErrSecretText.
func PastedSecret(text string) (string, error) {
	text = Pasted(text)
	if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "", ErrSecretText
	}
	return text, nil
}

// fromUTF16 decodes what has UTF-16's byte-order mark, or its zero bytes. Anything
// else it returns as it came.
func fromUTF16(text string) string {
	if len(text)%2 == 1 {
		return text
	}
	var zeros [2]int // at even and odd places
	for i := range len(text) {
		if text[i] == 0 {
			zeros[i%2]++
		}
	}
	var from binary.ByteOrder
	switch {
	case strings.HasPrefix(text, "\xff\xfe"), zeros[1] > zeros[0]:
		from = binary.LittleEndian
	case strings.HasPrefix(text, "\xfe\xff"), zeros[0] > zeros[1]:
		from = binary.BigEndian
	default:
		return text
	}
	var units []uint16
	for pair := range slices.Chunk([]byte(text), 2) {
		units = append(units, from.Uint16(pair))
	}
	return string(utf16.Decode(units))
}
