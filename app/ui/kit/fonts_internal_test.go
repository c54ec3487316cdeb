package kit

import (
	"bytes"
	"encoding/json"
	"image"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"

	"qrtill/assets"
)

func face(t *testing.T, raw []byte) *font.Face {
	t.Helper()
	f, err := font.ParseTTF(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func catalogue(t *testing.T, tag string) *assets.Catalogue {
	t.Helper()
	c, err := assets.Load(tag)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// moduleDir is where a module's files lie.
func moduleDir(t *testing.T, module string) string {
	t.Helper()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", module).Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(string(dir))
}

// uncovered are the characters that none of the faces has.
func uncovered(text string, faces ...*font.Face) (out []rune) {
	for _, r := range text {
		if r != '\n' && !slices.ContainsFunc(faces, func(f *font.Face) bool { _, ok := f.NominalGlyph(r); return ok }) {
			out = append(out, r)
		}
	}
	return out
}

func TestEveryCharacterOfEveryTextIsInOurFonts(t *testing.T) {
	latin := map[bool]*font.Face{false: face(t, theme.DefaultTextFont().Content()), true: face(t, theme.DefaultTextBoldFont().Content())}
	typed := "嘅喺咗啲嚟哋嘢唔冇佢邨埗餸氹滘涌鰂鱲𨋢茶餐廳体验中心陈玥邮递鮨の味カフェ①　（）％￥～、。《》【】"
	for _, tag := range assets.Languages() {
		raw, err := os.ReadFile(filepath.Join(moduleDir(t, "qrtill"), "assets", "text", tag+".json"))
		if err != nil {
			t.Fatal(err)
		}
		c := catalogue(t, tag)
		all := string(raw) + string(c.FyneTexts()) + typed
		for _, other := range assets.Languages() {
			all += catalogue(t, other).Name()
		}
		for bold, latin := range latin {
			ours := face(t, assets.Font(tag, bold))
			if missing := uncovered(all, ours, latin); len(missing) > 0 {
				t.Errorf("%s, bold %v: no font has %q", tag, bold, missing)
			}
			if got := uncovered("收款ไ", ours, latin); string(got) != "ไ" {
				t.Errorf("%s, bold %v: the planted character was not found: %q", tag, bold, got)
			}
			if got := uncovered("Az09$,.’“…·", ours); len(got) != 11 {
				t.Errorf("%s, bold %v: the font has Latin of its own: it lacks only %q", tag, bold, got)
			}
		}
	}
}

func outline(f *font.Face, r rune) any {
	glyph, _ := f.NominalGlyph(r)
	return f.GlyphData(glyph)
}

func TestTheScriptsHaveTheirOwnShapes(t *testing.T) {
	for _, bold := range []bool{false, true} {
		hk, sc := face(t, assets.Font("zh-Hant-HK", bold)), face(t, assets.Font("zh-Hans", bold))
		for _, r := range "骨直角令將，。" {
			if reflect.DeepEqual(outline(hk, r), outline(sc, r)) {
				t.Errorf("bold %v: %c has one shape in both", bold, r)
			}
		}
		for _, r := range "一三" { // the same outlines are seen as the same
			if !reflect.DeepEqual(outline(hk, r), outline(sc, r)) {
				t.Errorf("bold %v: %c has two shapes", bold, r)
			}
		}
		if r := '收'; reflect.DeepEqual(outline(hk, r), outline(face(t, assets.Font("zh-Hant-HK", !bold)), r)) {
			t.Errorf("%c is as heavy when bold", r)
		}
	}
}

func TestOurFontsChangeNoLatinTextAndNoLineHeight(t *testing.T) {
	a := test.NewTempApp(t)
	c := catalogue(t, "en")
	measure := func() (sizes []fyne.Size) {
		for _, key := range c.Keys() {
			for _, bold := range []bool{false, true} {
				for _, size := range []float32{SizeSmall, SizeBody, SizeTitle} {
					sizes = append(sizes, fyne.MeasureText(c.Text(key, nil), size, fyne.TextStyle{Bold: bold}))
				}
			}
		}
		return append(sizes, fyne.MeasureText(" ", SizeBody, fyne.TextStyle{}), fyne.MeasureText("a  b", SizeBody, fyne.TextStyle{Bold: true}))
	}
	a.Settings().SetTheme(theme.DefaultTheme())
	before := measure()
	for _, tag := range assets.Languages() {
		a.Settings().SetTheme(NewLook(LookLight, tag))
		if !slices.Equal(before, measure()) {
			t.Errorf("%s: a text is not as large as in the toolkit's font", tag)
		}
		for _, text := range []string{"收款", "收款 HK$1", "骨g"} {
			if got, want := fyne.MeasureText(text, SizeBody, fyne.TextStyle{}).Height, fyne.MeasureText("Ag", SizeBody, fyne.TextStyle{}).Height; got != want {
				t.Errorf("%s: %q is %v high, a line %v", tag, text, got, want)
			}
		}
		if got := fyne.MeasureText("收款機", SizeBody, fyne.TextStyle{}).Width; got != 3*SizeBody {
			t.Errorf("%s: three characters are %v wide", tag, got)
		}
	}
}

func TestALabelMayTakeAnotherLanguagesShapes(t *testing.T) {
	a := paintedApp(t)
	in := func(theme, label string) image.Image {
		a.Settings().SetTheme(NewLook(LookLight, theme))
		return picture(a, NewFitted(SizeLarge, ColorInk, fyne.TextAlignCenter).Saying("骨直角，令").written(label))
	}
	hk, sc := in("zh-Hant-HK", ""), in("zh-Hans", "")
	if reflect.DeepEqual(hk, sc) {
		t.Error("both scripts look the same")
	}
	if !reflect.DeepEqual(hk, in("zh-Hans", "zh-Hant-HK")) || !reflect.DeepEqual(sc, in("zh-Hant-HK", "zh-Hans")) {
		t.Error("a label in a language looks otherwise than under that language's theme")
	}
}

func TestAMixedLineStandsWhereItWould(t *testing.T) {
	a := paintedApp(t)
	a.Settings().SetTheme(NewLook(LookLight, "zh-Hant-HK"))
	const text, width = "Shop 骨 HK$5.00 直，g", 380
	whole := fyne.MeasureText(text, SizeLarge, fyne.TextStyle{Bold: true}).Width
	for align, left := range map[fyne.TextAlign]float32{fyne.TextAlignLeading: 0, fyne.TextAlignCenter: (width - whole) / 2, fyne.TextAlignTrailing: width - whole} {
		l := NewFitted(SizeLarge, ColorInk, align).Saying(text).Strong().written("zh-Hans")
		l.Resize(fyne.NewSize(width, 40))
		runs := test.WidgetRenderer(l).Objects()
		for i, want := range []string{"Shop ", "骨", " HK$5.00 ", "直，", "g"} {
			r := runs[i].(*canvas.Text)
			source := fyne.Resource(nil)
			if i%2 == 1 {
				source = hanFont("zh-Hans", true)
			}
			if r.Text != want || r.FontSource != source {
				t.Errorf("run %d is %q in %v", i, r.Text, r.FontSource)
			}
			if math.Abs(float64(r.Position().X-left)) > 0.1 || r.Position().Y != runs[0].Position().Y || r.MinSize().Height != runs[0].MinSize().Height {
				t.Errorf("align %v: %q stands at %v, want %v; it is %v", align, want, r.Position(), left, r.MinSize())
			}
			left += r.MinSize().Width
		}
		if len(runs) != 5 || math.Abs(float64(left-runs[0].Position().X-whole)) > 0.1 {
			t.Errorf("%d runs are %v wide, the line %v", len(runs), left-runs[0].Position().X, whole)
		}
		l.written("")
		if runs := test.WidgetRenderer(l).Objects(); len(runs) != 1 || runs[0].(*canvas.Text).FontSource != nil {
			t.Errorf("in the theme's language a line is %d texts", len(runs))
		}
	}
}

func TestTheToolkitSpeaksTheLanguage(t *testing.T) {
	test.NewTempApp(t)
	raw, err := os.ReadFile(filepath.Join(moduleDir(t, "fyne.io/fyne/v2"), "lang", "translations", "base.en.json"))
	if err != nil {
		t.Fatal(err)
	}
	toolkits := map[string]any{}
	if err := json.Unmarshal(raw, &toolkits); err != nil {
		t.Fatal(err)
	}
	say := func(c *assets.Catalogue) {
		if err := lang.AddTranslationsForLocale(c.FyneTexts(), lang.SystemLocale()); err != nil {
			t.Fatal(err)
		}
	}
	defer say(catalogue(t, "en"))
	for _, tag := range assets.Languages() {
		c := catalogue(t, tag)
		say(c)
		words := map[string]string{}
		if err := json.Unmarshal(c.FyneTexts(), &words); err != nil {
			t.Fatal(err)
		}
		for key := range toolkits {
			if got := lang.X(key, "⟦"+key+"⟧"); got != words[key] || got == "" {
				t.Errorf("%s: the toolkit says %q for %q", tag, got, key)
			}
		}
	}
}
