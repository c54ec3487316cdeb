package storage

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
)

// The files of the log in the data folder.
const (
	logFile        = "orders.db"
	createdSuffix  = ".new-"     // while it is made
	restoredSuffix = ".restored" // while it is put back
	journalFile    = "orders.journal"
	backupsDir     = "backups"
	openFile       = "open" // there while the log is open for writing
)

// minFree is how many bytes must be free for a new sale.
const minFree = 200 << 20

// Options say how to open a log.
type Options struct {
	Create   bool                             // make a new database when there is none; never when a journal or backup says there was one
	Practice bool                             // fixed when the database is made
	ReadOnly bool                             // open beside other readers; nothing is written
	Free     func(dir string) (uint64, error) // nil asks the operating system
}

// Log is the order log. Any goroutine may use it: one writer at a time, any
// number of readers.
type Log struct {
	dir     string
	options Options

	backing sync.Mutex   // held by Backup
	writing sync.Mutex   // held by Append, Reopen and Close
	mu      sync.RWMutex // guards all below; held for reading while db is used
	db      *handle
	journal *journal // its missing is guarded by writing
	state   state
	failed  error // a write failed: no more until Reopen
}

// state is what is kept in memory of meta and the newest record.
type state struct {
	id       string
	practice bool
	seq      uint64
	head     hash
	facts
	known int64 // bytes of the journal whose orders and refunds are in the log
}

// Open opens dir/orders.db, making the folder (0700) and the database if the
// options say so. Errors: ErrInUse, ErrNewer, ErrDamaged, ErrMissing,
// ErrPractice, ErrReadOnly, [Held]. On a full disk it opens all the same, and may
// have failed already: then it can be read. Whoever opens for writing holds the
// folder's [Claim].
func Open(dir string, o Options) (*Log, error) {
	if o.Free == nil {
		o.Free = freeBytes
	}
	l := &Log{dir: dir, options: o}
	if !o.ReadOnly {
		l.tidy()
	}
	if err := l.create(); err != nil {
		return nil, err
	}
	if err := patiently(patience, l.open); err != nil {
		return nil, err
	}
	return l, nil
}

func (l *Log) path() string { return filepath.Join(l.dir, logFile) }

// open opens the files and reads the state; on an error nothing stays open. On
// Windows bbolt may grow the file to open it for writing: where the disk is too
// full for that, it is read until [Log.Reopen] finds room.
func (l *Log) open() error {
	l.failed = nil
	err := l.openFor(l.options.ReadOnly)
	if err == nil || l.options.ReadOnly || !diskFull(err) || l.openFor(true) != nil {
		return err
	}
	l.failed = notRecorded(err)
	return nil
}

func (l *Log) openFor(reading bool) error {
	db, err := openBolt(l.path(), reading)
	if err != nil {
		return err
	}
	l.db = db
	if err := l.load(reading); err != nil {
		return errors.Join(err, l.close())
	}
	return nil
}

func (l *Log) load(reading bool) error {
	version, err := l.form(reading)
	if err != nil {
		return err
	}
	if !l.options.ReadOnly {
		// A write to a page that is not what it says could ask for any amount of
		// memory, which no program survives.
		if err := checkPages(l.path()); err != nil {
			return err
		}
		if version < form || l.wasLeftOpen() {
			if err := l.db.check(); err != nil {
				return err
			}
		}
	}
	if version < form {
		if err := l.renew(); err != nil {
			return err
		}
	}
	if err := l.db.View(l.state.read); err != nil {
		return err
	}
	if l.state.practice != l.options.Practice {
		return fmt.Errorf("%w: the log in %s is the other kind", ErrPractice, l.dir)
	}
	l.journal, err = openJournal(filepath.Join(l.dir, journalFile), l.state.known, reading)
	if err != nil || reading {
		return err
	}
	return l.markOpen()
}

// wasLeftOpen says that the log's last writer did not end as it should: a
// crash, a power cut, a failed write.
func (l *Log) wasLeftOpen() bool {
	_, err := os.Stat(filepath.Join(l.dir, openFile))
	return err == nil
}

// markOpen leaves the sign that wasLeftOpen looks for. A disk too full for it
// still gives its log to read.
func (l *Log) markOpen() error {
	if l.wasLeftOpen() {
		return nil
	}
	err := writeFile(filepath.Join(l.dir, openFile), func(io.Writer) error { return nil })
	if err == nil {
		err = syncDir(l.dir)
	}
	if err != nil && !diskFull(err) {
		return openError(err)
	}
	return nil
}

// whole says whether every bucket is there.
func whole(tx *bolt.Tx) error {
	for _, name := range buckets {
		if tx.Bucket(name) == nil {
			return fmt.Errorf("%w: its part %q is gone", ErrDamaged, name)
		}
	}
	return nil
}

// read fills the state and checks that the newest record is the one that meta
// names.
func (s *state) read(tx *bolt.Tx) error {
	if err := whole(tx); err != nil {
		return err
	}
	meta := tx.Bucket(bucketMeta)
	*s = state{id: string(meta.Get(metaDatabase)), practice: string(meta.Get(metaPractice)) == "true"}
	s.head = firstHash(s.id)
	if k, v := tx.Bucket(bucketEvents).Cursor().Last(); k != nil {
		var r record
		if err := json.Unmarshal(v, &r); err != nil || string(k) != string(seqKey(r.Seq)) {
			return fmt.Errorf("%w: its newest record cannot be read", ErrDamaged)
		}
		s.seq, s.head = r.Seq, sha256.Sum256(v)
	}
	if s.id == "" || string(meta.Get(metaHead)) != string(s.head[:]) {
		return fmt.Errorf("%w: its newest record is not the one it should be", ErrDamaged)
	}
	s.known, _ = strconv.ParseInt(string(meta.Get(metaJournal)), 10, 64) // none: read it all
	return s.facts.read(meta)
}

// Reopen closes the files and opens and reads them anew. After a failed write
// it is the only way on: nothing is retried on the same handle. When it fails
// the log stays closed, or can be read at most, and Reopen may be called again.
func (l *Log) Reopen() error {
	l.writing.Lock()
	defer l.writing.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.close() // whatever it says, what counts is what can be read now
	err := named(l.open())
	if err != nil { // a file that is held is not waited for, as readers would wait too
		l.failed = notRecorded(err)
		return err
	}
	return l.failed
}

// Close waits for a write or a backup that is under way and closes the files.
func (l *Log) Close() error {
	l.writing.Lock()
	defer l.writing.Unlock()
	l.mu.Lock()
	defer l.mu.Unlock()
	sound := l.db != nil && !l.db.stuck.Load() && l.failed == nil && !l.options.ReadOnly
	err := l.close()
	if err == nil && sound {
		err = remove(glance, filepath.Join(l.dir, openFile))
	}
	return err
}

func (l *Log) close() error {
	var err error
	if l.db != nil {
		err = l.db.Close()
	}
	if l.journal != nil {
		err = errors.Join(err, l.journal.close())
	}
	l.db, l.journal = nil, nil
	return err
}

// view runs f in a read transaction, which it must not outlive.
func (l *Log) view(f func(tx *bolt.Tx) error) error {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.db == nil {
		return errClosed
	}
	return l.db.View(f)
}

// now is a copy of the state.
func (l *Log) now() state {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.state
}

// Seq is the sequence of the newest event, 0 when there is none.
func (l *Log) Seq() uint64 { return l.now().seq }

// DatabaseID is random and made with the database. Secrets are kept under it.
func (l *Log) DatabaseID() string { return l.now().id }

// Practice says that nothing in the log is real money.
func (l *Log) Practice() bool { return l.now().practice }

// Settings are those of the newest SettingsChanged event, if there is one.
func (l *Log) Settings() (order.Settings, bool) {
	if s := l.now().settings; s != nil {
		return *s, true
	}
	return order.Settings{}, false
}

// Learned is how gateways say "not found", one for each account.
func (l *Log) Learned() []order.Learned { return slices.Clone(l.now().learned) }

// PIN is the manager's PIN, if one was ever set.
func (l *Log) PIN() (order.PIN, bool) {
	if p := l.now().pin; p != nil {
		return *p, true
	}
	return order.PIN{}, false
}

// WrongPINs is how many PINs in a row have been wrong, since the last right one
// or since a PIN was set. See [order.PINWait].
func (l *Log) WrongPINs() int { return l.now().wrong }
