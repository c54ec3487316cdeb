package core

import (
	"fmt"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// ledger is a gateway that keeps books, and is sometimes not well.
type ledger struct {
	sick  bool
	paid  map[order.ID]time.Time // when the customer pays, if they do
	ends  map[order.ID]time.Time // when an order becomes CANCELLED
	backs map[order.RefundID]*back
}

// back is a refund in its books.
type back struct {
	order  order.ID
	minor  int64
	status string
}

func newLedger() *ledger {
	return &ledger{paid: map[order.ID]time.Time{}, ends: map[order.ID]time.Time{}, backs: map[order.RefundID]*back{}}
}

func (g *ledger) make(w *world, id order.ID) {
	if _, has := g.ends[id]; has {
		return
	}
	g.ends[id] = w.now.Add(time.Duration(1+w.dice.IntN(3600)) * time.Second)
	if w.often(2) {
		g.paid[id] = w.now.Add(time.Duration(1+w.dice.IntN(900)) * time.Second)
	}
}

// status is how an order stands; "" for one that never came.
func (g *ledger) status(w *world, id order.ID) string {
	end, has := g.ends[id]
	paid, pays := g.paid[id]
	switch {
	case !has:
		return ""
	case pays && !w.now.Before(paid):
		return "SUCCEEDED"
	case !w.now.Before(end):
		return "CANCELLED"
	}
	return "PENDING"
}

// ill is how it answers on a bad day, now and then.
func (g *ledger) ill(w *world, op string) error {
	if !g.sick || !w.often(3) {
		return nil
	}
	errs := []*payments.Error{
		{Kind: payments.KindServer, Status: 502},
		{Kind: payments.KindServer, Status: 503, RetryAfter: 5 * time.Second},
		{Kind: payments.KindServer, Status: 503, RetryAfter: time.Hour},
		{Kind: payments.KindMalformed},
		{Kind: payments.KindRefused, Code: 9999, Message: "system busy"},
		{Kind: payments.KindAuth, Status: 401},
		{Kind: payments.KindServer, Status: 429},
		{Kind: payments.KindLost},
	}
	e := errs[w.dice.IntN(len(errs))]
	e.Op = op
	return e
}

func (g *ledger) answer(w *world, c Effect) {
	switch c := c.(type) {
	case Create:
		err := g.ill(w, "create")
		if err == nil || w.often(2) {
			g.make(w, c.Order.ID)
		}
		w.created(c, err)
	case Ask:
		err := g.ill(w, "query")
		status := g.status(w, c.Order.ID)
		if status == "" && err == nil {
			err = no("query", 40400, "not found")
		}
		w.asked(c, status, err)
	case SendRefund:
		err := g.ill(w, "refund")
		if g.backs[c.Refund.ID] == nil && (err == nil || w.often(2)) {
			g.backs[c.Refund.ID] = &back{c.Order.ID, c.Refund.Amount.Minor, []string{"SUCCEEDED", "PENDING", "FAILED"}[w.dice.IntN(3)]}
		}
		w.refundSent(c, g.refund(c.Refund.ID), err)
	case AskRefund:
		err := g.ill(w, "refund_query")
		b := g.backs[c.Refund.ID]
		if b == nil && err == nil {
			err = notThere()
		}
		if b != nil && b.status == "PENDING" && w.often(4) {
			b.status = []string{"SUCCEEDED", "FAILED"}[w.dice.IntN(2)]
		}
		w.refundAsked(c, g.refund(c.Refund.ID), err)
	}
}

// refund is how a refund stands; "" for one that never came.
func (g *ledger) refund(id order.RefundID) string {
	if b := g.backs[id]; b != nil {
		return b.status
	}
	return ""
}

func (g *ledger) cutOff(w *world, c Effect) {
	if !w.often(2) {
		return
	}
	switch c := c.(type) {
	case Create:
		g.make(w, c.Order.ID)
	case SendRefund:
		g.backs[c.Refund.ID] = &back{c.Order.ID, c.Refund.Amount.Minor, "PENDING"}
	}
}

func (g *ledger) notifies(w *world, id order.ID) bool {
	return g.status(w, id) == "SUCCEEDED" && w.often(2)
}

func (g *ledger) falters(w *world) {
	g.sick = !g.sick
	w.tell("sick: %v", g.sick)
}

// recovers is four days in which everything is asked about.
func (g *ledger) recovers(w *world) {
	g.sick, w.looking = false, well
	answer := func() {
		c := w.calls[0]
		w.drop()
		g.answer(w, c)
	}
	w.during(time.Hour, time.Second, answer)
	w.during(4*24*time.Hour, time.Minute, answer)
}

func (g *ledger) differs(w *world) string {
	told := map[order.ID]bool{}
	v := w.view()
	for _, a := range v.Alerts {
		told[a.Order] = true
	}
	for _, a := range v.Trouble {
		told[a.Order.ID] = true
	}
	for _, id := range w.ids() {
		if why := g.differsIn(w, w.state(id), told[id]); why != "" {
			return fmt.Sprintf("%s: %.6s", why, id)
		}
	}
	return ""
}

func (g *ledger) differsIn(w *world, o order.Order, told bool) string {
	paid := g.status(w, o.ID) == "SUCCEEDED"
	switch _, made := g.ends[o.ID]; {
	case paid && o.QR != "" && o.State != order.StatePaid:
		return fmt.Sprintf("paid at the gateway, %v here, %v", o.State, o.Marks.Words())
	case paid && o.State == order.StatePaid && !o.Proven():
		return "proven and called unpaid"
	case !paid && o.State == order.StatePaid:
		return "false paid"
	case o.Undecided() && (made || o.QR == ""):
		return fmt.Sprintf("undecided after four days: %v", o.State)
	}
	for _, f := range o.Refunds {
		switch s := g.refund(f.ID); {
		case s == "SUCCEEDED" && f.State != order.RefundDone && !told,
			s == "FAILED" && f.State != order.RefundFailed,
			s == "" && f.State == order.RefundDone, s == "SUCCEEDED" && f.State == order.RefundFailed,
			f.State == order.RefundWanted:
			return fmt.Sprintf("refund %.6s is %q at the gateway, %v here", f.ID, s, f.State)
		}
	}
	sum := int64(0)
	for _, b := range g.backs {
		if b.order == o.ID && b.status == "SUCCEEDED" {
			sum += b.minor
		}
	}
	if sum > o.Amount.Minor {
		return "more refunded than paid"
	}
	return ""
}

// fickle is a gateway that says now this, now that; only of some orders it makes up its
// mind for good.
type fickle struct {
	truth   map[order.ID]string
	asked   map[order.ID]bool
	patient bool // in the end: nothing has happened yet, it says of all
}

func newFickle() *fickle {
	return &fickle{truth: map[order.ID]string{}, asked: map[order.ID]bool{}}
}

func (g *fickle) answer(w *world, c Effect) {
	switch c := c.(type) {
	case Create:
		var err error
		if !g.patient && w.often(6) {
			err = lost()
		}
		w.created(c, err)
	case Ask:
		status, err := g.says(w, c.Order.ID)
		w.asked(c, status, err)
	case SendRefund:
		switch status, n := "PENDING", w.dice.IntN(4); {
		case g.patient || n == 0:
			w.refundSent(c, status, nil)
		case n == 1:
			w.refundSent(c, "", busyNow())
		case n == 2:
			w.refundSent(c, "", lost())
		default:
			w.refundSent(c, "SUCCEEDED", nil)
		}
	case AskRefund:
		if !g.patient && w.often(4) {
			w.refundAsked(c, "", notThere())
			return
		}
		status := "PENDING"
		if !g.patient {
			status = []string{"FAILED", "PENDING", "SUCCEEDED"}[w.dice.IntN(3)]
		}
		w.refundAsked(c, status, nil)
	}
}

func (g *fickle) says(w *world, id order.ID) (status string, err error) {
	g.asked[id] = true
	if g.patient {
		return "PENDING", nil
	}
	if status = g.truth[id]; status == "" {
		status = []string{"PENDING", "PENDING", "SUCCEEDED", "CANCELLED"}[w.dice.IntN(4)]
		if status == "SUCCEEDED" || status == "CANCELLED" && w.often(2) {
			g.truth[id] = status
		}
	}
	if w.often(8) {
		return "", &payments.Error{Op: "query", Kind: payments.KindLost}
	}
	return status, nil
}

func (g *fickle) cutOff(*world, Effect) {}
func (g *fickle) falters(*world)        {}

func (g *fickle) notifies(w *world, id order.ID) bool {
	return g.truth[id] == "SUCCEEDED" && w.often(2)
}

// recovers is 40 minutes in which it has nothing new to say.
func (g *fickle) recovers(w *world) {
	g.patient, w.looking = true, well
	clear(g.asked)
	w.during(40*time.Minute, time.Second, func() {
		c := w.calls[0]
		w.drop()
		g.answer(w, c)
	})
}

func (g *fickle) differs(w *world) string {
	for _, id := range w.ids() {
		o := w.state(id)
		switch {
		case o.State == order.StateCreated:
			return fmt.Sprintf("created for 40 minutes: %.6s", id)
		case o.State == order.StateWaiting && !g.asked[id]:
			return fmt.Sprintf("not asked about in 40 minutes: %.6s", id)
		}
		for _, f := range o.Refunds {
			if f.State == order.RefundWanted {
				return fmt.Sprintf("a refund is wanted for 40 minutes: %.6s", f.ID)
			}
		}
	}
	return ""
}

// How calls end in a world.

func (w *world) created(c Create, err error) {
	o := c.Order
	w.tell("create %.6s: %v", o.ID, err)
	in := CreateEnded{Order: o.ID, Err: err}
	if err == nil {
		in.Intent = payments.Intent{MerchantOrderID: string(o.ID), OrderID: "C" + string(o.ID), Amount: o.Amount.Wire(), Currency: "HKD", Status: "PENDING", QR: "https://pay.example/" + string(o.ID)}
	}
	w.do(in)
}

func (w *world) asked(c Ask, status string, err error) {
	w.tell("ask %.6s: %s %v", c.Order.ID, status, err)
	in := AskEnded{Order: c.Order.ID, Err: err}
	if err == nil {
		in.Payment = paymentOf(c.Order, status)
	}
	w.do(in)
}

func (w *world) refundSent(c SendRefund, status string, err error) {
	w.tell("refund %.6s: %s %v", c.Refund.ID, status, err)
	w.do(RefundEnded{Order: c.Order.ID, Refund: c.Refund.ID, Answer: answerFor(c.Order, c.Refund, status), Err: err})
}

func (w *world) refundAsked(c AskRefund, status string, err error) {
	w.tell("ask refund %.6s: %s %v", c.Refund.ID, status, err)
	w.do(RefundAsked{Order: c.Order.ID, Refund: c.Refund.ID, Answer: answerFor(c.Order, c.Refund, status), Err: err})
}
