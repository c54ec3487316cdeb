package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"qrtill/app/ui/kit"
	"qrtill/app/ui/uitest"
)

// rolled is a window with an area that is too tall for it, and turns the wheel
// over its parts.
type rolled struct {
	uitest.Hands
	area *container.Scroll
}

func rolling(t *testing.T, parts ...fyne.CanvasObject) rolled {
	t.Helper()
	area := container.NewVScroll(kit.Column(8, append(parts, kit.AtLeast(0, 900, kit.Space()))...))
	w := test.NewTempWindow(t, kit.WithWheel(area))
	w.Resize(fyne.NewSize(400, 300))
	return rolled{uitest.Hands{T: t, On: w}, area}
}

// over turns the wheel above a part.
func (r rolled) over(part fyne.CanvasObject, down float32) (moved float32) {
	r.Helper()
	was := r.area.Offset.Y
	r.Roll(part, down)
	return r.area.Offset.Y - was
}

func TestTheWheelOverAnyPartScrollsThePage(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(kit.NewLook(kit.LookLight, "en"))
	long := kit.NewField(nil, "", 0)
	long.SetText("a note that is far longer than the field is wide, so that it could be scrolled sideways")
	chooser := kit.NewChooser(nil, func() {})
	chooser.Offer([]string{"a", "b"}, []string{"A", "B"})
	picker := kit.NewPicker(nil, nil)
	picker.Offer([]string{"a", "b"}, []string{"A", "B"})
	for name, part := range map[string]fyne.CanvasObject{
		"a field": kit.NewField(nil, "hint", 0), "a long text": long, "a PIN": kit.NewPINField(kit.Texts{Catalogue: kit.CatalogueIn("en")}, nil),
		"a chooser": chooser.Box, "a picker": picker.Box, "a button": kit.NewButton(nil, kit.PlainButton, "Go", "", func() {}),
		"text": kit.NewText(kit.SizeBody, kit.ColorInk, 300, "words"), "nothing": kit.AtLeast(0, 40, kit.Space()),
	} {
		r := rolling(t, kit.Pad(10, 10, part))
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
	list := kit.NewList(nil, func() int { return 20 }, func() fyne.CanvasObject { return kit.AtLeast(0, 40, kit.Space()) }, func(int, fyne.CanvasObject) {}, func(int) {})
	r := rolling(t, kit.AtLeast(0, 200, list))
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
	inner := container.NewVScroll(kit.AtLeast(0, 260, kit.Space()))
	r := rolling(t, kit.AtLeast(0, 200, kit.WithWheel(inner)))
	if moved := r.over(inner, 50); moved != 0 || inner.Offset.Y != 50 {
		t.Errorf("the page moves by %g, the area to %g", moved, inner.Offset.Y)
	}
	r.over(inner, 10)
	if moved := r.over(inner, 50); moved != 50 || inner.Offset.Y != 60 {
		t.Errorf("at its end the page moves by %g, the area to %g", moved, inner.Offset.Y)
	}
}

func TestWhatTakesTheWheelTakesNothingElse(t *testing.T) {
	w := kit.WithWheel(container.NewVScroll(kit.Space())).(*fyne.Container).Objects[1]
	for name, takes := range map[string]bool{"taps": is[fyne.Tappable](w), "the pointer": is[desktop.Hoverable](w), "presses": is[desktop.Mouseable](w), "drags": is[fyne.Draggable](w), "keys": is[fyne.Focusable](w)} {
		if takes {
			t.Errorf("it takes %s away from the parts below it", name)
		}
	}
}

func is[T any](o fyne.CanvasObject) bool { _, ok := o.(T); return ok }
