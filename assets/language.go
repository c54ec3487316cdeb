package assets

import (
	"embed"
	"slices"
	"strings"

	"golang.org/x/text/language"
)

//go:embed fynetext/*.json
var fyneTexts embed.FS

// languages are the ones there are texts in. The first is the one for a system
// whose own language is not among them.
var languages = []string{"en", "zh-Hant-HK", "zh-Hans"}

// Languages are the tags that Load takes, in the order they are offered in.
func Languages() []string { return slices.Clone(languages) }

// Match is the language for a system's locale, written as any system does:
// "zh-HK", "zh_TW.UTF-8".
func Match(locale string) string {
	locale, _, _ = strings.Cut(locale, ".")
	locale, _, _ = strings.Cut(locale, "@")
	want, err := language.Parse(locale)
	if err != nil {
		return languages[0]
	}
	ours := make([]language.Tag, len(languages))
	for i, tag := range languages {
		ours[i] = language.MustParse(tag)
	}
	_, index, _ := language.NewMatcher(ours).Match(want)
	return languages[index]
}

// Tag is the language's tag, as Load took it.
func (c *Catalogue) Tag() string { return c.tag }

// Name is what the language calls itself: "English", "繁體中文".
func (c *Catalogue) Name() string { return c.Text("language.name", nil) }

// FyneTexts are the toolkit's own words (Cut, Copy, Paste) in the language, in
// the JSON that its lang package takes.
func (c *Catalogue) FyneTexts() []byte {
	raw, _ := fyneTexts.ReadFile("fynetext/" + c.tag + ".json") // a test finds one that is missing
	return raw
}
