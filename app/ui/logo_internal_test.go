package ui

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func pngOf(t *testing.T, width, height int) *bytes.Buffer {
	t.Helper()
	var raw bytes.Buffer
	if err := png.Encode(&raw, image.NewGray(image.Rect(0, 0, width, height))); err != nil {
		t.Fatal(err)
	}
	return &raw
}

// forgetLogo has the test begin and end without one: Fyne's test programs share
// their files.
func forgetLogo(t *testing.T, a fyne.App) {
	_ = a.Storage().Remove(logoName)
	t.Cleanup(func() { _ = a.Storage().Remove(logoName) })
}

func TestTheLogoIsKeptAndShown(t *testing.T) {
	d := newDesk(t)
	a := d.config.App
	forgetLogo(t, a)
	if logoOf(a) != nil {
		t.Fatal("a new shop has a logo")
	}
	for range 2 { // the first one, and another in its place
		if err := keepLogo(a, pngOf(t, 40, 20)); err != nil {
			t.Fatal(err)
		}
	}
	d.address()
	d.reads(d.public(), "Lucky Cat")
	if logoOf(a) == nil {
		t.Error("the logo is gone")
	}
}

func TestWhatIsNoLogoChangesNothing(t *testing.T) {
	a := test.NewTempApp(t)
	forgetLogo(t, a)
	if err := keepLogo(a, pngOf(t, 40, 20)); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string]string{"a text": "Dear diary", "nothing": "", "too wide": pngOf(t, logoSide+1, 1).String(), "too large": pngOf(t, 1, 1).String() + strings.Repeat(" ", logoMost)} {
		if err := keepLogo(a, strings.NewReader(raw)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if logoOf(a) == nil {
		t.Error("the logo is gone")
	}
}
