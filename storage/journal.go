package storage

import (
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"qrtill/app/order"
)

// journal is the plain text file beside the log with a line for each order and
// each refund ever started, so that a restored backup can ask for those made
// since (recall.go).
type journal struct {
	file    *os.File
	size    int64
	torn    bool     // a crash or a full disk cut the last line off
	missing []missed // what the log does not have, or may not have, in the file's order
}

// missed is a line whose order or refund the log does not have. Without a key
// it stands for all lines from its place on, which nobody has looked at yet.
type missed struct {
	at  int64
	key string
}

// journalLine is one line of orders.journal. Lines of older versions have only
// the first five.
type journalLine struct {
	ID       order.ID      `json:"id"` // of the order
	Account  order.Account `json:"account"`
	Amount   string        `json:"amount"` // decimal, as shown to people
	Currency string        `json:"currency"`
	Time     time.Time     `json:"time"`

	// Of a refund alone.
	Refund order.RefundID `json:"refund,omitempty"`
	Reason string         `json:"reason,omitempty"`

	// Of an order alone.
	Sale    string       `json:"sale,omitempty"`
	Attempt int          `json:"attempt,omitempty"`
	Method  order.Method `json:"method,omitempty"`
	Till    string       `json:"till,omitempty"`
	Zone    string       `json:"zone,omitempty"`
	Note    string       `json:"note,omitempty"`
}

// journaled says that an event has a line in the journal.
func journaled(e order.Event) bool { return e.Kind == order.Created || e.Kind == order.RefundRequested }

// lineOf is an event's line; after is its order after it.
func lineOf(e order.Event, after order.Order) journalLine {
	l := journalLine{ID: e.Order, Account: after.Account, Time: e.At}
	amount := after.Amount
	if n := e.New; n != nil {
		l.Sale, l.Attempt, l.Method, l.Till, l.Zone, l.Note = n.Sale, n.Attempt, n.Method, n.Till, n.Zone, n.Note
	} else {
		l.Refund, l.Reason, amount = e.Refund.ID, e.Refund.Reason, *e.Refund.Amount
	}
	l.Amount, l.Currency = amount.Decimal(), amount.Currency
	return l
}

// key names what a line is about, as keyOf does for an event.
func (l journalLine) key() string { return string(l.ID) + "/" + string(l.Refund) }

func keyOf(e order.Event) string {
	key := string(e.Order) + "/"
	if e.Refund != nil {
		key += string(e.Refund.ID)
	}
	return key
}

// amount reads the decimal back; ok is false when it is none of the currency.
func (l journalLine) amount() (a order.Amount, ok bool) {
	minor, err := strconv.ParseInt(strings.Replace(l.Amount, ".", "", 1), 10, 64)
	a = order.Amount{Minor: minor, Currency: l.Currency}
	return a, err == nil && a.Decimal() == l.Amount
}

// openJournal opens the file, of which the log knows the lines before a place.
// For reading only there may be none: nil.
func openJournal(path string, known int64, readOnly bool) (*journal, error) {
	flag := os.O_RDWR | os.O_CREATE | os.O_APPEND
	if readOnly {
		flag = os.O_RDONLY
	}
	f, err := os.OpenFile(path, flag, 0o600)
	if readOnly && errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, openError(err)
	}
	j := &journal{file: f}
	if err := j.look(known); err != nil {
		return nil, notRecorded(errors.Join(err, f.Close()))
	}
	return j, nil
}

// look sees whether the last line is whole. It writes nothing: on a full disk
// the log must still open, so that it can be read.
func (j *journal) look(known int64) (err error) {
	j.size, err = j.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if j.size == 0 { // perhaps made just now
		return syncDir(filepath.Dir(j.file.Name()))
	}
	if j.torn, err = j.within(j.size); err != nil {
		return err
	}
	if known > j.size { // of another journal: all of this one is to be read
		known = 0
	}
	if inside, err := j.within(known); err != nil || inside && known < j.size {
		known = 0
	}
	if known < j.size {
		j.missing = []missed{{at: known}}
	}
	return nil
}

// within says that a place is in the middle of a line.
func (j *journal) within(at int64) (bool, error) {
	if at <= 0 {
		return false, nil
	}
	var last [1]byte
	_, err := j.file.ReadAt(last[:], at-1)
	return last[0] != '\n', err
}

// add is on disk when it returns.
func (j *journal) add(l journalLine) error {
	line, err := json.Marshal(l)
	if err != nil {
		return err
	}
	if j.torn {
		line = append([]byte{'\n'}, line...) // so that this one stands alone
	}
	n, err := j.file.Write(append(line, '\n'))
	j.size += int64(n)
	if err != nil {
		return err
	}
	j.torn = false
	return j.file.Sync()
}

// known is the place before which the log has all there is, once it also has
// what a key names.
func (j *journal) known(key string) int64 {
	for _, m := range j.missing {
		if m.key != key {
			return m.at
		}
	}
	return j.size
}

// found takes note that the log now has what a key names.
func (j *journal) found(key string) {
	for i, m := range j.missing {
		if m.key == key {
			j.missing = append(j.missing[:i:i], j.missing[i+1:]...)
			return
		}
	}
}

func (j *journal) close() error { return j.file.Close() }

// inTime says that a moment can be kept: snapshots count nanoseconds.
func inTime(t time.Time) bool {
	return !t.Before(time.Unix(0, 0)) && !t.After(time.Unix(0, math.MaxInt64))
}
