package kit

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// rolled is a window with an area that is too tall for it, and turns the wheel
// over its parts.
type rolled struct {
	*testing.T
	window fyne.Window
	area   *container.Scroll
}

func rolling(t *testing.T, parts ...fyne.CanvasObject) rolled {
	t.Helper()
	r := rolled{t, test.NewTempWindow(t, Space()), nil}
	r.area = container.NewVScroll(Column(8, append(parts, AtLeast(0, 900, Space()))...))
	r.window.SetPadded(false)
	r.window.SetContent(WithWheel(r.area))
	r.window.Resize(fyne.NewSize(400, 300))
	return r
}

// over turns the wheel above the middle of a part, as the driver does.
func (r rolled) over(part fyne.CanvasObject, down float32) (moved float32) {
	r.Helper()
	size, was := part.Size(), r.area.Offset.Y
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(part).AddXY(size.Width/2, size.Height/2)
	test.Scroll(r.window.Canvas(), at, 0, -down)
	return r.area.Offset.Y - was
}

func TestTheWheelOverAnyPartScrollsThePage(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(NewLook(LookLight, "en"))
	long := NewField(nil, "", 0)
	long.SetText("a note that is far longer than the field is wide, so that it could be scrolled sideways")
	chooser := NewChooser(nil, func() {})
	chooser.Offer([]string{"a", "b"}, []string{"A", "B"})
	picker := NewPicker(nil, nil)
	picker.Offer([]string{"a", "b"}, []string{"A", "B"})
	for name, part := range map[string]fyne.CanvasObject{
		"a field": NewField(nil, "hint", 0), "a long text": long, "a PIN": NewPINField(Texts{Catalogue: CatalogueIn("en")}, nil),
		"a chooser": chooser.Box, "a picker": picker.Box, "a button": NewButton(nil, PlainButton, "Go", "", func() {}),
		"text": NewText(SizeBody, ColorInk, 300, "words"), "nothing": AtLeast(0, 40, Space()),
	} {
		r := rolling(t, Pad(10, 10, part))
		if moved := r.over(part, 10); moved != 10 {
			t.Errorf("over %s the page moves by %g, not by 10", name, moved)
		}
		if moved := r.over(part, -10); moved != -10 {
			t.Errorf("over %s the page moves back by %g", name, -moved)
		}
	}
}

func TestTheWheelOverAListScrollsItAndThenThePage(t *testing.T) {
	test.NewTempApp(t)
	list := NewList(nil, func() int { return 20 }, func() fyne.CanvasObject { return AtLeast(0, 40, Space()) }, func(int, fyne.CanvasObject) {}, func(int) {})
	r := rolling(t, AtLeast(0, 200, list))
	if moved := r.over(list, 100); moved != 0 || list.GetScrollOffset() != 100 {
		t.Errorf("the page moves by %g, the list to %g", moved, list.GetScrollOffset())
	}
	r.over(list, 5000)
	end := list.GetScrollOffset()
	if moved := r.over(list, 20); moved != 20 || list.GetScrollOffset() != end {
		t.Errorf("at the list's end the page moves by %g, the list from %g to %g", moved, end, list.GetScrollOffset())
	}
	if moved := r.over(list, -20); moved != 0 || list.GetScrollOffset() != end-20 {
		t.Errorf("back, the page moves by %g, the list to %g of %g", moved, list.GetScrollOffset(), end)
	}
}

func TestTheWheelMovesAnAreaWithinBeforeThePage(t *testing.T) {
	test.NewTempApp(t)
	inner := container.NewVScroll(AtLeast(0, 260, Space()))
	r := rolling(t, AtLeast(0, 200, WithWheel(inner)))
	if moved := r.over(inner, 50); moved != 0 || inner.Offset.Y != 50 {
		t.Errorf("the page moves by %g, the area to %g", moved, inner.Offset.Y)
	}
	r.over(inner, 10)
	if moved := r.over(inner, 50); moved != 50 || inner.Offset.Y != 60 {
		t.Errorf("at its end the page moves by %g, the area to %g", moved, inner.Offset.Y)
	}
}

func TestWhatTakesTheWheelTakesNothingElse(t *testing.T) {
	var w fyne.CanvasObject = &wheel{}
	for name, takes := range map[string]bool{"taps": is[fyne.Tappable](w), "the pointer": is[desktop.Hoverable](w), "presses": is[desktop.Mouseable](w), "drags": is[fyne.Draggable](w), "keys": is[fyne.Focusable](w)} {
		if takes {
			t.Errorf("it takes %s away from the parts below it", name)
		}
	}
}

func is[T any](o fyne.CanvasObject) bool { _, ok := o.(T); return ok }
