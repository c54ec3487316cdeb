package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"qrtill/app/proof/desk"
)

// traded is a practice till that has sold, and is closed: the one of the case before, if
// that went well.
func (s *scene) traded(ctx context.Context) error {
	s.till = s.past
	if s.past = (till{}); s.till.folder != "" {
		return s.prefer(nil)
	}
	if err := s.practise(ctx, nil, 2); err != nil {
		return err
	}
	if _, err := s.sell(ctx, "31"); err != nil {
		return err
	}
	if err := s.practicePays(ctx); err != nil {
		return err
	}
	s.sales = 1
	return s.leaves(ctx, "paid", s.sales)
}

// handsOn closes the till for the case after, with so many orders.
func (s *scene) handsOn(ctx context.Context) error {
	err := s.leaves(ctx, "paid", s.sales)
	if err == nil {
		s.past = s.till
	}
	return err
}

// damaged has a disk lose the middle of the log.
func (s *scene) damaged(ctx context.Context) (string, error) {
	if err := s.traded(ctx); err != nil {
		return "", err
	}
	log := filepath.Join(s.till.folder, "orders.db")
	info, err := os.Stat(log)
	if err != nil {
		return "", err
	}
	if err := os.Truncate(log, info.Size()/4); err != nil {
		return "", err
	}
	if err := s.open(ctx, 1); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "damaged"); err != nil {
		return "", err
	}
	if err := s.Activate(ctx, s.till.Main); err != nil {
		return "", err
	}
	for range 3 { // an Enter that comes too early counts for nothing
		if err := s.WriteAfter(ctx, time.Second, "", "Return"); err != nil {
			return "", err
		}
		if err = s.shows(ctx, 3*time.Second, 2); err == nil || s.alive() != nil {
			break
		}
	}
	if err != nil {
		return "", &failure{err}
	}
	if _, err := s.atRest(ctx, "put-back"); err != nil {
		return "", err
	}
	if _, err := s.sell(ctx, "7"); err != nil {
		return "", err
	}
	if err := s.refuses(ctx, s.byTaskkill); err != nil { // the window that offered the backup is told as well
		return "", err
	}
	if err := errors.Join(s.till.Front(ctx, s.Desktop), s.practicePays(ctx)); err != nil {
		return "", err
	}
	s.sales++
	return "it asks before it closes, and the sale of before and one more are in the log", s.handsOn(ctx)
}

// holds has another program open a file that it shares with nobody, until it is let go.
func (s *scene) holds(ctx context.Context, file string, seconds ...string) (letGo func() error, err error) {
	name := windowsPath(filepath.Join(s.till.folder, file))
	p, err := s.Start("wine", append([]string{s.hand, "hold", name}, seconds...)...)
	if err != nil {
		return nil, err
	}
	letGo = func() error {
		if !p.Running() {
			return nil
		}
		err := p.Cmd.Process.Signal(syscall.SIGKILL)
		<-p.Ended
		return err
	}
	return letGo, desk.Until(ctx, 20*time.Second, file+" is held", func(context.Context) (bool, error) {
		if !p.Running() {
			return false, errors.Join(fmt.Errorf("it was let go at once: %s", p.Stderr), p.Err)
		}
		return strings.Contains(p.Stdout.String(), "held"), nil
	})
}

// heldBriefly is a virus scanner that looks at the log while the till starts.
func (s *scene) heldBriefly(ctx context.Context) (string, error) {
	if err := s.traded(ctx); err != nil {
		return "", err
	}
	if _, err := s.holds(ctx, "orders.db", "2"); err != nil {
		return "", err
	}
	began := time.Now()
	if err := s.open(ctx, 2); err != nil {
		return "", &failure{err}
	}
	return fmt.Sprintf("open after %.1f s", time.Since(began).Seconds()), s.handsOn(ctx)
}

// heldLong is a program that does not let go of the log. That a copy is held, and what is
// restored from one, the tests of package storage show, which run on Windows itself.
func (s *scene) heldLong(ctx context.Context) (string, error) {
	if err := s.traded(ctx); err != nil {
		return "", err
	}
	before, err := s.contents()
	if err != nil {
		return "", err
	}
	letGo, err := s.holds(ctx, "orders.db")
	if err != nil {
		return "", err
	}
	defer letGo()
	_, wrong := s.wine(ctx, "", s.console, append([]string{"verify"}, s.till.inData()...)...)
	if wrong == nil || !strings.Contains(wrong.Error(), "exit status 3") || !strings.Contains(wrong.Error(), "orders.db") {
		return "", failed("verify of a log that is held says %v", wrong)
	}
	if err := s.open(ctx, 1); err != nil {
		return "", &failure{err}
	}
	if _, err := s.atRest(ctx, "held"); err != nil {
		return "", err
	}
	if err := errors.Join(s.answers(ctx, 3), letGo()); err != nil {
		return "", err
	}
	after, err := s.contents()
	if err != nil {
		return "", err
	}
	if !slices.Equal(before, after) {
		return "", failed("the data folder had %q, and then %q", before, after)
	}
	if err := s.open(ctx, 2); err != nil {
		return "", &failure{err}
	}
	return "said, and open again once it was let go", s.handsOn(ctx)
}

// contents are the files of the data folder, but for the diary's.
func (s *scene) contents() (names []string, err error) {
	return names, fs.WalkDir(os.DirFS(s.till.folder), ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && !strings.HasPrefix(name, "logs/") {
			names = append(names, name)
		}
		return err
	})
}

// full fills the drive of a till that has sold.
func (s *scene) full(ctx context.Context) (said string, err error) {
	drive := filepath.Join(s.work, "drive")
	if err := os.Mkdir(drive, 0o700); err != nil {
		return "", err
	}
	if _, err := desk.Command(ctx, "", "mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", drive); err != nil {
		return "", err
	}
	defer func() {
		_, unmounted := desk.Command(context.Background(), "", "umount", "--lazy", drive) // also of a run that was told to end
		err = errors.Join(err, unmounted)
	}()
	if err := errors.Join(s.drive("f", drive), s.prefer(nil)); err != nil {
		return "", err
	}
	s.till = till{folder: filepath.Join(drive, "till"), Till: desk.Till{Dir: `F:\till`, Flags: []string{"-practice"}}}
	if err := s.open(ctx, 2); err != nil {
		return "", err
	}
	if _, err := s.sell(ctx, "31"); err != nil {
		return "", err
	}
	if err := errors.Join(s.practicePays(ctx), s.leaves(ctx, "paid", 1), s.reserve(ctx), fill(filepath.Join(drive, "film"))); err != nil {
		return "", err
	}
	if err := s.open(ctx, 2); err != nil {
		return "", &failure{err}
	}
	if err := s.Activate(ctx, s.till.Main); err != nil {
		return "", err
	}
	charge, err := s.atRest(ctx, "full-drive")
	if err != nil {
		return "", err
	}
	if err := s.presses(ctx, "F3", "the history is shown", s.changes(charge, 0.05)); err != nil {
		return "", err
	}
	if _, err := s.atRest(ctx, "full-drive-history"); err != nil {
		return "", err
	}
	if err := errors.Join(s.Press(ctx, "F2"), s.Write(ctx, "45"), s.Press(ctx, "Return")); err != nil {
		return "", err
	}
	p, err := s.atRest(ctx, "full-drive-no-sale")
	if err != nil {
		return "", err
	}
	if codes, err := s.Read(ctx, p); err != nil || len(codes) > 0 {
		return "", failed("a sale was begun: %q (%v)", codes, err)
	}
	return "nothing but the sale is refused", s.leaves(ctx, "paid", 1)
}

// reserve gives the log a page behind its end: whenever a file is given a size, also the one
// that it has, Wine first makes it a byte longer, which Windows does not.
func (s *scene) reserve(ctx context.Context) error {
	_, err := desk.Command(ctx, "", "fallocate", "--keep-size", "--length", "1MiB", filepath.Join(s.till.folder, "orders.db"))
	return err
}

// fill takes all the room that a drive has left.
func fill(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	for block := make([]byte, 1<<20); len(block) > 0 && err == nil; {
		if _, err = file.Write(block); err != nil {
			block, err = block[:len(block)/2], nil // the rest of it
			if len(block) == 0 {
				break
			}
		}
	}
	return errors.Join(err, file.Close())
}
