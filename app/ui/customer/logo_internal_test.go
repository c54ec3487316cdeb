package customer

import (
	"bytes"
	"image"
	"image/png"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"qrtill/app/core"
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
	c := newPublic(t)
	forgetLogo(t, fyne.CurrentApp())
	if c.logo.Kept() {
		t.Fatal("a new shop has a logo")
	}
	for range 2 { // the first one, and another in its place
		if err := c.logo.Keep(pngOf(t, 40, 20)); err != nil {
			t.Fatal(err)
		}
	}
	c.Speak("", c.first, nil)
	var v core.View
	v.Settings.Shop = "Lucky Cat"
	c.Draw(v)
	pictures := 0
	for _, o := range test.LaidOutObjects(c.idle) {
		if _, is := o.(*canvas.Image); is {
			pictures++
		}
	}
	if pictures != 1 || c.shop.Text != "Lucky Cat" || !c.idle.Visible() {
		t.Errorf("%d pictures, %q", pictures, c.shop.Text)
	}
	if c.logo.Remove(); c.logo.Kept() {
		t.Error("the logo is still there")
	}
}

func TestWhatIsNoLogoChangesNothing(t *testing.T) {
	a := test.NewTempApp(t)
	forgetLogo(t, a)
	logo := NewLogo(a.Storage())
	if err := logo.Keep(pngOf(t, 40, 20)); err != nil {
		t.Fatal(err)
	}
	for name, raw := range map[string]string{"a text": "Dear diary", "nothing": "", "too wide": pngOf(t, logoSide+1, 1).String(), "too large": pngOf(t, 1, 1).String() + strings.Repeat(" ", logoMost)} {
		if err := logo.Keep(strings.NewReader(raw)); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if !logo.Kept() {
		t.Error("the logo is gone")
	}
}
