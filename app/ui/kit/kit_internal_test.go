package kit

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestTextShrinksBeforeItIsCut(t *testing.T) {
	test.NewTempApp(t)
	l := NewFitted(80, ColorInk, fyne.TextAlignLeading).Saying("HK$9,999,999.00")
	l.Resize(fyne.NewSize(200, 120))
	drawn := test.WidgetRenderer(l).Objects()[0].(*canvas.Text)
	if drawn.Text != l.Text || drawn.MinSize().Width > 201 || drawn.TextSize < SizeSmall {
		t.Errorf("drawn %q at %g, %v wide", drawn.Text, drawn.TextSize, drawn.MinSize())
	}
	l.Set(strings.Repeat("far too long ", 20))
	if got := test.WidgetRenderer(l).Objects()[0].(*canvas.Text); !strings.HasSuffix(got.Text, "…") || got.MinSize().Width > 201 {
		t.Errorf("drawn %q", got.Text)
	}
}

func TestAWrappedSentenceIsShownWhole(t *testing.T) {
	test.NewTempApp(t)
	sentence := strings.TrimSpace(strings.Repeat("money and what it means ", 12))
	l := NewParagraph(24, ColorInk, 3, fyne.TextAlignLeading).Saying(sentence)
	l.Resize(fyne.NewSize(500, l.MinSize().Height))
	var lines []string
	for _, o := range test.WidgetRenderer(l).Objects() {
		lines = append(lines, o.(*canvas.Text).Text)
		if o.MinSize().Width > 501 || o.Position().Y+o.MinSize().Height > l.Size().Height+2 {
			t.Errorf("%q leaves the room: %v, %v", o.(*canvas.Text).Text, o.Position(), o.MinSize())
		}
	}
	if got := strings.Join(lines, " "); got != sentence {
		t.Errorf("shown %q", got)
	}
}

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

func TestAPickerKeepsItsChoiceWhenTheOfferChanges(t *testing.T) {
	test.NewTempApp(t)
	var said []string
	p := NewPicker(nil, func(v string) { said = append(said, v) })
	if p.Value() != "" {
		t.Error("nothing is offered yet")
	}
	p.Next()
	p.Offer([]string{"a", "b"}, []string{"A", "B"})
	p.Next()
	p.Offer([]string{"c", "b"}, []string{"C", "B"})
	if p.Value() != "b" {
		t.Errorf("on: %q", p.Value())
	}
	p.Offer([]string{"c"}, []string{"C"})
	if p.Value() != "c" || strings.Join(said, " ") != "b" {
		t.Errorf("on: %q, said %v", p.Value(), said)
	}
}
