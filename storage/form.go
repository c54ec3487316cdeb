package storage

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"

	bolt "go.etcd.io/bbolt"
)

// form is the one version of how the log is kept: of the file, and so of
// records, snapshots, indexes and totals, of the rules that derive them and of
// what [order.Apply] makes of old events. A newer program opens every older one
// and makes everything derived anew. Raise it with every such change: without
// that this program would call the logs of the one before damaged. form_test.go
// says when that was forgotten, and how it is done.
const form = 6

// formOf returns a file's form.
func formOf(tx *bolt.Tx) (version int, err error) {
	meta := tx.Bucket(bucketMeta)
	if meta == nil {
		return 0, fmt.Errorf("%w: it holds something else", ErrDamaged)
	}
	version, err = strconv.Atoi(string(meta.Get(metaForm)))
	if err != nil {
		return 0, fmt.Errorf("%w: it has no version", ErrDamaged)
	}
	return version, nil
}

// knownForm is formOf for whoever goes on to read the file.
func knownForm(tx *bolt.Tx) (version int, err error) {
	version, err = formOf(tx)
	if err == nil && version > form {
		err = fmt.Errorf("%w: it is of form %d, this program knows %d", ErrNewer, version, form)
	}
	return version, err
}

// form returns the file's form, or why this program can't use it.
func (l *Log) form(reading bool) (version int, err error) {
	err = l.db.View(func(tx *bolt.Tx) error {
		version, err = knownForm(tx)
		return err
	})
	if err == nil && version < form && reading {
		err = fmt.Errorf("%w: it is of an older form, start the till once to renew it", ErrReadOnly)
	}
	return version, err
}

// renew copies an older log aside and makes everything derived anew.
func (l *Log) renew() error {
	aside := filepath.Join(l.dir, fmt.Sprintf("orders-before-schema%d.db", form))
	if err := l.db.copyTo(aside+".new", func() (string, error) { return aside, nil }); err != nil {
		return err
	}
	err := l.db.Update(func(tx *bolt.Tx) error {
		_, err := rebuild(tx)
		return errors.Join(err, tx.Bucket(bucketMeta).Put(metaForm, []byte(strconv.Itoa(form))))
	})
	if err != nil {
		return notRecorded(err)
	}
	return nil
}

// create makes a database that is not there, if that is wanted and nothing
// says there was one.
func (l *Log) create() error {
	_, err := os.Stat(l.path())
	if err == nil || !errors.Is(err, os.ErrNotExist) || !l.options.Create || l.options.ReadOnly {
		return nil // open says what is wrong
	}
	if err := makeFolder(l.dir); err != nil {
		return err
	}
	if trace := l.trace(); trace != "" {
		return fmt.Errorf("%w: %s shows that there was one", ErrMissing, trace)
	}
	return createDatabase(l.dir, l.options.Practice)
}

// trace is a file that only a till that has traded leaves behind.
func (l *Log) trace() string {
	journal := filepath.Join(l.dir, journalFile)
	if info, err := os.Stat(journal); err == nil && info.Size() > 0 {
		return journal
	}
	for _, pattern := range []string{backupsDir + "/*.db", asidePrefix + "*.db"} {
		if files := l.files(pattern); len(files) > 0 {
			return files[0]
		}
	}
	return ""
}

// files are those in the folder whose name is of a pattern. The folder's own name
// may hold what would be a pattern.
func (l *Log) files(pattern string) (paths []string) {
	names, _ := fs.Glob(os.DirFS(l.dir), pattern) // none there: no files
	for _, name := range names {
		paths = append(paths, filepath.Join(l.dir, filepath.FromSlash(name)))
	}
	return paths
}

// tidy takes away what a first start or a restore has left that did not come to
// its end: unfinished files, and a second name of the log, which on Windows
// can't be deleted while another program has the log open.
func (l *Log) tidy() {
	if _, err := os.Stat(l.path()); err != nil {
		return // what is unfinished may be all that there is
	}
	unfinished := append(l.files(logFile+createdSuffix+"*"), l.files(logFile+restoredSuffix)...)
	for _, path := range l.files(asidePrefix + "*.db") {
		if twoNames(path, l.path()) {
			unfinished = append(unfinished, path)
		}
	}
	for _, path := range unfinished {
		_ = os.Remove(path) // next time, if not now
	}
}

// twoNames says that a file has these two names. Some disks tell all files alike,
// so their number of names must say so too.
func twoNames(one, other string) bool {
	a, errA := os.Lstat(one)
	b, errB := os.Lstat(other)
	return errA == nil && errB == nil && os.SameFile(a, b) && names(one) > 1 && names(other) > 1
}

// createDatabase makes the file under another name first: an orders.db that is
// there is always whole.
func createDatabase(dir string, practice bool) error {
	temp := filepath.Join(dir, logFile+createdSuffix+rand.Text())
	db, err := bolt.Open(temp, 0o600, boltOptions(false))
	if err != nil {
		_ = removeIfThere(temp) // there only when the disk is full
		return openError(err)
	}
	id := make([]byte, 16)
	rand.Read(id) // never fails since Go 1.24
	err = db.Update(func(tx *bolt.Tx) error { return initialise(tx, hex.EncodeToString(id), practice) })
	err = errors.Join(err, db.Close())
	if err != nil {
		return errors.Join(notRecorded(err), removeIfThere(temp))
	}
	return rename(temp, filepath.Join(dir, logFile))
}

func initialise(tx *bolt.Tx, id string, practice bool) error {
	var err error
	for _, name := range buckets {
		_, made := tx.CreateBucket(name)
		err = errors.Join(err, made)
	}
	if err != nil {
		return err
	}
	meta, head := tx.Bucket(bucketMeta), firstHash(id)
	return errors.Join(
		meta.Put(metaForm, []byte(strconv.Itoa(form))), meta.Put(metaDatabase, []byte(id)),
		meta.Put(metaPractice, []byte(strconv.FormatBool(practice))), meta.Put(metaHead, head[:]))
}
