package kit

import (
	"image"
	"image/color"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
)

// changed is how many pixels differ between two pictures and can be told from
// the ground in the second.
func changed(before, after image.Image, ground color.NRGBA) (n int) {
	b := before.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			was, is := color.NRGBAModel.Convert(before.At(x, y)).(color.NRGBA), color.NRGBAModel.Convert(after.At(x, y)).(color.NRGBA)
			if was != is && contrast(is, ground) >= 2.5 {
				n++
			}
		}
	}
	return n
}

// focusable is a control as it is shown, and the part of it that has the focus.
type focusable struct {
	shown fyne.CanvasObject
	focus fyne.Focusable
}

// controls is one of every kind.
func controls(keys Keys) map[string]focusable {
	p := NewPicker(keys, nil)
	p.Offer([]string{"a", "b"}, []string{"WeChat Pay", "AlipayHK"})
	c := NewChooser(keys, func() {})
	c.Offer([]string{"a"}, []string{"Asia/Hong_Kong"})
	c.Set("a")
	f := NewField(keys, "Note", 32)
	list := map[string]focusable{"picker": {p.Box, p.Buttons[1]}, "chooser": {c.Box, c}, "field": {f, f}}
	for name, kind := range map[string]ButtonKind{"key": PlainButton, "main": AccentButton, "beside": SoftButton, "bare": BareButton} {
		b := NewButton(keys, kind, "Charge", "Enter", nil)
		list[name] = focusable{b, b}
	}
	return list
}

func TestTheFocusIsSeenOnEveryControl(t *testing.T) {
	a := paintedApp(t)
	for look, colors := range map[string]palette{LookLight: light, LookDark: dark} {
		SetLook(a, look)
		for name, k := range controls(&sink{}) {
			w := test.NewWindow(container.NewStack(NewPlate(ColorSurface, ColorClear, 0), Pad(10, 10, k.shown)))
			w.SetPadded(false)
			w.Resize(fyne.NewSize(340, 80))
			before := w.Canvas().Capture()
			w.Canvas().Focus(k.focus)
			if n := changed(before, w.Canvas().Capture(), colors[ColorSurface]); n < 600 {
				t.Errorf("%s, %s: the focus is only %d pixels", look, name, n)
			}
			w.Canvas().Unfocus()
			if n := changed(before, w.Canvas().Capture(), colors[ColorSurface]); n != 0 {
				t.Errorf("%s, %s: %d pixels of the focus stay", look, name, n)
			}
			w.Close()
		}
	}
}

func TestWhatTheKeysAreOnIsSeen(t *testing.T) {
	a := paintedApp(t)
	for look, colors := range map[string]palette{LookLight: light, LookDark: dark} {
		SetLook(a, look)
		row := NewPlate(ColorClear, ColorClear, 10)
		w := test.NewWindow(container.NewStack(NewPlate(ColorSurface, ColorClear, 0), row))
		w.SetPadded(false)
		w.Resize(fyne.NewSize(1100, 46))
		before := w.Canvas().Capture()
		if row.Mark(true); changed(before, w.Canvas().Capture(), colors[ColorSurface]) < 1500 {
			t.Errorf("%s: a row is marked with only %d pixels", look, changed(before, w.Canvas().Capture(), colors[ColorSurface]))
		}
		if row.Mark(false); changed(before, w.Canvas().Capture(), colors[ColorSurface]) != 0 {
			t.Errorf("%s: something of the mark stays", look)
		}
		w.Close()
	}
}
