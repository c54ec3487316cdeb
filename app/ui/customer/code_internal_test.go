package customer

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/qrcode"

	"qrtill/app/ui/kit"
)

const payLink = "https://qr.alipay.com/281002040AMBWBEA6TFC5I2E0K5M3L4G?noT=ccgh2x"

func decode(t *testing.T, picture image.Image) string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(picture)
	if err != nil {
		t.Fatal(err)
	}
	result, err := qrcode.NewQRCodeReader().Decode(bitmap, nil)
	if err != nil {
		t.Fatalf("%v: %v, see %s", picture.Bounds().Size(), err, keep(t, picture))
	}
	return result.GetText()
}

// keep leaves a picture that failed beside the tests.
func keep(t *testing.T, picture image.Image) string {
	t.Helper()
	path := filepath.Join("testdata", "failed", t.Name()+".png")
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestTheDrawnCodeIsReadBackAtEverySize(t *testing.T) {
	for _, text := range []string{payLink, "weixin://wxpay/bizpayurl?pr=AbC12dE", strings.Repeat("http://a.example/", 30)} {
		c, err := encode(text)
		if err != nil {
			t.Fatal(err)
		}
		for _, side := range []int{300, 375, 601} {
			if got := decode(t, c.draw(side, side)); got != text {
				t.Errorf("at %d px read %q", side, got)
			}
		}
		if got := decode(t, c.draw(700, 400)); got != text {
			t.Errorf("in a wide room read %q", got)
		}
	}
}

func TestModulesAreWholePixelsWithAQuietZone(t *testing.T) {
	c, err := encode(payLink)
	if err != nil {
		t.Fatal(err)
	}
	for _, side := range []int{240, 333} {
		picture := c.draw(side, side)
		module := side / (len(c) + 2*quiet)
		edge := (side - module*len(c)) / 2
		if edge < quiet*module {
			t.Errorf("at %d px the quiet zone is %d px of %d", side, edge, quiet*module)
		}
		for y := range side {
			for x := range side {
				want := color.RGBA{255, 255, 255, 255}
				i, j := (y-edge)/module, (x-edge)/module
				if y >= edge && x >= edge && i < len(c) && j < len(c) && c[i][j] {
					want = color.RGBA{0, 0, 0, 255}
				}
				if got := picture.RGBAAt(x, y); got != want {
					t.Fatalf("at %d px, pixel %d,%d is %v", side, x, y, got)
				}
			}
		}
	}
}

func TestALongTextGetsLargerModules(t *testing.T) {
	short, _ := encode(strings.Repeat("a", longText))
	long, _ := encode(strings.Repeat("a", longText+1))
	if len(long) >= len(short) {
		t.Errorf("%d modules, then %d", len(short), len(long))
	}
	if _, err := encode(strings.Repeat("a", 5000)); err == nil {
		t.Error("a text that is too long has no code")
	}
	if _, err := encode(""); err == nil {
		t.Error("an empty text has no code")
	}
}

func TestTheCustomersWindowShowsTheCodeInEveryLookSizeAndScale(t *testing.T) {
	c := newPublic(t)
	w := c.window
	shows := func(size fyne.Size, scale float32) {
		t.Helper()
		w.Canvas().(interface{ SetScale(float32) }).SetScale(scale)
		w.Resize(size)
		c.Draw(waitingFor(payLink))
		if got := decode(t, w.Canvas().Capture()); got != payLink {
			t.Errorf("%v at %g: read %q", size, scale, got)
		}
	}
	for i, scale := range []float32{1, 1.25, 1.5, 2} {
		kit.SetLook(fyne.CurrentApp(), []string{kit.LookLight, kit.LookDark}[i%2])
		for _, m := range []fyne.Size{{Width: 1366, Height: 768}, {Width: 1920, Height: 1080}, {Width: 1280, Height: 1024}} { // it fills the monitor
			shows(fyne.NewSize(m.Width/scale, m.Height/scale), scale)
		}
		shows(fyne.NewSize(420, 620), scale)
		shows(fyne.NewSize(640, 400), scale)
	}
}

// awaited is a place for a code whose drawings are made when the test says so.
func awaited(failed func()) (v *Code, waiting *[]Reading) {
	waiting = &[]Reading{}
	return NewCode(100, func(r Reading) { *waiting = append(*waiting, r) }, failed), waiting
}

func TestNoPixelOfACodeIsShownBeforeItWasReadBack(t *testing.T) {
	newPublic(t) // a program with our look
	v, waiting := awaited(func() { t.Error("a good code was refused") })
	v.Set(payLink)
	for i, side := range []int{300, 420} { // a resized window is another picture
		for range 2 {
			if !blank(v.paint(side, side)) {
				t.Error("shown before it was read back")
			}
		}
		if len(*waiting) != i+1 {
			t.Fatalf("asked %d times for %d sizes", len(*waiting), i+1)
		}
		j := (*waiting)[i]
		j.Done(j.Made())
		if got := decode(t, v.paint(side, side)); got != payLink {
			t.Errorf("shown: %q", got)
		}
	}
	if v.Set("weixin://wxpay/bizpayurl?pr=AbC12dE"); !blank(v.paint(420, 420)) {
		t.Error("the sale before is still shown")
	}
	old := (*waiting)[1]
	if old.Done(old.Made()); !blank(v.paint(420, 420)) {
		t.Error("a drawing of the sale before was taken for this one's")
	}
}

func blank(picture image.Image) bool {
	b := picture.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); r&g&b != 0xffff {
				return false
			}
		}
	}
	return true
}

func TestACodeThatReadsAsSomethingElseIsNeverShown(t *testing.T) {
	other, _ := encode("weixin://wxpay/bizpayurl?pr=AbC12dE")
	spoilt, _ := encode(payLink)
	for y := range spoilt {
		for x := range spoilt {
			spoilt[y][x] = spoilt[y][x] || y > len(spoilt)/3
		}
	}
	right, _ := encode(payLink)
	newPublic(t) // a program with our look
	for name, k := range map[string]struct {
		code code
		side int
	}{"another text": {other, 300}, "spoilt": {spoilt, 300}, "no room": {right, 20}} {
		refused := 0
		v, waiting := awaited(func() { refused++ })
		v.Set(payLink)
		v.code = k.code
		v.paint(k.side, k.side)
		j := (*waiting)[0]
		picture, err := j.Made()
		if j.Done(picture, err); err == nil || refused != 1 || !blank(v.paint(k.side, k.side)) || v.Set(payLink) {
			t.Errorf("%s: %v, refused %d times", name, err, refused)
		}
	}
}

func TestEveryGoodCodeIsReadBack(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 400 {
		text := fmt.Sprintf("https://pay.example/%d/%x%x", random.Uint32(), random.Uint64(), random.Uint64())
		c, err := encode(text)
		if err != nil {
			t.Fatal(err)
		}
		side := len(c) + 2*quiet + random.IntN(500)
		if _, err := (sketch{text, c, side, side + random.IntN(40)}).Made(); err != nil {
			t.Errorf("%q in %d px: %v", text, side, err)
		}
	}
}

func BenchmarkQRDraw(b *testing.B) {
	c, err := encode(payLink)
	if err != nil {
		b.Fatal(err)
	}
	b.Run("draw", func(b *testing.B) {
		for b.Loop() {
			c.draw(600, 600)
		}
	})
	b.Run("draw and read back", func(b *testing.B) {
		for b.Loop() {
			if _, err := (sketch{payLink, c, 600, 600}).Made(); err != nil {
				b.Fatal(err)
			}
		}
	})
}
