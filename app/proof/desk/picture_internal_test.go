package desk

import (
	"image"
	"image/color"
	"image/draw"
	"testing"
)

// a picture of 4 x 2: the left half red, the right half green.
func halves(t *testing.T) Picture {
	t.Helper()
	data := []byte("P6\n4 2\n255\n")
	for range 2 {
		data = append(data, 200, 0, 0, 200, 0, 0, 0, 200, 0, 0, 200, 0)
	}
	p, err := ParsePPM(data)
	if err != nil {
		t.Fatal(err)
	}
	if string(p.PPM()) != string(data) {
		t.Fatal("a picture does not survive being read and written")
	}
	return p
}

func TestShareCountsAColourInAnArea(t *testing.T) {
	red := color.RGBA{201, 1, 0, 255}
	tests := []struct {
		name string
		area image.Rectangle
		want float64
	}{
		{"all of it", image.Rect(0, 0, 4, 2), 0.5},
		{"the red half", image.Rect(0, 0, 2, 2), 1},
		{"the green half", image.Rect(2, 0, 4, 2), 0},
		{"only what is on the screen counts", image.Rect(1, 0, 40, 20), 1.0 / 3},
		{"off the screen", image.Rect(10, 10, 20, 20), 0},
	}
	p := halves(t)
	for _, test := range tests {
		if got := p.Share(test.area, red); got != test.want {
			t.Errorf("%s: %v, want %v", test.name, got, test.want)
		}
	}
}

func TestCropAndChangedAgree(t *testing.T) {
	p := halves(t)
	left, right := p.Crop(image.Rect(0, 0, 2, 2)), p.Crop(image.Rect(2, 0, 4, 2))
	if got := left.Changed(right, left.Rect); got != 1 {
		t.Errorf("red and green differ in %v of the area, want all", got)
	}
	if got := left.Changed(left, left.Rect); got != 0 {
		t.Errorf("a picture differs from itself in %v", got)
	}
	if got := p.Changed(left, p.Rect); got != 1 {
		t.Errorf("pictures of different sizes differ in %v, want all", got)
	}
}

func TestBandsCountsLabelsInAList(t *testing.T) {
	label := color.RGBA{0xDD, 0xF3, 0xE7, 0xff}
	p := Picture{image.NewRGBA(image.Rect(0, 0, 20, 40))}
	list := image.Rect(5, 10, 20, 40)
	if got := p.Bands(list, label); got != 0 {
		t.Errorf("an empty list has %d labels", got)
	}
	for _, top := range []int{2, 12, 18, 36} { // the first lies above the list
		draw.Draw(p, image.Rect(8, top, 12, top+4), image.NewUniform(label), image.Point{}, draw.Src)
	}
	if got := p.Bands(list, label); got != 3 {
		t.Errorf("%d labels, want 3", got)
	}
}

func TestBoxIsAroundAllOfAColour(t *testing.T) {
	ring := color.RGBA{0x0F, 0x9F, 0x8B, 0xff}
	p := Picture{image.NewRGBA(image.Rect(0, 0, 20, 40))}
	if got := p.Box(p.Rect, ring); !got.Empty() {
		t.Errorf("there is no ring, but a box %v", got)
	}
	want := image.Rect(3, 5, 17, 30)
	for _, side := range []image.Rectangle{{want.Min, image.Pt(17, 7)}, {image.Pt(3, 28), want.Max}} {
		draw.Draw(p, side, image.NewUniform(ring), image.Point{}, draw.Src)
	}
	if got := p.Box(p.Rect, ring); got != want {
		t.Errorf("the box is %v, want %v", got, want)
	}
	if got := p.Box(image.Rect(0, 0, 20, 10), ring); got != image.Rect(3, 5, 17, 7) {
		t.Errorf("the box in the upper part is %v", got)
	}
}

func TestABrokenPictureIsRefused(t *testing.T) {
	for _, data := range []string{"", "P6\n4 2\n255\n", "P6\n4 2\n65535\n012345678901234567890123", "P6\n0 0\n255\n", "PNG"} {
		if _, err := ParsePPM([]byte(data)); err == nil {
			t.Errorf("%q was taken for a picture", data)
		}
	}
}
