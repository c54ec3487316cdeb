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
	// again, on the day of the proof, so no money counts twice.
	HandCount int
	HandPaid  int64
}

func (t *Total) zero() bool {
	return t.PaidCount == 0 && t.Paid == 0 && t.RefundCount == 0 && t.Refunded == 0 && t.HandCount == 0 && t.HandPaid == 0
}

// addChange adds what an event changed in an order.
func (t *Total) addChange(before, after order.Order) {
	if after.State == order.StatePaid && before.State != order.StatePaid {
		t.PaidCount++
		t.Paid += after.Amount.Minor
		if before.Hand != nil && before.Hand.Verdict == order.HandPaid {
			t.HandPaid -= after.Amount.Minor
		}
	}
	for i, r := range after.Refunds {
		if r.State == order.RefundDone && (i >= len(before.Refunds) || before.Refunds[i].State != order.RefundDone) {
			t.RefundCount++
			t.Refunded += r.Amount.Minor
		}
	}
	if after.Hand != nil && before.Hand == nil {
		t.HandCount++
		if after.Hand.Verdict == order.HandPaid && before.State != order.StatePaid {
			t.HandPaid += after.Amount.Minor
		}
	}
}

func (t *Total) add(u Total) {
	t.PaidCount += u.PaidCount
	t.Paid += u.Paid
	t.RefundCount += u.RefundCount
	t.Refunded += u.Refunded
	t.HandCount += u.HandCount
	t.HandPaid += u.HandPaid
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
	f := fields{buf: []byte{snapshotVersion}}
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
}

func decodeTotal(day string, key, value []byte) (Total, error) {
	t := Total{Day: day}
	if len(key) < len(day) || len(value) == 0 || value[0] != snapshotVersion {
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
