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
