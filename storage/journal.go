package storage

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"qrtill/app/order"
)

// journal is the plain text file beside the log with a line for each order
// ever started, so that a restored backup can ask for the orders made since.
type journal struct {
	file *os.File
	torn bool // a crash or a full disk cut the last line off
}

// journalLine is one line of orders.journal.
type journalLine struct {
	ID       order.ID      `json:"id"`
	Account  order.Account `json:"account"`
	Amount   string        `json:"amount"` // decimal, as shown to people
	Currency string        `json:"currency"`
	Time     time.Time     `json:"time"`
}

func openJournal(path string) (*journal, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, openError(err)
	}
	j := &journal{file: f}
	if err := j.look(); err != nil {
		return nil, notRecorded(errors.Join(err, f.Close()))
	}
	return j, nil
}

// look sees whether the last line is whole. It writes nothing: on a full disk
// the log must still open, so that it can be read.
func (j *journal) look() error {
	size, err := j.file.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if size == 0 { // perhaps made just now
		return syncDir(filepath.Dir(j.file.Name()))
	}
	var last [1]byte
	_, err = j.file.ReadAt(last[:], size-1)
	j.torn = last[0] != '\n'
	return err
}

// add is on disk when it returns.
func (j *journal) add(e order.Event) error {
	n := e.New
	line, err := json.Marshal(journalLine{e.Order, n.Account, n.Amount.Decimal(), n.Amount.Currency, e.At})
	if err != nil {
		return err
	}
	if j.torn {
		line = append([]byte{'\n'}, line...) // so that this one stands alone
	}
	if _, err := j.file.Write(append(line, '\n')); err != nil {
		return err
	}
	j.torn = false
	return j.file.Sync()
}

func (j *journal) close() error { return j.file.Close() }
