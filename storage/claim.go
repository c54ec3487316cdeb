package storage

import (
	"bufio"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"golang.org/x/net/netutil"
)

// The files of a claim in the data folder.
const (
	lockFile  = "lock"
	raiseFile = "raise"
)

const (
	// raiseWait bounds everything between two starts of the till on one computer.
	raiseWait = 2 * time.Second
	// raiseCrossed is how long after it was called a window may still turn out to be
	// going: staff close the till and start it again in one breath.
	raiseCrossed = 500 * time.Millisecond
)

// What is said to a later start.
const (
	saysRaised  = "ok"
	saysLeaving = "leaving"
)

// ErrLeaving: the till that has the folder is closing, and its window is gone or going.
// It gives the folder up as soon as it can.
var ErrLeaving = errors.New("the running till is closing")

// practiceDir is where practice lives, apart from real money.
func practiceDir(dir string, practice bool) string {
	if practice {
		return filepath.Join(dir, "practice")
	}
	return dir
}

// Folder is the claim on a data folder: no other till may use it.
type Folder struct {
	lock     *flock.Flock
	file     string
	listener net.Listener
	token    string
	raised   chan struct{}
	leave    sync.Once
	leaving  chan struct{} // closed when the window goes
	running  sync.WaitGroup
}

// raiseAddress is what the raise file holds: where the running till listens,
// and the word that shows that the caller may read the folder.
type raiseAddress struct {
	Port  int    `json:"port"`
	Token string `json:"token"`
}

// makeFolder makes the data folder (0700), if it is not there.
func makeFolder(dir string) error {
	switch err := os.MkdirAll(dir, 0o700); {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS), diskFull(err):
		return openError(err)
	default:
		return fmt.Errorf("%w: %w", ErrFolder, err)
	}
}

// Claim takes the data folder, making it (0700) if it is not there: ErrInUse
// when another program has it, ErrReadOnly when it can't be written, ErrFolder, [Held]. The system
// ends a claim when the program ends, however it does.
func Claim(dir string) (*Folder, error) {
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(dir, lockFile), flock.SetPermissions(0o600))
	ok := false
	err := patiently(patience, func() (err error) {
		ok, err = lock.TryLock()
		return err
	})
	if err != nil {
		return nil, openError(err)
	}
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrInUse, dir)
	}
	f := &Folder{
		lock: lock, file: filepath.Join(dir, raiseFile), token: rand.Text(),
		raised: make(chan struct{}, 1), leaving: make(chan struct{}),
	}
	return f, nil
}

// Listen opens the door for later starts: only whoever has a window to bring to
// the front calls it, at most once. A computer that allows no loopback listener,
// and a disk without room for its address, only lose that.
func (f *Folder) Listen() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil //nolint:nilerr // the till works without
	}
	port := l.Addr().(*net.TCPAddr).Port
	raw, err := json.Marshal(raiseAddress{port, f.token})
	if err == nil {
		err = writePrivate(f.file, raw)
	}
	switch {
	case err != nil && (diskFull(err) || isHeld(err)):
		_ = remove(0, f.file) // there is half of it, perhaps
		return l.Close()
	case err != nil:
		return errors.Join(openError(err), l.Close())
	}
	f.listener = netutil.LimitListener(l, raisesAtOnce)
	f.running.Go(f.serve)
	return nil
}

// writePrivate replaces a file with one that only this user can read.
func writePrivate(path string, data []byte) error {
	return patiently(glance, func() error {
		if err := remove(0, path); err != nil {
			return err
		}
		return os.WriteFile(path, data, 0o600)
	})
}

// raisesAtOnce is more than an impatient person starts.
const raisesAtOnce = 32

func (f *Folder) serve() {
	for {
		c, err := f.listener.Accept()
		if err != nil {
			return // closed, or the system has no room: later starts say "in use"
		}
		f.running.Go(func() { f.answer(c) })
	}
}

func (f *Folder) answer(c net.Conn) {
	defer c.Close()
	if c.SetDeadline(time.Now().Add(raiseWait)) != nil {
		return
	}
	line, err := bufio.NewReaderSize(c, 64).ReadSlice('\n')
	if err != nil || subtle.ConstantTimeCompare(line, []byte(f.token+"\n")) != 1 {
		return
	}
	select {
	case f.raised <- struct{}{}:
	default: // not yet seen to since the last one
	}
	crossed := time.NewTimer(raiseCrossed)
	defer crossed.Stop()
	select {
	case <-f.leaving:
		_, _ = fmt.Fprintln(c, saysLeaving)
	case <-crossed.C:
		_, _ = fmt.Fprintln(c, saysRaised)
	}
}

// Raised tells that another start asked for this till's window.
func (f *Folder) Raised() <-chan struct{} { return f.raised }

// Leave is called when the window begins to go: there is nothing any more that a later
// start could bring to the front. It hears [ErrLeaving] until the folder is given up.
func (f *Folder) Leave() {
	f.leave.Do(func() { close(f.leaving) })
}

// Close gives the folder up.
func (f *Folder) Close() error {
	var err error
	f.Leave()
	if f.listener != nil {
		err = errors.Join(f.listener.Close(), remove(glance, f.file))
	}
	f.running.Wait()
	return errors.Join(err, f.lock.Unlock())
}

// Raise asks the till that has the folder to bring its window to the front: ErrLeaving
// when there is none any more. It takes 2 s at most.
func Raise(dir string) error {
	raw, err := readFile(filepath.Join(dir, raiseFile))
	if err != nil {
		return fmt.Errorf("the running till left no address: %w", err)
	}
	var to raiseAddress
	if err := json.Unmarshal(raw, &to); err != nil {
		return fmt.Errorf("the running till's address cannot be read: %w", err)
	}
	c, err := net.DialTimeout("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(to.Port)), raiseWait)
	if err != nil {
		return fmt.Errorf("the running till does not answer: %w", err)
	}
	defer c.Close()
	if err := c.SetDeadline(time.Now().Add(raiseWait)); err != nil {
		return err
	}
	_, _ = fmt.Fprintln(c, to.Token)
	line, err := bufio.NewReader(c).ReadString('\n')
	switch strings.TrimSpace(line) {
	case saysRaised:
		return nil
	case saysLeaving:
		return ErrLeaving
	}
	return fmt.Errorf("the running till does not answer: %w", errors.Join(err, errors.New("it gave no ok")))
}
