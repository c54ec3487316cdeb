package kit

import (
	"image/color"
	"math"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
)

// luminance and contrast are WCAG 2's.
func luminance(c color.NRGBA) float64 {
	part := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c.R) + 0.7152*part(c.G) + 0.0722*part(c.B)
}

func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// readable are the pairs of ink and ground that carry text.
var readable = []struct{ ink, ground fyne.ThemeColorName }{
	{ColorInk, ColorBack}, {ColorInk, ColorSurface}, {ColorInk, ColorSunken}, {ColorInk, colorSoft},
	{ColorInk, colorKey}, {ColorInk, colorKeyHover}, {ColorInk, colorKeyPress},
	{ColorInkSoft, ColorBack}, {ColorInkSoft, ColorSurface}, {ColorInkSoft, ColorSunken}, {ColorInkSoft, colorKeyHover}, {ColorInkSoft, ColorGoodSoft},
	{ColorInk, ColorGoodSoft}, {colorOnAccent, ColorAccent}, {colorOnAccent, colorAccentHover}, {colorOnAccent, colorAccentPress},
	{ColorAccentInk, ColorAccentSoft}, {ColorAccentInk, ColorSurface}, {ColorAccentInk, ColorBack},
	{ColorGood, ColorGoodSoft}, {ColorWarn, ColorWarnSoft}, {ColorBad, colorBadSoft}, {ColorBad, ColorSurface}, {ColorSurface, ColorBad},
	{ColorOnDisabled, colorDisabled}, {colorOnPractice, colorPractice}, {ColorOnPaid, ColorPaid}, {ColorOnBrand, ColorBrand},
}

func TestEveryTextIsReadable(t *testing.T) {
	for name, p := range map[string]palette{"light": light, "dark": dark} {
		for _, pair := range readable {
			if c := contrast(p[pair.ink], p[pair.ground]); c < 4.5 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", name, pair.ink, pair.ground, c)
			}
		}
		// What must be seen, not read: 3 to 1.
		for _, pair := range []struct{ mark, ground fyne.ThemeColorName }{
			{colorFocusRing, ColorBack}, {colorInputEdge, ColorSurface}, {ColorAccent, ColorBack}, {ColorAccent, ColorSurface},
		} {
			if c := contrast(p[pair.mark], p[pair.ground]); c < 3 {
				t.Errorf("%s: %s on %s has a contrast of %.2f", name, pair.mark, pair.ground, c)
			}
		}
	}
	if contrast(hex(0x888888), hex(0xFFFFFF)) >= 4.5 {
		t.Error("a grey that is too light was not found")
	}
}

func TestBothLooksHaveEveryColour(t *testing.T) {
	for name := range light {
		if _, ok := dark[name]; !ok {
			t.Errorf("dark has no %s", name)
		}
	}
	for from, to := range fynes {
		if _, ok := light[to]; !ok {
			t.Errorf("%s is %s, which is no colour of ours", from, to)
		}
	}
	if len(light) != len(dark) {
		t.Errorf("light has %d colours, dark %d", len(light), len(dark))
	}
}

func TestTheLookFollowsThePreference(t *testing.T) {
	a := test.NewTempApp(t)
	for _, k := range []struct {
		want    string
		variant fyne.ThemeVariant
		is      palette
	}{
		{LookLight, theme.VariantDark, light}, {LookDark, theme.VariantLight, dark},
		{LookSystem, theme.VariantDark, dark}, {LookSystem, theme.VariantLight, light}, {"nonsense", theme.VariantDark, light},
	} {
		SetLook(a, k.want)
		if got := a.Settings().Theme().Color(ColorBack, k.variant); got != k.is[ColorBack] {
			t.Errorf("%s: %v", k.want, got)
		}
		if a.Preferences().String(PreferenceLook) != k.want {
			t.Errorf("%s is not remembered", k.want)
		}
	}
}
