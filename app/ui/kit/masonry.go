package kit

import "fyne.io/fyne/v2"

// Masonry lays cards into as many columns as there is room for, each card
// where the screen is emptiest, and keeps it in that column while there are as many of
// both: who reads a card that grows finds it where it was. It is a layout of Fyne's.
type Masonry struct {
	Gap   float32 // between the cards
	Least float32 // the least width of a column
	Most  int     // columns

	kept    []int // the column of each card that is shown
	keptFor int   // columns
}

// Forget lets the cards go where the screen is emptiest: they are others now.
func (m *Masonry) Forget() { m.kept = nil }

func (m *Masonry) columns(width float32) (count int, each float32) {
	count = min(m.Most, max(1, int((width+m.Gap)/(m.Least+m.Gap))))
	return count, (width - m.Gap*float32(count-1)) / float32(count)
}

// arrange calls put for every card, and returns the height of the tallest column and the
// column of each card.
func (m *Masonry) arrange(objects []fyne.CanvasObject, width float32, put func(o fyne.CanvasObject, x, y, w float32) float32) (float32, []int) {
	count, each := m.columns(width)
	shown, ends := Visible(objects), make([]float32, count)
	columns := make([]int, len(shown))
	for n, o := range shown {
		at := 0
		for i, end := range ends {
			if end < ends[at] {
				at = i
			}
		}
		if len(m.kept) == len(shown) && m.keptFor == count {
			at = m.kept[n]
		}
		columns[n] = at
		ends[at] += put(o, float32(at)*(each+m.Gap), ends[at], each) + m.Gap
	}
	tallest := float32(0)
	for _, end := range ends {
		tallest = max(tallest, end-m.Gap)
	}
	return tallest, columns
}

func (m *Masonry) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	_, m.kept = m.arrange(objects, size.Width, func(o fyne.CanvasObject, x, y, w float32) float32 {
		o.Move(fyne.NewPos(x, y))
		o.Resize(fyne.NewSize(w, wish(o).Height)) // flowing text learns its width
		o.Resize(fyne.NewSize(w, wish(o).Height))
		return o.Size().Height
	})
	m.keptFor, _ = m.columns(size.Width)
}

// MinSize is the height at the width that the cards were last laid out for.
func (m *Masonry) MinSize(objects []fyne.CanvasObject) fyne.Size {
	width, least := float32(0), Largest(objects).Width
	for _, o := range Visible(objects) {
		width = max(width, o.Position().X+o.Size().Width)
	}
	tallest, _ := m.arrange(objects, max(width, least), func(o fyne.CanvasObject, _, _, _ float32) float32 {
		return wish(o).Height
	})
	return fyne.NewSize(least, tallest)
}
