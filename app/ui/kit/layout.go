package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
)

// Drawing is a widget's renderer made of plain functions, none of which may be nil.
type Drawing struct {
	Parts   []fyne.CanvasObject // from the lowest to the topmost; may change between calls
	Lay     func(fyne.Size)     // puts the parts into their places
	Least   func() fyne.Size    // the widget's least size
	Repaint func()              // something about the widget has changed
}

// Laid is a renderer at the size that its widget has by now: Fyne forgets the renderer of
// a widget that was hidden for a minute, makes another one when it is shown again, and
// lays that out only if the size changes. Every CreateRenderer ends with it.
func Laid(w fyne.Widget, r fyne.WidgetRenderer) fyne.WidgetRenderer {
	if s := w.Size(); !s.IsZero() {
		r.Layout(s)
	}
	return r
}

func (d *Drawing) Destroy()                     {}
func (d *Drawing) Layout(s fyne.Size)           { d.Lay(s) }
func (d *Drawing) MinSize() fyne.Size           { return d.Least() }
func (d *Drawing) Objects() []fyne.CanvasObject { return d.Parts }
func (d *Drawing) Refresh()                     { d.Repaint() }

// line lays objects in a row or a column with an even gap. Objects made with
// Grow share what is left; across, everything fills the line.
type line struct {
	down bool
	gap  float32
}

// wish is the size that an object would like to have. It is more than its least
// size where the space in it, or the size of its text, may give way on a small screen.
func wish(o fyne.CanvasObject) fyne.Size {
	switch o := o.(type) {
	case *fyne.Container:
		if w, ok := o.Layout.(interface {
			wish([]fyne.CanvasObject) fyne.Size
		}); ok {
			return w.wish(o.Objects)
		}
	case *Label:
		return o.wish()
	}
	return o.MinSize()
}

// wished is the largest wish.
func wished(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range Visible(objects) {
		size = size.Max(wish(o))
	}
	return size
}

// Row lays objects beside each other, with a gap between those that are shown. Each
// has its least width, and more if it was made with Grow; all are as high as the row.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{gap: gap}, objects...)
}

// Column lays objects below each other, as Row does beside.
func Column(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&line{down: true, gap: gap}, objects...)
}

type growing struct{ share, most float32 }

// Grow marks an object that takes a share of the room that is left in a row or
// column. Objects given together lie above each other.
func Grow(share float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&growing{share: share}, objects...)
}

// GrowTo is Grow up to a size; what it does not take is left to the others.
func GrowTo(most, share float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&growing{share: share, most: most}, objects...)
}

// Space is empty room that grows.
func Space() *fyne.Container { return Grow(1) }

func (g *growing) Layout(objects []fyne.CanvasObject, size fyne.Size) { fill(objects, size) }
func (g *growing) MinSize(objects []fyne.CanvasObject) fyne.Size      { return Largest(objects) }

// wish leaves out what a text would like: it has a share of what is left.
func (g *growing) wish(objects []fyne.CanvasObject) fyne.Size {
	size := Largest(objects)
	for _, o := range Visible(objects) {
		if _, text := o.(*Label); !text {
			size = size.Max(wish(o))
		}
	}
	return size
}

func growthOf(o fyne.CanvasObject) growing {
	if c, ok := o.(*fyne.Container); ok {
		if g, ok := c.Layout.(*growing); ok {
			return *g
		}
	}
	return growing{}
}

func (l *line) along(s fyne.Size) (along, across float32) {
	if l.down {
		return s.Height, s.Width
	}
	return s.Width, s.Height
}

func (l *line) size(along, across float32) fyne.Size {
	if l.down {
		return fyne.NewSize(across, along)
	}
	return fyne.NewSize(along, across)
}

func (l *line) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return l.sum(objects, fyne.CanvasObject.MinSize)
}

func (l *line) wish(objects []fyne.CanvasObject) fyne.Size { return l.sum(objects, wish) }

func (l *line) sum(objects []fyne.CanvasObject, size func(fyne.CanvasObject) fyne.Size) fyne.Size {
	var along, across float32
	for i, o := range Visible(objects) {
		a, c := l.along(size(o))
		along, across = along+a, max(across, c)
		if i > 0 {
			along += l.gap
		}
	}
	return l.size(along, across)
}

func (l *line) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	shown := Visible(objects)
	total, across := l.along(size)
	lengths := l.lengths(shown, total)
	at := float32(0)
	for i, o := range shown {
		a := lengths[i]
		if l.down {
			o.Move(fyne.NewPos(0, at))
		} else {
			o.Move(fyne.NewPos(at, 0))
		}
		o.Resize(l.size(a, across))
		at += a + l.gap
	}
}

// lengths shares the room out: first to what is wished for, then to those that
// grow up to a size, then to those that just grow.
func (l *line) lengths(shown []fyne.CanvasObject, total float32) []float32 {
	lengths, wishes := make([]float32, len(shown)), make([]float32, len(shown))
	left, shares, wanted := total-l.gap*float32(len(shown)-1), float32(0), float32(0)
	for i, o := range shown {
		lengths[i], _ = l.along(o.MinSize())
		wishes[i], _ = l.along(wish(o))
		left -= lengths[i]
		wanted += wishes[i] - lengths[i]
		shares += growthOf(o).share
	}
	if wanted > 0 && left > 0 {
		part := min(1, left/wanted)
		for i := range shown {
			lengths[i] += (wishes[i] - lengths[i]) * part
		}
		left -= wanted * part
	}
	for _, limited := range []bool{true, false} {
		for i, o := range shown {
			g := growthOf(o)
			if g.share == 0 || left <= 0 || limited != (g.most > 0) {
				continue
			}
			more := left * g.share / shares
			if limited {
				more = max(0, min(more, g.most-lengths[i]))
			}
			lengths[i], left, shares = lengths[i]+more, left-more, shares-g.share
		}
	}
	return lengths
}

// Relayout lays an object and all in it out anew after parts of it came or went: Fyne
// does so by itself only when a least size changes.
func Relayout(o fyne.CanvasObject) {
	if s, ok := o.(*container.Scroll); ok && s.Visible() {
		s.Refresh()
		Relayout(s.Content)
		return
	}
	c, ok := o.(*fyne.Container)
	if !ok || !c.Visible() {
		return
	}
	if c.Layout != nil {
		c.Layout.Layout(c.Objects, c.Size())
	}
	for _, child := range c.Objects {
		Relayout(child)
	}
}

// Visible are those of a list of objects that are shown.
func Visible(objects []fyne.CanvasObject) []fyne.CanvasObject {
	shown := make([]fyne.CanvasObject, 0, len(objects))
	for _, o := range objects {
		if o.Visible() {
			shown = append(shown, o)
		}
	}
	return shown
}

// SetVisible shows an object or hides it, and touches it only when that is a change.
func SetVisible(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}

func fill(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Move(fyne.NewPos(0, 0))
		o.Resize(size)
	}
}

// Largest is the least size in which any of the objects that are shown has room: what
// a layout asks for that lays them above each other.
func Largest(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.Size{}
	for _, o := range Visible(objects) {
		size = size.Max(o.MinSize())
	}
	return size
}

type inset struct{ x, y, least float32 } // least: above and below, on a small screen

// Pad leaves room at the sides of an object (x), and above and below it (y).
func Pad(x, y float32, objects ...fyne.CanvasObject) *fyne.Container {
	return SoftPad(x, y, y, objects...)
}

// SoftPad is Pad with less room above and below, down to least, when the screen is
// small.
func SoftPad(x, y, least float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(&inset{x: x, y: y, least: least}, objects...)
}

func (p *inset) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	y := min(p.y, max(p.least, (size.Height-wished(objects).Height)/2))
	for _, o := range objects {
		o.Move(fyne.NewPos(p.x, y))
		o.Resize(fyne.NewSize(size.Width-2*p.x, size.Height-2*y))
	}
}

func (p *inset) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return Largest(objects).AddWidthHeight(2*p.x, 2*p.least)
}

func (p *inset) wish(objects []fyne.CanvasObject) fyne.Size {
	return wished(objects).AddWidthHeight(2*p.x, 2*p.y)
}

type limit struct{ least, most fyne.Size }

// AtLeast gives an object a least size; 0 leaves one of the two as it is.
func AtLeast(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&limit{least: fyne.NewSize(width, height)}, o)
}

// AtMost keeps an object from growing beyond a size (0: no limit) and centres
// it in what it is given.
func AtMost(width, height float32, o fyne.CanvasObject) *fyne.Container {
	return container.New(&limit{most: fyne.NewSize(width, height)}, o)
}

func (l *limit) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return Largest(objects).Max(l.least)
}

func (l *limit) wish(objects []fyne.CanvasObject) fyne.Size { return wished(objects).Max(l.least) }

func (l *limit) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	inner := size
	if l.most.Width > 0 {
		inner.Width = min(inner.Width, l.most.Width)
	}
	if l.most.Height > 0 {
		inner.Height = min(inner.Height, l.most.Height)
	}
	for _, o := range objects {
		o.Resize(inner)
		o.Move(fyne.NewPos((size.Width-inner.Width)/2, (size.Height-inner.Height)/2))
	}
}

// Middle puts an object of its own size into the middle of its room.
func Middle(o fyne.CanvasObject) *fyne.Container { return container.New(&centre{}, o) }

type centre struct{}

func (centre) MinSize(objects []fyne.CanvasObject) fyne.Size { return Largest(objects) }
func (centre) wish(objects []fyne.CanvasObject) fyne.Size    { return wished(objects) }

func (centre) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		own := wish(o)
		own = o.MinSize().Max(fyne.NewSize(own.Width, min(own.Height, size.Height)))
		o.Resize(own)
		o.Move(fyne.NewPos((size.Width-own.Width)/2, (size.Height-own.Height)/2))
	}
}

// AtStart puts an object of its own size at the left, in the middle of the height.
func AtStart(o fyne.CanvasObject) *fyne.Container { return container.New(start{}, o) }

type start struct{}

func (start) MinSize(objects []fyne.CanvasObject) fyne.Size { return Largest(objects) }

func (start) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		own := o.MinSize()
		o.Resize(own)
		o.Move(fyne.NewPos(0, (size.Height-own.Height)/2))
	}
}

// Sized is a stack that says when it gets another size, before it is laid out.
func Sized(told func(), parts ...fyne.CanvasObject) *fyne.Container {
	return container.New(&sized{told: told}, parts...)
}

type sized struct {
	size fyne.Size
	told func()
}

func (s *sized) MinSize(objects []fyne.CanvasObject) fyne.Size { return Largest(objects) }

func (s *sized) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	if s.size != size {
		s.size = size
		s.told()
	}
	fill(objects, size)
}
