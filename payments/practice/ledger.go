package practice

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"time"
)

// Entry is one order in the ledger.
type Entry struct {
	MerchantOrderID string    `json:"merchant_order_id"`
	OrderID         string    `json:"order_id"`
	Amount          string    `json:"amount"` // major units, as it was sent
	Currency        string    `json:"currency"`
	Method          string    `json:"method"` // "wechat", "alipayhk" or "alipaycn"
	Status          string    `json:"status"` // "PENDING", "SUCCEEDED" or "CANCELLED"
	QR              string    `json:"qr"`
	Description     string    `json:"description"`
	CreateTime      time.Time `json:"create_time"`
	PayTime         time.Time `json:"pay_time,omitzero"`    // zero while not paid
	CancelTime      time.Time `json:"cancel_time,omitzero"` // zero while not cancelled
	Refunds         []Refund  `json:"refunds"`              // oldest first
}

// Refund is one refund of an order.
type Refund struct {
	RefundID         string    `json:"refund_id"`
	MerchantRefundID string    `json:"merchant_refund_id"`
	Amount           string    `json:"amount"`
	Reason           string    `json:"reason,omitempty"`
	Status           string    `json:"status"` // "PENDING", "SUCCEEDED" or "FAILED"
	CreateTime       time.Time `json:"create_time"`
	RefundTime       time.Time `json:"refund_time,omitzero"` // zero while PENDING
}

// order is an entry with what only the gateway knows. Expires makes CANCELLED
// by time a matter of reading, so that nothing has to be written for it.
type order struct {
	Entry
	Code      string    `json:"code"` // last part of the QR's address
	NotifyURL string    `json:"notify_url,omitempty"`
	Expires   time.Time `json:"expires"`

	refunds []*refund
}

// refund is a refund with its end, which is decided when it is made.
type refund struct {
	Refund
	Due   time.Time `json:"due"`
	Final string    `json:"final"`

	order *order
}

// A record is one line of the ledger file; exactly one field is set.
type record struct {
	Credentials *Credentials `json:"credentials,omitempty"`
	Order       *order       `json:"order,omitempty"`
	Change      *change      `json:"change,omitempty"`
	Refund      *newRefund   `json:"refund,omitempty"`
}

type change struct {
	OrderID string    `json:"order_id"`
	Status  string    `json:"status"`
	Time    time.Time `json:"time"`
}

type newRefund struct {
	OrderID string  `json:"order_id"`
	Refund  *refund `json:"refund"`
}

// record writes the line, then applies it. The caller holds g.mu, or is New.
func (g *Gateway) record(r record) error {
	if err := g.ledger.append(r); err != nil {
		g.log.Error("practice ledger not written", "error", err)
		return err
	}
	return g.apply(r)
}

// apply takes one record into memory.
func (g *Gateway) apply(r record) error {
	switch {
	case r.Credentials != nil:
		g.credentials = *r.Credentials
	case r.Order != nil:
		o := r.Order
		g.orders = append(g.orders, o)
		g.byMerchant[o.MerchantOrderID] = o // of two orders with one id the newer one answers
		g.byID[o.OrderID] = o
		g.byCode[o.Code] = o
	case r.Change != nil:
		o := g.byID[r.Change.OrderID]
		if o == nil {
			return fmt.Errorf("change of unknown order %q", r.Change.OrderID)
		}
		o.change(r.Change.Status, r.Change.Time)
	case r.Refund != nil:
		o := g.byID[r.Refund.OrderID]
		if o == nil || r.Refund.Refund == nil {
			return fmt.Errorf("refund of unknown order %q", r.Refund.OrderID)
		}
		f := r.Refund.Refund
		f.order = o
		o.refunds = append(o.refunds, f)
		g.refunds[f.MerchantRefundID] = f
		g.refundsByID[f.RefundID] = f
	default:
		return errors.New("record of an unknown kind")
	}
	return nil
}

// Ledger returns every order, oldest first, as it is now.
func (g *Gateway) Ledger() []Entry {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	entries := make([]Entry, 0, len(g.orders))
	for _, o := range g.orders {
		entries = append(entries, o.at(now))
	}
	return entries
}

// at brings the order up to now and returns a copy that is safe to hand out.
func (o *order) at(now time.Time) Entry {
	o.settle(now)
	e := o.Entry
	e.Refunds = make([]Refund, 0, len(o.refunds))
	for _, f := range o.refunds {
		f.settle(now)
		e.Refunds = append(e.Refunds, f.Refund)
	}
	return e
}

// ledgerFile is the append-only file. Its methods do nothing on nil, which is
// a ledger kept in memory. It is guarded by the gateway's lock.
type ledgerFile struct {
	file *os.File
	size int64 // length of the lines known to be whole
}

// openLedger replays the file into apply. A last line that was cut by a crash
// is dropped; its change was never answered. Any other bad line is an error.
func openLedger(path string, log *slog.Logger, apply func(record) error) (*ledgerFile, error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("practice: open ledger: %w", err)
	}
	l := &ledgerFile{file: file}
	if err := l.replay(log, apply); err != nil {
		return nil, errors.Join(fmt.Errorf("practice: read ledger: %w", err), file.Close())
	}
	return l, nil
}

func (l *ledgerFile) replay(log *slog.Logger, apply func(record) error) error {
	content, err := io.ReadAll(l.file)
	if err != nil {
		return err
	}
	number := 0
	for rest := content; len(rest) > 0; {
		number++
		line, after, whole := bytes.Cut(rest, []byte("\n"))
		var r record
		if err := json.Unmarshal(line, &r); err != nil || !whole {
			if len(after) > 0 {
				return fmt.Errorf("line %d: %w", number, err)
			}
			log.Warn("practice ledger: the last line was cut and is dropped", "line", number, "bytes", len(rest))
			return l.file.Truncate(l.size)
		}
		if err := apply(r); err != nil {
			return fmt.Errorf("line %d: %w", number, err)
		}
		l.size += int64(len(line)) + 1
		rest = after
	}
	return nil
}

// append writes one line and has it on disk when it returns nil; a line that
// could not be written whole is cut off again.
func (l *ledgerFile) append(r record) error {
	if l == nil {
		return nil
	}
	// Two gateways over one file would write over each other's lines.
	if info, err := l.file.Stat(); err != nil || info.Size() != l.size {
		return errors.Join(errors.New("practice: the ledger was changed by another program"), err)
	}
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("practice: ledger line: %w", err)
	}
	line = slices.Concat(line, []byte("\n"))
	if _, err := l.file.WriteAt(line, l.size); err != nil {
		return errors.Join(fmt.Errorf("practice: write ledger: %w", err), l.file.Truncate(l.size))
	}
	if err := l.file.Sync(); err != nil {
		return errors.Join(fmt.Errorf("practice: write ledger: %w", err), l.file.Truncate(l.size))
	}
	l.size += int64(len(line))
	return nil
}

func (l *ledgerFile) close() error {
	if l == nil || l.file == nil {
		return nil
	}
	err := l.file.Close()
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}
