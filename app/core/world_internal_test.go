package core

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"qrtill/app/order"
)

// Random worlds: staff and a manager do what they like, the disk fails, the till stops,
// and the gateway is one of two. Whatever happens, nothing goes quiet.
//
// HISTORIES=n in the environment plays so many worlds of each gateway. One that failed is
// played again by its number: -run 'Ledger/12$'.

func TestNothingGoesQuietWithALedger(t *testing.T) {
	worlds(t, 200, func() gateway { return newLedger() })
}

func TestNothingGoesQuietWithAFickleGateway(t *testing.T) {
	worlds(t, 400, func() gateway { return newFickle() })
}

func worlds(t *testing.T, n int, made func() gateway) {
	if s := os.Getenv("HISTORIES"); s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil {
			t.Fatal(err)
		}
	}
	for seed := range n {
		if !t.Run(strconv.Itoa(seed), func(t *testing.T) { play(t, uint64(seed), made()) }) {
			return // one story is enough to read
		}
	}
}

// gateway is what a world's calls go to.
type gateway interface {
	answer(w *world, c Effect)
	cutOff(w *world, c Effect)           // the till stopped while c was under way
	notifies(w *world, id order.ID) bool // and does so now
	falters(w *world)                    // or is well again
	recovers(w *world)                   // for good, and all that is asked until then is answered
	differs(w *world) string             // in the end
}

type world struct {
	*rig
	gateway gateway
	dice    *rand.Rand
	story   []string
	alerts  map[order.ID]bool // told after the last step
	touched map[order.ID]bool // what a person has dealt with in this one
	left    map[order.ID]bool // paid sales that staff have gone on from: on a disk that fails it is written later
	ahead   order.ID          // of what is in the log, though the disk seemed to refuse it
	settled bool              // whether the first event that the failing disk refused was on it after all
}

func (w *world) tell(s string, a ...any) {
	if len(w.story) < 400 {
		w.story = append(w.story, w.now.Format("02 15:04:05 ")+fmt.Sprintf(s, a...))
	}
}

// ids are all orders of the log, oldest first.
func (w *world) ids() (all []order.ID) {
	for _, e := range w.log {
		if e.Kind == order.Created {
			all = append(all, e.Order)
		}
	}
	return all
}

// open are those that want work, with the others of their sales, as the log gives them.
func (w *world) open() (ids []order.ID) {
	sales := map[string]bool{}
	for _, id := range w.ids() {
		if o := w.state(id); o.Open() {
			sales[o.Sale] = true
		}
	}
	for _, id := range w.ids() {
		if sales[w.state(id).Sale] {
			ids = append(ids, id)
		}
	}
	return ids
}

// one is any of them.
func (w *world) one() (order.Order, bool) {
	all := w.ids()
	if len(all) == 0 {
		return order.Order{}, false
	}
	return w.state(all[w.dice.IntN(len(all))]), true
}

// often says yes once in n times.
func (w *world) often(n int) bool { return w.dice.IntN(n) == 0 }

func play(t *testing.T, seed uint64, g gateway) {
	w := &world{
		rig: newRig(t), gateway: g, dice: rand.New(rand.NewPCG(seed, 11)),
		alerts: map[order.ID]bool{}, touched: map[order.ID]bool{}, left: map[order.ID]bool{},
	}
	defer func() {
		if p := recover(); p != nil {
			t.Errorf("panic: %v\n%s", p, debug.Stack())
		}
		if t.Failed() {
			t.Log(strings.Join(w.story, "\n"))
		}
	}()
	for range 80 {
		if why := w.step(); why != "" {
			t.Fatal(why)
		}
	}
	w.diskReturns()
	w.tell("all is well")
	g.recovers(w)
	if why := g.differs(w); why != "" {
		t.Fatal(why)
	}
}

// step is one thing that happens, some answers, and what must be so after them.
func (w *world) step() (why string) {
	clear(w.touched)
	if w.disk == nil {
		w.ahead = ""
	}
	front := w.core.frontID()
	w.happen()
	w.settle()
	for range 4 {
		if len(w.calls) == 0 || w.often(5) {
			break
		}
		c := w.calls[0]
		w.drop()
		w.gateway.answer(w, c)
		w.settle()
	}
	w.looked(nil)
	return w.quiet(front)
}

// settle decides whether the first event that the failing disk refused is on it after all.
func (w *world) settle() {
	if w.disk == nil || w.settled || w.refused.Kind == "" {
		return
	}
	w.settled = true
	if w.refused.Order == "" || !w.often(2) {
		return
	}
	if _, err := order.Apply(w.state(w.refused.Order), w.refused); err == nil {
		w.tell("(%s was on disk after all)", w.refused.Kind)
		w.log = append(w.log, w.refused)
		w.ahead = w.refused.Order
	}
}

func (w *world) happen() {
	things := []struct {
		weight int
		happen func()
	}{
		{4, func() { w.tell("charge"); w.charge() }},
		{2, func() { w.tell("dismiss"); w.dismiss() }},
		{2, w.goOn},
		{1, func() { w.tell("again"); w.again() }},
		{1, w.check},
		{1, func() { w.tell("F5"); w.do(AskNow{}) }},
		{1, w.notify},
		{1, w.breakDisk},
		{1, w.restart},
		{2, w.giveBack},
		{1, w.acknowledge},
		{1, func() { w.gateway.falters(w) }},
		{1, w.recordUnpaid},
		{1, w.sendAgain},
		{1, func() { w.tell("jump"); w.do(Jumped{}) }},
		{1, func() { w.tell("typing"); w.do(Typing{}) }},
		{5, w.letTimePass},
	}
	sum := 0
	for _, thing := range things {
		sum += thing.weight
	}
	at := w.dice.IntN(sum)
	for _, thing := range things {
		if at -= thing.weight; at < 0 {
			thing.happen()
			return
		}
	}
}

func (w *world) letTimePass() {
	waits := []time.Duration{time.Second, 3 * time.Second, 20 * time.Second, 2 * time.Minute, 15 * time.Minute, 3 * time.Hour}
	d := waits[w.dice.IntN(len(waits))]
	w.tell("wait %v", d)
	w.wait(d)
}

func (w *world) goOn() {
	s := w.seen()
	w.tell("next from %v", s.Phase)
	w.touched[s.Order] = true
	if s.Phase == Paid || s.Phase == Unrecorded {
		w.left[s.Order] = true
	}
	w.do(Next{s})
}

func (w *world) check() {
	o, any := w.one()
	switch {
	case !any:
	case w.often(2):
		w.tell("check %.6s", o.ID)
		w.do(Check{o.ID})
	default:
		w.tell("found %.6s", o.ID)
		w.do(Found{Order: o})
	}
}

func (w *world) notify() {
	for _, id := range w.ids() {
		if w.gateway.notifies(w, id) {
			w.tell("notified %.6s", id)
			w.do(Notified{Order: id})
		}
	}
}

func (w *world) breakDisk() {
	if w.disk != nil {
		w.diskReturns()
		return
	}
	w.tell("disk fails")
	w.disk, w.refused = diskGone, order.Event{}
}

func (w *world) diskReturns() {
	w.tell("disk is back")
	w.settled = false
	w.diskIsBack(w.open()...)
}

func (w *world) restart() {
	if !w.often(3) {
		return
	}
	w.tell("restart")
	for _, c := range w.calls {
		w.gateway.cutOff(w, c)
	}
	clear(w.alerts) // what could not be written is asked anew
	w.settled = false
	var key [32]byte
	key[0], key[1] = byte(w.dice.IntN(256)), byte(w.dice.IntN(256))
	in := w.held(w.open()...)
	w.rig = &rig{T: w.T, core: New(rand.NewChaCha8(key)), now: w.now.Add(time.Duration(w.dice.IntN(200)) * time.Second), log: w.log}
	w.core.settings = in.Settings
	w.do(in)
}

func (w *world) giveBack() {
	for _, id := range w.ids() {
		if o := w.state(id); o.Refundable().Minor > 1000 && w.often(2) {
			w.tell("refund of %.6s", id)
			w.touched[id] = true
			w.want(id, 1000*int64(1+w.dice.IntN(12)))
			return
		}
	}
}

func (w *world) sendAgain() {
	for _, id := range w.ids() {
		for _, f := range w.state(id).Refunds {
			if w.resendable(id, f.ID) {
				w.tell("send again %.6s", f.ID)
				w.touched[id] = true
				w.do(Allowed{SendAgain{Order: id, Refund: f.ID}, w.state(id)})
			}
		}
	}
}

func (w *world) acknowledge() {
	if v := w.view(); len(v.Alerts) > 0 {
		a := v.Alerts[w.dice.IntN(len(v.Alerts))]
		w.tell("acknowledge %.6s %d", a.Order, a.Kind)
		w.touched[a.Order] = true
		w.do(a.Seen())
	}
}

func (w *world) recordUnpaid() {
	if o, any := w.one(); any && w.often(2) {
		w.tell("unpaid by hand %.6s", o.ID)
		w.touched[o.ID] = true
		w.byHand(o, order.HandUnpaid)
	}
}

// quiet finds what nobody would be told, now or for ever.
func (w *world) quiet(front order.ID) string {
	v := w.view()
	seen, told := map[order.ID]bool{}, map[order.ID]bool{} // in front of staff; or in the manager's list
	for _, a := range v.Trouble {
		told[a.Order.ID] = true
	}
	for _, a := range v.Alerts {
		seen[a.Order], told[a.Order] = true, true
	}
	if v.Sale != nil {
		seen[v.Sale.Order], told[v.Sale.Order] = true, true
		if v.Sale.Phase == Waiting && w.state(v.Sale.Order).State == order.StateRefused {
			return "a refused code is shown"
		}
	}
	for id := range w.alerts {
		if !seen[id] && !w.touched[id] && !w.left[id] && id != front && id != w.ahead {
			o := w.state(id)
			return fmt.Sprintf("an alert is gone by itself: %.6s %v %v seen %v", id, o.State, o.Marks.Words(), o.Seen)
		}
	}
	clear(w.alerts)
	for _, a := range v.Alerts {
		w.alerts[a.Order] = true
	}
	for id, h := range w.core.lost {
		if h.proof != nil {
			return fmt.Sprintf("a proof without its order: %.6s", id)
		}
	}
	for id, h := range w.core.orders {
		if h.proof != nil && !told[id] && w.state(id).State != order.StatePaid {
			return fmt.Sprintf("a proof that nobody sees: %.6s", id)
		}
	}
	for _, id := range w.ids() {
		if why := w.quietAbout(w.state(id), seen[id], told[id]); why != "" && id != w.ahead {
			return fmt.Sprintf("%s: %.6s", why, id)
		}
	}
	return ""
}

func (w *world) quietAbout(o order.Order, seen, told bool) string {
	h := w.core.orders[o.ID]
	switch {
	case o.State == order.StatePaid && !o.Seen && !seen:
		return "paid and nothing to see"
	case o.Refunded().Minor > o.Amount.Minor && !o.Marks.Has(order.MarkMismatch): // a gateway that says FAILED first
		return "refunded too much"
	case o.Marks.Has(order.MarkMismatch) && o.Hand == nil && !told:
		return "a mismatch that nobody sees"
	case h != nil && o.Undecided() && !h.payment.busy && len(w.calls) == 0 && w.disk == nil && w.core.own().key == nil && w.core.Wake(w.now).IsZero():
		return "the till sleeps for ever with an open order"
	}
	return ""
}
