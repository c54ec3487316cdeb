package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
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

func TestACardKeepsItsColumnWhenOneGrows(t *testing.T) {
	test.NewTempApp(t)
	card := func(height float32) *fyne.Container { return AtLeast(50, height, NewPlate(ColorBack, ColorClear, 0)) }
	cards := []fyne.CanvasObject{card(100), card(60), card(50), card(50)}
	m := &Masonry{Gap: 10, Least: 100, Most: 2}
	box := container.New(m, cards...)
	at := func(want ...float32) {
		t.Helper()
		for i, x := range want {
			if got := box.Objects[i].Position().X; got != x {
				t.Errorf("card %d is at %g, want %g", i, got, x)
			}
		}
	}
	box.Resize(fyne.NewSize(210, 400))
	at(0, 110, 110, 0)
	box.Objects = []fyne.CanvasObject{card(100), card(200), card(50), card(50)} // the second has grown
	Relayout(box)
	at(0, 110, 110, 0)
	if height := box.MinSize().Height; height != 260 {
		t.Errorf("it asks for a height of %g", height)
	}
	m.Forget()
	Relayout(box)
	at(0, 110, 0, 0)
	box.Objects = append(box.Objects, card(300))
	Relayout(box)
	at(0, 110, 0, 0, 110)
	box.Resize(fyne.NewSize(100, 900)) // one column
	at(0, 0, 0, 0, 0)
	box.Resize(fyne.NewSize(210, 900))
	at(0, 110, 0, 0, 110)
}
