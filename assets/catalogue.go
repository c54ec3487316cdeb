package assets

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/bojanz/currency"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

//go:embed text/*.json
var texts embed.FS

// ErrLanguage says that there is no file of texts for a language.
var ErrLanguage = errors.New("there are no texts in this language")

// Catalogue is one language: its texts and its ways of writing money and
// times. It is never changed after Load; any goroutine may use it.
type Catalogue struct {
	tag       string
	localizer *i18n.Localizer
	keys      []string
	keyring   string
	locale    currency.Locale
}

// Load reads the texts of a language, one of Languages, as they are on this system.
func Load(tag string) (*Catalogue, error) { return LoadFor(tag, runtime.GOOS) }

// LoadFor reads them as they are on another system (a GOOS).
func LoadFor(tag, system string) (*Catalogue, error) {
	raw, err := texts.ReadFile("text/" + tag + ".json")
	if err != nil {
		return nil, fmt.Errorf("%w: %q", ErrLanguage, tag)
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return nil, fmt.Errorf("%w: %q", ErrLanguage, tag)
	}
	named := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &named); err != nil {
		return nil, fmt.Errorf("text/%s.json can't be read: %w", tag, err)
	}
	keyring := strings.Trim(string(named[keyringOn(system)]), `"`)
	raw = bytes.ReplaceAll(raw, []byte(keyringValue), []byte(keyring))
	bundle := i18n.NewBundle(parsed)
	bundle.RegisterUnmarshalFunc("json", json.Unmarshal)
	if _, err := bundle.ParseMessageFileBytes(raw, tag+".json"); err != nil {
		return nil, fmt.Errorf("text/%s.json can't be read: %w", tag, err)
	}
	c := &Catalogue{tag: tag, keyring: keyring, localizer: i18n.NewLocalizer(bundle, tag), keys: slices.Sorted(maps.Keys(named))}
	c.locale = currency.NewLocale(c.Text("format.locale", nil))
	return c, nil
}

// Keys are the keys of all texts, sorted.
func (c *Catalogue) Keys() []string { return slices.Clone(c.keys) }

// Has says whether there is a text for a key.
func (c *Catalogue) Has(key string) bool {
	_, found := slices.BinarySearch(c.keys, key)
	return found
}

// Keyring is what the system calls the place where it keeps secrets.
func (c *Catalogue) Keyring() string { return c.keyring }

// Text is the text for a key with its values filled in; the value "Count"
// chooses between one and many. A key without a text comes back as ⟦key⟧, and a
// value that is not given as "<no value>", so that they are seen rather than silent.
func (c *Catalogue) Text(key string, values map[string]any) string {
	config := i18n.LocalizeConfig{MessageID: key, TemplateData: values}
	if count, ok := values["Count"]; ok {
		config.PluralCount = count
	}
	text, err := c.localizer.Localize(&config)
	if err != nil {
		return "⟦" + key + "⟧"
	}
	return text
}

// Money writes a plain decimal ("128.50") with its currency as the language
// does: "HK$128.50". The symbol is never one that two currencies share. What is
// no plain decimal comes back as it is, with the currency's code behind it.
func (c *Catalogue) Money(decimal, code string) string {
	if !plain(strings.TrimPrefix(decimal, "-")) {
		return decimal + " " + code
	}
	amount, err := currency.NewAmount(decimal, code)
	if err != nil {
		return decimal + " " + code
	}
	return c.formatter().Format(amount)
}

// formatter writes money. The locales are chosen so that no dollar and no yuan
// stands bare; only the yen is bare in zh-Hant-HK.
func (c *Catalogue) formatter() *currency.Formatter {
	f := currency.NewFormatter(c.locale)
	f.SymbolMap["JPY"] = "JP¥"
	return f
}

// Typed writes an amount while it is being typed: "1234.5" is "HK$1,234.5". No
// digit is added, none is dropped.
func (c *Catalogue) Typed(text, code string) string {
	whole, fraction, point := strings.Cut(text, ".")
	if whole == "" {
		whole = "0"
	}
	if !plain(whole) || point && fraction != "" && !plain(fraction) {
		return text + " " + code
	}
	amount, err := currency.NewAmount(whole, code)
	if err != nil {
		return text + " " + code
	}
	formatter := c.formatter()
	formatter.MinDigits = 0
	written := formatter.Format(amount)
	if !point {
		return written
	}
	// The symbol may stand behind the number: the fraction follows the last digit.
	last := strings.LastIndexAny(written, "0123456789") + 1
	return written[:last] + c.Text("format.decimal_point", nil) + fraction + written[last:]
}

// plain says that a text is digits with at most one point between them: the
// currency package takes "1e3" and "NaN" as well.
func plain(s string) bool {
	whole, fraction, point := strings.Cut(s, ".")
	return digits(whole) && (!point || digits(fraction))
}

func digits(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// Time is the time of day in a zone (an IANA name): "14:05".
func (c *Catalogue) Time(t time.Time, zone string) string {
	return in(t, zone).Format(c.Text("format.time", nil))
}

// Date is the calendar day in a zone: "24 Nov 2026".
func (c *Catalogue) Date(t time.Time, zone string) string {
	return in(t, zone).Format(c.Text("format.date", nil))
}

// DateTime is day and time to the second: "24 Nov 2026 14:05:09".
func (c *Catalogue) DateTime(t time.Time, zone string) string {
	return in(t, zone).Format(c.Text("format.date_time", nil))
}

// Day writes a business day, "2026-11-24", in full: "Tue 24 Nov 2026". What is
// no day comes back as it is. The weekday's name is ours: Go knows English alone.
func (c *Catalogue) Day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	names := strings.Fields(c.Text("format.weekdays", nil))
	return c.Text("format.day", map[string]any{"Weekday": names[t.Weekday()], "Date": c.Date(t, "")})
}

// in is UTC when the zone is not known: a wrong hour that says so beats none.
func in(t time.Time, zone string) time.Time {
	location, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		return t.UTC()
	}
	return t.In(location)
}
