package kit

import "fyne.io/fyne/v2"

// Masonry lays cards into as many columns as there is room for, each card
// where the screen is emptiest. It is a layout of Fyne's.
type Masonry struct {
	Gap   float32 // between the cards
	Least float32 // the least width of a column
	Most  int     // columns
}

func (m *Masonry) columns(width float32) (count int, each float32) {
	count = min(m.Most, max(1, int((width+m.Gap)/(m.Least+m.Gap))))
	return count, (width - m.Gap*float32(count-1)) / float32(count)
}

// arrange calls put for every card and returns the height of the tallest column.
func (m *Masonry) arrange(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w float32) float32) float32 {
	count, each := m.columns(width)
	ends := make([]float32, count)
	for _, o := range Visible(objects) {
		at := 0
		for i, end := range ends {
			if end < ends[at] {
				at = i
			}
		}
		ends[at] += put(o, float32(at)*(each+m.Gap), ends[at], each) + m.Gap
	}
	tallest := float32(0)
	for _, end := range ends {
		tallest = max(tallest, end-m.Gap)
	}
	return tallest
}

func (m *Masonry) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	m.arrange(objects, size.Width, func(o fyne.CanvasObject, x, y, w float32) float32 {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, wish(o).Height)) // flowing text learns its width
		o.Resize(fyne.NewSize(w, wish(o).Height))
		return o.Size().Height
	})
}

// MinSize is the height at the width that the cards were last laid out for.
func (m *Masonry) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width, least := float32(0), Largest(objects).Width
	for _, o := range Visible(objects) {
		width = max(width, o.Position().X+o.Size().Width)
	}
	return fyne.NewSize(least, m.arrange(objects, max(width, least), func(o fyne.CanvasObject, _, _, _ float32) float32 {
		return wish(o).Height
	}))
}
