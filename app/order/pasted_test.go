package order_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"qrtill/app/order"
)

// as16 is a text in UTF-16, the given byte of each pair first.
func as16(text string, high int) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(text)) {
		pair := [2]byte{byte(unit >> 8), byte(unit)}
		b.Write([]byte{pair[high], pair[1-high]})
	}
	return b.String()
}

func TestWhatCannotBelongToASecretIsTakenOff(t *testing.T) {
	const secret = "s3cret W0rd+/="
	if every, err := order.PastedSecret("!0Aa~"); every != "!0Aa~" || err != nil {
		t.Errorf("%q, %v", every, err)
	}
	for name, pasted := range map[string]string{
		"plain":                    secret,
		"lines and spaces":         "\r\n\t " + secret + " \r\n",
		"carriage return":          secret + "\r",
		"byte-order mark":          "\ufeff" + secret,
		"mark at the end":          secret + "\ufeff",
		"mark read as Latin":       "ï»¿" + secret,
		"no-break spaces":          "\u00a0" + secret + "\u00a0",
		"narrow no-break space":    "s3cr\u202fet W0rd+/=\u2007",
		"zero width":               "\u200bs3cret\u200d W0\u2060rd+/=\u200c",
		"directions":               "\u202a" + secret + "\u202c\u200e",
		"soft hyphen":              "s3cr\u00adet W0rd+/=",
		"ideographic space":        "\u3000" + secret + "\u3000",
		"line separator":           secret + "\u2028",
		"an escape and a delete":   "\x1b" + secret + "\x7f\x00",
		"UTF-16, low first":        as16(secret+"\r\n", 1),
		"UTF-16, high first":       as16(secret+"\r\n", 0),
		"UTF-16, low first, mark":  as16("\ufeff"+secret, 1),
		"UTF-16, high first, mark": as16("\ufeff"+secret, 0),
		"UTF-16, and no-break":     as16("\u00a0"+secret+"\u3000\r\n", 1),
		"UTF-16, and zero width":   as16("s3\u200bcret W0rd+/=\u3000", 0),
		"UTF-16, mark as Latin":    "ÿþ" + as16(secret, 1),
	} {
		if got, err := order.PastedSecret(pasted); got != secret || err != nil {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

// A secret that was changed in silence would be a wrong one.
func TestWhatMayBeMeantOtherwiseIsRefusedAndNotShown(t *testing.T) {
	for name, pasted := range map[string]string{
		"full width":        "ｓ3cret",
		"quotation marks":   "“s3cret”",
		"two lines":         "s3cret\r\nother",
		"a tab within":      "s3\tcret",
		"a zero byte":       "s3c\x00ret",
		"Han":               "密鑰s3cret",
		"an accent":         "s3crét",
		"not UTF-8":         "s3cret\xa0\xff",
		"half of UTF-16":    as16("\ufeffs3cret", 1)[:9],
		"UTF-16, and Han":   as16("s3cret密", 1),
		"a combining joint": "s3\u034fcret",
	} {
		got, err := order.PastedSecret(pasted)
		if !errors.Is(err, order.ErrSecretText) || got != "" || strings.Contains(err.Error(), "3c") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestNothingButMarksIsNothing(t *testing.T) {
	for _, pasted := range []string{"", "\ufeff", "\xff\xfe", "\xfe\xff", "\u200b\u00a0\r\n", as16("\ufeff\r\n", 0)} {
		if got, err := order.PastedSecret(pasted); got != "" || err != nil {
			t.Errorf("%q: %q, %v", pasted, got, err)
		}
	}
}
