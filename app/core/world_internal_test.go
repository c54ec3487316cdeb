package core

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
)

// world is a gateway with a ledger, which is sometimes not well.
type world struct {
	*rig
	dice    *rand.Rand
	story   []string
	sick    bool
	paidAt  map[order.ID]time.Time // when the customer pays; zero for never
	endAt   map[order.ID]time.Time // when it becomes CANCELLED
	backs   map[order.RefundID]string
	amounts map[order.RefundID]int64
	of      map[order.RefundID]order.ID
	first   bool // the disk's first failure has been seen
}

func (w *world) tell(s string, a ...any) {
	w.story = append(w.story, w.now.Format("02 15:04:05 ")+fmt.Sprintf(s, a...))
}

func (w *world) ids() (list []order.ID) {
	seen := map[order.ID]bool{}
	for _, e := range w.log {
		if e.Order != "" && !seen[e.Order] {
			seen[e.Order] = true
			list = append(list, e.Order)
		}
	}
	return list
}

func (w *world) open() (list []order.ID) {
	in := map[string]bool{}
	for _, id := range w.ids() {
		if o := w.state(id); o.Open() {
			in[o.Sale] = true
		}
	}
	for _, id := range w.ids() {
		if in[w.state(id).Sale] {
			list = append(list, id)
		}
	}
	return list
}

func (w *world) made(o order.Order) {
	if _, has := w.endAt[o.ID]; has {
		return
	}
	w.endAt[o.ID] = w.now.Add(time.Duration(1+w.dice.IntN(3600)) * time.Second)
	if w.dice.IntN(2) == 0 {
		w.paidAt[o.ID] = w.now.Add(time.Duration(1+w.dice.IntN(900)) * time.Second)
	}
}

func (w *world) status(id order.ID) string {
	end, has := w.endAt[id]
	paid := w.paidAt[id]
	switch {
	case !has:
		return ""
	case !paid.IsZero() && paid.After(end.Add(20*time.Hour)):
	case !paid.IsZero() && !w.now.Before(paid):
		return "SUCCEEDED"
	case !w.now.Before(end):
		return "CANCELLED"
	}
	return "PENDING"
}

func (w *world) ill(op string) error {
	if !w.sick || w.dice.IntN(3) > 0 {
		return nil
	}
	e := &payments.Error{Op: op}
	switch w.dice.IntN(8) {
	case 0:
		e.Kind, e.Status = payments.KindServer, 502
	case 1:
		e.Kind, e.Status, e.RetryAfter = payments.KindServer, 503, 5*time.Second
	case 2:
		e.Kind, e.Status, e.RetryAfter = payments.KindServer, 503, time.Hour
	case 3:
		e.Kind = payments.KindMalformed
	case 4:
		e.Kind, e.Code, e.Message = payments.KindRefused, 9999, "system busy"
	case 5:
		e.Kind, e.Status = payments.KindAuth, 401
	case 6:
		e.Kind, e.Status = payments.KindServer, 429
	default:
		e.Kind = payments.KindLost
	}
	return e
}

func (w *world) answer() {
	c := w.calls[0]
	w.calls = w.calls[1:]
	switch c := c.(type) {
	case Create:
		err := w.ill("create")
		if err == nil || w.dice.IntN(2) == 0 {
			w.made(c.Order)
		}
		o := c.Order
		w.tell("create %.6s %v", o.ID, err)
		w.do(CreateEnded{Order: o.ID, Err: err, Intent: payments.Intent{MerchantOrderID: string(o.ID), OrderID: "C" + string(o.ID), Amount: o.Amount.Wire(), Currency: "HKD", Status: "PENDING", QR: "https://pay.example/" + string(o.ID)}})
	case Ask:
		err := w.ill("query")
		p := pendingOf(c.Order)
		if p.Status = w.status(c.Order.ID); p.Status == "" && err == nil {
			err = &payments.Error{Op: "query", Kind: payments.KindRefused, Code: 40400, Message: "not found"}
		}
		w.tell("ask %.6s %s %v", c.Order.ID, p.Status, err)
		if err != nil {
			p = payments.Payment{}
		}
		w.do(AskEnded{Order: c.Order.ID, Payment: p, Err: err})
	case SendRefund:
		err := w.ill("refund")
		if _, has := w.backs[c.Refund.ID]; !has && (err == nil || w.dice.IntN(2) == 0) {
			w.backs[c.Refund.ID] = []string{"SUCCEEDED", "PENDING", "FAILED"}[w.dice.IntN(3)]
			w.amounts[c.Refund.ID], w.of[c.Refund.ID] = c.Refund.Amount.Minor, c.Order.ID
		}
		w.tell("refund %.6s %s %v", c.Refund.ID, w.backs[c.Refund.ID], err)
		w.do(RefundEnded{Order: c.Order.ID, Refund: c.Refund.ID, Answer: answerFor(c.Order, c.Refund, w.backs[c.Refund.ID]), Err: err})
	case AskRefund:
		err := w.ill("refund_query")
		s, has := w.backs[c.Refund.ID]
		if !has && err == nil {
			err = notThere()
		}
		if s == "PENDING" && w.dice.IntN(4) == 0 {
			w.backs[c.Refund.ID] = []string{"SUCCEEDED", "FAILED"}[w.dice.IntN(2)]
			s = w.backs[c.Refund.ID]
		}
		w.tell("ask refund %.6s %s %v", c.Refund.ID, s, err)
		w.do(RefundAsked{Order: c.Order.ID, Refund: c.Refund.ID, Answer: answerFor(c.Order, c.Refund, s), Err: err})
	}
}

func (w *world) afterDisk() {
	if w.disk == nil || w.first || w.refused.Kind == "" {
		return
	}
	w.first = true
	if os.Getenv("NOTONDISK") == "" && w.dice.IntN(2) == 0 && w.refused.Order != "" {
		if _, err := order.Apply(w.state(w.refused.Order), w.refused); err == nil {
			w.tell("(%s was on disk after all)", w.refused.Kind)
			w.log = append(w.log, w.refused)
		}
	}
}

func runWorld(t *testing.T, seed uint64) (why string) {
	w := &world{
		rig: newRig(t), dice: rand.New(rand.NewPCG(seed, 11)), paidAt: map[order.ID]time.Time{}, endAt: map[order.ID]time.Time{},
		backs: map[order.RefundID]string{}, amounts: map[order.RefundID]int64{}, of: map[order.RefundID]order.ID{},
	}
	done := false
	defer func() {
		if !done {
			t.Logf("seed %d: %v", seed, w.story[max(0, len(w.story)-60):])
		}
		if p := recover(); p != nil {
			why = fmt.Sprintf("panic %v: %v", p, w.story)
		}
	}()
	d := w.dice
	defer func() { done = why != "" || done }()
	back := func() {
		w.disk, w.first = nil, false
		w.tell("disk is back")
		w.reopen(w.open()...)
	}
	for range 80 {
		switch k := d.IntN(24); {
		case k < 4:
			w.tell("charge")
			w.charge()
		case k < 6:
			w.tell("dismiss")
			w.do(Dismiss{w.seen()})
		case k < 8:
			w.tell("next")
			w.do(Next{w.seen()})
		case k == 8:
			w.tell("again")
			w.again()
		case k == 9:
			if all := w.ids(); len(all) > 0 {
				id := all[d.IntN(len(all))]
				if w.state(id).State != order.StateCreated || os.Getenv("CHECKS") != "" {
					w.tell("check %.6s", id)
					w.do(Check{id})
				}
			}
		case k == 10:
			w.tell("F5")
			w.do(AskNow{})
		case k == 11:
			for _, id := range w.ids() { // which the gateway sends when it is so
				if w.status(id) == "SUCCEEDED" && d.IntN(2) == 0 {
					w.tell("notified %.6s", id)
					w.do(Notified{Order: id})
				}
			}
		case k == 12:
			if w.disk == nil {
				w.disk, w.refused = diskGone, order.Event{}
				w.tell("disk fails")
			} else {
				back()
			}
		case k == 13 && d.IntN(3) == 0:
			w.tell("restart")
			w.disk, w.first = nil, false
			for _, c := range w.calls {
				if c, is := c.(Create); is && d.IntN(2) == 0 {
					w.made(c.Order)
				}
				if c, is := c.(SendRefund); is && d.IntN(2) == 0 {
					w.backs[c.Refund.ID] = "PENDING"
					w.amounts[c.Refund.ID], w.of[c.Refund.ID] = c.Refund.Amount.Minor, c.Order.ID
				}
			}
			w.calls = nil
			w.now = w.now.Add(time.Duration(d.IntN(200)) * time.Second)
			in := w.held(w.open()...)
			n := &rig{T: t, core: New(nil), now: w.now, log: w.log}
			n.core.settings = w.core.settings
			w.rig = n
			w.do(in)
		case k == 14, k == 15:
			for _, id := range w.ids() {
				if o := w.state(id); o.Refundable().Minor > 1000 && d.IntN(2) == 0 {
					w.tell("refund of %.6s", id)
					w.do(Allowed{Refund{Order: id, Amount: order.Amount{Minor: 1000 * int64(1+d.IntN(12)), Currency: "HKD"}, Reason: "x"}, o})
					break
				}
			}
		case k == 16:
			if v := w.core.View(w.now); len(v.Alerts) > 0 {
				a := v.Alerts[d.IntN(len(v.Alerts))]
				w.tell("acknowledge %.6s %d", a.Order, a.Kind)
				w.do(a.Seen())
			}
		case k == 17:
			w.sick = !w.sick
			w.tell("sick %v", w.sick)
		case k == 18 && d.IntN(2) == 0:
			if all := w.ids(); len(all) > 0 {
				o := w.state(all[d.IntN(len(all))])
				w.tell("unpaid by hand %.6s", o.ID)
				w.do(Allowed{Resolve{Order: o.ID, Saw: StandingOf(o), Verdict: order.HandUnpaid, Reason: "x"}, o})
			}
		case k == 19:
			for _, id := range w.ids() {
				for _, f := range w.state(id).Refunds {
					if f.Resendable() {
						w.tell("send again %.6s", f.ID)
						w.do(Allowed{SendAgain{Order: id, Refund: f.ID}, w.state(id)})
					}
				}
			}
		case k == 20:
			w.tell("jump")
			w.do(Jumped{})
		case k == 21:
			w.tell("warm")
			w.do(Typing{})
		default:
			wait := []time.Duration{time.Second, 3 * time.Second, 20 * time.Second, 2 * time.Minute, 15 * time.Minute, 3 * time.Hour}[d.IntN(6)]
			w.tell("wait %v", wait)
			w.wait(wait)
		}
		w.afterDisk()
		for range 4 {
			if len(w.calls) == 0 || d.IntN(5) == 0 {
				break
			}
			w.answer()
			w.afterDisk()
		}
		w.looked(nil)
		if s := w.stray(); s != "" {
			return s + fmt.Sprint(w.story)
		}
	}
	// All is well for four days, and everything is asked about.
	w.sick = false
	back()
	w.tell("all is well")
	for i := range 3600 + 4*24*60 {
		if i < 3600 {
			w.wait(time.Second)
		} else {
			w.wait(time.Minute)
		}
		w.looked(nil)
		for len(w.calls) > 0 {
			w.answer()
		}
		if len(w.story) > 1500 {
			w.story = append(w.story[:700:700], w.story[len(w.story)-100:]...)
		}
	}
	w.story = w.story[:min(len(w.story), 400)]
	v := w.core.View(w.now)
	told := map[order.ID]bool{}
	for _, a := range v.Alerts {
		told[a.Order] = true
	}
	for _, a := range v.Trouble {
		told[a.Order.ID] = true
	}
	for _, id := range w.ids() {
		o := w.state(id)
		if w.status(id) == "SUCCEEDED" && o.QR != "" && o.State != order.StatePaid {
			return fmt.Sprintf("paid at the gateway, %v here: %.6s %v: %v", o.State, id, o.Marks.Words(), w.story)
		}
		if w.status(id) == "SUCCEEDED" && o.State == order.StatePaid && !o.Proven() {
			return fmt.Sprintf("proven and called unpaid: %.6s: %v", id, w.story)
		}
		if w.status(id) != "SUCCEEDED" && o.State == order.StatePaid {
			return fmt.Sprintf("false paid: %.6s: %v", id, w.story)
		}
		if o.Undecided() {
			if e := w.endAt[id]; !e.IsZero() || o.QR == "" {
				return fmt.Sprintf("undecided after four days: %.6s %v: %v", id, o.State, w.story)
			}
		}
		for _, f := range o.Refunds {
			s := w.backs[f.ID]
			switch {
			case s == "SUCCEEDED" && f.State != order.RefundDone && !told[id],
				s == "FAILED" && f.State != order.RefundFailed,
				s == "" && f.State == order.RefundDone, s == "SUCCEEDED" && f.State == order.RefundFailed,
				f.State == order.RefundWanted:
				return fmt.Sprintf("a refund is %q at the gateway, %v here: %.6s: %v", s, f.State, f.ID, w.story)
			}
		}
		back := int64(0)
		for f, s := range w.backs {
			if w.of[f] == id && s == "SUCCEEDED" {
				back += w.amounts[f]
			}
		}
		if back > o.Amount.Minor {
			return fmt.Sprintf("more refunded than paid: %.6s: %v", id, w.story)
		}
	}
	done = true
	return ""
}

// stray finds what nobody would be told.
func (w *world) stray() string {
	v := w.core.View(w.now)
	shown := map[order.ID]bool{}
	for _, a := range v.Alerts {
		shown[a.Order] = true
	}
	for _, a := range v.Trouble {
		shown[a.Order.ID] = true
	}
	if v.Sale != nil {
		shown[v.Sale.Order] = true
		if o := w.state(v.Sale.Order); v.Sale.Phase == Waiting && o.State == order.StateRefused {
			return "a refused code is shown: "
		}
	}
	for id := range w.core.proofs {
		if w.core.orders[id] == nil {
			return fmt.Sprintf("a proof without its order: %.6s: ", id)
		}
		if o := w.state(id); !shown[id] && o.State != order.StatePaid {
			return fmt.Sprintf("a proof that nobody sees: %.6s: ", id)
		}
	}
	for _, id := range w.ids() {
		o := w.state(id)
		if w.disk == nil && o.State == order.StatePaid && !o.Seen && !shown[id] {
			return fmt.Sprintf("paid and nothing to see: %.6s: ", id)
		}
		if h := w.core.orders[id]; h != nil && w.core.Wake(w.now).IsZero() && len(w.calls) == 0 && o.Undecided() && w.core.own().key == nil && !h.payment.busy && w.disk == nil {
			return fmt.Sprintf("the till sleeps for ever with an open order: %.6s: ", id)
		}
	}
	return ""
}

func TestNothingGoesQuietInAnyWorld(t *testing.T) {
	n, from := 300, 0
	if s := os.Getenv("WORLDS"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	if s := os.Getenv("WORLD"); s != "" {
		from, _ = strconv.Atoi(s)
		n = 1
	}
	bad := map[string]int{}
	for seed := from; seed < from+n; seed++ {
		if why := runWorld(t, uint64(seed)); why != "" {
			key := why[:min(len(why), 22)]
			if bad[key]++; bad[key] <= 1 {
				t.Errorf("seed %d: %.6000s", seed, why)
			}
		}
	}
	t.Log(bad)
}
