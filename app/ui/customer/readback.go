package customer

import (
	"errors"
	"fmt"
	"image"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"
)

// errUnread says that a drawn code reads as something else, or as nothing.
var errUnread = errors.New("the drawn code can't be read back")

// sketch is a code as it is to be drawn: so many device pixels wide and high.
// It may be made on any goroutine.
type sketch struct {
	text          string
	code          code
	width, height int
}

// Made draws the code and reads it back from its own pixels. The picture is
// only to be shown when there is no error. It may be called on any goroutine.
func (s sketch) Made() (image.Image, error) {
	picture := s.code.draw(s.width, s.height)
	text, err := readCode(picture)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errUnread, err)
	case text != s.text:
		return nil, fmt.Errorf("%w: it says something else", errUnread)
	}
	return picture, nil
}

// readCode reads a code by its pixels alone: straight, in one piece, on white.
// A reader for photographs would take one good code in 250 for none.
func readCode(picture *image.RGBA) (string, error) {
	size := picture.Bounds().Size()
	pixels := make([]int, size.X*size.Y)
	for i := range pixels {
		p := picture.Pix[4*i : 4*i+3 : 4*i+3]
		pixels[i] = int(p[0])<<16 | int(p[1])<<8 | int(p[2])
	}
	bitmap, err := gozxing.NewBinaryBitmap(gozxing.NewGlobalHistgramBinarizer(gozxing.NewRGBLuminanceSource(size.X, size.Y, pixels)))
	if err != nil {
		return "", err
	}
	straight := map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_PURE_BARCODE: true}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, straight)
	if err != nil {
		return "", err
	}
	return result.GetText(), nil
}

// Reading is a drawing that a Code waits for. Whoever is handed it calls Made, away
// from Fyne's goroutine, and then Done with what came of it.
type Reading struct {
	sketch
	Done func(image.Image, error) // on Fyne's goroutine; one that comes too late is no harm
}
