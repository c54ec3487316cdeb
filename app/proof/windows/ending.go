package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// patience is how long a till may take to end.
const patience = 8 * time.Second

// waits opens a till that shows a code.
func (s *scene) waits(ctx context.Context) error {
	if err := s.practise(ctx, nil, 2); err != nil {
		return err
	}
	_, err := s.sell(ctx, "19")
	return err
}

// endsBy tells a till that shows a code to close, which asks a person first.
func (s *scene) endsBy(tell func(context.Context) error) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		if err := s.waits(ctx); err != nil {
			return "", err
		}
		before, err := s.settled(ctx)
		if err != nil {
			return "", err
		}
		if err := tell(ctx); err != nil {
			return "", err
		}
		if _, err := s.see(ctx, soon, "the till asks", s.changes(before, 0.1)); err != nil {
			return "", err
		}
		if _, err := s.atRest(ctx, "asks-before-it-closes"); err != nil {
			return "", err
		}
		if err := s.answers(ctx, 0); err != nil {
			return "", err
		}
		return "asked, then gone; the order waits", s.left(ctx, "waiting", 1)
	}
}

// refuses tells a till that shows a code to close, and says no.
func (s *scene) refuses(ctx context.Context, tell func(context.Context) error) error {
	before, err := s.settled(ctx)
	if err == nil {
		err = tell(ctx)
	}
	if err != nil {
		return err
	}
	if _, err := s.see(ctx, soon, "the till asks", s.changes(before, 0.1)); err != nil {
		return err
	}
	if err := s.Activate(ctx, s.till.Main); err != nil {
		return err
	}
	return s.presses(ctx, "Escape", "the code is there as before", func(p desk.Picture) bool {
		code, err := s.till.Code(ctx, s.Desktop, p)
		return err == nil && code != ""
	})
}

func (s *scene) byWindow(ctx context.Context) error { return s.closes(ctx) }

// byTaskkill tells every window of the till to close.
func (s *scene) byTaskkill(ctx context.Context) error {
	_, err := s.wine(ctx, "", "taskkill", "/im", filepath.Base(s.program))
	return err
}

// sessionEnds logs off: nobody is asked then.
func (s *scene) sessionEnds(ctx context.Context) (string, error) {
	if err := s.waits(ctx); err != nil {
		return "", err
	}
	began := time.Now()
	if _, err := s.Start("wine", "wineboot", "--end-session"); err != nil {
		return "", err
	}
	ended := s.till.End(ctx, patience)
	if s.till.Running() {
		return "", errors.Join(ended, s.keep(ctx, "session-does-not-end"))
	}
	if _, err := os.Stat(filepath.Join(s.till.folder, "raise")); err == nil { // the last thing that it takes away
		return "", failed("it was ended before it had closed anything")
	}
	took := time.Since(began)
	if err := errors.Join(s.left(ctx, "waiting", 1), s.upToDate(ctx)); err != nil {
		return "", err
	}
	return fmt.Sprintf("gone after %.1f s; the order waits, also in the copy", took.Seconds()), nil
}

// upToDate looks at the newest copy of the log: it must have all that the log has.
func (s *scene) upToDate(ctx context.Context) error {
	copies, err := filepath.Glob(filepath.Join(s.till.folder, "backups", "*.db"))
	if err != nil || len(copies) == 0 {
		return failed("there is no copy (%v)", err)
	}
	log, err := s.wine(ctx, "", s.console, append([]string{"verify"}, s.till.inData()...)...)
	if err != nil {
		return err
	}
	copied, err := s.wine(ctx, "", s.console, "verify", windowsPath(slices.Max(copies)))
	if has, _, _ := strings.Cut(log, "\n"); err != nil || !strings.HasPrefix(copied, has) {
		return failed("the log: %s; its copy (%v): %s", has, err, copied)
	}
	return nil
}

// blind starts the till where no window of it can be shown.
func (s *scene) blind(ctx context.Context) (string, error) {
	if err := s.prefer(nil); err != nil {
		return "", err
	}
	s.till = till{folder: s.folder("blind"), Till: desk.Till{Flags: []string{"-practice"}}}
	if err := s.start(); err != nil {
		return "", err
	}
	if err := s.boxed(ctx, "no-opengl"); err != nil {
		return "", err
	}
	return "then exit code 3", s.ends(ctx, patience, 3)
}
