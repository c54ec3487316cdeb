package storage

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"
)

// handle is an open database. bbolt's panics over damaged pages, and the faults
// of reading outside of the file, end at it as ErrDamaged.
type handle struct {
	*bolt.DB
	file  *os.File    // bbolt's own, which holds its lock
	stuck atomic.Bool // a panic may have left bbolt's inner locks taken
}

var errStuck = fmt.Errorf("%w: reading it ended in a fault, it must be opened anew", ErrDamaged)

// lockWait is how long to wait for another program to give the file up.
const lockWait = time.Second

func boltOptions(readOnly bool) *bolt.Options {
	return &bolt.Options{Timeout: lockWait, FreelistType: bolt.FreelistMapType, ReadOnly: readOnly}
}

// openBolt opens the file if it is fit to be mapped.
func openBolt(path string, readOnly bool) (*handle, error) {
	if err := checkFile(path); err != nil {
		return nil, err
	}
	h, options := &handle{}, boltOptions(readOnly)
	options.OpenFile = func(name string, flag int, perm os.FileMode) (_ *os.File, err error) {
		h.file, err = os.OpenFile(name, flag&^os.O_CREATE, perm) // never a new, empty log
		return h.file, err
	}
	err := guard(func() (err error) {
		h.DB, err = bolt.Open(path, 0o600, options)
		return err
	})
	if err != nil {
		if h.file != nil {
			_ = closeLocked(h.file) // after a panic bbolt has not
		}
		return nil, openError(err)
	}
	return h, nil
}

// View is bbolt's, safe on a damaged file.
func (h *handle) View(f func(tx *bolt.Tx) error) error {
	if h.stuck.Load() {
		return errStuck
	}
	began, ended := false, false
	err := guard(func() error {
		err := h.DB.View(func(tx *bolt.Tx) error {
			began = true
			return f(tx)
		})
		ended = true
		return err
	})
	if !began && !ended { // once it has begun, bbolt itself cleans up
		h.stuck.Store(true)
	}
	return err
}

// Update is bbolt's, safe on a damaged file.
func (h *handle) Update(f func(tx *bolt.Tx) error) error {
	if h.stuck.Load() {
		return errStuck
	}
	ended := false
	err := guard(func() error {
		err := h.DB.Update(f)
		ended = true
		return err
	})
	if !ended {
		h.stuck.Store(true)
	}
	return err
}

// Close waits for transactions that are under way. A stuck one would be waited
// for without end: then only the file is closed, and its map stays until the
// program ends.
func (h *handle) Close() error {
	if h.stuck.Load() {
		return closeLocked(h.file)
	}
	return h.DB.Close()
}

// check is bbolt's own check of everything in use, for a file whose pages are
// checked. The caller sees to it that nobody writes.
func (h *handle) check() error {
	return h.View(func(tx *bolt.Tx) (first error) {
		for err := range tx.Check() { // to its end, or its goroutine would wait for ever
			if first == nil {
				first = fmt.Errorf("%w: %w", ErrDamaged, err)
			}
		}
		return first
	})
}

// copyTo writes a whole copy of the database, or none, under a passing name;
// look may refuse it or give it its own. Writers go on meanwhile.
func (h *handle) copyTo(temp string, look func() (path string, err error)) error {
	err := patiently(patience, func() error {
		return h.View(func(tx *bolt.Tx) error {
			return writeFile(temp, func(w io.Writer) error {
				_, err := tx.WriteTo(w)
				return err
			})
		})
	})
	if err != nil {
		return errors.Join(fileError(err), removeIfThere(temp))
	}
	path, err := look()
	if err == nil {
		err = rename(temp, path)
	}
	if err != nil {
		return errors.Join(err, removeIfThere(temp))
	}
	return nil
}
