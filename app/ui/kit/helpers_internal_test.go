package kit

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// paintedApp is a program whose pictures are looked at. Fyne's test driver knows
// the time of its last picture alone, and takes what is made a minute later for
// expired.
func paintedApp(t *testing.T) fyne.App {
	t.Helper()
	a := test.NewTempApp(t)
	w := a.NewWindow("")
	w.Canvas().Capture()
	w.Close()
	return a
}

// picture draws a label alone.
func picture(a fyne.App, l *Label) image.Image {
	w := a.NewWindow("")
	defer w.Close()
	w.SetContent(container.NewWithoutLayout(l))
	w.Resize(fyne.NewSize(400, 60))
	l.Resize(fyne.NewSize(380, 40))
	l.Refresh()
	return w.Canvas().Capture()
}
