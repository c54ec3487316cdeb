package desk

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
)

// Picture is the screen at one moment.
type Picture struct{ *image.RGBA }

// ParsePPM reads a binary PPM of 8 bits, which needs no compressing: a picture
// is taken many times a second while we wait.
func ParsePPM(data []byte) (Picture, error) {
	var width, height, top int
	if _, err := fmt.Sscanf(string(data[:min(len(data), 40)]), "P6\n%d %d\n%d", &width, &height, &top); err != nil || top != 255 {
		return Picture{}, errors.New("the picture of the screen is not an 8-bit PPM")
	}
	head := len(fmt.Sprintf("P6\n%d %d\n%d\n", width, height, top))
	if width <= 0 || height <= 0 || len(data) != head+3*width*height {
		return Picture{}, fmt.Errorf("the picture of the screen is cut: %d bytes for %d x %d", len(data), width, height)
	}
	p := Picture{image.NewRGBA(image.Rect(0, 0, width, height))}
	for i, j := 0, head; j < len(data); i, j = i+4, j+3 {
		p.Pix[i], p.Pix[i+1], p.Pix[i+2], p.Pix[i+3] = data[j], data[j+1], data[j+2], 0xff
	}
	return p, nil
}

// PPM is the picture as zbar reads it.
func (p Picture) PPM() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "P6\n%d %d\n255\n", p.Rect.Dx(), p.Rect.Dy())
	for i := 0; i < len(p.Pix); i += 4 {
		b.Write(p.Pix[i : i+3])
	}
	return b.Bytes()
}

// Crop is a part of the picture.
func (p Picture) Crop(area image.Rectangle) Picture {
	area = area.Intersect(p.Rect)
	part := Picture{image.NewRGBA(image.Rect(0, 0, area.Dx(), area.Dy()))}
	draw.Draw(part, part.Rect, p, area.Min, draw.Src)
	return part
}

// Share is how much of an area has a colour, give or take what a driver may
// round: 0 to 1.
func (p Picture) Share(area image.Rectangle, c color.RGBA) float64 {
	return p.count(area, func(i int) bool {
		return near(p.Pix[i], c.R) && near(p.Pix[i+1], c.G) && near(p.Pix[i+2], c.B)
	})
}

// Changed is how much of an area looks different from another picture: 0 to 1.
func (p Picture) Changed(from Picture, area image.Rectangle) float64 {
	area = area.Intersect(p.Rect)
	if p.Rect != from.Rect {
		return 1
	}
	n := 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		line, was := p.line(area, y), from.line(area, y)
		if bytes.Equal(line, was) { // as almost all are
			continue
		}
		for i := 0; i < len(line); i += 4 {
			if !near(line[i], was[i]) || !near(line[i+1], was[i+1]) || !near(line[i+2], was[i+2]) {
				n++
			}
		}
	}
	return float64(n) / max(1, float64(area.Dx()*area.Dy()))
}

func (p Picture) line(area image.Rectangle, y int) []byte {
	return p.Pix[p.PixOffset(area.Min.X, y):p.PixOffset(area.Max.X, y)]
}

// Bands counts the things of a colour that stand one below the other in an
// area, such as the labels in a list: lines without the colour part them.
func (p Picture) Bands(area image.Rectangle, c color.RGBA) int {
	area = area.Intersect(p.Rect)
	bands, within := 0, false
	for y := area.Min.Y; y < area.Max.Y; y++ {
		line := image.Rect(area.Min.X, y, area.Max.X, y+1)
		coloured := p.Share(line, c) > 0
		if coloured && !within {
			bands++
		}
		within = coloured
	}
	return bands
}

func (p Picture) count(area image.Rectangle, is func(at int) bool) float64 {
	area = area.Intersect(p.Rect)
	if area.Empty() {
		return 0
	}
	n := 0
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if is(p.PixOffset(x, y)) {
				n++
			}
		}
	}
	return float64(n) / float64(area.Dx()*area.Dy())
}

func near(a, b uint8) bool { return max(a, b)-min(a, b) <= 3 }
