package assets_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"qrtill/assets"
)

func english(t *testing.T) *assets.Catalogue {
	t.Helper()
	c, err := assets.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestALanguageWithoutAFileIsRefused(t *testing.T) {
	for _, tag := range []string{"", "xx", "../en", "en-HK"} {
		if _, err := assets.Load(tag); !errors.Is(err, assets.ErrLanguage) {
			t.Errorf("Load(%q): %v", tag, err)
		}
	}
}

func TestTextFillsInValuesAndChoosesThePlural(t *testing.T) {
	c := english(t)
	one := c.Text("top.watching", map[string]any{"Count": 1})
	many := c.Text("top.watching", map[string]any{"Count": 3})
	if one == many || one != "1 code still watched" || many != "3 codes still watched" {
		t.Errorf("one %q, many %q", one, many)
	}
}

func TestAMissingKeyIsSeen(t *testing.T) {
	if got := english(t).Text("no.such_key", nil); got != "⟦no.such_key⟧" {
		t.Errorf("got %q", got)
	}
}

// Tests that look at screens look for "⟦" and for "<".
func TestAMissingValueIsSeen(t *testing.T) {
	c := english(t)
	for key, names := range uses(t) {
		text := c.Text(key, nil)
		if seen := strings.Contains(text, "<no value>"); seen != (len(names) > 0) {
			t.Errorf("%s without its values %q is %q", key, names, text)
		}
	}
	if got := c.Text("top.shop", map[string]any{"Shop": "Lucky Cat"}); got != "Lucky Cat · <no value>" {
		t.Errorf("got %q", got)
	}
}

// People look for the place where secrets are kept by the name that their system
// gives it, and no other system's stands in any text.
func TestEveryTextNamesTheKeyringAsItsSystemDoes(t *testing.T) {
	names := map[string][]string{
		"windows": {"Credential Manager", "認證管理員", "凭据管理器"},
		"darwin":  {"Keychain", "鑰匙圈", "钥匙串"},
		"linux":   {"keyring", "鑰匙圈", "密钥环"},
		"freebsd": {"keyring", "鑰匙圈", "密钥环"},
	}
	for system, own := range names {
		for i, tag := range assets.Languages() {
			c, err := assets.LoadFor(tag, system)
			if err != nil {
				t.Fatal(err)
			}
			if text := c.Text("error.keyring.unavailable", nil); !strings.Contains(text, own[i]) || c.Keyring() != own[i] {
				t.Errorf("%s, %s: %q does not say %s", system, tag, text, own[i])
			}
			for _, key := range c.Keys() {
				if strings.HasPrefix(key, "keyring.") {
					continue
				}
				for _, others := range names {
					if text := c.Text(key, map[string]any{"Count": 2}); others[i] != own[i] && strings.Contains(text, others[i]) {
						t.Errorf("%s, %s: %s says %s: %q", system, tag, key, others[i], text)
					}
				}
			}
		}
	}
}

func TestMoneyFollowsTheLanguagesRules(t *testing.T) {
	cases := []struct{ decimal, code, want string }{
		{"128.50", "HKD", "HK$128.50"},
		{"1234567.00", "HKD", "HK$1,234,567.00"},
		{"-8.50", "HKD", "-HK$8.50"},
		{"50", "TWD", "NT$50.00"},
		{"1500", "JPY", "JP¥1,500"},
		{"12.5", "USD", "US$12.50"},
		{"1e3", "HKD", "1e3 HKD"},
		{"", "HKD", " HKD"},
		{"5.00", "???", "5.00 ???"},
	}
	c := english(t)
	for _, k := range cases {
		if got := c.Money(k.decimal, k.code); got != k.want {
			t.Errorf("Money(%q, %q) = %q, want %q", k.decimal, k.code, got, k.want)
		}
	}
}

func TestATypedAmountKeepsEveryDigitAndAddsNone(t *testing.T) {
	cases := []struct{ text, code, want string }{
		{"", "HKD", "HK$0"},
		{"0", "HKD", "HK$0"},
		{"1234", "HKD", "HK$1,234"},
		{"1234.", "HKD", "HK$1,234."},
		{"1234.5", "HKD", "HK$1,234.5"},
		{"1234.50", "HKD", "HK$1,234.50"},
		{".5", "HKD", "HK$0.5"},
		{"500", "TWD", "NT$500"},
		{"x", "HKD", "x HKD"},
	}
	c := english(t)
	for _, k := range cases {
		if got := c.Typed(k.text, k.code); got != k.want {
			t.Errorf("Typed(%q, %q) = %q, want %q", k.text, k.code, got, k.want)
		}
	}
}

func TestTimesAreWrittenInTheShopsZone(t *testing.T) {
	c := english(t)
	at := time.Date(2026, 11, 24, 17, 5, 9, 0, time.UTC)
	for _, k := range []struct{ got, want string }{
		{c.Time(at, "Asia/Hong_Kong"), "01:05"},
		{c.Date(at, "Asia/Hong_Kong"), "25 Nov 2026"},
		{c.DateTime(at, "Asia/Hong_Kong"), "25 Nov 2026 01:05:09"},
		{c.Time(at, "Nowhere/Land"), "17:05"},
		{c.Day("2026-11-24"), "Tue 24 Nov 2026"},
		{c.Day("yesterday"), "yesterday"},
	} {
		if k.got != k.want {
			t.Errorf("got %q, want %q", k.got, k.want)
		}
	}
}
