package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"qrtill/app/proof/desk"
)

// view is how a phone may see the code: what ImageMagick does to the picture.
type view struct {
	name string
	do   []string
	lost bool // it must not be readable
}

// across scales the code to so many pixels of the phone's picture: the further
// away, the fewer.
func across(code image.Rectangle, pixels int) string {
	return strconv.FormatFloat(100*float64(pixels)/float64(code.Dx()), 'f', 2, 64) + "%"
}

func phoneViews(p desk.Picture, code image.Rectangle) []view {
	size := p.Rect.Size()
	glare := []string{"(", "-size", fmt.Sprintf("%dx%d", size.X, size.Y), "gradient:white-gray40", ")", "-compose", "multiply", "-composite"}
	return []view{
		{name: "as it is"},
		{name: "near, about 0.3 m: 400 px", do: []string{"-resize", across(code, 400)}},
		{name: "about 0.7 m: 200 px", do: []string{"-resize", across(code, 200)}},
		{name: "far, about 1.5 m: 120 px", do: []string{"-resize", across(code, 120)}},
		{name: "blurred a little", do: []string{"-resize", across(code, 400), "-blur", "0x1.5"}},
		{name: "blurred, out of focus", do: []string{"-resize", across(code, 400), "-blur", "0x3"}},
		{name: "darkened to 35 %, flat", do: []string{"-resize", across(code, 400), "-evaluate", "multiply", "0.35", "+level", "10%,70%"}},
		{name: "glare from above, flat", do: append([]string{"+level", "35%,90%"}, append(glare, "-resize", across(code, 400))...)},
		{name: "tilted by 30° to the side", do: append(tilt(size, code, 30), "-resize", across(code, 400))},
		{name: "tilted by 30° and turned by 20°", do: append(tilt(size, code, 30), "-rotate", "20", "-resize", across(code, 400))},
		{name: "tilted, blurred and dark at 0.7 m", do: append(tilt(size, code, 30), "-resize", across(code, 200), "-blur", "0x0.8", "-evaluate", "multiply", "0.45")},
		{name: "self-test: half of it covered", lost: true, do: []string{"-fill", "black", "-draw", fmt.Sprintf("rectangle %d,%d %d,%d",
			code.Min.X, code.Min.Y, code.Min.X+code.Dx()/2, code.Max.Y)}},
	}
}

// tilt turns the screen by an angle around its upright axis, seen from 1.5
// times the screen's width away.
func tilt(size image.Point, code image.Rectangle, degrees float64) []string {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	away := 1.5 * float64(size.X)
	middle := image.Pt((code.Min.X+code.Max.X)/2, (code.Min.Y+code.Max.Y)/2)
	var pairs []string
	for _, corner := range []image.Point{{}, {X: size.X}, size, {Y: size.Y}} {
		x, y := float64(corner.X-middle.X), float64(corner.Y-middle.Y)
		nearer := away / (away + x*sin)
		pairs = append(pairs, fmt.Sprintf("%d,%d %.1f,%.1f", corner.X, corner.Y, float64(middle.X)+x*cos*nearer, float64(middle.Y)+y*nearer))
	}
	return []string{"-virtual-pixel", "black", "-distort", "Perspective", strings.Join(pairs, "  ")}
}

// codeIn is where the code stands: the black in the middle of a white card.
func codeIn(p desk.Picture, customer image.Rectangle) image.Rectangle {
	card := p.Box(customer.Inset(2), color.RGBA{0xff, 0xff, 0xff, 0xff})
	return p.Box(card, color.RGBA{0, 0, 0, 0xff})
}

// phone reads the code in the customer's window as a phone's camera sees it.
func (d *demo) phone(ctx context.Context, p desk.Picture, want string) (string, error) {
	shown := p.Crop(d.till.Customer.Area)
	code := codeIn(shown, shown.Rect)
	if code.Dx() < 100 || code.Dx() > 2*code.Dy() {
		return "", fmt.Errorf("the code is not where it should be: %v", code)
	}
	source := filepath.Join(d.work, "phone.ppm")
	if err := os.WriteFile(source, shown.PPM(), 0o600); err != nil {
		return "", err
	}
	views := phoneViews(shown, code)
	for i, v := range views {
		args := append(append([]string{source}, v.do...), "-depth", "8", "ppm:-")
		data, err := desk.Command(ctx, "", "convert", args...)
		if err != nil {
			return "", err
		}
		seen, err := desk.ParsePPM(data)
		if err != nil {
			return "", err
		}
		if i > 0 {
			if err := d.report.keep(seen, "phone-"+fileName(v.name)); err != nil {
				return "", err
			}
		}
		texts, err := d.desktop.Read(ctx, seen)
		if err != nil {
			return "", err
		}
		read := len(texts) == 1 && texts[0] == want
		fmt.Fprintf(d.report.screen, "        %-36s %s\n", v.name, map[bool]string{true: "read as issued", false: "not read"}[read])
		switch {
		case v.lost && len(texts) > 0:
			return "", fmt.Errorf("a code was read from a picture that has none: %q", texts)
		case !v.lost && !read:
			return "", fmt.Errorf("%s: read %q, issued %q", v.name, texts, want)
		}
	}
	return fmt.Sprintf("%d views of a code of %d x %d pixels, each read as issued; one with half of it covered was not", len(views)-1, code.Dx(), code.Dy()), nil
}

// fileName is a text made of letters, digits and dashes.
func fileName(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, "-")
}
