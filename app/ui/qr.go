package ui

import (
	"image"
	"image/color"
	"image/draw"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
	qrcode "github.com/skip2/go-qrcode"
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
func (c code) draw(width, height int) image.Image {
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

// codeView shows a QR code as large as its room allows.
type codeView struct {
	widget.BaseWidget
	text  string
	code  code
	least float32
}

func newCodeView(least float32) *codeView {
	v := &codeView{least: least}
	v.ExtendBaseWidget(v)
	return v
}

// set shows the code for a text and says whether that can be drawn.
func (v *codeView) set(text string) bool {
	if text == v.text {
		return len(v.code) > 0
	}
	v.text, v.code = text, nil
	if text != "" {
		v.code, _ = encode(text) // a text too long to draw leaves no code, and is said
	}
	v.Refresh()
	return len(v.code) > 0
}

func (v *codeView) CreateRenderer() fyne.WidgetRenderer {
	raster := canvas.NewRaster(func(w, h int) image.Image { return v.code.draw(w, h) })
	raster.ScaleMode = canvas.ImageScalePixels
	paper := newPlate(colorPaper, colorHairline, radius)
	return &drawing{
		objects: []fyne.CanvasObject{paper, raster},
		layout: func(s fyne.Size) {
			side := min(s.Width, s.Height)
			at := fyne.NewPos((s.Width-side)/2, (s.Height-side)/2)
			paper.Move(at)
			paper.Resize(fyne.NewSquareSize(side))
			// Inside the rounded corners, on whole units.
			raster.Move(at.AddXY(6, 6))
			raster.Resize(fyne.NewSquareSize(max(1, float32(int(side-12)))))
		},
		min:     func() fyne.Size { return fyne.NewSquareSize(v.least) },
		refresh: func() { paper.Refresh(); raster.Refresh() },
	}
}
