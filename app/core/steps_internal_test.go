package core

import (
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// What tests have a till go through, and what a gateway says to it.

// shown starts a sale and shows its code.
func (r *rig) shown() order.ID {
	r.Helper()
	r.charge()
	return r.answerCreate()
}

// takenOff is a code that staff have just taken off the screen.
func (r *rig) takenOff() order.ID {
	r.Helper()
	id := r.shown()
	r.dismiss()
	return id
}

// runOut lets the gateway close the code on the screen when it has been shown
// for so long.
func (r *rig) runOut(after time.Duration) {
	r.Helper()
	r.wait(3 * time.Second)
	r.now = r.now.Add(after - 3*time.Second)
	r.answerAsk("CANCELLED")
}

// closed is a sale whose code the gateway has closed after three seconds.
func (r *rig) closed() order.ID {
	r.Helper()
	id := r.shown()
	r.runOut(3 * time.Second)
	r.phase(Closed)
	return id
}

// renewed is a sale whose first code was closed, with the fresh one on the screen.
func (r *rig) renewed() (old, fresh order.ID) {
	r.Helper()
	old = r.closed()
	r.again()
	return old, r.answerCreate()
}

// longClosed is an order whose watch is over, as the log has it.
func (r *rig) longClosed() order.ID {
	r.Helper()
	id := r.closed()
	r.next()
	r.forget(id)
	return id
}

// forget lets days pass until nothing is asked any more about orders that are closed.
func (r *rig) forget(ids ...order.ID) {
	r.Helper()
	r.during(3*24*time.Hour, time.Minute, r.says("CANCELLED"))
	for _, id := range ids {
		if r.core.orders[id] != nil || r.open(id) {
			r.Fatalf("%s is still open", id)
		}
	}
}

// timeUp shows a code for as long as the settings say.
func (r *rig) timeUp() order.ID {
	r.Helper()
	id := r.shown()
	r.timeRunsOut()
	return id
}

// timeRunsOut lets the time of the code on the screen pass.
func (r *rig) timeRunsOut() {
	r.Helper()
	for range 600 {
		if r.view().Sale.Phase == TimeUp {
			return
		}
		r.wait(time.Second)
		for len(r.calls) > 0 && r.view().Sale.Phase != TimeUp {
			r.answerAsk("PENDING")
		}
	}
	r.phase(TimeUp)
}

// paid lets the customer pay the code on the screen.
func (r *rig) paid() {
	r.Helper()
	r.wait(3 * time.Second)
	r.answerAsk("SUCCEEDED")
	r.phase(Paid)
}

// paidOrder is a sale that was paid and has left the screen.
func (r *rig) paidOrder() order.ID {
	r.Helper()
	id := r.shown()
	r.paid()
	r.next()
	return id
}

// byHand is what a manager records of an order who has it before them as it stood then.
func (r *rig) byHand(saw order.Order, verdict order.Verdict) {
	r.do(Allowed{Resolve{Order: saw.ID, Saw: StandingOf(saw, ""), Verdict: verdict, Reason: "portal"}, r.state(saw.ID)})
}

// diskIsBack has the log opened anew, with these orders.
func (r *rig) diskIsBack(ids ...order.ID) {
	r.disk = nil
	r.reopen(ids...)
}

// foundAgain is a till that a restore has taken back to before these orders, a minute
// later: it has them from the journal alone.
func (r *rig) foundAgain(ids ...order.ID) *rig {
	r.Helper()
	n := &rig{T: r.T, core: New(nil), now: r.now.Add(time.Minute)}
	in := Loaded{Settings: r.core.settings, Ready: true, Zone: hongKong}
	for _, id := range ids {
		made, since := r.state(id).New, r.now
		n.log = append(n.log, order.Event{Version: order.Version, Kind: order.Recalled, At: n.now, Day: "2026-11-24", Order: id, New: &made, Since: &since})
		in.Orders = append(in.Orders, n.state(id))
	}
	n.do(in)
	return n
}

// contend has another till end this one's tokens.
func (r *rig) contend() { r.core.own().contended = true }

// during lets so long pass, step by step, and has f answer all that is under way then.
// It says how often that was.
func (r *rig) during(long, step time.Duration, f func()) (answered int) {
	r.Helper()
	for range int(long / step) {
		r.wait(step)
		if r.looking != nil {
			r.looked(r.looking())
		}
		answered += r.all(f)
	}
	return answered
}

// all has f answer the calls under way until there is none.
func (r *rig) all(f func()) (answered int) {
	r.Helper()
	for ; len(r.calls) > 0; answered++ {
		f()
	}
	return answered
}

// says answers the oldest question about an order with a status.
func (r *rig) says(status string, change ...func(*payments.Payment)) func() {
	return func() {
		r.Helper()
		r.answerAsk(status, change...)
	}
}

// saysOf answers it with the status that f has for its order.
func (r *rig) saysOf(f func(order.ID) string) func() {
	return func() {
		r.Helper()
		a := call[Ask](r)
		r.do(AskEnded{Order: a.Order.ID, Payment: paymentOf(a.Order, f(a.Order.ID))})
	}
}

// fails answers it with an error.
func (r *rig) fails(err error) func() {
	return func() {
		r.Helper()
		r.do(AskEnded{Order: call[Ask](r).Order.ID, Err: err})
	}
}

// refundSays answers the oldest question about a refund.
func (r *rig) refundSays(status string, err error) func() {
	return func() {
		r.Helper()
		r.answerRefund(status, err)
	}
}

// each answers the oldest call with one of two functions: a question about an order, or
// one about a refund.
func (r *rig) each(ask, askRefund func()) func() {
	return func() {
		r.Helper()
		switch c := r.calls[0].(type) {
		case Ask:
			ask()
		case AskRefund:
			askRefund()
		default:
			r.Fatalf("unexpected call %T", c)
		}
	}
}

// well is what a look hears of a gateway that is.
func well() error { return nil }

// drop never answers the oldest call.
func (r *rig) drop() { r.calls = r.calls[1:] }

// paymentOf is what a gateway says of an order as it was sent.
func paymentOf(o order.Order, status string) payments.Payment {
	return payments.Payment{MerchantOrderID: string(o.ID), OrderID: "C" + string(o.ID), Amount: o.Amount.Wire(), Currency: "HKD", Status: status}
}

func wrongAmount(p *payments.Payment) { p.Amount = "1" }

func lost() error { return &payments.Error{Op: "create", Kind: payments.KindLost} }

// no is a gateway's own refusal of a call.
func no(op string, code int, message string) error {
	return &payments.Error{Op: op, Kind: payments.KindRefused, Code: code, Message: message}
}

func busyNow() error { return no("refund", 9999, "system busy, result unknown") }

func notThere() error { return no("refund_query", 40400, "refund not found") }

func archived() error { return no("query", 40410, "order archived") }

// serverError is a question that a gateway in trouble answers with a status of its own.
func serverError(status int) error {
	return &payments.Error{Op: "query", Kind: payments.KindServer, Status: status}
}

// wantsSilence is how it is told to wait.
func wantsSilence(d time.Duration) error {
	return &payments.Error{Op: "query", Kind: payments.KindServer, Status: 503, RetryAfter: d}
}

// broken is an answer that can't be read.
func broken() error {
	return &payments.Error{Op: "query", Kind: payments.KindMalformed, Status: 200}
}

// forbidden is a question that even a new token was not good for.
func forbidden() error {
	return &payments.Error{Op: "query", Kind: payments.KindAuth, Anew: true}
}
