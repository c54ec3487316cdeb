package storage

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"

	bolt "go.etcd.io/bbolt"

	"qrtill/app/order"
)

// mostLine is how long a line of the journal can be; what is longer was never
// written by this program.
const mostLine = 64 << 10

// Missing are the orders and refunds that the journal has and the log has not:
// made after the backup that was restored, or cut off by a crash before the log
// had them. Each is an event to be appended, in this order, once At and Day are
// filled in; until they are, every Missing lists them. unreadable counts lines
// that make no sense: torn by a crash, or not ours.
func (l *Log) Missing() (events []order.Event, unreadable int, err error) {
	l.writing.Lock()
	defer l.writing.Unlock()
	l.mu.RLock()
	j, failed, now := l.journal, l.failed, l.state
	l.mu.RUnlock()
	switch {
	case failed != nil:
		return nil, 0, failed
	case j == nil || len(j.missing) == 0:
		return nil, 0, nil
	}
	from := j.missing[0].at
	s := scan{now: now, recalled: map[string]order.Order{}}
	err = l.view(func(tx *bolt.Tx) error {
		s.log = derivedOf(tx)
		return readLines(io.NewSectionReader(j.file, from, j.size-from), from, s.line)
	})
	if err != nil {
		return nil, 0, err
	}
	j.missing = s.missing
	return s.events, s.unreadable, nil
}

// scan compares the journal with the log, line by line.
type scan struct {
	log        derived
	now        state
	recalled   map[string]order.Order // what the events so far will make
	events     []order.Event
	missing    []missed
	unreadable int
}

func (s *scan) line(at int64, raw []byte) error {
	var l journalLine
	amount, ok := order.Amount{}, json.Unmarshal(raw, &l) == nil
	if ok {
		amount, ok = l.amount()
	}
	if !ok || l.ID == "" || !inTime(l.Time) {
		s.unreadable++
		return nil
	}
	before, err := s.order(l.ID)
	if err != nil {
		return err
	}
	e, has := s.orderEvent(l, amount), before.State != order.None
	if l.Refund != "" {
		e = s.refundEvent(l, amount)
		_, has = before.Refund(l.Refund)
	}
	if has {
		return nil
	}
	after, err := order.Apply(before, e)
	if err != nil || s.now.rightWorld(e) != nil {
		s.unreadable++
		return nil //nolint:nilerr // counted
	}
	s.recalled[string(l.ID)] = after
	s.events, s.missing = append(s.events, e), append(s.missing, missed{at, l.key()})
	return nil
}

// order is an order as the log has it, with what is recalled so far.
func (s *scan) order(id order.ID) (order.Order, error) {
	if o, ok := s.recalled[string(id)]; ok {
		return o, nil
	}
	o, err := s.log.order(id)
	if errors.Is(err, ErrNoOrder) {
		err = nil
	}
	return o, err
}

func (s *scan) orderEvent(l journalLine, a order.Amount) order.Event {
	n := order.New{
		Sale: l.Sale, Attempt: l.Attempt, Account: l.Account, Amount: a,
		Method: l.Method, Note: l.Note, Till: l.Till, Zone: l.Zone,
	}
	if n.Sale == "" { // of an older version, which wrote no more than what the gateway is asked
		n.Sale, n.Attempt = string(l.ID), 1
		if s.now.settings != nil {
			n.Till, n.Zone = s.now.settings.Till, s.now.settings.Zone
		}
	}
	return order.Event{Version: order.Version, Kind: order.Recalled, Order: l.ID, New: &n, Since: &l.Time}
}

func (s *scan) refundEvent(l journalLine, a order.Amount) order.Event {
	change := order.RefundChange{ID: l.Refund, Amount: &a, Reason: l.Reason}
	return order.Event{Version: order.Version, Kind: order.RefundRecalled, Order: l.ID, Refund: &change, Since: &l.Time}
}

// readLines calls each with every line and its place; nil stands for a line that
// is too long.
func readLines(r io.Reader, at int64, each func(at int64, line []byte) error) error {
	lines := bufio.NewReaderSize(r, mostLine)
	for {
		begin := at
		line, err := lines.ReadSlice('\n')
		at += int64(len(line))
		for errors.Is(err, bufio.ErrBufferFull) {
			line, err = lines.ReadSlice('\n')
			at, line = at+int64(len(line)), nil
		}
		if at > begin {
			if err := each(begin, line); err != nil {
				return err
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
