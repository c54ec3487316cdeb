package storage

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Another program may have a file of ours open: a virus scanner, a spreadsheet,
// one that copies folders. On Windows that can keep us from opening, renaming or
// deleting it, mostly for a moment. Whatever does one of these is told here how
// to wait.
const (
	patience = 3 * time.Second        // for a file that is needed
	glance   = 500 * time.Millisecond // for one that the till can do without
	again    = 50 * time.Millisecond
)

// Held is a file that another program has open and did not let go of in time.
type Held struct {
	Path string
	Err  error
}

func (h *Held) Error() string {
	return fmt.Sprintf("another program has %s open: %v", h.Path, h.Err)
}

func (h *Held) Unwrap() error { return h.Err }

func isHeld(err error) bool {
	var held *Held
	return errors.As(err, &held)
}

// patiently does something with files, over again while another program has one
// of them, and says which that was when the time is up. It must be something that
// may be done twice.
func patiently(limit time.Duration, do func() error) error { return waitFor(limit, heldFile, do) }

func waitFor(limit time.Duration, held func(error) (path string, is bool), do func() error) error {
	for began := time.Now(); ; time.Sleep(again) {
		err := do()
		path, is := held(err)
		switch {
		case !is:
			return err
		case time.Since(began) >= limit:
			return &Held{path, err}
		}
	}
}

// named is an error of something that was not waited for, with the file that
// another program has.
func named(err error) error { return patiently(0, func() error { return err }) }

// readFile reads a file that nothing depends on.
func readFile(path string) (raw []byte, err error) {
	err = patiently(glance, func() error {
		raw, err = os.ReadFile(path)
		return err
	})
	return raw, err
}

// writeFile makes a file that only this user can read; it is on disk when
// writeFile returns.
func writeFile(path string, fill func(w io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(fill(f), f.Sync(), f.Close())
}

// rename puts a file in place of another, or of none; it lasts when rename
// returns.
func rename(from, to string) error {
	err := patiently(patience, func() error { return os.Rename(from, to) })
	if err != nil {
		return fileError(err)
	}
	return syncDir(filepath.Dir(to))
}

// removeIfThere deletes a file that is in the way.
func removeIfThere(path string) error { return remove(patience, path) }

func remove(limit time.Duration, path string) error {
	err := patiently(limit, func() error { return os.Remove(path) })
	if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
