package customer

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	qrcode "github.com/skip2/go-qrcode"

	"qrtill/app/ui/kit"
)

// quiet is the white edge a code needs, in modules.
const quiet = 4

// longText is how many characters make a code so dense that a phone reads it
// better with less error correction and larger modules.
const longText = 300

// code is a QR code as modules; true is black.
type code [][]bool

// encode makes the code for a text.
func encode(text string) (code, error) {
	level := qrcode.Medium
	if len(text) > longText {
		level = qrcode.Low
	}
	q, err := qrcode.New(text, level)
	if err != nil {
		return nil, err
	}
	q.DisableBorder = true
	return q.Bitmap(), nil
}

// draw paints the code in the middle of so many device pixels: every module
// the same whole number of them, black on white.
func (c code) draw(width, height int) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(picture, picture.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	if len(c) == 0 || width <= 0 || height <= 0 {
		return picture
	}
	module := max(1, min(width, height)/(len(c)+2*quiet))
	black := image.NewUniform(color.Black)
	left, top := (width-module*len(c))/2, (height-module*len(c))/2
	for y, line := range c {
		for x, on := range line {
			if on {
				at := image.Rect(left+x*module, top+y*module, left+(x+1)*module, top+(y+1)*module)
				draw.Draw(picture, at, black, image.Point{}, draw.Src)
			}
		}
	}
	return picture
}

// Code shows a QR code as large as its room allows, and not before it has
// been read back from the very pixels that are shown.
type Code struct {
	widget.BaseWidget
	text   string
	code   code
	least  float32
	read   func(Reading) // has a code drawn and read back
	failed func()        // that did not succeed

	asked    image.Point // the size that a drawing was asked for
	picture  image.Image // nil until it was read back
	bad      bool        // a drawing could not be read back: nothing is shown
	painting bool
}

// NewCode is a place for a code, at least so large. It calls read for every drawing
// that it needs, and failed when one could not be read back: it shows nothing then.
func NewCode(least float32, read func(Reading), failed func()) *Code {
	v := &Code{least: least, read: read, failed: failed}
	v.ExtendBaseWidget(v)
	return v
}

// Set shows the code for a text, empty for none, and says whether that can be drawn:
// not when the text is too long, or once its drawing could not be read back.
func (v *Code) Set(text string) bool {
	if text != v.text {
		v.text, v.code, v.picture, v.asked, v.bad = text, nil, nil, image.Point{}, false
		if text != "" {
			v.code, _ = encode(text) // a text too long to draw leaves no code, and is said
		}
		v.Refresh()
	}
	return len(v.code) > 0 && !v.bad
}

// refused says that the code for a text could not be read back.
func (v *Code) refused(text string) bool { return v.bad && v.text == text }

// paint is what is shown in so many device pixels: the picture that was read
// back, or white while it is being made.
func (v *Code) paint(width, height int) image.Image {
	size := image.Pt(width, height)
	if len(v.code) == 0 || v.bad {
		return code(nil).draw(width, height)
	}
	if v.asked != size {
		v.asked, v.painting = size, true
		d := sketch{v.text, v.code, width, height}
		v.read(Reading{d, func(picture image.Image, err error) { v.take(d, picture, err) }})
		v.painting = false
	}
	if v.picture == nil || v.picture.Bounds().Size() != size {
		return code(nil).draw(width, height)
	}
	return v.picture
}

// take takes a drawing that was asked for, unless it comes too late.
func (v *Code) take(d sketch, picture image.Image, err error) {
	if d.text != v.text || v.asked != image.Pt(d.width, d.height) {
		return
	}
	v.picture, v.bad = picture, err != nil
	switch {
	case v.painting: // it is on its way
	case v.bad:
		v.failed()
	default:
		v.Refresh()
	}
}

func (v *Code) CreateRenderer() fyne.WidgetRenderer {
	raster := canvas.NewRaster(v.paint)
	raster.ScaleMode = canvas.ImageScalePixels
	paper := kit.NewPlate(kit.ColorPaper, kit.ColorHairline, kit.Radius)
	d := &kit.Drawing{
		Parts: []fyne.CanvasObject{paper, raster},
		Lay: func(s fyne.Size) {
			side := min(s.Width, s.Height)
			at := fyne.NewPos((s.Width-side)/2, (s.Height-side)/2)
			paper.Move(at)
			paper.Resize(fyne.NewSquareSize(side))
			// Inside the rounded corners, on whole units.
			raster.Move(at.AddXY(6, 6))
			raster.Resize(fyne.NewSquareSize(max(1, float32(int(side-12)))))
		},
		Least:   func() fyne.Size { return fyne.NewSquareSize(v.least) },
		Repaint: func() { paper.Refresh(); raster.Refresh() },
	}
	return kit.Laid(v, d)
}
