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
	return &handled{App: a}
}

// handled is a program on Windows, as far as its windows go: there Fyne 2.8.1 asks each
// that was made for its handle when a theme is set, and crashes over one that has none:
// one that was never shown, or is being closed.
type handled struct {
	fyne.App
	made []*window
}

type window struct {
	fyne.Window
	handle bool
}

func (a *handled) NewWindow(title string) fyne.Window {
	w := &window{Window: a.App.NewWindow(title)}
	a.made = append(a.made, w)
	return w
}

func (w *window) Show()  { w.handle = true; w.Window.Show() }
func (w *window) Close() { w.handle = false; w.Window.Close() }

func (a *handled) Settings() fyne.Settings { return handledSettings{a.App.Settings(), a} }

type handledSettings struct {
	fyne.Settings
	app *handled
}

func (s handledSettings) SetTheme(t fyne.Theme) {
	for _, w := range s.app.made {
		if !w.handle {
			panic("a theme is set while the window " + w.Title() + " has no handle")
		}
	}
	s.Settings.SetTheme(t)
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
