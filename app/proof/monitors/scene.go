package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// configuration is all that Xorg needs for a screen without hardware.
const configuration = `Section "Device"
  Identifier "device"
  Driver "dummy"
  VideoRam 256000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5-1000
  VertRefresh 5-200
EndSection
Section "Screen"
  Identifier "screen"
  Device "device"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Virtual 4096 2048
  EndSubSection
EndSection
`

// scene is a desktop with outputs, and the till on it.
type scene struct {
	desk.Processes
	desktop        desk.Desktop
	work, out      string
	pictures       int
	lives          int
	program        string
	till           *desk.Process
	data           string
	main, customer desk.Window
}

// failure is a till that did not do what it should; any other error is about
// the run itself.
type failure struct{ error }

func failed(format string, values ...any) error { return &failure{fmt.Errorf(format, values...)} }

// newScene starts the X server and a window manager. What they are told goes
// by the environment, as it does for everything that is started from here.
func newScene(ctx context.Context, work, out string) (*scene, error) {
	for _, program := range []string{"Xorg", "xrandr", "openbox", "xdotool", "xwininfo", "import"} {
		if _, err := exec.LookPath(program); err != nil {
			return nil, fmt.Errorf("%s is missing; `make monitors` installs it", program)
		}
	}
	s := &scene{desktop: desk.Desktop{Folder: work}, work: work, out: out}
	config, number := filepath.Join(work, "xorg.conf"), filepath.Join(work, "display")
	if err := os.WriteFile(config, []byte(configuration), 0o600); err != nil {
		return nil, err
	}
	server, err := s.Start("sh", "-c", `exec Xorg -displayfd 3 -config "$1" -logfile "$2" -noreset -novtswitch -sharevts -nolisten tcp 3>"$3"`,
		"sh", config, filepath.Join(work, "xorg.log"), number)
	if err != nil {
		return nil, err
	}
	err = desk.Until(ctx, 30*time.Second, "the X server is ready", func(context.Context) (bool, error) {
		said, _ := os.ReadFile(number) // not there yet
		if !server.Running() {
			return false, fmt.Errorf("it has ended (are you root?): %s", desk.Ends(server.Stderr.String(), 5))
		}
		return len(said) > 0, os.Setenv("DISPLAY", ":"+strings.TrimSpace(string(said)))
	})
	if err != nil {
		s.StopAll()
		return nil, err
	}
	for name, value := range map[string]string{"LC_ALL": "C.UTF-8", "LIBGL_ALWAYS_SOFTWARE": "1", "XDG_SESSION_TYPE": "x11"} {
		err = errors.Join(err, os.Setenv(name, value))
	}
	if err == nil {
		_, err = s.Start("openbox", "--sm-disable")
	}
	if err == nil {
		for _, mode := range []string{"1280x1024", "1024x768"} {
			err = errors.Join(err, xrandr(ctx, "--addmode", "DUMMY1", mode), xrandr(ctx, "--addmode", "DUMMY2", mode))
		}
	}
	if err != nil {
		s.StopAll()
		return nil, err
	}
	return s, nil
}

// xrandr switches outputs. Asking afterwards makes the server look at what is
// connected, as a real one does when a plug goes in.
func xrandr(ctx context.Context, args ...string) error {
	_, err := desk.Command(ctx, "", "xrandr", args...)
	if err == nil {
		_, err = desk.Command(ctx, "", "xrandr", "--query")
	}
	return err
}

// The outputs, as every step finds them: the customer's at the right.
var (
	tills     = image.Rect(0, 0, 1368, 768)
	customers = image.Rect(1368, 0, 1368+1280, 1024)
)

func mode(output string, at image.Rectangle) []string {
	return []string{"--output", output, "--mode", fmt.Sprintf("%dx%d", at.Dx(), at.Dy()), "--pos", fmt.Sprintf("%dx%d", at.Min.X, at.Min.Y)}
}

// play does a step: the outputs as usual, a new data folder, a till, and the
// deed itself.
func (s *scene) play(ctx context.Context, program string, step step) (string, error) {
	s.lives++
	s.program, s.data = program, filepath.Join(s.work, fmt.Sprint("data", s.lives))
	home := filepath.Join(s.work, fmt.Sprint("home", s.lives)) // the till remembers monitors in it
	for name, folder := range map[string]string{"HOME": ".", "XDG_CONFIG_HOME": "config", "XDG_CACHE_HOME": "cache", "XDG_DATA_HOME": "data"} {
		folder = filepath.Join(home, folder)
		if err := errors.Join(os.MkdirAll(folder, 0o700), os.Setenv(name, folder)); err != nil {
			return "", err
		}
	}
	if err := xrandr(ctx, slices.Concat(mode("DUMMY0", tills), []string{"--primary", "--output", "DUMMY2", "--off"}, mode("DUMMY1", customers))...); err != nil {
		return "", err
	}
	if err := s.open(ctx); err != nil {
		return "", err
	}
	defer s.close()
	if err := s.fills(ctx, 10*time.Second, customers); err != nil {
		return "", err
	}
	return step.do(ctx)
}

// open starts the till and waits for its window.
func (s *scene) open(ctx context.Context) (err error) {
	centre := tills.Min.Add(tills.Size().Div(2))
	if _, err := desk.Command(ctx, "", "xdotool", "mousemove", fmt.Sprint(centre.X), fmt.Sprint(centre.Y)); err != nil {
		return err // windows open where the pointer is
	}
	if s.till, err = s.Start(s.program, "-practice", "-data", s.data); err != nil {
		return err
	}
	s.main, s.customer = desk.Window{}, desk.Window{}
	return desk.Until(ctx, 30*time.Second, "the till's window is on the screen", func(ctx context.Context) (bool, error) {
		return s.main.ID != "", s.look(ctx)
	})
}

func (s *scene) close() {
	if s.till != nil && s.till.Running() {
		_ = s.till.Kill() // it may just have ended
	}
}

// look finds the windows that are on the screen; the one that is not has no area.
func (s *scene) look(ctx context.Context) error {
	if !s.till.Running() {
		return failed("the till has ended: %v: %s", s.till.Err, desk.Ends(s.till.Stderr.String(), 8))
	}
	found, err := s.desktop.Windows(ctx, s.till.Cmd.Process.Pid)
	if err != nil {
		return err
	}
	s.main.Area, s.customer.Area = image.Rectangle{}, image.Rectangle{}
	for _, w := range found {
		switch {
		case w.Name == "QR Till":
			s.main = w
		case strings.HasPrefix(w.Name, "QR Till – "):
			s.customer = w
		}
	}
	return nil
}

// until looks until the windows are as they should be.
func (s *scene) until(ctx context.Context, limit time.Duration, what string, met func() bool) error {
	err := desk.Until(ctx, limit, what, func(ctx context.Context) (bool, error) {
		err := s.look(ctx)
		return err == nil && met(), err
	})
	if err != nil && ctx.Err() == nil {
		err = failed("%w: the till is at %v, the customer's window at %v", err, s.main.Area, s.customer.Area)
	}
	return err
}

// fills waits until the customer's window is exactly where it should be and
// the keys are the till's.
func (s *scene) fills(ctx context.Context, limit time.Duration, panel image.Rectangle) error {
	if err := s.until(ctx, limit, fmt.Sprintf("the customer's window fills %v", panel), func() bool { return s.customer.Area == panel && s.shown() }); err != nil {
		return err
	}
	return s.tillHasTheKeys(ctx)
}

// shown says that the till itself was seen in the same look: xdotool may miss a
// window while the window manager is at work on it.
func (s *scene) shown() bool { return !s.main.Area.Empty() }

// hidden waits until the customer's window is off the screen.
func (s *scene) hidden(ctx context.Context) error {
	if err := s.until(ctx, soon, "the customer's window is hidden", func() bool { return s.customer.Area.Empty() && s.shown() }); err != nil {
		return err
	}
	return s.tillHasTheKeys(ctx)
}

func (s *scene) tillHasTheKeys(ctx context.Context) error {
	var active string
	err := desk.Until(ctx, time.Second, "the till has the keyboard", func(ctx context.Context) (ok bool, err error) {
		active, err = s.desktop.Active(ctx)
		return active == s.main.ID, err
	})
	if err != nil && ctx.Err() == nil {
		return failed("%w: window %s has it", err, active)
	}
	return err
}

// keep takes a numbered screenshot.
func (s *scene) keep(ctx context.Context, name string) error {
	if s.out == "" {
		return nil
	}
	p, err := s.desktop.Look(ctx)
	if err != nil {
		return err
	}
	s.pictures++
	file, err := os.Create(filepath.Join(s.out, fmt.Sprintf("%02d-%s.png", s.pictures, name)))
	if err != nil {
		return err
	}
	defer file.Close()
	return png.Encode(file, p)
}
