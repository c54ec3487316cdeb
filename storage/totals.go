package storage

import (
	"qrtill/app/order"
)

// Total is what one business day brought to one account through one method.
// Amounts are minor units of the account's currency. Money counts on the day
// of the event that made it paid or refunded.
type Total struct {
	Day     string
	Account order.Account
	Method  order.Method

	PaidCount   int
	Paid        int64 // proven payments
	RefundCount int
	Refunded    int64 // proven refunds

	// What managers recorded by hand, apart from all of the above. HandCount
	// counts records of every verdict. HandPaid is the money of orders recorded
	// as paid that were not proven; when one is proven after all it is taken out
	// again, on the day of the proof, so no money counts twice. HandRefunded is
	// likewise the money of orders and refunds recorded as refunded that is not proven to
	// have gone back. HandUnpaid is
	// money in Paid that a manager knows not to have come.
	HandCount    int
	HandPaid     int64
	HandRefunded int64
	HandUnpaid   int64
}

func (t *Total) zero() bool {
	return t.PaidCount == 0 && t.Paid == 0 && t.RefundCount == 0 && t.Refunded == 0 && t.HandCount == 0 && t.HandPaid == 0 && t.HandRefunded == 0 && t.HandUnpaid == 0
}

// AddChange adds what an event changed in an order.
func (t *Total) AddChange(before, after order.Order) {
	switch was := before.State == order.StatePaid; {
	case was && before.Proven() && !after.Proven():
		t.HandUnpaid += after.Amount.Minor
	case was && !before.Proven() && after.Proven():
		t.HandUnpaid -= after.Amount.Minor
	case !was && after.State == order.StatePaid:
		t.PaidCount++
		t.Paid += after.Amount.Minor
		if before.Hand.Is(order.HandPaid) {
			t.HandPaid -= after.Amount.Minor
		}
		if !after.Proven() { // of an old version, whose records by hand outranked a later proof
			t.HandUnpaid += after.Amount.Minor
		}
	}
	t.HandRefunded += refundedByHand(after) - refundedByHand(before)
	for i, r := range after.Refunds {
		was := order.Refund{}
		if i < len(before.Refunds) {
			was = before.Refunds[i]
		}
		t.addRefund(was, r)
	}
	if after.Hand != nil && before.Hand == nil {
		t.HandCount++
		if after.Hand.Verdict == order.HandPaid && before.State != order.StatePaid {
			t.HandPaid += after.Amount.Minor
		}
	}
}

func (t *Total) addRefund(before, after order.Refund) {
	if after.State == order.RefundDone && before.State != order.RefundDone {
		t.RefundCount++
		t.Refunded += after.Amount.Minor
	}
	if after.Hand != nil && before.Hand == nil {
		t.HandCount++
	}
}

// refundedByHand is what has gone back by a manager's word alone: all of an order that was
// proven paid, or a refund of it, less what is proven to have gone back.
func refundedByHand(o order.Order) (sum int64) {
	if o.Hand.Is(order.HandRefunded) && o.State == order.StatePaid {
		return max(o.Amount.Minor-o.Refunded().Minor, 0)
	}
	for _, r := range o.Refunds {
		if r.State != order.RefundDone && r.Hand.Is(order.HandRefunded) {
			sum += r.Amount.Minor
		}
	}
	return sum
}

func (t *Total) add(u Total) {
	t.PaidCount += u.PaidCount
	t.Paid += u.Paid
	t.RefundCount += u.RefundCount
	t.Refunded += u.Refunded
	t.HandCount += u.HandCount
	t.HandPaid += u.HandPaid
	t.HandRefunded += u.HandRefunded
	t.HandUnpaid += u.HandUnpaid
}

// key and value are the total's entry in its bucket; a day's entries stand
// together.
func (t *Total) key() []byte {
	f := fields{buf: []byte(t.Day)}
	t.keyFields(&f)
	return f.buf
}

func (t *Total) keyFields(f *fields) {
	text(f, &t.Account.Gateway)
	text(f, &t.Account.Merchant)
	text(f, &t.Account.Currency)
	text(f, &t.Method)
}

func (t *Total) value() []byte {
	f := fields{buf: []byte{form}}
	t.valueFields(&f)
	return f.buf
}

func (t *Total) valueFields(f *fields) {
	number(f, &t.PaidCount)
	number(f, &t.Paid)
	number(f, &t.RefundCount)
	number(f, &t.Refunded)
	number(f, &t.HandCount)
	number(f, &t.HandPaid)
	number(f, &t.HandRefunded)
	number(f, &t.HandUnpaid)
}

func decodeTotal(day string, key, value []byte) (Total, error) {
	t := Total{Day: day}
	if len(key) < len(day) || len(value) == 0 || value[0] != form {
		return t, errSnapshot
	}
	k := fields{buf: key[len(day):], reading: true}
	t.keyFields(&k)
	v := fields{buf: value[1:], reading: true}
	t.valueFields(&v)
	if k.bad || v.bad || len(k.buf)+len(v.buf) > 0 {
		return t, errSnapshot
	}
	return t, nil
}
