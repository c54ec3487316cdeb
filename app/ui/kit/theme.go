package kit

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"qrtill/assets"
)

// Our own colours, beside Fyne's. Each stands for a use, not for a hue; the
// pairs that must be readable are listed in theme_internal_test.go.
const (
	ColorBack        fyne.ThemeColorName = theme.ColorNameBackground // of a window
	ColorInk         fyne.ThemeColorName = theme.ColorNameForeground
	ColorInkSoft     fyne.ThemeColorName = "inkSoft"  // for what matters less
	ColorInkFaint    fyne.ThemeColorName = "inkFaint" // for what need not be read
	ColorSurface     fyne.ThemeColorName = "surface"  // of a card
	ColorSunken      fyne.ThemeColorName = "sunken"   // within a card
	colorSoft        fyne.ThemeColorName = "soft"     // a button beside the main one
	ColorHairline    fyne.ThemeColorName = "hairline"
	colorInputEdge   fyne.ThemeColorName = "inputEdge"
	colorKey         fyne.ThemeColorName = "key"
	colorKeyHover    fyne.ThemeColorName = "keyHover"
	colorKeyPress    fyne.ThemeColorName = "keyPress"
	ColorAccent      fyne.ThemeColorName = theme.ColorNamePrimary // the one thing to do, and what is chosen
	colorAccentHover fyne.ThemeColorName = "accentHover"
	colorAccentPress fyne.ThemeColorName = "accentPress"
	colorOnAccent    fyne.ThemeColorName = theme.ColorNameForegroundOnPrimary
	ColorAccentSoft  fyne.ThemeColorName = "accentSoft"
	ColorAccentInk   fyne.ThemeColorName = "accentInk"
	ColorGood        fyne.ThemeColorName = "good"
	ColorGoodSoft    fyne.ThemeColorName = "goodSoft"
	ColorWarn        fyne.ThemeColorName = "warn"
	ColorWarnSoft    fyne.ThemeColorName = "warnSoft"
	ColorBad         fyne.ThemeColorName = "bad"
	colorBadSoft     fyne.ThemeColorName = "badSoft"
	colorDisabled    fyne.ThemeColorName = "keyOff"
	ColorOnDisabled  fyne.ThemeColorName = "onKeyOff"
	colorFocusRing   fyne.ThemeColorName = "focusRing"
	colorScrim       fyne.ThemeColorName = "scrim"
	colorShade       fyne.ThemeColorName = "shade" // at the edge of what scrolls
	colorPractice    fyne.ThemeColorName = "practice"
	colorOnPractice  fyne.ThemeColorName = "onPractice"
	ColorPaid        fyne.ThemeColorName = "paid" // the customer's tick: the same in light and dark
	ColorOnPaid      fyne.ThemeColorName = "onPaid"
	ColorBrand       fyne.ThemeColorName = "brand" // the customer's idle screen
	ColorOnBrand     fyne.ThemeColorName = "onBrand"
	ColorPaper       fyne.ThemeColorName = "paper" // under a code: white, always
	ColorClear       fyne.ThemeColorName = "clear" // none
)

// The type scale and the grid of eight units.
const (
	SizeBig   float32 = 48
	SizeTitle float32 = 28
	SizeLarge float32 = 21
	SizeBody  float32 = 16
	SizeSmall float32 = 14 // smaller only where room is short

	Gap      float32 = 8
	Touch    float32 = 48 // the least a finger can be asked to hit, each way
	Radius   float32 = 14 // of a card's corners
	CardEdge float32 = 24 // space inside a card, at its sides
)

func hex(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 0xff}
}

type palette map[fyne.ThemeColorName]color.NRGBA

var light = palette{
	ColorBack: hex(0xF3F6F5), ColorInk: hex(0x0F1F1C), ColorInkSoft: hex(0x4D5F5A), ColorInkFaint: hex(0x9AA8A4),
	ColorSurface: hex(0xFFFFFF), ColorSunken: hex(0xEAEFED), colorSoft: hex(0xE9EFED), ColorHairline: hex(0xDCE4E1),
	colorInputEdge: hex(0x84948F), colorKey: hex(0xFFFFFF), colorKeyHover: hex(0xF0F6F4), colorKeyPress: hex(0xDDEAE6),
	ColorAccent: hex(0x0B6B5E), colorAccentHover: hex(0x095B50), colorAccentPress: hex(0x07493F), colorOnAccent: hex(0xFFFFFF),
	ColorAccentSoft: hex(0xDCEFEA), ColorAccentInk: hex(0x08584D),
	ColorGood: hex(0x0F6B44), ColorGoodSoft: hex(0xDDF3E7),
	ColorWarn: hex(0x754600), ColorWarnSoft: hex(0xFFEFCF),
	ColorBad: hex(0xA8211A), colorBadSoft: hex(0xFCE5E2),
	colorDisabled: hex(0xE4EAE8), ColorOnDisabled: hex(0x55645F), colorFocusRing: hex(0x0F9F8B),
	colorScrim: {R: 0x06, G: 0x14, B: 0x11, A: 0x8c}, colorShade: {R: 0x06, G: 0x14, B: 0x11, A: 0x1a},
	colorPractice: hex(0xF6B93B), colorOnPractice: hex(0x2E1D00),
	ColorPaid: hex(0x0C7848), ColorOnPaid: hex(0xFFFFFF), ColorBrand: hex(0x0A4A42), ColorOnBrand: hex(0xFFFFFF),
	ColorPaper: hex(0xFFFFFF), ColorClear: {},
}

var dark = palette{
	ColorBack: hex(0x0E1513), ColorInk: hex(0xEDF4F1), ColorInkSoft: hex(0xA6B7B1), ColorInkFaint: hex(0x61716C),
	ColorSurface: hex(0x18211E), ColorSunken: hex(0x111917), colorSoft: hex(0x26332F), ColorHairline: hex(0x2C3935),
	colorInputEdge: hex(0x6F817A), colorKey: hex(0x1F2A27), colorKeyHover: hex(0x283531), colorKeyPress: hex(0x34443F),
	ColorAccent: hex(0x37C2AA), colorAccentHover: hex(0x52D2BC), colorAccentPress: hex(0x2AA892), colorOnAccent: hex(0x03211B),
	ColorAccentSoft: hex(0x15352E), ColorAccentInk: hex(0x84E2D1),
	ColorGood: hex(0x5BD696), ColorGoodSoft: hex(0x133524),
	ColorWarn: hex(0xFFCB73), ColorWarnSoft: hex(0x3B2C0C),
	ColorBad: hex(0xFF958B), colorBadSoft: hex(0x44201C),
	colorDisabled: hex(0x212A28), ColorOnDisabled: hex(0x93A29D), colorFocusRing: hex(0x6BE3CE),
	colorScrim: {A: 0xa8}, colorShade: {A: 0x60},
	colorPractice: hex(0xF6B93B), colorOnPractice: hex(0x2E1D00),
	ColorPaid: hex(0x0C7848), ColorOnPaid: hex(0xFFFFFF), ColorBrand: hex(0x0A332E), ColorOnBrand: hex(0xFFFFFF),
	ColorPaper: hex(0xFFFFFF), ColorClear: {},
}

// fynes says which of our colours stands for each of Fyne's, so that its own
// widgets (entries, lists, scroll bars) fit in.
var fynes = map[fyne.ThemeColorName]fyne.ThemeColorName{
	theme.ColorNameButton: colorKey, theme.ColorNameDisabledButton: colorDisabled, theme.ColorNameDisabled: ColorOnDisabled,
	theme.ColorNameError: ColorBad, theme.ColorNameForegroundOnError: ColorSurface,
	theme.ColorNameSuccess: ColorGood, theme.ColorNameForegroundOnSuccess: ColorSurface,
	theme.ColorNameWarning: ColorWarn, theme.ColorNameForegroundOnWarning: ColorSurface,
	theme.ColorNameFocus: ColorAccentSoft, theme.ColorNameHover: colorKeyHover, theme.ColorNamePressed: colorKeyPress,
	theme.ColorNameHyperlink: ColorAccentInk, theme.ColorNameSelection: ColorAccentSoft,
	theme.ColorNameHeaderBackground: ColorSunken, theme.ColorNameInputBackground: ColorSurface, theme.ColorNameInputBorder: colorInputEdge,
	theme.ColorNameMenuBackground: ColorSurface, theme.ColorNameOverlayBackground: ColorSurface,
	theme.ColorNamePlaceHolder: ColorInkSoft, theme.ColorNameSeparator: ColorHairline,
	theme.ColorNameScrollBar: ColorInkFaint, theme.ColorNameScrollBarBackground: ColorClear, theme.ColorNameShadow: colorShade,
	theme.ColorNameInnerWindowBorder: ColorHairline, theme.ColorNameInnerWindowBorderInactive: ColorHairline,
}

// The looks that the preference "look" may hold.
const (
	LookSystem = "system"
	LookLight  = "light"
	LookDark   = "dark"

	PreferenceLook = "look"
)

// Look is our theme: what the program gives Fyne. Everything but colours, sizes and the shapes of Chinese
// characters is Fyne's own.
type Look struct {
	fyne.Theme
	Want     string // one of the looks above
	language string // whose shapes Chinese characters have
}

// NewLook is one of the looks, in a language's characters; what is none of them is the
// light one.
func NewLook(want, language string) *Look {
	return &Look{Theme: theme.DefaultTheme(), Want: want, language: language}
}

// Font is a font with Chinese characters alone: the toolkit looks for every
// other sign in its own.
func (l *Look) Font(style fyne.TextStyle) fyne.Resource {
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

func (l *Look) palette(variant fyne.ThemeVariant) palette {
	if l.Want == LookDark || l.Want == LookSystem && variant == theme.VariantDark {
		return dark
	}
	return light
}

// Color is the colour that one of our names or one of Fyne's stands for. The variant
// is the system's, and counts for LookSystem alone.
func (l *Look) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if ours, ok := fynes[name]; ok {
		name = ours
	}
	if c, ok := l.palette(variant)[name]; ok {
		return c
	}
	return l.Theme.Color(name, variant)
}

// Size fits Fyne's own widgets into our scale.
func (l *Look) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return SizeBody
	case theme.SizeNameHeadingText:
		return SizeTitle
	case theme.SizeNameSubHeadingText:
		return SizeLarge
	case theme.SizeNameCaptionText:
		return SizeSmall
	case theme.SizeNamePadding:
		return Gap / 2
	case theme.SizeNameInnerPadding:
		return 12
	case theme.SizeNameInputRadius, theme.SizeNameSelectionRadius:
		return 10
	case theme.SizeNameInlineIcon:
		return 22
	}
	return l.Theme.Size(name)
}

// SetLook chooses a look and remembers it. The language stays.
func SetLook(a fyne.App, want string) {
	a.Preferences().SetString(PreferenceLook, want)
	a.Settings().SetTheme(NewLook(want, Language(a).Tag()))
}
