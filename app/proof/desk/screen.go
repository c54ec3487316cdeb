package desk

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Screen is a virtual screen of our own, beside the one that we were given: its
// X server and its window manager.
type Screen struct {
	Display, Memory string
	parts           []*Process
}

// OpenScreen starts a screen of a size. Its memory lies in a folder. Programs
// come onto it while DISPLAY names it. Flags are more of the X server's. It must be
// called on the main goroutine.
func OpenScreen(ctx context.Context, all *Processes, size image.Point, folder string, flags ...string) (*Screen, error) {
	usual := []string{"-displayfd", "1", "-screen", "0", fmt.Sprintf("%dx%dx24", size.X, size.Y),
		"+extension", "GLX", "-nolisten", "tcp", "-noreset", "-nocursor", "-fbdir", folder}
	server, err := all.Start("Xvfb", append(usual, flags...)...)
	if err != nil {
		return nil, err
	}
	s := &Screen{Memory: filepath.Join(folder, memoryName), parts: []*Process{server}}
	err = Until(ctx, 20*time.Second, "a screen of its own is there", func(context.Context) (bool, error) {
		if !server.Running() {
			return false, fmt.Errorf("the screen has ended: %s", server.Stderr)
		}
		number := server.Stdout.String()
		s.Display = ":" + strings.TrimSpace(number)
		return strings.HasSuffix(number, "\n"), nil
	})
	if err != nil {
		return nil, err
	}
	before := os.Getenv("DISPLAY")
	defer os.Setenv("DISPLAY", before)
	if err := os.Setenv("DISPLAY", s.Display); err != nil {
		return nil, err
	}
	manager, err := all.Start("openbox", "--sm-disable")
	if err != nil {
		return nil, err
	}
	s.parts = append(s.parts, manager)
	return s, Until(ctx, 20*time.Second, "its window manager answers", func(ctx context.Context) (bool, error) {
		said, err := Command(ctx, "", "xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
		return strings.Contains(string(said), "window id"), err
	})
}

// Close ends the screen and with it what is still on it.
func (s *Screen) Close() error {
	for i := len(s.parts) - 1; i >= 0; i-- {
		if s.parts[i].Running() {
			if err := s.parts[i].Kill(); err != nil {
				return err
			}
		}
	}
	return nil
}
