package main

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"

	"qrtill/app/proof/desk"
)

// pictures are those of the README: the screenshot that each is made from, and
// whether it shows the staff's window alone.
var pictures = []struct {
	name, from string
	staff      bool
}{
	{"charge", "keypad-typed", true},
	{"waiting", "keys-full-screen-code", false},
	{"paid", "keys-full-screen-paid", false},
	{"late", "late-alert", true},
	{"history", "history-of-a-day", true},
}

// pictureLimit is how large one may be.
const pictureLimit = 150_000

// publish makes the README's pictures out of this run's: of few colours, as
// screens have, and therefore small.
func (d *demo) publish(ctx context.Context, folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, p := range pictures {
		from, ok := d.report.kept[p.from]
		if !ok {
			return fmt.Errorf("no picture %q was taken", p.from)
		}
		var crop []string
		if p.staff {
			crop = []string{"-crop", geometry(d.staff), "+repage"}
		}
		to := filepath.Join(folder, p.name+".png")
		args := append(append([]string{filepath.Join(d.report.folder, from)}, crop...),
			"-resize", "1000x", "+dither", "-colors", "96", "-strip", "-define", "png:compression-level=9", "png8:"+to)
		if _, err := desk.Command(ctx, "", "convert", args...); err != nil {
			return err
		}
		switch file, err := os.Stat(to); {
		case err != nil:
			return err
		case file.Size() > pictureLimit:
			return fmt.Errorf("%s has %d bytes, more than %d", to, file.Size(), pictureLimit)
		}
	}
	fmt.Fprintf(d.report.screen, "     the README's %d pictures are in %s\n", len(pictures), folder)
	return nil
}

func geometry(r image.Rectangle) string {
	return fmt.Sprintf("%dx%d+%d+%d", r.Dx(), r.Dy(), r.Min.X, r.Min.Y)
}
