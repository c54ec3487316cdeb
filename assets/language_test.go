package assets_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"qrtill/assets"
)

func load(t *testing.T, tag string) *assets.Catalogue {
	t.Helper()
	c, err := assets.Load(tag)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestEveryLanguageLoadsAndNamesItself(t *testing.T) {
	names := map[string]string{"en": "English", "zh-Hant-HK": "繁體中文", "zh-Hans": "简体中文"}
	for _, tag := range assets.Languages() {
		c := load(t, tag)
		if c.Tag() != tag || c.Name() != names[tag] {
			t.Errorf("%s: tag %q, name %q", tag, c.Tag(), c.Name())
		}
	}
	if len(names) != len(assets.Languages()) {
		t.Errorf("the languages are %v", assets.Languages())
	}
}

func TestTheSystemsLocaleFindsItsLanguage(t *testing.T) {
	for locale, want := range map[string]string{
		"zh-HK": "zh-Hant-HK", "zh_HK.UTF-8": "zh-Hant-HK", "zh-TW": "zh-Hant-HK", "zh_TW.UTF-8": "zh-Hant-HK", "zh-MO": "zh-Hant-HK",
		"zh-Hant": "zh-Hant-HK", "zh-Hant-TW": "zh-Hant-HK", "zh-Hant-HK": "zh-Hant-HK", "zh-Hant-US": "zh-Hant-HK", "yue-HK": "zh-Hant-HK",
		"zh": "zh-Hans", "zh-CN": "zh-Hans", "zh_CN.GB18030": "zh-Hans", "zh-SG": "zh-Hans", "zh-Hans": "zh-Hans", "zh-Hans-HK": "zh-Hans",
		"en": "en", "en-HK": "en", "en_GB.UTF-8@euro": "en", "ja-JP": "en", "de": "en", "ms-MY": "en", "C": "en", "POSIX": "en", "": "en", "?": "en",
	} {
		if got := assets.Match(locale); got != want {
			t.Errorf("%q: %s, want %s", locale, got, want)
		}
	}
}

func TestMoneyShowsItsCurrencyInEveryLanguage(t *testing.T) {
	want := map[string][]string{
		"HKD": {"HK$1,234.50", "HK$1,234.50", "HK$1,234.50"},
		"TWD": {"NT$1,234.50", "NT$1,234.50", "NT$1,234.50"},
		"CNY": {"CN¥1,234.50", "CN¥1,234.50", "CN¥1,234.50"},
		"USD": {"US$1,234.50", "US$1,234.50", "US$1,234.50"},
		"JPY": {"JP¥1,234.5", "JP¥1,234.5", "JP¥1,234.5"},
		"MOP": {"MOP\u00a01,234.50", "MOP\u00a01,234.50", "MOP\u00a01,234.50"},
		"SGD": {"SGD\u00a01,234.50", "SGD\u00a01,234.50", "SGD\u00a01,234.50"},
		"AUD": {"A$1,234.50", "AU$1,234.50", "AU$1,234.50"},
		"EUR": {"€1,234.50", "€1,234.50", "€1,234.50"},
	}
	for i, tag := range assets.Languages() {
		c := load(t, tag)
		for code, written := range want {
			if got := c.Money("1234.50", code); got != written[i] {
				t.Errorf("%s: Money %q, want %q", tag, got, written[i])
			}
			if got := c.Money("-1234.50", code); got != "-"+written[i] {
				t.Errorf("%s: Money %q, want -%q", tag, got, written[i])
			}
		}
	}
}

func TestATypedAmountIsWrittenAlikeInEveryLanguage(t *testing.T) {
	for _, tag := range assets.Languages() {
		c := load(t, tag)
		for _, k := range []struct{ text, code, want string }{
			{"", "HKD", "HK$0"}, {"1234", "HKD", "HK$1,234"}, {"1234.", "HKD", "HK$1,234."}, {"1234.5", "HKD", "HK$1,234.5"},
			{".50", "TWD", "NT$0.50"}, {"1500", "JPY", "JP¥1,500"}, {"8.8", "CNY", "CN¥8.8"}, {"8.80", "MOP", "MOP\u00a08.80"}, {"1e3", "USD", "1e3 USD"},
		} {
			if got := c.Typed(k.text, k.code); got != k.want {
				t.Errorf("%s: Typed(%q, %q) = %q, want %q", tag, k.text, k.code, got, k.want)
			}
		}
	}
}

func TestDatesFollowTheLanguagesRules(t *testing.T) {
	at := time.Date(2026, 11, 24, 6, 5, 9, 0, time.UTC)
	for tag, want := range map[string][]string{
		"en":         {"14:05", "24 Nov 2026", "24 Nov 2026 14:05:09", "Tue 24 Nov 2026", "Sun 1 Feb 2026"},
		"zh-Hant-HK": {"14:05", "2026年11月24日", "2026年11月24日 14:05:09", "2026年11月24日 星期二", "2026年2月1日 星期日"},
		"zh-Hans":    {"14:05", "2026年11月24日", "2026年11月24日 14:05:09", "2026年11月24日 星期二", "2026年2月1日 星期日"},
	} {
		c, zone := load(t, tag), "Asia/Hong_Kong"
		got := []string{c.Time(at, zone), c.Date(at, zone), c.DateTime(at, zone), c.Day("2026-11-24"), c.Day("2026-02-01")}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
	}
}

func TestTheToolkitsWordsAreThereInEveryLanguage(t *testing.T) {
	first := map[string]string{}
	for _, tag := range assets.Languages() {
		words := map[string]string{}
		if err := json.Unmarshal(load(t, tag).FyneTexts(), &words); err != nil {
			t.Fatalf("%s: %v", tag, err)
		}
		if len(first) == 0 {
			first = words
		}
		if words["Cut"] == "" || len(words) != len(first) {
			t.Errorf("%s: %d words, want %d", tag, len(words), len(first))
		}
		for key := range first {
			if words[key] == "" {
				t.Errorf("%s has no word for %q", tag, key)
			}
		}
	}
}
