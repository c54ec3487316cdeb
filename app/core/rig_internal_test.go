package core

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// What a disk and a keyring say no with, as the shell words it.
var (
	diskGone  = &Failure{Text: Text{Key: "error.storage.not_recorded"}}
	lowSpace  = &Failure{Text: Text{Key: "error.storage.low_space"}, OneSale: true}
	noKeyring = &Failure{Text: Text{Key: "error.keyring.unavailable"}}
)

var hongKong = time.FixedZone("Asia/Hong_Kong", 8*60*60)

// rig is the shell in miniature: it writes to a slice and leaves gateway calls
// lying there for the test to answer.
type rig struct {
	*testing.T
	core  *Core
	now   time.Time
	log   []order.Event
	calls []Effect
	disk  *Failure // what writing answers
	trace []string
	looks int // at what a gateway can't have

	refused order.Event  // what the disk said no to last
	looking func() error // what a look hears while time passes; nil for nothing yet

	orders map[order.ID]order.Order // what the log's first events make of them
	read   int                      // so many
}

func newRig(t *testing.T) *rig {
	s := order.Defaults("HKD")
	s.Account.Gateway, s.Account.Merchant, s.Shop = "https://gateway.example", "39172931", "Tea & Co"
	r := &rig{T: t, now: time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)}
	r.core = New(rand.NewChaCha8([32]byte{1}))
	r.do(Loaded{Settings: s, Ready: true, Zone: hongKong, Learned: []order.Learned{{Account: s.Account, Order: 40400, Refund: 40400}}})
	return r
}

// do gives the core one input and carries out what it wants, as the shell does.
func (r *rig) do(in Input) {
	effects := r.core.Step(r.now, in)
	for len(effects) > 0 {
		e := effects[0]
		effects = effects[1:]
		switch e := e.(type) {
		case Write:
			effects = append(r.write(e.Event), effects...)
		case Learn:
			r.looks++
		case Find:
			effects = append(r.find(e), effects...)
		default:
			r.trace = append(r.trace, fmt.Sprintf("%T", e))
			r.calls = append(r.calls, e)
		}
	}
}

func (r *rig) write(e order.Event) []Effect {
	if r.disk != nil {
		r.refused = e
		return r.core.Step(r.now, NotWritten{e, r.disk})
	}
	if o := r.state(e.Order); o.State != order.None {
		if _, err := order.Apply(o, e); err != nil {
			r.Fatalf("the core wants to write what has no place: %v", err)
		}
	}
	r.trace = append(r.trace, string(e.Kind))
	kept := e
	kept.At = e.At.Round(0) // no monotonic reading is ever written
	r.log = append(r.log, kept)
	return r.core.Step(r.now, Written{e})
}

// find answers as the shell does: with the order and the others of its sale.
func (r *rig) find(f Find) []Effect {
	r.trace = append(r.trace, "Find")
	id := f.Order
	for _, e := range r.log {
		if f.Refund != "" && e.Refund != nil && e.Refund.ID == f.Refund {
			id = e.Order
		}
	}
	found := Found{Order: r.state(id)}
	if found.Order.State == order.None {
		r.calls = append(r.calls, f)
		return nil
	}
	for _, e := range r.log {
		if e.New != nil && e.New.Sale == found.Order.Sale {
			found.Sale = append(found.Sale, r.state(e.Order))
		}
	}
	return r.core.Step(r.now, found)
}

// looked answers what a gateway was asked about what it can't have.
func (r *rig) looked(err error) {
	for ; r.looks > 0; r.looks-- {
		r.do(LearnEnded{Learned: order.Learned{Account: r.core.settings.Account, Order: 40400, Refund: 40400}, Err: err})
	}
}

func (r *rig) wait(d time.Duration) {
	r.now = r.now.Add(d)
	r.do(Tick{})
}

// seen is what staff see; they press what follows from it.
func (r *rig) seen() Seen {
	r.Helper()
	v := r.view()
	if v.Sale == nil {
		return Seen{}
	}
	return v.Sale.Seen()
}

func (r *rig) dismiss() { r.do(Dismiss{r.seen()}) }
func (r *rig) next()    { r.do(Next{r.seen()}) }
func (r *rig) again()   { r.do(Again{r.seen()}) }

func (r *rig) charge() {
	r.do(Charge{Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.WeChat})
}

// underWay is the oldest call under way of a kind.
func underWay[E Effect](r *rig) (E, bool) {
	for _, c := range r.calls {
		if e, ok := c.(E); ok {
			return e, true
		}
	}
	return *new(E), false
}

// call takes the oldest call under way; it fails the test when there is none.
func call[E Effect](r *rig) E {
	r.Helper()
	for i, c := range r.calls {
		if e, ok := c.(E); ok {
			r.calls = append(r.calls[:i:i], r.calls[i+1:]...)
			return e
		}
	}
	r.Fatalf("no %T is under way, only %v", *new(E), r.calls)
	return *new(E)
}

func (r *rig) none() {
	r.Helper()
	if len(r.calls) > 0 {
		r.Fatalf("unexpected calls %v", r.calls)
	}
}

func (r *rig) answerCreate(change ...func(*payments.Intent)) order.ID {
	r.Helper()
	o := call[Create](r).Order
	i := payments.Intent{MerchantOrderID: string(o.ID), OrderID: "C" + string(o.ID), Amount: o.Amount.Wire(), Currency: "HKD", Status: "PENDING", QR: "https://pay.example/" + string(o.ID)}
	for _, f := range change {
		f(&i)
	}
	r.do(CreateEnded{Order: o.ID, Intent: i})
	return o.ID
}

func (r *rig) answerAsk(status string, change ...func(*payments.Payment)) {
	r.Helper()
	o := call[Ask](r).Order
	p := paymentOf(o, status)
	for _, f := range change {
		f(&p)
	}
	r.do(AskEnded{Order: o.ID, Payment: p})
}

func (r *rig) phase(want Phase) SaleView {
	r.Helper()
	v := r.view()
	if v.Sale == nil {
		r.Fatalf("no sale in front of the customer, want phase %d", want)
	}
	if v.Sale.Phase != want {
		r.Fatalf("phase %d, want %d", v.Sale.Phase, want)
	}
	return *v.Sale
}

// left is how much of an order can be given back, in minor units.
func (r *rig) left(id order.ID) int64 {
	o := r.state(id)
	return o.Refundable().Minor
}

func (r *rig) open(id order.ID) bool {
	o := r.state(id)
	return o.Open()
}

func (r *rig) resendable(id order.ID, refund order.RefundID) bool {
	o := r.state(id)
	return o.Resendable(refund)
}

// state is what the log says of an order.
func (r *rig) state(id order.ID) order.Order {
	if r.orders == nil {
		r.orders = map[order.ID]order.Order{}
	}
	for ; r.read < len(r.log); r.read++ {
		e := r.log[r.read]
		if e.Order == "" {
			continue
		}
		next, err := order.Apply(r.orders[e.Order], e)
		if err != nil {
			r.Fatalf("the log holds an event that has no place: %v", err)
		}
		r.orders[e.Order] = next
	}
	return r.orders[id]
}

func (r *rig) view() View { return r.core.View(r.now) }

// watch starts so many sales and dismisses them: their orders stay watched.
func (r *rig) watch(n int) {
	r.Helper()
	for range n {
		r.takenOff()
	}
	r.calls = nil
}

// reopen gives the same run what the log holds, as after a failed write.
func (r *rig) reopen(ids ...order.ID) { r.do(r.held(ids...)) }

// restarted is a new run over the same log.
func (r *rig) restarted(ids ...order.ID) *rig {
	n := &rig{T: r.T, core: New(nil), now: r.now, log: r.log}
	n.do(r.held(ids...))
	return n
}

func (r *rig) held(ids ...order.ID) Loaded {
	in := Loaded{Settings: r.core.settings, Ready: true, Zone: hongKong, Learned: []order.Learned{r.core.own().learned}}
	for _, id := range ids {
		in.Orders = append(in.Orders, r.state(id))
	}
	in.Newest = r.newest()
	return in
}

// newest is the order that was made last.
func (r *rig) newest() (id order.ID) {
	for _, e := range r.log {
		if e.Kind == order.Created {
			id = e.Order
		}
	}
	return id
}
