package storage

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"qrtill/app/order"
)

var errSnapshot = errors.New("the snapshot cannot be read")

// encodeOrder makes a snapshot. Its first byte is its log's form; with a new one
// all snapshots are made anew.
func encodeOrder(o order.Order) []byte {
	f := fields{buf: []byte{form}}
	f.order(&o)
	return f.buf
}

func decodeOrder(b []byte) (order.Order, error) {
	if len(b) == 0 || b[0] != form {
		return order.Order{}, fmt.Errorf("%w: unknown version", errSnapshot)
	}
	f := fields{buf: b[1:], reading: true}
	var o order.Order
	f.order(&o)
	if f.bad || len(f.buf) > 0 {
		return order.Order{}, errSnapshot
	}
	if err := possible(o); err != nil {
		return order.Order{}, err
	}
	return o, nil
}

// possible refuses what no events make: a changed byte may still be a number, and
// the rest of the program looks words and times up by what it reads here.
func possible(o order.Order) error {
	verdicts := []order.Verdict{order.HandPaid, order.HandUnpaid, order.HandRefunded}
	switch {
	case o.ID == "" || o.Amount.Minor <= 0 || o.Amount.Currency != o.Account.Currency:
		return fmt.Errorf("%w: it is of no order", errSnapshot)
	case !o.State.Known() || !o.Marks.Known() || o.Asked < 0:
		return fmt.Errorf("%w: %v, marks %b, asked %d times", errSnapshot, o.State, o.Marks, o.Asked)
	case o.Hand != nil && !slices.Contains(verdicts, o.Hand.Verdict):
		return fmt.Errorf("%w: recorded as %q", errSnapshot, o.Hand.Verdict)
	}
	verdicts = []order.Verdict{order.HandRefunded, order.HandNotRefunded}
	for _, r := range o.Refunds {
		switch {
		case r.ID == "" || r.Amount.Minor <= 0 || r.Amount.Currency != o.Amount.Currency:
			return fmt.Errorf("%w: it has a refund of nothing", errSnapshot)
		case !r.State.Known() || r.Sent < 1 || r.Asked < 0:
			return fmt.Errorf("%w: its refund %s: %v, sent %d times, asked %d times", errSnapshot, r.ID, r.State, r.Sent, r.Asked)
		case r.Hand != nil && !slices.Contains(verdicts, r.Hand.Verdict):
			return fmt.Errorf("%w: its refund %s: recorded as %q", errSnapshot, r.ID, r.Hand.Verdict)
		}
	}
	return nil
}

// fields writes values to buf, or reads them from it: naming each field once
// for both ways keeps the two from drifting apart.
type fields struct {
	buf     []byte
	reading bool
	bad     bool // buf ended early or makes no sense
}

func (f *fields) order(o *order.Order) {
	text(f, &o.ID)
	f.made(&o.New)
	f.time(&o.CreatedAt)
	text(f, &o.Day)
	number(f, &o.State)
	number(f, &o.Marks)
	text(f, &o.Why)
	text(f, &o.GatewayID)
	text(f, &o.QR)
	f.time(&o.ShownAt)
	f.time(&o.SlowSince)
	f.time(&o.SettledAt)
	text(f, &o.PaidDay)
	text(f, &o.PayTime)
	f.time(&o.AskedAt)
	text(f, &o.AskedDay)
	number(f, &o.Asked)
	text(f, &o.Said)
	text(f, &o.Unread)
	optional(f, &o.Differed, f.answer)
	f.flag(&o.Seen)
	text(f, &o.DifferedRefund)
	optional(f, &o.Hand, f.hand)
	optional(f, &o.Overruled, f.hand)
	f.refunds(&o.Refunds)
}

func (f *fields) made(n *order.New) {
	text(f, &n.Sale)
	number(f, &n.Attempt)
	text(f, &n.Account.Gateway)
	text(f, &n.Account.Merchant)
	text(f, &n.Account.Currency)
	f.amount(&n.Amount)
	text(f, &n.Method)
	text(f, &n.Note)
	text(f, &n.Till)
	text(f, &n.Zone)
	number(f, &n.Tip)
	number(f, &n.Discount)
}

func (f *fields) amount(a *order.Amount) {
	number(f, &a.Minor)
	text(f, &a.Currency)
}

func (f *fields) answer(a *order.Answer) {
	for _, p := range []*string{&a.MerchantOrderID, &a.OrderID, &a.Amount, &a.Currency, &a.Status, &a.PayTime, &a.QR, &a.Message, &a.RID} {
		text(f, p)
	}
	number(f, &a.Code)
	f.flag(&a.NotFound)
}

func (f *fields) hand(h *order.Hand) {
	text(f, &h.Verdict)
	text(f, &h.Reason)
}

func (f *fields) refunds(list *[]order.Refund) {
	n := len(*list)
	number(f, &n)
	if f.reading {
		if f.bad || n < 0 || n > len(f.buf) {
			f.bad = true
			return
		}
		*list = nil
		if n > 0 {
			*list = make([]order.Refund, n)
		}
	}
	for i := range *list {
		r := &(*list)[i]
		text(f, &r.ID)
		f.amount(&r.Amount)
		text(f, &r.Reason)
		number(f, &r.State)
		f.time(&r.At)
		text(f, &r.Day)
		text(f, &r.Why)
		text(f, &r.Said)
		number(f, &r.No)
		number(f, &r.Sent)
		f.time(&r.SentAt)
		f.time(&r.AskedAt)
		text(f, &r.AskedDay)
		number(f, &r.Asked)
		number(f, &r.Missing)
		number(f, &r.For)
		text(f, &r.Heard)
		text(f, &r.Differed)
		optional(f, &r.Overruled, f.hand)
		optional(f, &r.Hand, f.hand)
		f.flag(&r.Seen)
	}
}

type integer interface {
	~int | ~int64 | ~uint8
}

func number[T integer](f *fields, p *T) {
	if !f.reading {
		f.buf = binary.AppendVarint(f.buf, int64(*p))
		return
	}
	v, n := binary.Varint(f.buf)
	if n <= 0 || int64(T(v)) != v {
		f.fail()
		return
	}
	*p, f.buf = T(v), f.buf[n:]
}

func text[T ~string](f *fields, p *T) {
	if !f.reading {
		f.buf = binary.AppendUvarint(f.buf, uint64(len(*p)))
		f.buf = append(f.buf, *p...)
		return
	}
	v, n := binary.Uvarint(f.buf)
	if n <= 0 || v > uint64(len(f.buf)-n) {
		f.fail()
		return
	}
	*p, f.buf = T(f.buf[n:n+int(v)]), f.buf[n+int(v):]
}

func optional[T any](f *fields, p **T, each func(*T)) {
	there := *p != nil
	f.flag(&there)
	if !there {
		*p = nil
		return
	}
	if f.reading {
		*p = new(T)
	}
	each(*p)
}

func (f *fields) flag(p *bool) {
	var v uint8
	if *p {
		v = 1
	}
	number(f, &v)
	f.bad = f.bad || v > 1
	*p = v == 1
}

// noTime stands for the zero time, which is no moment at all.
const noTime = math.MinInt64

func (f *fields) time(p *time.Time) {
	v := int64(noTime)
	if !p.IsZero() {
		v = p.UnixNano()
	}
	number(f, &v)
	if !f.reading {
		return
	}
	*p = time.Time{}
	if v != noTime {
		*p = time.Unix(0, v).UTC()
	}
}

func (f *fields) fail() { f.bad, f.buf = true, nil }
