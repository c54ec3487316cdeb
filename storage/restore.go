package storage

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"time"
)

// asidePrefix begins the names of logs that were set aside.
const asidePrefix = "orders-aside-"

// Restore puts a backup in the place of the folder's log, after verifying what
// it puts there. The log that was there is set aside, never deleted, and its
// path returned; none there is fine. A backup that is not whole is ErrBadBackup,
// and nothing has changed. The journal stays: [Log.Missing] then
// knows the orders made since. The caller holds the folder's Claim and has the
// log closed.
//
// Whenever the program dies, orders.db is the old log or the new one. A log or a
// backup that another program has open is [Held], and nothing has changed.
func Restore(dir, backup string, now time.Time) (aside string, err error) {
	r := newRestoring(dir, backup, now)
	for _, step := range r.steps() {
		if err := step(); err != nil {
			return "", errors.Join(err, r.undo())
		}
	}
	if r.none {
		return "", nil
	}
	return r.aside, nil
}

// restoring is a restore under way.
type restoring struct {
	live, temp, aside, backup string
	none                      bool // no log was there
}

func newRestoring(dir, backup string, now time.Time) *restoring {
	return &restoring{
		live:   filepath.Join(dir, logFile),
		temp:   filepath.Join(dir, logFile+restoredSuffix),
		aside:  freeName(filepath.Join(dir, asidePrefix+now.UTC().Format(backupTime))),
		backup: backup,
	}
}

// steps are what Restore does, one after the other; a crash may come after any
// of them, and within any.
func (r *restoring) steps() []func() error {
	return []func() error{r.copy, r.setAside, r.putInPlace}
}

// copy makes and verifies the new file beside the old.
func (r *restoring) copy() error {
	var from *os.File
	err := patiently(patience, func() (err error) {
		from, err = os.Open(r.backup)
		return err
	})
	if err != nil {
		return err
	}
	defer from.Close()
	err = patiently(patience, func() error {
		return writeFile(r.temp, func(w io.Writer) error {
			_, err := io.Copy(w, io.NewSectionReader(from, 0, math.MaxInt64))
			return err
		})
	})
	if err != nil {
		return fileError(err)
	}
	if _, err = verifyWhole(r.temp); err != nil {
		return fmt.Errorf("%w: %w", ErrBadBackup, err)
	}
	return nil
}

// undo leaves the folder as it was.
func (r *restoring) undo() error {
	err := removeIfThere(r.temp)
	if twoNames(r.live, r.aside) { // what stays now, [Open] takes away later
		return errors.Join(err, removeIfThere(r.aside))
	}
	_, gone := os.Lstat(r.live)
	if _, none := os.Lstat(r.aside); gone != nil && none == nil {
		return errors.Join(err, rename(r.aside, r.live))
	}
	return err
}

// setAside gives the old file its second name: with the two there is no moment
// without a log. Where a disk knows no second names it is renamed. A log that is
// held gets none: it could not be taken away again.
func (r *restoring) setAside() error {
	_, err := os.Lstat(r.live)
	if errors.Is(err, os.ErrNotExist) {
		r.none = true
		return nil
	}
	if err := patiently(patience, func() error { return movable(r.live) }); isHeld(err) {
		return err
	}
	if os.Link(r.live, r.aside) != nil {
		return rename(r.live, r.aside)
	}
	return syncDir(filepath.Dir(r.aside))
}

func (r *restoring) putInPlace() error {
	err := patiently(patience, func() error {
		err := os.Rename(r.temp, r.live)
		if path, _ := heldFile(err); path != r.temp && err != nil && r.asideFree() && os.Rename(r.live, r.aside) == nil {
			// Windows replaces no file that a fault has left mapped, but moves it.
			err = os.Rename(r.temp, r.live)
		}
		return err
	})
	if err != nil {
		return fileError(err)
	}
	return syncDir(filepath.Dir(r.live))
}

// asideFree takes the log's second name away, if it has one, and says that nothing
// else has it.
func (r *restoring) asideFree() bool {
	if twoNames(r.live, r.aside) && os.Remove(r.aside) != nil {
		return false
	}
	_, err := os.Lstat(r.aside)
	return errors.Is(err, os.ErrNotExist)
}

// freeName is a .db file's name that no file has yet.
func freeName(base string) string {
	name := base + ".db"
	for n := 2; ; n++ {
		if _, err := os.Lstat(name); err != nil {
			return name
		}
		name = fmt.Sprintf("%s-%d.db", base, n)
	}
}
