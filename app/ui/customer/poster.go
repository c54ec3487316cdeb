package customer

import (
	"fyne.io/fyne/v2"

	"qrtill/app/ui/kit"
)

// poster lays out a customer's screen: at most one picture, then labels, all
// as large as the window allows, so that it can be read from afar. The sizes
// that the labels are made with are those of a small window.
type poster struct {
	beside bool    // on a wide window the picture stands beside the words
	most   float32 // the picture's largest side in a small window; 0 for as large as it goes
}

const (
	posterGap           = 20
	posterLeast float32 = 0.5 // how small labels get in a tiny window
)

// posterLabel is a label that a poster scales from a size.
func posterLabel(size float32, color fyne.ThemeColorName, lines int) *kit.Label {
	l := kit.NewFitted(size, color, fyne.TextAlignCenter)
	l.Lines, l.Low, l.Least = lines, size, 9
	return l
}

// parts tells the picture, if there is one, from the labels that are shown.
func (p poster) parts(objects []fyne.CanvasObject) (picture fyne.CanvasObject, labels []*kit.Label) {
	for _, o := range kit.Visible(objects) {
		if l, ok := o.(*kit.Label); ok {
			labels = append(labels, l)
		} else {
			picture = o
		}
	}
	return picture, labels
}

func (p poster) MinSize(objects []fyne.CanvasObject) fyne.Size {
	picture, labels := p.parts(objects)
	size := fyne.NewSize(280, 0)
	for _, l := range labels {
		size.Height += l.MinSize().Height * posterLeast
	}
	if picture != nil {
		size.Height += picture.MinSize().Height + posterGap
	}
	return size
}

func (p poster) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	picture, labels := p.parts(objects)
	if p.beside && picture != nil && s.Width > s.Height*1.25 {
		side := min(s.Height, s.Width*0.58)
		put(picture, 0, (s.Height-side)/2, side)
		left := side + 2*posterGap
		words(labels, fyne.NewPos(left, 0), fyne.NewSize(s.Width-left, s.Height), scaleFor((s.Width-left)*1.3, s.Height, 360))
		return
	}
	scale := scaleFor(s.Width, s.Height, 640)
	height := heightOf(labels, scale)
	if picture == nil {
		words(labels, fyne.Position{}, s, scale)
		return
	}
	side := min(s.Width, s.Height-height-posterGap)
	if p.most > 0 {
		side = min(side, p.most*scale)
	}
	top := max(0, (s.Height-side-posterGap-height)/2)
	put(picture, (s.Width-side)/2, top, side)
	words(labels, fyne.NewPos(0, top+side+posterGap), fyne.NewSize(s.Width, height), scale)
}

// scaleFor is how much larger than in a small window things can be.
func scaleFor(width, height, small float32) float32 {
	return max(posterLeast, min(width/420, height/small, 2.6))
}

func heightOf(labels []*kit.Label, scale float32) float32 {
	var height float32
	for _, l := range labels {
		height += l.LineHeight(l.Low*scale) * float32(l.Lines)
	}
	return height
}

func put(o fyne.CanvasObject, x, y, side float32) {
	o.Move(fyne.NewPos(x, y))
	o.Resize(fyne.NewSquareSize(side))
}

// words stacks labels in the middle of their room. Lines that a text might have
// taken but does not are the air between the groups.
func words(labels []*kit.Label, at fyne.Position, room fyne.Size, scale float32) {
	heights := make([]float32, len(labels))
	var height, groups float32
	for i, l := range labels {
		heights[i] = l.HeightAt(l.Low*scale, room.Width)
		height += heights[i]
		if i > 0 && l.Group {
			groups++
		}
	}
	var air float32
	if groups > 0 {
		air = max(0, min(posterGap*scale, (heightOf(labels, scale)-height)/groups))
	}
	y := at.Y + max(0, (room.Height-height-air*groups)/2)
	for i, l := range labels {
		if i > 0 && l.Group {
			y += air
		}
		l.Move(fyne.NewPos(at.X, y))
		l.Resize(fyne.NewSize(room.Width, heights[i]))
		if l.TextSize != l.Low*scale {
			l.TextSize = l.Low * scale
			l.Refresh()
		}
		y += heights[i]
	}
}
