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
