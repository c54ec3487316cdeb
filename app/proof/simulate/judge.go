package main

import (
	"fmt"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
)

// judge knows the rules of money and watches one history. It looks at the disk,
// the gateway and the windows, never into the core, and decides nothing by the
// rules of package order.
type judge struct {
	broken    string // the first rule that was broken
	files     []file
	refunds   []refundFile
	wanted    []want       // refunds that managers asked for, and that are not on the disk yet
	typed     order.Amount // the last amount that staff charged
	tokens    float64      // of the budget, by our own count
	spent     time.Duration
	onshow    order.ID // whose code the customer sees
	ticked    order.ID // whose payment staff see
	leaves    order.ID // whose payment they go on from
	again     int      // how often they wanted a code of this sale once more
	leftNow   order.ID // whose sale they leave in this turn
	lines     []line
	startedAt time.Duration // the till, by a clock that doesn't run while the computer sleeps
}

// file is what the judge knows of an order besides disk and gateway.
type file struct {
	id         order.ID
	sale       string
	sent       int           // creations that may have left the computer
	asking     bool          // a question is under way
	askedAt    time.Duration // when that left
	askedAwake time.Duration // by a clock that doesn't run while the computer sleeps
	days       int           // on how many days the gateway said something
	last       string        // of these
	honest     bool          // and its answer says how things are
	heard      time.Duration // when the last question left that was answered so; 0 for never
	shown      time.Duration // when its code was first shown; 0 for never
	gone       bool          // its code has left the screen in this run of the till
	left       bool          // staff took it off
	dismissed  bool          // and that is on the disk
	twice      bool          // staff were told that its sale was paid twice
	back       bool          // an older copy of the log was put back since it was made
	told       bool          // staff saw that it is paid or disputed
	closed     bool          // the gateway has told the till that it is closed
	awake      time.Duration // when its code was first shown, sleep not counted; 0 for never
}

func (j *judge) reset() {
	*j = judge{files: j.files[:0], refunds: j.refunds[:0], wanted: j.wanted[:0], lines: j.lines[:0]}
}

func (j *judge) fail(w *world, format string, args ...any) {
	if j.broken == "" {
		j.broken = fmt.Sprintf(format, args...)
		w.note("BROKEN: " + j.broken)
	}
}

func (j *judge) file(id order.ID) *file {
	for i := len(j.files) - 1; i >= 0; i-- {
		if j.files[i].id == id {
			return &j.files[i]
		}
	}
	j.files = append(j.files, file{id: id})
	return &j.files[len(j.files)-1]
}

const perSecond, burst = 2, 2

func (j *judge) started(w *world) {
	j.tokens, j.spent, j.startedAt = burst, w.clock.now-w.clock.slept, w.clock.now-w.clock.slept
	j.lines = j.lines[:0] // a till that was down knows of no wish
}

func (j *judge) died() {
	for i := range j.files {
		f := &j.files[i]
		f.asking, f.heard, f.gone = false, 0, false
	}
	for i := range j.refunds {
		j.refunds[i].asking, j.refunds[i].heard = false, false
	}
	j.onshow, j.ticked = "", ""
}

// sent looks at a creation that is about to leave.
func (j *judge) sent(w *world, o *order.Order, a answer) {
	f := j.file(o.ID)
	on := w.disk.find(o.ID)
	switch {
	case on == nil || on.State == order.None:
		w.fail("order %s is sent before it is on the disk", o.ID)
	case on.Amount != o.Amount || on.Account != o.Account:
		w.fail("order %s is sent as %v, on the disk it is %v", o.ID, o.Amount, on.Amount)
	case f.sent > 0:
		w.fail("order %s is sent to create again", o.ID)
	}
	j.follows(w, f)
	j.leaving(w, o.Account)
	if !a.unsent() {
		f.sent++
	}
}

// asked looks at a question that is about to leave.
func (j *judge) asked(w *world, o *order.Order, a answer) {
	f := j.file(o.ID)
	on := w.disk.find(o.ID)
	if on == nil {
		w.fail("order %s is asked about and is not on the disk", o.ID)
		return
	}
	if on.Account != o.Account {
		w.fail("order %s is asked about at another account", o.ID)
	}
	if f.asking {
		w.fail("order %s is asked about twice at once", o.ID)
	}
	f.asking, f.askedAt, f.honest = true, w.clock.now, a.honest()
	f.askedAwake = w.clock.now - w.clock.slept
	j.paired(w, j.leaving(w, o.Account), o.ID)
	j.spend(w)
}

// spend counts one question against the budget.
func (j *judge) spend(w *world) {
	now := w.clock.now - w.clock.slept
	j.tokens = min(burst, j.tokens+perSecond*(now-j.spent).Seconds()) - 1
	j.spent = now
	if j.tokens < -1e-6 {
		w.fail("more than %d questions a second", perSecond)
	}
}

func (j *judge) answered(w *world, a *core.AskEnded) {
	f := j.file(a.Order)
	j.closedBy(w, a)
	if today := w.clock.time().UTC().Format(time.DateOnly); payments.OutcomeOf(a.Err) != payments.Unknown && f.last != today {
		f.days, f.last = f.days+1, today
	}
	f.asking, f.askedAwake = false, w.clock.now-w.clock.slept
	j.came(w, w.disk.find(a.Order).Account, a.Payment.Meta.Contended, a.Err)
	if f.honest {
		f.heard = f.askedAt
	}
}

// mayFollow is how an order may go on: forward only.
var mayFollow = [...][]order.State{
	order.None:           {order.StateCreated},
	order.StateCreated:   {order.StateWaiting, order.StateUnsure, order.StateRefused},
	order.StateWaiting:   {order.StateWaiting, order.StatePaid, order.StateCancelled},
	order.StateUnsure:    {order.StateUnsure, order.StatePaid, order.StateCancelled},
	order.StatePaid:      {order.StatePaid},
	order.StateCancelled: {order.StateCancelled, order.StatePaid},
	order.StateRefused:   {},
}

// changed looks at what an event made of an order on the disk.
func (j *judge) changed(w *world, e *order.Event, before, after *order.Order) {
	if e.Order == "" {
		return
	}
	f := j.file(e.Order)
	moved := false
	for _, s := range mayFollow[before.State] {
		moved = moved || s == after.State
	}
	switch {
	case !moved:
		w.fail("order %s goes from %s to %s", e.Order, before.State, after.State)
	case before.Marks&^after.Marks != 0 && (e.Kind != order.ShownAgain || before.Marks&^after.Marks != order.MarkDismissed):
		w.fail("order %s loses a mark: %v, then %v", e.Order, before.Marks.Words(), after.Marks.Words())
	case before.State != order.None && before.Amount != after.Amount:
		w.fail("order %s changes from %v to %v", e.Order, before.Amount, after.Amount)
	case before.GatewayID != "" && before.GatewayID != after.GatewayID:
		w.fail("order %s changes its number at the gateway", e.Order)
	case before.State == order.StatePaid && before.PaidDay != after.PaidDay:
		w.fail("order %s moves to another day", e.Order)
	case before.Seen && !after.Seen && before.State == after.State && before.Marks == after.Marks:
		w.fail("order %s: what staff acknowledged is asked of them again", e.Order)
	}
	if e.Kind == order.Acknowledged && e.Refund == nil && !after.Seen {
		w.fail("order %s: what staff acknowledged is asked of them again", e.Order)
	}
	if e.Kind == order.Answered && disagrees(before, e.Answer) && !after.Marks.Has(order.MarkMismatch) {
		w.fail("order %s: an answer disagrees, and that is not in the log", e.Order)
	}
	if len(after.Refunds)+len(before.Refunds) > 0 {
		j.refundsChanged(w, e, before, after)
	}
	if e.Kind == order.ShownAgain {
		j.shownAgain(w, f, before)
	}
	if before.State == after.State && e.Kind != order.Dismissed {
		return
	}
	switch {
	case e.Kind == order.Created:
		if f.sale = after.Sale; after.Attempt == 1 {
			j.again = 0
		}
		if typed := j.typedFor(w, f); after.Amount != typed {
			w.fail("order %s is made over %v, staff typed %v", e.Order, after.Amount, typed)
		}
	case e.Kind == order.Dismissed:
		f.dismissed, f.left = true, e.Reason != order.BecauseTime
	case after.State == order.StatePaid:
		j.paid(w, f, before, after)
	case after.State == order.StateCancelled:
		if in := w.gateway.find(e.Order); in == nil || w.clock.now < in.closes {
			w.fail("order %s is closed in the log and not at the gateway", e.Order)
		}
	case after.State == order.StateRefused:
		if in := w.gateway.find(e.Order); in != nil && e.Reason != order.BecauseGateway { // else nobody ever saw its code
			w.fail("order %s is refused in the log, and the gateway has it", e.Order)
		}
	}
}

// disagrees says that a whole, final answer is about something else than the
// order.
func disagrees(o *order.Order, a *order.Answer) bool {
	whole := a.Code == 0 && a.MerchantOrderID != "" && a.OrderID != "" && minor(a.Amount) >= 0
	final := a.Status == succeeded || a.Status == cancelled
	return whole && final && (a.MerchantOrderID != string(o.ID) || minor(a.Amount) != o.Amount.Minor || a.Currency != o.Amount.Currency)
}

// paid looks at an order that has just become paid in the log.
func (j *judge) paid(w *world, f *file, before, after *order.Order) {
	if why := j.unproven(w, after); why != "" {
		w.fail("order %s is paid in the log: %s", f.id, why)
	}
	expected := before.State == order.StateWaiting && !f.dismissed
	found := f.back && before.Why == order.BecauseRestored
	if !expected && (!after.Marks.Has(order.MarkLate) && !found || after.Seen) {
		w.fail("order %s is paid when nobody expects it, and nobody is told", f.id)
	}
}

// unproven says why the gateway's ledger does not prove an order paid.
func (j *judge) unproven(w *world, o *order.Order) string {
	in := w.gateway.find(o.ID)
	switch {
	case in == nil:
		return "the gateway does not have it"
	case w.gateway.status(in, w.clock.now) != succeeded:
		return "at the gateway it is " + w.gateway.status(in, w.clock.now)
	case in.minor != o.Amount.Minor || in.currency != o.Amount.Currency:
		return fmt.Sprintf("%v, at the gateway %s %s", o.Amount, in.amount, in.currency)
	}
	return ""
}

// look compares what the windows show with disk and gateway.
func (j *judge) look(w *world) {
	v := &w.view
	for i := range v.Alerts {
		j.alerted(w, &v.Alerts[i])
	}
	before := j.onshow
	j.leftNow = ""
	j.onshow = ""
	if v.Sale != nil {
		j.lookAtSale(w, v.Sale)
	}
	if before != "" && before != j.onshow {
		j.file(before).gone = true
	}
	if !w.disk.broken {
		j.lookAtWatch(w)
		j.lookAtPaid(w, v.Sale)
	}
}

// alerted notes what staff were told.
func (j *judge) alerted(w *world, a *core.AlertView) {
	for i := range w.disk.orders { // in sum
		if o := &w.disk.orders[i]; a.Found > 0 && o.Alert() == order.AlertFound {
			j.file(o.ID).told = true
		}
	}
	if a.Text.Key == "alert.paid_twice" {
		j.file(a.Order).twice = true
	}
	if a.Kind != order.AlertRefundFailed || j.file(a.Order).back {
		j.file(a.Order).told = true
	}
	for i := range j.refunds {
		if f := &j.refunds[i]; f.order == a.Order {
			f.told = true
		}
	}
}

func (j *judge) lookAtSale(w *world, s *core.SaleView) {
	switch s.Phase {
	case core.Waiting:
		j.live(w, s)
	case core.Paid, core.Unrecorded:
		on := w.disk.find(s.Order)
		j.file(s.Order).told = true
		if on == nil || s.Phase == core.Paid && on.State != order.StatePaid {
			w.fail("the tick is shown for order %s, which is not paid in the log", s.Order)
		} else if s.Amount != on.Amount {
			w.fail("the tick of order %s says %v, paid were %v", s.Order, s.Amount, on.Amount)
		} else if why := j.unproven(w, on); why != "" {
			w.fail("the tick is shown for order %s: %s", s.Order, why)
		}
	case core.Disputed:
		j.file(s.Order).told = true
	}
	if s.QR != "" && s.Phase != core.Waiting {
		w.fail("order %s shows a code in phase %d", s.Order, s.Phase)
	}
}

// live looks at a code that a customer can pay now.
func (j *judge) live(w *world, s *core.SaleView) {
	f, on, in := j.file(s.Order), w.disk.find(s.Order), w.gateway.find(s.Order)
	j.onshow = s.Order
	switch {
	case on == nil || on.QR != s.QR || on.State != order.StateWaiting && !w.disk.broken:
		w.fail("order %s shows a code that is not on the disk", s.Order)
		return
	case f.dismissed && !w.disk.broken:
		w.fail("order %s shows a code that was dismissed", s.Order)
	case on.Hand != nil:
		w.fail("order %s shows its code, and a manager has decided it", s.Order)
		return
	case f.gone:
		w.fail("order %s shows its code again", s.Order)
		return
	case in == nil || in.qr != s.QR:
		w.fail("order %s shows a code that is not its own", s.Order)
		return
	case s.Amount.Minor != in.minor || s.Amount.Currency != in.currency:
		w.fail("order %s shows %v, its code takes %s %s", s.Order, s.Amount, in.amount, in.currency)
	}
	if f.shown == 0 {
		f.shown = max(w.clock.now, 1)
	}
	j.shownFor(w, f)
	j.blindness(w, s)
	for i := range j.files {
		g := &j.files[i]
		if g.sale != f.sale || g.id == f.id || g.shown == 0 {
			continue
		}
		if !w.gateway.find(g.id).closedUnpaid(w.clock.now) {
			w.fail("sale %s has two live codes: %s and %s", f.sale, g.id, f.id)
		}
	}
}

// lookAtWatch counts the orders that the till must be watching.
func (j *judge) lookAtWatch(w *world) {
	undecided, front := 0, 0
	for i := range w.disk.orders {
		o := &w.disk.orders[i]
		if !undecidedPayment(o) {
			continue
		}
		undecided++
		if w.view.Sale != nil && w.view.Sale.Order == o.ID {
			front++
		}
	}
	watched := w.view.Watching + w.view.Unasked // which counts refunds as well
	if watched < undecided-front || w.view.Unasked == 0 && watched > undecided {
		w.fail("%d orders are undecided and the till watches %d", undecided, watched+front)
	}
}

func undecidedPayment(o *order.Order) bool {
	return o.Hand == nil && !o.WatchedOut() && (o.State == order.StateCreated || o.State == order.StateWaiting || o.State == order.StateUnsure)
}

// unsettled says that the gateway still has something to say about an order.
func unsettled(o *order.Order) bool {
	for i := range o.Refunds {
		if r := &o.Refunds[i]; r.Hand == nil && r.State != order.RefundDone && r.State != order.RefundFailed {
			return true
		}
	}
	return undecidedPayment(o)
}

// lastShown is the order whose code was shown last.
func (j *judge) lastShown() order.ID {
	var last *file
	for i := range j.files {
		if f := &j.files[i]; f.shown > 0 && (last == nil || f.shown >= last.shown) {
			last = f
		}
	}
	return last.id
}

// restored forgets of each order what the older copy of the log does not know any
// more.
func (j *judge) restored(w *world) {
	for i := range j.files {
		f := &j.files[i]
		f.days, f.last, f.told, f.back = 0, "", false, true
		if o := w.disk.find(f.id); o != nil {
			f.left = f.left && o.Marks.Has(order.MarkDismissed) && o.Why != order.BecauseTime
			f.dismissed, f.told = o.Marks.Has(order.MarkDismissed), o.Seen
		}
	}
	for i := range j.refunds {
		j.refunds[i].told = false
	}
	j.wanted = j.wanted[:0]
}
