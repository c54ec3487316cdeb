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

// A paid order that nobody has gone on from is a tick or an alert; an alert goes only by a
// command about its order. Random histories, with a gateway of its own mind.
func TestAlertsGoOnlyByAPersonInAnyHistory(t *testing.T) {
	n := 1000
	if s := os.Getenv("HISTORIES"); s != "" {
		n, _ = strconv.Atoi(s)
	}
	bad := map[string]int{}
	for seed := range n {
		if why := history(t, uint64(seed)); why != "" {
			key := why[:20]
			if bad[key]++; bad[key] <= 2 {
				t.Errorf("seed %d: %s", seed, why)
			}
		}
	}
	t.Log(bad)
}

func history(t *testing.T, seed uint64) (why string) {
	d := rand.New(rand.NewPCG(seed, 7))
	r := newRig(t)
	var story []string
	touched := map[order.ID]bool{}
	alerts, went := map[order.ID]bool{}, map[order.ID]bool{}
	asked := map[order.ID]time.Time{}
	truth := map[order.ID]string{}
	tell := func(s string, a ...any) { story = append(story, fmt.Sprintf(s, a...)) }
	ids := func() (list []order.ID) {
		seen := map[order.ID]bool{}
		for _, e := range r.log {
			if e.Order != "" && !seen[e.Order] {
				seen[e.Order] = true
				list = append(list, e.Order)
			}
		}
		return list
	}
	open := func() (list []order.ID) {
		in := map[string]bool{}
		for _, id := range ids() {
			if o := r.state(id); o.Open() {
				in[o.Sale] = true
			}
		}
		for _, id := range ids() {
			if in[r.state(id).Sale] {
				list = append(list, id)
			}
		}
		return list
	}
	for range 60 {
		clear(touched)
		front := r.core.frontID()
		switch k := d.IntN(20); {
		case k < 3:
			tell("charge")
			r.charge()
		case k < 5:
			s := r.seen()
			tell("dismiss %v", s.Phase)
			r.do(Dismiss{s})
		case k < 7:
			s := r.seen()
			tell("next %v", s.Phase)
			touched[s.Order] = true
			if s.Phase == Paid || s.Phase == Unrecorded {
				went[s.Order] = true // on a disk that fails it is written later
			}
			r.do(Next{s})
		case k == 7:
			tell("again")
			r.again()
		case k == 8:
			if all := ids(); len(all) > 0 {
				id := all[d.IntN(len(all))]
				tell("check %.4s", id)
				r.do(Found{Order: r.state(id)})
			}
		case k == 9 && d.IntN(2) == 0:
			if r.disk == nil {
				r.disk = diskGone
				tell("disk fails")
			} else {
				r.disk = nil
				tell("disk is back")
				r.reopen(open()...)
			}
		case k == 10 && d.IntN(3) == 0:
			tell("restart")
			clear(alerts) // what could not be written is asked anew
			r.disk = nil
			r.now = r.now.Add(time.Duration(d.IntN(200)) * time.Second)
			calls := r.calls
			r.calls = nil
			for _, c := range calls { // what was on its way may have been carried out
				_ = c
			}
			in := r.held(open()...)
			n := &rig{T: t, core: New(nil), now: r.now, log: r.log}
			n.core.settings = r.core.settings
			*r = *n
			r.do(in)
		case k == 11:
			for _, id := range ids() {
				if o := r.state(id); o.Refundable().Minor > 1000 && d.IntN(2) == 0 {
					tell("refund %.4s", id)
					touched[id] = true
					r.do(Allowed{Refund{Order: id, Amount: order.Amount{Minor: 1000 * int64(1+d.IntN(12)), Currency: "HKD"}, Reason: "x"}, o})
					break
				}
			}
		case k == 12:
			v := r.core.View(r.now)
			if len(v.Alerts) > 0 {
				a := v.Alerts[d.IntN(len(v.Alerts))]
				tell("acknowledge %.4s", a.Order)
				touched[a.Order] = true
				r.do(a.Seen())
			}
		default:
			w := []time.Duration{time.Second, 3 * time.Second, 20 * time.Second, 2 * time.Minute, 15 * time.Minute}[d.IntN(5)]
			tell("wait %v", w)
			r.wait(w)
		}
		for range 3 {
			if len(r.calls) == 0 || d.IntN(4) == 0 {
				break
			}
			c := r.calls[0]
			switch c := c.(type) {
			case Create:
				switch d.IntN(6) {
				case 0:
					tell("create lost %.4s", c.Order.ID)
					call[Create](r)
					r.do(CreateEnded{Order: c.Order.ID, Err: lost()})
				default:
					tell("created %.4s", c.Order.ID)
					r.answerCreate()
				}
			case Ask:
				asked[c.Order.ID] = r.now
				s := truth[c.Order.ID]
				if s == "" {
					s = []string{"PENDING", "PENDING", "SUCCEEDED", "CANCELLED"}[d.IntN(4)]
					if s == "SUCCEEDED" || s == "CANCELLED" && d.IntN(2) == 0 {
						truth[c.Order.ID] = s
					}
				}
				if d.IntN(8) == 0 {
					tell("no answer %.4s", c.Order.ID)
					call[Ask](r)
					r.do(AskEnded{Order: c.Order.ID, Err: &payments.Error{Op: "query", Kind: payments.KindLost}})
					break
				}
				tell("answer %.4s %s", c.Order.ID, s)
				r.answerAsk(s)
			case SendRefund:
				switch d.IntN(4) {
				case 0:
					r.endRefund("", busyNow())
				case 1:
					r.endRefund("", lost())
				case 2:
					r.endRefund("PENDING", nil)
				default:
					r.endRefund("SUCCEEDED", nil)
				}
				tell("refund sent %v", c.Refund.ID)
			case AskRefund:
				switch d.IntN(4) {
				case 0:
					r.answerRefund("", notThere())
				case 1:
					r.answerRefund("FAILED", nil)
				case 2:
					r.answerRefund("PENDING", nil)
				default:
					r.answerRefund("SUCCEEDED", nil)
				}
				tell("refund answered")
			default:
				r.calls = r.calls[1:]
			}
		}
		r.looked(nil)
		v := r.core.View(r.now)
		now := map[order.ID]bool{}
		for _, a := range v.Alerts {
			now[a.Order] = true
		}
		if v.Sale != nil {
			now[v.Sale.Order] = true
		}
		for id := range alerts {
			if !now[id] && !touched[id] && !went[id] && id != front {
				return fmt.Sprintf("an alert is gone by itself: %.4s %v %v seen %v: %v", id, r.state(id).State, r.state(id).Marks.Words(), r.state(id).Seen, story)
			}
		}
		clear(alerts)
		for _, a := range v.Alerts {
			alerts[a.Order] = true
		}
		for _, id := range ids() {
			o := r.state(id)
			if o.State == order.StatePaid && !o.Seen && !now[id] {
				return fmt.Sprintf("paid and nothing to see: %.4s %v: %v", id, o.Marks.Words(), story)
			}
			if sum := o.Refunded().Minor; sum > o.Amount.Minor && !o.Marks.Has(order.MarkMismatch) { // a gateway that says FAILED first
				return fmt.Sprintf("refunded too much: %v", story)
			}
			if o.Marks.Has(order.MarkMismatch) && o.Hand == nil && len(v.Trouble) == 0 && (v.Sale == nil || v.Sale.Order != id) {
				return fmt.Sprintf("a mismatch that nobody sees: %.4s: %v", id, story)
			}
		}
		_ = asked
	}
	// at the end the gateway answers all: everything that can be paid is asked about
	r.disk = nil
	r.reopen(open()...)
	last := map[order.ID]bool{}
	for range 40 * 60 {
		r.wait(time.Second)
		r.looked(nil)
		for len(r.calls) > 0 {
			switch c := r.calls[0].(type) {
			case Create:
				r.answerCreate()
			case Ask:
				last[c.Order.ID] = true
				r.answerAsk("PENDING")
			case SendRefund:
				r.endRefund("PENDING", nil)
			case AskRefund:
				r.answerRefund("PENDING", nil)
			default:
				r.calls = r.calls[1:]
			}
		}
	}
	for _, id := range ids() {
		o := r.state(id)
		if o.State == order.StateCreated {
			return fmt.Sprintf("created for 40 minutes: %.4s busy %v: %v", id, r.core.orders[id].payment.busy, story)
		}
		if o.State == order.StateWaiting && !last[id] {
			return fmt.Sprintf("not asked about in 40 minutes: %.4s: %v", id, story)
		}
		for _, f := range o.Refunds {
			if f.State == order.RefundWanted {
				return fmt.Sprintf("a refund is wanted for 40 minutes: %.4s: %v", id, story)
			}
		}
	}
	return ""
}
