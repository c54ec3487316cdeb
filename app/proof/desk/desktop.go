package desk

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

// Desktop is the screen and the window manager, by way of the programs that a
// person at a terminal would use, and the keyboard (see [Keyboard]).
type Desktop struct {
	Folder string
	Memory string // of a virtual screen; empty for any other
}

// Missing says what there is not, in one sentence; nil when all is there.
func Missing() error {
	if os.Getenv("DISPLAY") == "" {
		return errors.New("there is no display; `make demo` makes a virtual one")
	}
	for _, program := range []string{"Xvfb", "openbox", "xdotool", "xwininfo", "xprop", "import", "convert", "zbarimg", "tesseract"} {
		if _, err := exec.LookPath(program); err != nil {
			return fmt.Errorf("%s is missing; `make demo` installs it", program)
		}
	}
	return nil
}

// Window is a window on the screen.
type Window struct {
	ID, Name string
	Area     image.Rectangle // its content, on the screen
}

// Look takes a picture of the whole screen.
func (d Desktop) Look(ctx context.Context) (Picture, error) {
	if d.Memory != "" {
		return readMemory(d.Memory)
	}
	data, err := Command(ctx, "", "import", "-silent", "-window", "root", "-depth", "8", "ppm:-")
	if err != nil {
		return Picture{}, err
	}
	return ParsePPM(data)
}

// Read returns the texts of the QR codes in a picture, each once.
func (d Desktop) Read(ctx context.Context, p Picture) ([]string, error) {
	file := filepath.Join(d.Folder, "look.ppm")
	if err := os.WriteFile(file, p.PPM(), 0o600); err != nil {
		return nil, err
	}
	found, err := Command(ctx, "", "zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", file)
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

// Park puts the pointer into the corner, where it lies on nothing.
func (d Desktop) Park(ctx context.Context) error {
	_, err := Command(ctx, "", "xdotool", "mousemove", "9999", "9999")
	return err
}

// Windows lists the windows of a process that are on the screen. One may go while
// it is asked about: then they are listed again, a few times.
func (d Desktop) Windows(ctx context.Context, pid int) (list []Window, err error) {
	for range 20 {
		list, err = d.listed(ctx, pid)
		if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) || ctx.Err() != nil {
			break
		}
	}
	return list, err
}

func (d Desktop) listed(ctx context.Context, pid int) ([]Window, error) {
	found, err := Command(ctx, "", "xdotool", "search", "--all", "--onlyvisible", "--pid", strconv.Itoa(pid), "--name", ".+")
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil, nil // none yet
	}
	if err != nil {
		return nil, err
	}
	var list []Window
	for _, id := range strings.Fields(string(found)) {
		w, err := d.Window(ctx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, w)
	}
	return list, nil
}

var windowFact = regexp.MustCompile(`(?m)^\s*(Absolute upper-left X|Absolute upper-left Y|Width|Height):\s*(-?\d+)`)

// Window tells where a window is now.
func (d Desktop) Window(ctx context.Context, id string) (Window, error) {
	name, err := Command(ctx, "", "xdotool", "getwindowname", id)
	if err != nil {
		return Window{}, err
	}
	text, err := Command(ctx, "", "xwininfo", "-id", id)
	if err != nil {
		return Window{}, err
	}
	facts := map[string]int{}
	for _, match := range windowFact.FindAllStringSubmatch(string(text), -1) {
		facts[match[1]], _ = strconv.Atoi(match[2])
	}
	x, y := facts["Absolute upper-left X"], facts["Absolute upper-left Y"]
	w := Window{ID: id, Name: strings.TrimSpace(string(name)), Area: image.Rect(x, y, x+facts["Width"], y+facts["Height"])}
	if w.Area.Empty() {
		return w, fmt.Errorf("window %q has no size", w.Name)
	}
	return w, nil
}

// atRest is how long a window must have stood still for its size to be its last: a program
// may answer a new one with another.
const atRest = 300 * time.Millisecond

// Move puts a window's frame at a place and gives it a size, and says where the
// Window then is: a window manager may not do quite as asked.
func (d Desktop) Move(ctx context.Context, w Window, to image.Rectangle) (Window, error) {
	number := strconv.Itoa
	_, err := Command(ctx, "", "xdotool", "windowsize", w.ID, number(to.Dx()), number(to.Dy()),
		"windowmove", w.ID, number(to.Min.X), number(to.Min.Y))
	if err != nil {
		return w, err
	}
	var since time.Time // when it has been seen there, with the size that it has
	err = Until(ctx, 10*time.Second, fmt.Sprintf("window %q is moved", w.Name), func(ctx context.Context) (bool, error) {
		before := w.Area
		if w, err = d.Window(ctx, w.ID); w.Area != before || since.IsZero() {
			since = time.Now()
		}
		there := w.Area.Min.X >= to.Min.X && w.Area.Min.X < to.Min.X+20
		return there && time.Since(since) > atRest, err
	})
	return w, err
}

// Activate brings a window to the front and gives it the keyboard.
func (d Desktop) Activate(ctx context.Context, w Window) error {
	if _, err := Command(ctx, "", "xdotool", "windowactivate", w.ID); err != nil {
		return err
	}
	return Until(ctx, 5*time.Second, fmt.Sprintf("window %q has the keyboard", w.Name), func(ctx context.Context) (bool, error) {
		id, err := d.Active(ctx)
		return id == w.ID, err
	})
}

// Raise shows a window above all others and leaves the keyboard where it is.
func (d Desktop) Raise(ctx context.Context, w Window) error {
	_, err := Command(ctx, "", "xdotool", "windowraise", w.ID)
	return err
}

// Minimise takes a window off the screen, as the button in its title does.
func (d Desktop) Minimise(ctx context.Context, w Window) error {
	if _, err := Command(ctx, "", "xdotool", "windowminimize", w.ID); err != nil {
		return err
	}
	return Until(ctx, 5*time.Second, fmt.Sprintf("window %q is minimised", w.Name), func(ctx context.Context) (bool, error) {
		text, err := Command(ctx, "", "xwininfo", "-id", w.ID)
		return strings.Contains(string(text), "IsUnMapped"), err
	})
}

// Active is the window that has the keyboard; empty when none has.
func (d Desktop) Active(ctx context.Context) (string, error) {
	id, err := Command(ctx, "", "xdotool", "getactivewindow")
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return "", nil
	}
	return strings.TrimSpace(string(id)), err
}
