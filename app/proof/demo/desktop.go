package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// desktop is the screen, the keyboard and the window manager, by way of the
// programs that a person at a terminal would use.
type desktop struct{ folder string }

// missing says what there is not, in one sentence; nil when all is there.
func missing() error {
	if os.Getenv("DISPLAY") == "" {
		return errors.New("there is no display; `make demo` makes a virtual one")
	}
	for _, program := range []string{"xdotool", "xwininfo", "import", "zbarimg"} {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("%s is missing; `make demo` installs it", program)
		}
	}
	return nil
}

// window is a window on the screen.
type window struct {
	id, name string
	area     image.Rectangle // its content, on the screen
}

// look takes a picture of the whole screen.
func (d desktop) look(ctx context.Context) (picture, error) {
	data, err := command(ctx, "", "import", "-silent", "-window", "root", "-depth", "8", "ppm:-")
	if err != nil {
		return picture{}, err
	}
	return parsePPM(data)
}

// read returns the texts of the QR codes in a picture, each once.
func (d desktop) read(ctx context.Context, p picture) ([]string, error) {
	file := filepath.Join(d.folder, "look.ppm")
	if err := os.WriteFile(file, p.ppm(), 0o600); err != nil {
		return nil, err
	}
	found, err := command(ctx, "", "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file)
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 4 {
		return nil, nil // its way to say that there is none
	}
	if err != nil {
		return nil, err
	}
	texts := strings.Split(strings.TrimSuffix(string(found), "\n"), "\n")
	slices.Sort(texts)
	return slices.Compact(texts), nil
}

// press sends keys to the window that has the focus, as a keyboard does.
func (d desktop) press(ctx context.Context, keys ...string) error {
	_, err := command(ctx, "", "xdotool", append([]string{"key", "--clearmodifiers", "--delay", "20"}, keys...)...)
	return err
}

// write types a text.
func (d desktop) write(ctx context.Context, text string) error {
	_, err := command(ctx, "", "xdotool", "type", "--clearmodifiers", "--delay", "30", text)
	return err
}

// windows lists the windows of a process that are on the screen.
func (d desktop) windows(ctx context.Context, pid int) ([]window, error) {
	found, err := command(ctx, "", "xdotool", "search", "--all", "--onlyvisible", "--pid", strconv.Itoa(pid), "--name", ".+")
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil, nil // none yet
	}
	if err != nil {
		return nil, err
	}
	var list []window
	for _, id := range strings.Fields(string(found)) {
		w, err := d.window(ctx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	return list, nil
}

var windowFact = regexp.MustCompile(`(?m)^\s*(Absolute upper-left X|Absolute upper-left Y|Width|Height):\s*(-?\d+)`)

// window tells where a window is now.
func (d desktop) window(ctx context.Context, id string) (window, error) {
	name, err := command(ctx, "", "xdotool", "getwindowname", id)
	if err != nil {
		return window{}, err
	}
	text, err := command(ctx, "", "xwininfo", "-id", id)
	if err != nil {
		return window{}, err
	}
	facts := map[string]int{}
	for _, match := range windowFact.FindAllStringSubmatch(string(text), -1) {
		facts[match[1]], _ = strconv.Atoi(match[2])
	}
	x, y := facts["Absolute upper-left X"], facts["Absolute upper-left Y"]
	w := window{id: id, name: strings.TrimSpace(string(name)), area: image.Rect(x, y, x+facts["Width"], y+facts["Height"])}
	if w.area.Empty() {
		return w, fmt.Errorf("window %q has no size", w.name)
	}
	return w, nil
}

// move puts a window's frame at a place and gives it a size, and says where the
// window then is: a window manager may not do quite as asked.
func (d desktop) move(ctx context.Context, w window, to image.Rectangle) (window, error) {
	number := strconv.Itoa
	_, err := command(ctx, "", "xdotool", "windowsize", w.id, number(to.Dx()), number(to.Dy()),
		"windowmove", w.id, number(to.Min.X), number(to.Min.Y))
	if err != nil {
		return w, err
	}
	err = until(ctx, 5*time.Second, fmt.Sprintf("window %q is moved", w.name), func(ctx context.Context) (bool, error) {
		before := w.area
		w, err = d.window(ctx, w.id)
		return w.area == before && w.area.Min.X >= to.Min.X && w.area.Min.X < to.Min.X+20, err
	})
	return w, err
}

// activate brings a window to the front and gives it the keyboard.
func (d desktop) activate(ctx context.Context, w window) error {
	if _, err := command(ctx, "", "xdotool", "windowactivate", w.id); err != nil {
		return err
	}
	return until(ctx, 5*time.Second, fmt.Sprintf("window %q has the keyboard", w.name), func(ctx context.Context) (bool, error) {
		id, err := d.active(ctx)
		return id == w.id, err
	})
}

// raise shows a window above all others and leaves the keyboard where it is.
func (d desktop) raise(ctx context.Context, w window) error {
	_, err := command(ctx, "", "xdotool", "windowraise", w.id)
	return err
}

// active is the window that has the keyboard; empty when none has.
func (d desktop) active(ctx context.Context) (string, error) {
	id, err := command(ctx, "", "xdotool", "getactivewindow")
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return "", nil
	}
	return strings.TrimSpace(string(id)), err
}
