package uitest

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"qrtill/app/ui/kit"
)

// NewApp is a program for who looks at pictures: with the fonts that people see.
// Its windows speak English alone, whatever the computer does.
func NewApp(t testing.TB) fyne.App {
	t.Helper()
	a := test.NewTempApp(t)
	paintOnce(a)
	SpeakEnglish(a)
	return a
}

// NewPlainApp is a program for who reads words: its fonts have no Chinese
// characters. Reading a whole font takes longer than most tests.
func NewPlainApp(t testing.TB) fyne.App { return plainApp{NewApp(t)} }

// SpeakEnglish has both windows speak English alone.
func SpeakEnglish(a fyne.App) {
	p := a.Preferences()
	p.SetString(kit.PreferenceLanguage, "en")
	p.SetString(kit.PreferenceFirst, "en")
	p.SetString(kit.PreferenceSecond, kit.NoSecond)
}

// paintOnce has Fyne look at the clock. Its test driver does so only when it
// paints; in a slow run what is made a minute after the last painting would be
// taken for expired at the next, and painted without its layout.
func paintOnce(a fyne.App) {
	w := a.NewWindow("")
	w.Canvas().Capture()
	w.Close()
}

// plainApp gives every theme the toolkit's fonts.
type plainApp struct{ fyne.App }

func (a plainApp) Settings() fyne.Settings { return plainSettings{a.App.Settings()} }

type plainSettings struct{ fyne.Settings }

func (s plainSettings) SetTheme(t fyne.Theme) { s.Settings.SetTheme(plainTheme{t}) }

func (s plainSettings) Theme() fyne.Theme {
	if t, ok := s.Settings.Theme().(plainTheme); ok {
		return t.Theme
	}
	return s.Settings.Theme()
}

type plainTheme struct{ fyne.Theme }

func (plainTheme) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }
