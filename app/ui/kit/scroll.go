package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

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
