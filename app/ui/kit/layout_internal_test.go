package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

func TestARowSharesItsRoom(t *testing.T) {
	test.NewTempApp(t)
	box := func(width float32) *fyne.Container { return AtLeast(width, 10, NewPlate(ColorBack, ColorClear, 0)) }
	a, b, c := Grow(1, box(50)), GrowTo(120, 1, box(100)), box(30)
	r := Row(10, a, b, c)
	if r.MinSize() != fyne.NewSize(200, 10) {
		t.Errorf("needs %v", r.MinSize())
	}
	r.Resize(fyne.NewSize(400, 20))
	for _, k := range []struct {
		o        fyne.CanvasObject
		x, width float32
	}{{a, 0, 230}, {b, 240, 120}, {c, 370, 30}} {
		if k.o.Position().X != k.x || k.o.Size() != fyne.NewSize(k.width, 20) {
			t.Errorf("at %v, %v, want %g, %g", k.o.Position(), k.o.Size(), k.x, k.width)
		}
	}
	b.Hide()
	Relayout(r)
	if a.Size().Width != 360 || c.Position().X != 370 {
		t.Errorf("without the second: %v, %v", a.Size(), c.Position())
	}
}

func TestAParagraphThatMayBeLowTakesItsFullHeightBeforeOthersGrow(t *testing.T) {
	test.NewTempApp(t)
	words, rest := NewParagraph(SizeLarge, ColorInk, 2, fyne.TextAlignLeading), Space()
	words.Low = SizeSmall
	column := Column(0, words, rest)
	full, low := 2*words.LineHeight(SizeLarge), 2*words.LineHeight(SizeSmall)
	for room, want := range map[float32]float32{full + 50: full, full: full, low: low} {
		column.Resize(fyne.NewSize(200, room))
		if got := words.Size().Height; got != want {
			t.Errorf("in %g it is %g high, want %g", room, got, want)
		}
	}
	grown := Grow(1, words)
	if got := wish(Column(0, grown)); got.Height != low {
		t.Errorf("one that grows wishes for %g, want %g", got.Height, low)
	}
}
