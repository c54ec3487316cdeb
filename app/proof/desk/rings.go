package desk

import (
	"image"
	"image/color"
)

// Box is the smallest rectangle around everything of a colour in an area, such
// as the ring around the control that has the keyboard. Empty: there is none.
func (p Picture) Box(area image.Rectangle, c color.RGBA) (box image.Rectangle) {
	area = area.Intersect(p.Rect)
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if i := p.PixOffset(x, y); near(p.Pix[i], c.R) && near(p.Pix[i+1], c.G) && near(p.Pix[i+2], c.B) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}
