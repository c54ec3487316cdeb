// Without the race detector, as in fits_internal_test.go.

//go:build !race

package ui

import (
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"

	"fyne.io/fyne/v2"

	"qrtill/app/ui/kit"
)

// golden are the pictures that are kept: what a shop sees most, in all
// languages and both looks. A changed picture is left in testdata/failed: look
// at it, and when it is meant, put it in the place of the old one.
var golden = []struct {
	file, staff, look string
	public            [2]string
	customers         bool
	scene             string
}{
	{file: "charge-everything", staff: "en", look: kit.LookDark, scene: "charge, everything on"},
	{file: "waiting", staff: "en", look: kit.LookLight, scene: "sale, waiting"},
	{file: "late", staff: "en", look: kit.LookLight, scene: "strip, alert.late"},
	{file: "refund", staff: "en", look: kit.LookLight, scene: "refund"},
	{file: "customer-idle", staff: "en", look: kit.LookLight, public: [2]string{"en", kit.NoSecond}, customers: true, scene: "idle"},
	{file: "customer-waiting", staff: "en", look: kit.LookLight, public: [2]string{"zh-Hant-HK", "en"}, customers: true, scene: "sale, waiting"},
	{file: "customer-paid", staff: "en", look: kit.LookDark, public: [2]string{"zh-Hans", "en"}, customers: true, scene: "sale, paid"},
	{file: "charge", staff: "zh-Hant-HK", look: kit.LookLight, scene: "charge, typing"},
	{file: "history", staff: "zh-Hant-HK", look: kit.LookDark, scene: "history, full"},
	{file: "paid", staff: "zh-Hans", look: kit.LookDark, scene: "sale, paid"},
	{file: "order", staff: "zh-Hans", look: kit.LookLight, scene: "order, paid"},
	{file: "first-start", staff: "zh-Hans", look: kit.LookLight, scene: "first start, shop"},
}

func TestTheScreensLookAsTheyDid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // the clock stands still
		var s *stage
		for i, g := range golden {
			if i == 0 || g.staff != golden[i-1].staff {
				s = newStage(t, g.staff)
			}
			kit.SetLook(s.config.App, g.look)
			w, size, scenes := s.window, fyne.NewSize(1366, 728), gallery()
			if g.customers {
				w, size, scenes = s.customers(), fyne.NewSize(1280, 1024), publicGallery()
				s.publicSpeak(g.public[0], g.public[1])
			}
			w.Resize(size)
			s.enterScene(scenes[slices.IndexFunc(scenes, func(k scene) bool { return k.name == g.scene })])
			got := w.Canvas().Capture()
			if want := kept(t, g.file); !sameImage(got, want) {
				t.Errorf("%s has changed, see %s", g.file, keepAs(t, got, g.file))
			}
		}
	})
}

// kept is a golden picture, nil for none: this system's own, where systems have
// other words.
func kept(t *testing.T, name string) image.Image {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", "golden", name+"-"+runtime.GOOS+".png"))
	if errors.Is(err, fs.ErrNotExist) {
		file, err = os.Open(filepath.Join("testdata", "golden", name+".png"))
	}
	if err != nil {
		t.Error(err)
		return nil
	}
	defer file.Close()
	picture, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

func keepAs(t *testing.T, picture image.Image, name string) string {
	t.Helper()
	path := filepath.Join("testdata", "failed", name+".png")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	e := png.Encoder{CompressionLevel: png.BestCompression}
	if err := e.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
	return path
}

func sameImage(a, b image.Image) bool {
	if a == nil || b == nil || a.Bounds() != b.Bounds() {
		return false
	}
	return slices.Equal(pixels(a), pixels(b))
}

func pixels(p image.Image) []uint8 {
	flat := image.NewRGBA(p.Bounds())
	draw.Draw(flat, p.Bounds(), p, p.Bounds().Min, draw.Src)
	return flat.Pix
}

func TestAChangedPixelIsFound(t *testing.T) {
	grey := func(width, height int) *image.RGBA {
		picture := image.NewRGBA(image.Rect(0, 0, width, height))
		draw.Draw(picture, picture.Bounds(), image.NewUniform(color.Gray{200}), image.Point{}, draw.Src)
		return picture
	}
	a, b := grey(20, 20), grey(20, 20)
	if !sameImage(a, b) || sameImage(a, nil) || sameImage(a, grey(20, 21)) {
		t.Error("pictures are compared wrongly")
	}
	b.Pix[4*7]--
	if sameImage(a, b) {
		t.Error("one pixel is another, and was not found")
	}
}
