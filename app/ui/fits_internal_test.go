package ui

import (
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"qrtill/assets"
)

// box is a rectangle on the screen.
type box struct{ x, y, w, h float32 }

func boxOf(at fyne.Position, size fyne.Size) box { return box{at.X, at.Y, size.Width, size.Height} }

// slack is how far a thing may leave its room, in units: sizes are rounded, and
// nobody sees less.
const slack = 1.5

func (b box) holds(inner box) bool {
	return inner.x >= b.x-slack && inner.y >= b.y-slack && inner.x+inner.w <= b.x+b.w+slack && inner.y+inner.h <= b.y+b.h+slack
}

func (b box) meets(other box) bool {
	return b.x+slack < other.x+other.w && other.x+slack < b.x+b.w && b.y+slack < other.y+other.h && other.y+slack < b.y+b.h
}

// surveyor looks for what a person would call broken in a laid out window.
type surveyor struct {
	faults []string
	texts  map[int][]placed // by the layer they are on
	layers int
}

// placed is a text and where it stands.
type placed struct {
	text string
	box  box
}

func (s *surveyor) fault(format string, args ...any) {
	s.faults = append(s.faults, fmt.Sprintf(format, args...))
}

// survey is all that is wrong in a window's content.
func survey(content fyne.CanvasObject, size fyne.Size) []string {
	s := &surveyor{texts: map[int][]placed{}}
	if least := content.MinSize(); least.Width > size.Width || least.Height > size.Height {
		s.fault("needs %v, has %v", least, size)
	}
	s.walk(content, fyne.Position{}, boxOf(fyne.Position{}, size), 0)
	for _, texts := range s.texts {
		for i, a := range texts {
			for _, b := range texts[i+1:] {
				if a.box.meets(b.box) {
					s.fault("%q and %q lie on each other: %v, %v", a.text, b.text, a.box, b.box)
				}
			}
		}
	}
	return s.faults
}

// walk looks at an object and all that it shows. Room is what it must keep
// within, and what lies on other layers is not compared.
func (s *surveyor) walk(o fyne.CanvasObject, at fyne.Position, room box, layer int) {
	if o == nil || !o.Visible() {
		return
	}
	at = at.Add(o.Position())
	own := boxOf(at, o.Size())
	switch o := o.(type) {
	case *canvas.Text:
		s.text(o, at, room, layer)
	case *container.Scroll:
		s.inside(own, room, "a scrolled area")
		s.layers++
		within := box{own.x, at.Y - o.Offset.Y, own.w, max(own.h, o.Content.MinSize().Height)}
		s.walk(o.Content, at.Subtract(o.Offset), within, s.layers)
	case *fyne.Container:
		if isLayer(o) {
			s.layers++
			layer = s.layers
		}
		for _, child := range o.Objects {
			s.walk(child, at, room, layer)
		}
	case *button:
		s.inside(own, room, o.text)
		if own.w < touch-0.1 || own.h < touch-0.1 {
			s.fault("the button %q is %v", o.text, o.Size())
		}
		s.parts(o, at, own, layer)
	case *field:
		s.inside(own, room, "a field")
		if hint := fyne.MeasureText(o.PlaceHolder, sizeBody, fyne.TextStyle{}).Width; hint > own.w-24+slack {
			s.fault("the hint %q is %v wide in %v", o.PlaceHolder, hint, own.w)
		}
	case *chooser:
		s.inside(own, room, "a chooser")
		if chosen := fyne.MeasureText(o.Selected, sizeBody, fyne.TextStyle{}).Width; chosen > own.w-24-30 {
			s.fault("the choice %q is %v wide in %v", o.Selected, chosen, own.w)
		}
	case *label:
		if o.text != "" {
			s.inside(own, room, o.text)
		}
		s.parts(o, at, own, layer)
		if shown := strings.Join(strings.Fields(joined(o)), ""); o.lines > 0 && shown != strings.Join(strings.Fields(o.text), "") {
			s.fault("%q is cut to %q", o.text, joined(o))
		}
	case *flow:
		s.parts(o, at, own, layer)
	case *historyList, *troubleList:
		s.inside(own, room, "a list")
		s.layers++
		s.rows(o.(fyne.Widget), at, own, s.layers)
	case fyne.Widget:
		s.parts(o, at, room, layer)
	}
}

// rows are a list's, which are shown in part at its lower edge.
func (s *surveyor) rows(list fyne.Widget, at fyne.Position, own box, layer int) {
	for _, o := range test.WidgetRenderer(list).Objects() {
		scroll, ok := o.(*container.Scroll)
		if !ok {
			continue
		}
		tall := box{own.x, own.y - 1e4, own.w, 2e4}
		s.walk(scroll.Content, at.Subtract(scroll.Offset), tall, layer)
	}
}

func (s *surveyor) parts(o fyne.Widget, at fyne.Position, room box, layer int) {
	for _, child := range test.WidgetRenderer(o).Objects() {
		s.walk(child, at, room, layer)
	}
}

func (s *surveyor) text(t *canvas.Text, at fyne.Position, room box, layer int) {
	if strings.TrimSpace(t.Text) == "" {
		return
	}
	need := fyne.MeasureText(t.Text, t.TextSize, t.TextStyle)
	spare := t.Size().Width - need.Width
	switch t.Alignment {
	case fyne.TextAlignCenter:
		at.X += spare / 2
	case fyne.TextAlignTrailing:
		at.X += spare
	}
	at.Y += (t.Size().Height - need.Height) / 2
	stands := boxOf(at, need)
	s.inside(stands, room, t.Text)
	s.texts[layer] = append(s.texts[layer], placed{t.Text, stands})
}

func (s *surveyor) inside(own, room box, name string) {
	if !room.holds(own) {
		s.fault("%q leaves its room: %v in %v", name, own, room)
	}
}

// isLayer says that a container lies above others: a sheet does.
func isLayer(c *fyne.Container) bool {
	if len(c.Objects) != 2 {
		return false
	}
	_, ok := c.Objects[0].(*scrim)
	return ok
}

func joined(w fyne.Widget) string {
	var words []string
	for _, o := range test.WidgetRenderer(w).Objects() {
		if t, ok := o.(*canvas.Text); ok {
			words = append(words, t.Text)
		}
	}
	return strings.Join(words, " ")
}

func TestMeasure(t *testing.T) {
	seen := map[string]bool{}
	for _, tag := range assets.Languages() {
		s := newStage(t, tag)
		for _, size := range []fyne.Size{fyne.NewSize(1024, 580), fyne.NewSize(1366, 728)} {
			for _, k := range gallery() {
				s.enterScene(k)
				s.window.Resize(size)
				s.redraw()
				s.redraw()
				for _, fault := range survey(s.window.Content(), size) {
					if !seen[fault] {
						t.Errorf("%s, %v, %s: %s", tag, size, k.name, fault)
					}
					seen[fault] = true
				}
			}
		}
	}
}

var _ = widget.NewLabel
