package storage

import (
	"errors"
	"fmt"
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
const form = 4

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
func (l *Log) form() (version int, err error) {
	err = l.db.View(func(tx *bolt.Tx) error {
		version, err = knownForm(tx)
		return err
	})
	if err == nil && version < form && l.options.ReadOnly {
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
