package desk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
)

// memoryName is the file in which Xvfb keeps the pixels of its screen, in the
// folder that it is given with -fbdir.
const memoryName = "Xvfb_screen0"

// Memory is the file with the pixels of the virtual screen that .ci/desktop.sh
// has made. Empty on any other screen, which must be asked for its picture.
func Memory() string {
	file := filepath.Join(os.Getenv("QRTILL_DESKTOP"), memoryName)
	if _, err := os.Stat(file); err != nil {
		return ""
	}
	return file
}

// xwd says where in such a file a pixel lies: it is a window dump, as xwd makes
// them, that always shows the present.
type xwd struct{ width, height, head, line int }

var errNotXWD = errors.New("the screen's memory is not an xwd file of 32 bits a pixel")

func parseXWD(head []byte) (xwd, error) {
	if len(head) < 100 {
		return xwd{}, errNotXWD
	}
	field := func(i int) int { return int(binary.BigEndian.Uint32(head[4*i:])) }
	const version, pixmap, bitsPerPixel, leastFirst = 7, 2, 32, 0
	x := xwd{width: field(4), height: field(5), head: field(0) + 12*field(19), line: field(12)}
	if field(1) != version || field(2) != pixmap || field(7) != leastFirst || field(11) != bitsPerPixel ||
		field(14) != 0xff0000 || x.width <= 0 || x.height <= 0 || x.line < 4*x.width {
		return xwd{}, errNotXWD
	}
	return x, nil
}

func (x xwd) offset(at image.Point) int { return x.head + at.Y*x.line + 4*at.X }

// picture copies the pixels out of a whole file.
func (x xwd) picture(data []byte) (Picture, error) {
	if len(data) < x.head+x.height*x.line {
		return Picture{}, fmt.Errorf("the screen's memory is cut: %d bytes for %d x %d", len(data), x.width, x.height)
	}
	p := Picture{image.NewRGBA(image.Rect(0, 0, x.width, x.height))}
	for y := range x.height {
		from, to := data[x.offset(image.Pt(0, y)):][:4*x.width], p.Pix[y*p.Stride:][:4*x.width]
		for i := 0; i < len(to); i += 4 {
			v := binary.LittleEndian.Uint32(from[i:]) // blue is the lowest
			binary.LittleEndian.PutUint32(to[i:], v>>16&0xff|v&0xff00|v<<16&0xff0000|0xff000000)
		}
	}
	return p, nil
}

func readMemory(file string) (Picture, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return Picture{}, err
	}
	x, err := parseXWD(data)
	if err != nil {
		return Picture{}, err
	}
	return x.picture(data)
}

// Spot is one pixel of the screen. Looking at it takes microseconds, so it can
// tell when something came onto the screen, and not just that it did.
type Spot struct {
	file *os.File
	at   int64
}

// Spot needs a screen with a memory. It must be closed.
func (d Desktop) Spot(at image.Point) (*Spot, error) {
	file, err := os.Open(d.Memory)
	if err != nil {
		return nil, err
	}
	head := make([]byte, 100)
	_, err = file.ReadAt(head, 0)
	var x xwd
	if err == nil {
		x, err = parseXWD(head)
	}
	if err == nil && !at.In(image.Rect(0, 0, x.width, x.height)) {
		err = fmt.Errorf("%v is not on the screen", at)
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &Spot{file, int64(x.offset(at))}, nil
}

// Is says whether the pixel has a colour now.
func (s *Spot) Is(c color.RGBA) (bool, error) {
	var pixel [4]byte
	_, err := s.file.ReadAt(pixel[:], s.at)
	return near(pixel[2], c.R) && near(pixel[1], c.G) && near(pixel[0], c.B), err
}

func (s *Spot) Close() error { return s.file.Close() }
