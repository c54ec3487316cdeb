package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"qrtill/app/proof/desk"
)

// till is the till on the screen.
type till struct {
	desk.Till
	folder string // its data folder, as this computer calls it
}

// soon is how long the till may take, on a busy computer, for what it does at once.
const soon = 6 * time.Second

// looks are the preferences that a case begins with: those of a till that has been set up
// where there is no loudspeaker.
func looks() map[string]any {
	return map[string]any{"language": "en", "look": "light", "sound.on": false}
}

// preferences is the file that they lie in.
func (w *world) preferences() (string, error) {
	home, err := w.profile()
	return filepath.Join(home, "AppData", "Roaming", "fyne", "app.qrtill.till", "preferences.json"), err
}

// prefer writes preferences: the usual ones, with these in place of some of them.
func (w *world) prefer(others map[string]any) error {
	file, err := w.preferences()
	if err != nil {
		return err
	}
	all := looks()
	maps.Copy(all, others)
	text, err := json.Marshal(all)
	if err != nil {
		return err
	}
	return errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.WriteFile(file, text, 0o600))
}

// preferred reads them.
func (w *world) preferred() (all map[string]any, err error) {
	file, err := w.preferences()
	if err != nil {
		return nil, err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return all, json.Unmarshal(text, &all)
}

// practise opens a practice till with a new folder, the usual preferences but for some,
// and so many windows.
func (s *scene) practise(ctx context.Context, others map[string]any, windows int) error {
	if err := s.prefer(others); err != nil {
		return err
	}
	s.till = till{folder: s.folder("practice"), Till: desk.Till{Flags: []string{"-practice"}}}
	return s.open(ctx, windows)
}

// start starts the till, with its own flags and folder.
func (s *scene) start() (err error) {
	if s.till.Dir == "" {
		s.till.Dir = windowsPath(s.till.folder)
	}
	args := slices.Concat([]string{s.program}, s.till.Flags, []string{"-data", s.till.Dir})
	s.till.Main, s.till.Customer = desk.Window{}, desk.Window{}
	s.till.Process, err = s.Start("wine", args...)
	return err
}

// open starts the till and returns when its windows are on the screen: two, or only its
// own.
func (s *scene) open(ctx context.Context, windows int) error {
	if err := s.Park(ctx); err != nil {
		return err
	}
	if err := s.start(); err != nil {
		return err
	}
	return s.shows(ctx, 20*time.Second, windows)
}

// shows waits until so many windows of the till are on the screen.
func (s *scene) shows(ctx context.Context, limit time.Duration, windows int) error {
	return desk.Until(ctx, limit, fmt.Sprintf("the till's windows on the screen are %d", windows), func(ctx context.Context) (bool, error) {
		err := s.find(ctx)
		return s.till.Main.ID != "" && windows == 1+min(1, len(s.till.Customer.ID)), err
	})
}

// find finds the windows that are on the screen.
func (s *scene) find(ctx context.Context) error {
	all, err := s.list(ctx)
	if err != nil {
		return err
	}
	s.till.Main, s.till.Customer = desk.Window{}, desk.Window{}
	for _, w := range all {
		switch {
		case w.Name == "QR Till":
			s.till.Main = w
		case strings.HasPrefix(w.Name, "QR Till"):
			s.till.Customer = w
		}
	}
	return nil
}

// list are all windows of the till on the screen.
func (s *scene) list(ctx context.Context) ([]desk.Window, error) {
	if err := s.alive(); err != nil {
		return nil, err
	}
	return s.Windows(ctx, s.till.Cmd.Process.Pid)
}

// alive says how the till has ended, if it has.
func (s *scene) alive() error {
	if s.till.Running() {
		return nil
	}
	crash, _ := os.ReadFile(filepath.Join(s.till.folder, "logs", "crash.txt"))
	return failed("the till has ended: %v: %s%s", s.till.Err, desk.Ends(s.till.Stderr.String(), 8), desk.Ends(string(crash), 8))
}

// gone kills the till, if it is still there; not what else Windows has running.
func (t *till) gone() error {
	if t.Process == nil || !t.Running() {
		return nil
	}
	err := t.Cmd.Process.Signal(syscall.SIGKILL)
	<-t.Ended
	return err
}

// see looks until the screen shows what it should, while the till lives.
func (s *scene) see(ctx context.Context, limit time.Duration, what string, shows func(desk.Picture) bool) (seen desk.Picture, err error) {
	err = desk.Until(ctx, limit, what, func(ctx context.Context) (bool, error) {
		if err := s.alive(); err != nil {
			return false, err
		}
		seen, err = s.Look(ctx)
		return err == nil && shows(seen), err
	})
	if err != nil && ctx.Err() == nil {
		err = &failure{err}
	}
	return seen, err
}

// quiet is how long nothing may change for the screen to be at rest.
const quiet = 300 * time.Millisecond

// settled waits until nothing changes but a clock or a cursor, and returns the picture.
func (s *scene) settled(ctx context.Context) (last desk.Picture, err error) {
	var since time.Time
	return s.see(ctx, 10*time.Second, "the screen is at rest", func(p desk.Picture) bool {
		if last.RGBA == nil || p.Changed(last, p.Rect) >= 0.0005 {
			since = time.Now()
		}
		last = p
		return time.Since(since) > quiet
	})
}

// atRest keeps a picture with nothing half-drawn.
func (s *scene) atRest(ctx context.Context, name string) (desk.Picture, error) {
	p, err := s.settled(ctx)
	if err != nil {
		return p, err
	}
	return p, s.keep(ctx, name)
}

// presses presses a key and looks for what it should do. The till takes no Enter just
// after a change, so a press that did nothing is repeated, as people do.
func (s *scene) presses(ctx context.Context, key, what string, shows func(desk.Picture) bool) (err error) {
	for range 5 {
		if err := s.Press(ctx, key); err != nil {
			return err
		}
		if _, err = s.see(ctx, 2*time.Second, what, shows); err == nil || ctx.Err() != nil || !s.till.Running() {
			return err
		}
	}
	return errors.Join(fmt.Errorf("%s was pressed several times", key), err)
}

// changes says that a part of the screen looks different from a picture.
func (s *scene) changes(from desk.Picture, share float64) func(desk.Picture) bool {
	area := s.till.Main.Area
	return func(p desk.Picture) bool { return p.Changed(from, area) > share }
}

// sell types an amount, and Enter until the customer's window shows a code, which it
// returns.
func (s *scene) sell(ctx context.Context, amount string) (code string, err error) {
	if err := s.shows(ctx, soon, 2); err != nil { // where they are now
		return "", err
	}
	if err := s.till.Front(ctx, s.Desktop); err != nil {
		return "", err
	}
	if err := s.Write(ctx, amount); err != nil {
		return "", err
	}
	return s.charge(ctx)
}

// charge presses Enter until there is a code.
func (s *scene) charge(ctx context.Context) (code string, err error) {
	err = s.presses(ctx, "Return", "the code is on the customer's window", func(p desk.Picture) bool {
		code, _ = s.till.Code(ctx, s.Desktop, p) // once more, then
		return code != ""
	})
	return code, err
}

// closes tells the till's window to close, as the cross in its title does.
func (s *scene) closes(ctx context.Context) error {
	k, err := desk.OpenKeyboard()
	if err != nil {
		return err
	}
	defer k.Close()
	return k.CloseWindow(s.till.Main)
}

// ends waits for the till to end with a code.
func (s *scene) ends(ctx context.Context, limit time.Duration, code int) error {
	_ = s.till.End(ctx, limit) // what it ended with is asked next
	if s.till.Running() {
		return failed("the till is still there after %s", limit)
	}
	if got := s.till.Cmd.ProcessState.ExitCode(); got != code {
		return failed("the till ended with %d, not %d: %s", got, code, desk.Ends(s.till.Stderr.String(), 8))
	}
	return nil
}

// answers presses Enter in the till's window until the till has ended with a code: one that
// comes too early counts for nothing.
func (s *scene) answers(ctx context.Context, code int) error {
	if err := s.Activate(ctx, s.till.Main); err != nil {
		return err
	}
	for i := 0; i < 3 && s.till.Running(); i++ {
		if err := s.Press(ctx, "Return"); err != nil {
			return err
		}
		_ = s.till.End(ctx, patience/3)
	}
	return s.ends(ctx, 0, code)
}

// leaves has the till close, which has nothing open, and looks at what it leaves.
func (s *scene) leaves(ctx context.Context, status string, count int) error {
	if err := s.closes(ctx); err != nil {
		return err
	}
	return errors.Join(s.ends(ctx, 15*time.Second, 0), s.left(ctx, status, count))
}
