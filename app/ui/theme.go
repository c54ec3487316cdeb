package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"qrtill/assets"
)

// Our own colours, beside Fyne's. Each stands for a use, not for a hue; the
// pairs that must be readable are listed in theme_test.go.
const (
	colorBack        fyne.ThemeColorName = theme.ColorNameBackground
	colorInk         fyne.ThemeColorName = theme.ColorNameForeground
	colorInkSoft     fyne.ThemeColorName = "inkSoft"
	colorInkFaint    fyne.ThemeColorName = "inkFaint" // for what need not be read
	colorSurface     fyne.ThemeColorName = "surface"
	colorSunken      fyne.ThemeColorName = "sunken"
	colorSoft        fyne.ThemeColorName = "soft" // a button beside the main one
	colorHairline    fyne.ThemeColorName = "hairline"
	colorInputEdge   fyne.ThemeColorName = "inputEdge"
	colorKey         fyne.ThemeColorName = "key"
	colorKeyHover    fyne.ThemeColorName = "keyHover"
	colorKeyPress    fyne.ThemeColorName = "keyPress"
	colorAccent      fyne.ThemeColorName = theme.ColorNamePrimary
	colorAccentHover fyne.ThemeColorName = "accentHover"
	colorAccentPress fyne.ThemeColorName = "accentPress"
	colorOnAccent    fyne.ThemeColorName = theme.ColorNameForegroundOnPrimary
	colorAccentSoft  fyne.ThemeColorName = "accentSoft"
	colorAccentInk   fyne.ThemeColorName = "accentInk"
	colorGood        fyne.ThemeColorName = "good"
	colorGoodSoft    fyne.ThemeColorName = "goodSoft"
	colorWarn        fyne.ThemeColorName = "warn"
	colorWarnSoft    fyne.ThemeColorName = "warnSoft"
	colorBad         fyne.ThemeColorName = "bad"
	colorBadSoft     fyne.ThemeColorName = "badSoft"
	colorDisabled    fyne.ThemeColorName = "keyOff"
	colorOnDisabled  fyne.ThemeColorName = "onKeyOff"
	colorFocusRing   fyne.ThemeColorName = "focusRing"
	colorScrim       fyne.ThemeColorName = "scrim"
	colorShade       fyne.ThemeColorName = "shade" // at the edge of what scrolls
	colorPractice    fyne.ThemeColorName = "practice"
	colorOnPractice  fyne.ThemeColorName = "onPractice"
	colorPaid        fyne.ThemeColorName = "paid" // the customer's tick: the same in light and dark
	colorOnPaid      fyne.ThemeColorName = "onPaid"
	colorBrand       fyne.ThemeColorName = "brand" // the customer's idle screen
	colorOnBrand     fyne.ThemeColorName = "onBrand"
	colorPaper       fyne.ThemeColorName = "paper" // under a code: white, always
	colorClear       fyne.ThemeColorName = "clear"
)

// The type scale and the 8-px grid.
const (
	sizeBig   float32 = 48
	sizeTitle float32 = 28
	sizeLarge float32 = 21
	sizeBody  float32 = 16
	sizeSmall float32 = 14

	gap      float32 = 8
	touch    float32 = 48 // the least a finger can be asked to hit
	radius   float32 = 14
	cardEdge float32 = 24 // space inside a card
)

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

type palette map[fyne.ThemeColorName]color.NRGBA

var light = palette{
	colorBack: hex(0xF3F6F5), colorInk: hex(0x0F1F1C), colorInkSoft: hex(0x4D5F5A), colorInkFaint: hex(0x9AA8A4),
	colorSurface: hex(0xFFFFFF), colorSunken: hex(0xEAEFED), colorSoft: hex(0xE9EFED), colorHairline: hex(0xDCE4E1),
	colorInputEdge: hex(0x84948F), colorKey: hex(0xFFFFFF), colorKeyHover: hex(0xF0F6F4), colorKeyPress: hex(0xDDEAE6),
	colorAccent: hex(0x0B6B5E), colorAccentHover: hex(0x095B50), colorAccentPress: hex(0x07493F), colorOnAccent: hex(0xFFFFFF),
	colorAccentSoft: hex(0xDCEFEA), colorAccentInk: hex(0x08584D),
	colorGood: hex(0x0F6B44), colorGoodSoft: hex(0xDDF3E7),
	colorWarn: hex(0x754600), colorWarnSoft: hex(0xFFEFCF),
	colorBad: hex(0xA8211A), colorBadSoft: hex(0xFCE5E2),
	colorDisabled: hex(0xE4EAE8), colorOnDisabled: hex(0x55645F), colorFocusRing: hex(0x0F9F8B),
	colorScrim: {R: 0x06, G: 0x14, B: 0x11, A: 0x8c}, colorShade: {R: 0x06, G: 0x14, B: 0x11, A: 0x1a},
	colorPractice: hex(0xF6B93B), colorOnPractice: hex(0x2E1D00),
	colorPaid: hex(0x0C7848), colorOnPaid: hex(0xFFFFFF), colorBrand: hex(0x0A4A42), colorOnBrand: hex(0xFFFFFF),
	colorPaper: hex(0xFFFFFF), colorClear: {},
}

var dark = palette{
	colorBack: hex(0x0E1513), colorInk: hex(0xEDF4F1), colorInkSoft: hex(0xA6B7B1), colorInkFaint: hex(0x61716C),
	colorSurface: hex(0x18211E), colorSunken: hex(0x111917), colorSoft: hex(0x26332F), colorHairline: hex(0x2C3935),
	colorInputEdge: hex(0x6F817A), colorKey: hex(0x1F2A27), colorKeyHover: hex(0x283531), colorKeyPress: hex(0x34443F),
	colorAccent: hex(0x37C2AA), colorAccentHover: hex(0x52D2BC), colorAccentPress: hex(0x2AA892), colorOnAccent: hex(0x03211B),
	colorAccentSoft: hex(0x15352E), colorAccentInk: hex(0x84E2D1),
	colorGood: hex(0x5BD696), colorGoodSoft: hex(0x133524),
	colorWarn: hex(0xFFCB73), colorWarnSoft: hex(0x3B2C0C),
	colorBad: hex(0xFF958B), colorBadSoft: hex(0x44201C),
	colorDisabled: hex(0x212A28), colorOnDisabled: hex(0x93A29D), colorFocusRing: hex(0x6BE3CE),
	colorScrim: {A: 0xa8}, colorShade: {A: 0x60},
	colorPractice: hex(0xF6B93B), colorOnPractice: hex(0x2E1D00),
	colorPaid: hex(0x0C7848), colorOnPaid: hex(0xFFFFFF), colorBrand: hex(0x0A332E), colorOnBrand: hex(0xFFFFFF),
	colorPaper: hex(0xFFFFFF), colorClear: {},
}

// fynes says which of our colours stands for each of Fyne's, so that its own
// widgets (entries, lists, scroll bars) fit in.
var fynes = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameButton: colorKey, theme.ColorNameDisabledButton: colorDisabled, theme.ColorNameDisabled: colorOnDisabled,
	theme.ColorNameError: colorBad, theme.ColorNameForegroundOnError: colorSurface,
	theme.ColorNameSuccess: colorGood, theme.ColorNameForegroundOnSuccess: colorSurface,
	theme.ColorNameWarning: colorWarn, theme.ColorNameForegroundOnWarning: colorSurface,
	theme.ColorNameFocus: colorAccentSoft, theme.ColorNameHover: colorKeyHover, theme.ColorNamePressed: colorKeyPress,
	theme.ColorNameHyperlink: colorAccentInk, theme.ColorNameSelection: colorAccentSoft,
	theme.ColorNameHeaderBackground: colorSunken, theme.ColorNameInputBackground: colorSurface, theme.ColorNameInputBorder: colorInputEdge,
	theme.ColorNameMenuBackground: colorSurface, theme.ColorNameOverlayBackground: colorSurface,
	theme.ColorNamePlaceHolder: colorInkSoft, theme.ColorNameSeparator: colorHairline,
	theme.ColorNameScrollBar: colorInkFaint, theme.ColorNameScrollBarBackground: colorClear, theme.ColorNameShadow: colorShade,
	theme.ColorNameInnerWindowBorder: colorHairline, theme.ColorNameInnerWindowBorderInactive: colorHairline,
}

// The looks that the preference "look" may hold.
const (
	lookSystem = "system"
	lookLight  = "light"
	lookDark   = "dark"

	preferenceLook = "look"
)

// look is our theme. Everything but colours, sizes and the shapes of Chinese
// characters is Fyne's own.
type look struct {
	fyne.Theme
	want     string // one of the looks above
	language string // whose shapes Chinese characters have
}

func newLook(want, language string) *look {
	return &look{Theme: theme.DefaultTheme(), want: want, language: language}
}

// Font is a font with Chinese characters alone: the toolkit looks for every
// other sign in its own.
func (l *look) Font(style fyne.TextStyle) fyne.Resource {
	if style.Monospace || style.Symbol {
		return l.Theme.Font(style)
	}
	return hanFont(l.language, style.Bold)
}

// The fonts are resources made once: the toolkit keeps what it has read from
// one by the resource itself, and what it has drawn by its name.
var (
	hongKong   = newHanFonts("en")
	simplified = newHanFonts("zh-Hans")
)

type hanFonts struct{ regular, bold fyne.Resource }

func newHanFonts(language string) hanFonts {
	return hanFonts{
		regular: fyne.NewStaticResource("han-regular-"+language, assets.Font(language, false)),
		bold:    fyne.NewStaticResource("han-bold-"+language, assets.Font(language, true)),
	}
}

func hanFont(language string, bold bool) fyne.Resource {
	fonts := hongKong
	if language == "zh-Hans" {
		fonts = simplified
	}
	if bold {
		return fonts.bold
	}
	return fonts.regular
}

func (l *look) palette(variant fyne.ThemeVariant) palette {
	if l.want == lookDark || l.want == lookSystem && variant == theme.VariantDark {
		return dark
	}
	return light
}

func (l *look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if ours, ok := fynes[name]; ok {
		name = ours
	}
	if c, ok := l.palette(variant)[name]; ok {
		return c
	}
	return l.Theme.Color(name, variant)
}

func (l *look) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return sizeBody
	case theme.SizeNameHeadingText:
		return sizeTitle
	case theme.SizeNameSubHeadingText:
		return sizeLarge
	case theme.SizeNameCaptionText:
		return sizeSmall
	case theme.SizeNamePadding:
		return gap / 2
	case theme.SizeNameInnerPadding:
		return 12
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 10
	case theme.SizeNameInlineIcon:
		return 22
	}
	return l.Theme.Size(name)
}

// setLook chooses a look and remembers it. The language stays.
func setLook(a fyne.App, want string) {
	a.Preferences().SetString(preferenceLook, want)
	a.Settings().SetTheme(newLook(want, Language(a).Tag()))
}
