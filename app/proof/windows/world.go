package main

import (
	"context"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// kind is what a world is like.
type kind struct {
	name  string
	size  image.Point
	dpi   int      // Windows' 100 % is 96
	flags []string // of the X server
}

var (
	usual  = kind{name: "usual", size: image.Pt(1400, 900), dpi: 96}
	laptop = kind{name: "laptop", size: image.Pt(1366, 768), dpi: 120}
	plain  = kind{name: "plain", size: image.Pt(1024, 768), dpi: 96, flags: []string{"-extension", "GLX"}} // a screen without OpenGL
)

// world is a screen and the Windows on it.
type world struct {
	kind
	desk.Desktop
	prefix string
	screen *desk.Screen
	server *desk.Process // Wine's
	stays  *desk.Process // the helper that keeps Windows up
}

// enter goes to a world, which is made at the first time. Programs that are started
// from then on run there. It must be called on the main goroutine.
func (s *scene) enter(ctx context.Context, k kind) error {
	if s.world != nil && s.world.name == k.name {
		return nil
	}
	for _, w := range s.worlds {
		if w.name == k.name {
			s.world = w
			return w.environment()
		}
	}
	folder := filepath.Join(s.work, k.name)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	screen, err := desk.OpenScreen(ctx, &s.Processes, k.size, folder, k.flags...)
	if err != nil {
		return err
	}
	w := &world{kind: k, Desktop: desk.Desktop{Folder: folder, Memory: screen.Memory}, screen: screen, prefix: filepath.Join(folder, "prefix")}
	s.world, s.worlds = w, append(s.worlds, w)
	if err := w.environment(); err != nil {
		return err
	}
	if err := s.kept(ctx); err != nil {
		return err
	}
	if err := w.environment(); err != nil {
		return err
	}
	if err := long(ctx, "cp", "-a", "--reflink=auto", s.copied, w.prefix); err != nil {
		return err
	}
	return s.boot(w)
}

// environment is where programs that are started go.
func (w *world) environment() error {
	return errors.Join(os.Setenv("DISPLAY", w.screen.Display), os.Setenv("WINEPREFIX", w.prefix))
}

// boot starts Windows.
func (s *scene) boot(w *world) (err error) {
	if err := w.enlarge(); err != nil {
		return err
	}
	w.server, err = s.Start("wineserver", "-f", "-p")
	return err
}

// logOn starts what Windows has running beside every program: that must not belong to the
// first one, and end with it. It is done again after the end of a session.
func (s *scene) logOn(ctx context.Context) (err error) {
	if s.stays != nil && s.stays.Running() {
		return nil
	}
	if s.stays, err = s.Start("wine", s.hand, "stay"); err != nil {
		return err
	}
	return desk.Until(ctx, time.Minute, "Windows is up", func(context.Context) (bool, error) {
		if !s.stays.Running() {
			return false, errors.Join(fmt.Errorf("it has ended: %s", desk.Ends(s.stays.Stderr.String(), 5)), s.stays.Err)
		}
		return strings.Contains(s.stays.Stdout.String(), "ready"), nil
	})
}

// enlarge writes the world's resolution into Windows' registry, which is a file as long
// as Windows is not up.
func (w *world) enlarge() error {
	file, err := os.OpenFile(filepath.Join(w.prefix, "user.reg"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(file, "\n[Control Panel\\\\Desktop]\n\"LogPixels\"=dword:%08x\n", w.dpi)
	return errors.Join(err, file.Close())
}

// end ends what runs in a world, and then its screen.
func (s *scene) end(w *world) error {
	if err := w.environment(); err != nil {
		return err
	}
	ctx := context.Background() // also of a run that was told to end
	if w.server != nil && w.server.Running() {
		if err := errors.Join(long(ctx, "wineserver", "-k"), w.server.End(ctx, 20*time.Second)); w.server.Running() {
			return errors.Join(fmt.Errorf("the world %s does not end", w.name), err)
		}
	}
	return w.screen.Close()
}

// wine runs a program of Windows to its end. It says what it printed; the error has what
// it printed as errors.
func (s *scene) wine(ctx context.Context, stdin, program string, args ...string) (string, error) {
	said, err := desk.Command(ctx, stdin, "wine", append([]string{program}, args...)...)
	return strings.ReplaceAll(string(said), "\r\n", "\n"), err
}

// profile is the user's folder under Windows.
func (w *world) profile() (string, error) {
	all, err := filepath.Glob(filepath.Join(w.prefix, "drive_c", "users", "*", "AppData"))
	for _, folder := range all {
		if filepath.Base(filepath.Dir(folder)) != "Public" {
			return filepath.Dir(folder), nil
		}
	}
	return "", errors.Join(err, errors.New("no user is known to Windows"))
}

// drive has a folder of this computer be a drive of Windows.
func (w *world) drive(letter, folder string) error {
	return os.Symlink(folder, filepath.Join(w.prefix, "dosdevices", letter+":"))
}

// leftovers are the processes that still run under Wine in our worlds.
func (s *scene) leftovers() (left []string, err error) {
	all, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		return nil, err
	}
	for _, file := range all {
		text, err := os.ReadFile(file)
		if err != nil || strings.HasPrefix(file, fmt.Sprintf("/proc/%d/", os.Getpid())) {
			continue // gone, or not ours to read
		}
		if strings.Contains(string(text), "WINEPREFIX="+s.work) {
			name, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "comm"))
			left = append(left, strings.TrimSpace(string(name)))
		}
	}
	return left, nil
}
