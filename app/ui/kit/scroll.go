package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"
)

// WithWheel is a scroll area in which the mouse wheel moves what lies under the
// pointer and can still be moved that way: a list, an area within, and else the
// area itself. Fyne gives the wheel to the innermost part that might want it, and
// to no other; in every entry there is one, with nowhere to go.
func WithWheel(area *container.Scroll) fyne.CanvasObject {
	w := &wheel{area: area}
	w.ExtendBaseWidget(w)
	return container.NewStack(area, w)
}

// wheel lies above all of an area, and takes the wheel alone.
type wheel struct {
	widget.BaseWidget
	area *container.Scroll
}

func (w *wheel) Scrolled(e *fyne.ScrollEvent) { roll(w.area, e.Position, e) }

func (w *wheel) CreateRenderer() fyne.WidgetRenderer {
	return Laid(w, widget.NewSimpleRenderer(container.NewWithoutLayout()))
}

// roll moves the innermost part that a place lies on, and says whether one moved.
func roll(o fyne.CanvasObject, at fyne.Position, e *fyne.ScrollEvent) bool {
	if !o.Visible() || at.X < 0 || at.Y < 0 || at.X >= o.Size().Width || at.Y >= o.Size().Height {
		return false
	}
	switch o := o.(type) {
	case *List:
		was := o.GetScrollOffset()
		o.ScrollToOffset(was - e.Scrolled.DY)
		return o.GetScrollOffset() != was
	case *container.Scroll:
		if roll(o.Content, at.Subtract(o.Content.Position()), e) {
			return true
		}
		was := o.Offset
		o.Scrolled(e)
		return o.Offset != was
	case *fyne.Container:
		for i := len(o.Objects) - 1; i >= 0; i-- {
			if child := o.Objects[i]; roll(child, at.Subtract(child.Position()), e) {
				return true
			}
		}
	}
	return false
}

// ScrollTo scrolls a page to the part that got the focus with Tab: Fyne leaves it
// where it is. A list scrolls itself.
func ScrollTo(area *container.Scroll, part fyne.CanvasObject) {
	if _, itself := part.(*List); itself {
		return
	}
	at, found := depthIn(area.Content, part)
	if !found {
		return
	}
	const margin = 40 // its caption and hint
	top := at - area.Offset.Y
	bottom := top + part.Size().Height
	switch {
	case top < margin:
		area.ScrollToOffset(fyne.NewPos(0, max(0, at-margin)))
	case bottom > area.Size().Height-margin:
		area.ScrollToOffset(fyne.NewPos(0, area.Offset.Y+bottom-area.Size().Height+margin))
	}
}

// depthIn is how far a part lies below the top of what holds it.
func depthIn(holder, part fyne.CanvasObject) (y float32, found bool) {
	if holder == part {
		return 0, true
	}
	if s, ok := holder.(*container.Scroll); ok {
		y, found := depthIn(s.Content, part)
		return s.Content.Position().Y + y, found
	}
	if c, ok := holder.(*fyne.Container); ok {
		for _, o := range c.Objects {
			if y, found := depthIn(o, part); found {
				return o.Position().Y + y, true
			}
		}
	}
	return 0, false
}

// firstIn is the first part that can have the focus; nil for none.
func firstIn(o fyne.CanvasObject) fyne.Focusable {
	if !o.Visible() {
		return nil
	}
	if c, ok := o.(*fyne.Container); ok {
		for _, child := range c.Objects {
			if f := firstIn(child); f != nil {
				return f
			}
		}
	}
	if s, ok := o.(*container.Scroll); ok {
		return firstIn(s.Content)
	}
	if d, ok := o.(fyne.Disableable); ok && d.Disabled() {
		return nil
	}
	f, _ := o.(fyne.Focusable)
	return f
}
