package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Backup is a whole copy of a log.
type Backup struct {
	Path   string
	Time   time.Time // when it was made; backups made later never have an earlier one
	Seq    uint64    // of its newest event
	Orders int       // how many it holds; known once it is verified, otherwise 0
}

// How many backups are kept, and how many even when the disk is short of room.
const (
	mostBackups = 60
	fewBackups  = 6
)

const backupTime = "20060102T150405Z"

var backupName = regexp.MustCompile(`^orders-(\d{8}T\d{6}Z)-(\d{1,20})\.db$`)

// Backup copies the log into the folder's backups while it is in use, and
// verifies the copy before it counts. Only then the oldest are deleted. A log
// that has failed is not copied. Errors: ErrBackup when no copy could be made,
// ErrDamaged when the copy shows that the log is damaged.
func (l *Log) Backup(now time.Time) (Backup, error) {
	l.backing.Lock()
	defer l.backing.Unlock()
	b, err := l.backUp(now)
	if err != nil && !errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: %w", ErrBackup, err)
	}
	return b, err
}

func (l *Log) backUp(now time.Time) (b Backup, err error) {
	dir := filepath.Join(l.dir, backupsDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return b, openError(err)
	}
	size, err := l.Size()
	if err != nil {
		return b, err
	}
	if free, err := l.options.Free(dir); err == nil && free < minFree+size {
		return b, fmt.Errorf("%w: %d MB are free, the copy needs %d and leaves too little", ErrLowSpace, free>>20, size>>20)
	}
	older := Backups(l.dir)
	b.Time = now.UTC().Truncate(time.Second)
	if len(older) > 0 && !b.Time.After(older[0].Time) { // the clock was set back: the order of the names still holds
		b.Time = older[0].Time.Add(time.Second)
	}
	_, err = l.copyVerified(filepath.Join(dir, logFile+".new"), func(r Report) string {
		b.Seq, b.Orders = r.Seq, r.Orders
		b.Path = filepath.Join(dir, fmt.Sprintf("orders-%s-%d.db", b.Time.Format(backupTime), b.Seq))
		return b.Path
	})
	if err != nil {
		return Backup{}, err
	}
	return b, l.prune(dir, older, size)
}

// CopyTo writes a verified copy of the log to a file that is not there yet.
func (l *Log) CopyTo(path string) (Report, error) {
	if _, err := os.Lstat(path); err == nil {
		return Report{}, fmt.Errorf("%w: %s", os.ErrExist, path)
	}
	r, err := l.copyVerified(path+".new", func(Report) string { return path })
	if err != nil && !errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w: %w", ErrBackup, err)
	}
	return r, err
}

// copyVerified makes a copy and, once it is verified, gives it its name.
func (l *Log) copyVerified(temp string, name func(Report) string) (r Report, err error) {
	l.mu.RLock()
	db, failed := l.db, l.failed
	l.mu.RUnlock()
	switch {
	case failed != nil:
		return r, failed
	case db == nil:
		return r, errClosed
	}
	// Not under the lock: writers would wait for it. Closing waits for the copy.
	err = db.copyTo(temp, func() (string, error) {
		r, err = verifyWhole(temp)
		return name(r), err
	})
	return r, err
}

// verifyWhole is Verify for files that must be without any problem.
func verifyWhole(path string) (Report, error) {
	r, err := Verify(path)
	if err == nil && len(r.Problems) > 0 {
		err = fmt.Errorf("%w: %s", ErrDamaged, r.Problems[0])
	}
	return r, err
}

// Size is how many bytes the log takes on the disk.
func (l *Log) Size() (uint64, error) {
	info, err := os.Stat(l.path())
	if err != nil {
		return 0, err
	}
	return uint64(info.Size()), nil
}

// prune deletes the oldest backups: more than are kept, or more than a disk
// holds that needs room for the next.
func (l *Log) prune(dir string, older []Backup, size uint64) error {
	for n := len(older); n > 0; n-- {
		free, err := l.options.Free(dir)
		short := err == nil && free < minFree+size
		if n < mostBackups && (!short || n < fewBackups) {
			return nil
		}
		if err := remove(0, older[n-1].Path); err != nil && !isHeld(err) { // one that is held goes the next time
			return err
		}
	}
	return nil
}

// Backups lists the backups of a data folder, newest first, without opening
// them.
func Backups(dir string) (found []Backup) {
	folder := filepath.Join(dir, backupsDir)
	entries, _ := os.ReadDir(folder) // none there: no backups
	for _, entry := range entries {
		m := backupName.FindStringSubmatch(entry.Name())
		if m == nil || !entry.Type().IsRegular() {
			continue
		}
		at, timeErr := time.Parse(backupTime, m[1])
		seq, seqErr := strconv.ParseUint(m[2], 10, 64)
		if timeErr == nil && seqErr == nil {
			found = append(found, Backup{Path: filepath.Join(folder, entry.Name()), Time: at, Seq: seq})
		}
	}
	slices.SortFunc(found, func(a, b Backup) int { return strings.Compare(b.Path, a.Path) })
	return found
}

// NewestGoodBackup verifies the backups of a data folder from the newest on and
// returns the first that is whole, or ErrMissing. One that another program has
// open may be whole, and is not passed over for an older one: [Held].
func NewestGoodBackup(dir string) (Backup, error) {
	var errs []error
	for _, b := range Backups(dir) {
		r, err := verifyWhole(b.Path)
		switch {
		case err == nil:
			b.Seq, b.Orders = r.Seq, r.Orders
			return b, nil
		case isHeld(err):
			return Backup{}, err
		}
		errs = append(errs, fmt.Errorf("%s: %w", filepath.Base(b.Path), err))
	}
	return Backup{}, errors.Join(append([]error{fmt.Errorf("%w: there is no good backup in %s", ErrMissing, dir)}, errs...)...)
}
