package assets_test

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"qrtill/assets"
)

// forms are the forms of one text: "other", and "one" where words depend on a
// number.
type forms map[string]string

func (f *forms) UnmarshalJSON(raw []byte) error {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		*f = forms{"other": one}
		return nil
	}
	return json.Unmarshal(raw, (*map[string]string)(f))
}

type file map[string]forms

func readTexts(t *testing.T, tag string) file {
	t.Helper()
	raw, err := os.ReadFile("text/" + tag + ".json")
	if err != nil {
		t.Fatal(err)
	}
	texts := file{}
	if err := json.Unmarshal(raw, &texts); err != nil {
		t.Fatal(err)
	}
	return texts
}

var placeholder = regexp.MustCompile(`{{[^}]*}}`)

// holds are a text's values, in the order of the alphabet: a sentence may turn
// round in another language.
func holds(text string) []string {
	found := placeholder.FindAllString(text, -1)
	slices.Sort(found)
	return slices.Compact(found)
}

// spokenSmall are the texts of a sum's small part. Chinese says tenths and
// hundredths (角, 分) where English counts hundredths alone.
var spokenSmall = map[string]bool{"speech.cents": true, "speech.fen": true}

var inTenths = holds("{{if .Tenths}}{{.Tenths}}{{end}}{{if .Rest}}{{.Rest}}{{end}}")

// unlike names what a language has too little, too much or otherwise than English.
func unlike(english, other file) (faults []string) {
	for key, forms := range english {
		theirs, ok := other[key]
		if !ok || theirs["other"] == "" {
			faults = append(faults, key+" is missing")
			continue
		}
		for form, text := range theirs {
			if spokenSmall[key] && slices.Equal(holds(text), inTenths) {
				continue
			}
			if !slices.Equal(holds(forms["other"]), holds(text)) {
				faults = append(faults, fmt.Sprintf("%s (%s) has the values %v, English %v", key, form, holds(text), holds(forms["other"])))
			}
		}
	}
	for key := range other {
		if _, ok := english[key]; !ok {
			faults = append(faults, key+" is not in English")
		}
	}
	return faults
}

func TestEveryLanguageHasTheTextsOfEnglishAndTheirValues(t *testing.T) {
	english := readTexts(t, "en")
	for _, tag := range assets.Languages() {
		texts := readTexts(t, tag)
		for _, fault := range unlike(english, texts) {
			t.Errorf("%s: %s", tag, fault)
		}
		if len(strings.Fields(texts["format.weekdays"]["other"])) != 7 {
			t.Errorf("%s: a week has seven days", tag)
		}
	}
	planted := unlike(
		file{"a.gone": {"other": "x"}, "a.value": {"one": "{{.Count}} x", "other": "{{.Count}} xs"}, "speech.fen": {"other": "{{.Count}} fen"}},
		file{"a.value": {"other": "{{.Cuont}} x"}, "a.more": {"other": "x"}, "speech.fen": {"other": "{{.Tenths}}角"}})
	if len(planted) != 4 {
		t.Errorf("four faults were planted, found: %q", planted)
	}
}

func TestEveryFileOfTextsIsALanguageOnOffer(t *testing.T) {
	entries, err := os.ReadDir("text")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(assets.Languages(), strings.TrimSuffix(e.Name(), ".json")) {
			t.Errorf("%s is no language that is offered", e.Name())
		}
	}
	if len(entries) != len(assets.Languages()) {
		t.Errorf("%d files for %d languages", len(entries), len(assets.Languages()))
	}
}

// narrow finds the half-width signs beside a Chinese character or a full-width
// sign, and spaces beside a full-width sign.
var narrow = regexp.MustCompile(`[\p{Han}，。；：？！）」』】][,.;:?!()]|[,.;:?!()][\p{Han}（「『【]|[，。；：？！（）「」] | [，。；：？！（）「」]`)

// badSigns names the signs that do not belong into a language's text.
func badSigns(tag, text string) (faults []string) {
	text = placeholder.ReplaceAllString(text, "x")
	if i := strings.IndexAny(text, `'"`); i >= 0 {
		faults = append(faults, text[i:i+1])
	}
	if tag != "en" {
		faults = append(faults, narrow.FindAllString(text, -1)...)
	}
	if tag == "zh-Hant-HK" && strings.ContainsAny(text, "“”‘") || tag == "zh-Hans" && strings.ContainsAny(text, "「」") {
		faults = append(faults, "the other script's quotation marks")
	}
	return faults
}

func TestEveryTextHasItsLanguagesSigns(t *testing.T) {
	for _, tag := range assets.Languages() {
		for key, forms := range readTexts(t, tag) {
			for _, text := range forms {
				if faults := badSigns(tag, text); len(faults) > 0 {
					t.Errorf("%s: %s has %q: %s", tag, key, faults, text)
				}
			}
		}
	}
	for tag, planted := range map[string][]string{
		"en":         {"the shop's", `"Back"`},
		"zh-Hant-HK": {"收款,請稍候", "設定(F10)", "收款. 請", "收款 。", "「返回」,", "“返回”"},
		"zh-Hans":    {"收款,请稍候", "“返回”。.", "「返回」", "设置:"},
	} {
		for _, text := range planted {
			if len(badSigns(tag, text)) == 0 {
				t.Errorf("%s: nothing was found in %q", tag, text)
			}
		}
	}
}

// scripts are the old encodings that hold one script's characters alone.
var scripts = map[string]encoding.Encoding{"zh-Hant-HK": traditionalchinese.Big5, "zh-Hans": simplifiedchinese.HZGB2312}

// beyond are the Traditional characters of ours that are not among Big5's common
// ones. Its rare ones and Hong Kong's supplement hold some that are Simplified
// to a reader (网, 户); 包 has a second code there, which our encoder takes.
const beyond = "裏包"

// foreign are the characters of a text that its script does not have.
func foreign(tag, text string) (out []rune) {
	script, ok := scripts[tag]
	if !ok {
		return nil
	}
	for _, r := range text {
		if !unicode.Is(unicode.Han, r) || tag == "zh-Hant-HK" && strings.ContainsRune(beyond, r) {
			continue
		}
		code, err := script.NewEncoder().String(string(r))
		if err != nil || tag == "zh-Hant-HK" && (code[0] < 0xA4 || code[0] > 0xC6) {
			out = append(out, r)
		}
	}
	return out
}

func TestNoTextMixesTheScripts(t *testing.T) {
	for _, tag := range assets.Languages() {
		for key, forms := range readTexts(t, tag) {
			for _, text := range forms {
				if found := foreign(tag, text); len(found) > 0 && key != "language.name" {
					t.Errorf("%s: %s has %q: %s", tag, key, found, text)
				}
			}
		}
		words := map[string]string{}
		if err := json.Unmarshal(load(t, tag).FyneTexts(), &words); err != nil {
			t.Fatal(err)
		}
		for key, text := range words {
			if found := foreign(tag, text); len(found) > 0 {
				t.Errorf("%s: the toolkit's %s has %q: %s", tag, key, found, text)
			}
		}
	}
	for tag, planted := range map[string]string{"zh-Hant-HK": "单户设网码顾说这", "zh-Hans": "單戶設網碼顧說這"} {
		for _, r := range planted {
			if len(foreign(tag, string(r))) == 0 {
				t.Errorf("%s: nothing was found in %c", tag, r)
			}
		}
	}
}
