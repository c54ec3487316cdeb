package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

func TestTextShrinksBeforeItIsCut(t *testing.T) {
	test.NewTempApp(t)
	l := newFitted(80, colorInk, fyne.TextAlignLeading).saying("HK$9,999,999.00")
	l.Resize(fyne.NewSize(200, 120))
	drawn := test.WidgetRenderer(l).Objects()[0].(*canvas.Text)
	if drawn.Text != l.text || drawn.MinSize().Width > 201 || drawn.TextSize < sizeSmall {
		t.Errorf("drawn %q at %g, %v wide", drawn.Text, drawn.TextSize, drawn.MinSize())
	}
	l.set(strings.Repeat("far too long ", 20))
	if got := test.WidgetRenderer(l).Objects()[0].(*canvas.Text); !strings.HasSuffix(got.Text, "…") || got.MinSize().Width > 201 {
		t.Errorf("drawn %q", got.Text)
	}
}

func TestAWrappedSentenceIsShownWhole(t *testing.T) {
	test.NewTempApp(t)
	sentence := strings.TrimSpace(strings.Repeat("money and what it means ", 12))
	l := newParagraph(24, colorInk, 3, fyne.TextAlignLeading).saying(sentence)
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
	box := func(width float32) *fyne.Container { return atLeast(width, 10, newPlate(colorBack, colorClear, 0)) }
	a, b, c := grow(1, box(50)), growTo(120, 1, box(100)), box(30)
	r := row(10, a, b, c)
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
	relayout(r)
	if a.Size().Width != 360 || c.Position().X != 370 {
		t.Errorf("without the second: %v, %v", a.Size(), c.Position())
	}
}

func TestAPickerKeepsItsChoiceWhenTheOfferChanges(t *testing.T) {
	test.NewTempApp(t)
	var said []string
	p := newPicker(nil, func(v string) { said = append(said, v) })
	if p.value() != "" {
		t.Error("nothing is offered yet")
	}
	p.next()
	p.offer([]string{"a", "b"}, []string{"A", "B"})
	p.next()
	p.offer([]string{"c", "b"}, []string{"C", "B"})
	if p.value() != "b" {
		t.Errorf("on: %q", p.value())
	}
	p.offer([]string{"c"}, []string{"C"})
	if p.value() != "c" || strings.Join(said, " ") != "b" {
		t.Errorf("on: %q, said %v", p.value(), said)
	}
}
