package core

import (
	"cmp"
	"container/heap"
	"slices"
	"time"

	"qrtill/app/order"
)

// listMost is how many of anything a View lists, the newest; it counts all.
const listMost = 100

// newest are at most so many orders, the oldest on top.
type newest []*held

func (n newest) Len() int           { return len(n) }
func (n newest) Less(i, j int) bool { return n[i].before(n[j]) }
func (n newest) Swap(i, j int)      { n[i], n[j] = n[j], n[i] }
func (n *newest) Push(h any)        { *n = append(*n, h.(*held)) }
func (n *newest) Pop() any          { panic("never taken off") }

func (n *newest) add(h *held) {
	switch {
	case len(*n) < listMost:
		heap.Push(n, h)
	case (*n)[0].before(h):
		(*n)[0] = h
		heap.Fix(n, 0)
	}
}

func (h *held) before(other *held) bool { return h.compare(other) < 0 }

func (h *held) compare(other *held) int {
	return cmp.Or(h.CreatedAt.Compare(other.CreatedAt), cmp.Compare(h.ID, other.ID))
}

// sorted has the oldest first.
func (n newest) sorted() []*held {
	slices.SortFunc(n, (*held).compare)
	return n
}

// alertViews are the alerts of all orders but the one on the screen, oldest
// first. What was found again after an older copy of the log was put back is one
// alert, in sum.
func (c *Core) alertViews() (views []AlertView, more int) {
	if len(c.marked) == 0 {
		return nil, 0
	}
	var list newest
	var again foundAgain
	for _, h := range c.marked {
		switch kind := c.alertOf(h); {
		case kind == order.NoAlert:
		case kind == order.AlertFound && c.toldInSum(h):
			again.add(h)
		default:
			more++
			list.add(h)
		}
	}
	for _, h := range list.sorted() {
		views = append(views, c.alertView(h, c.alertOf(h)))
	}
	if again.count > 0 { // it is no alarm
		views = append(views, again.view())
	}
	return views, more - len(list)
}

// alertOf is what staff must be told of an order: nothing beside its sale on the screen,
// and of a proof that is not recorded above all that.
func (c *Core) alertOf(h *held) order.Alert {
	if h.ID == c.frontID() {
		return order.NoAlert
	}
	if h.proof != nil {
		return order.AlertPaid
	}
	if h.unwritten() != nil {
		return order.AlertMismatch
	}
	return h.alert
}

func (c *Core) alertView(h *held, kind order.Alert) AlertView {
	a := AlertView{Order: h.ID, Kind: kind, Saw: StandingOf(h.Order, "")}
	if a.Kind == order.AlertRefundFailed {
		r, _ := h.FailedRefund()
		a.Refund, a.Superseded = r.ID, h.Superseded(r)
	}
	a.Text = c.alertText(h)
	return a
}

func (c *Core) alertText(h *held) Text {
	money := h.State == order.StatePaid && h.alert != order.AlertRefundFailed
	if h.alert == order.AlertMismatch && h.Hand != nil {
		money = false // else that it is disputed stands among the trouble
	}
	switch {
	case h.proof != nil:
		return Text{Key: "sale.unrecorded", Values: orderValues(h.Order)}
	case h.unwritten() != nil:
		return disputeText(*h.unwritten())
	case money && c.paidBy(&h.Order):
		return Text{Key: "alert.paid_twice", Values: orderValues(h.Order)}
	case h.alert == order.AlertLate:
		return Text{Key: "alert.late", Values: orderValues(h.Order)}
	case h.alert == order.AlertPaid:
		return Text{Key: "alert.paid", Values: orderValues(h.Order)}
	case h.alert == order.AlertRefundFailed:
		return failedRefundText(h.Order)
	case h.alert == order.AlertFound: // in another currency than the others
		var one foundAgain
		one.add(h)
		return one.view().Text
	}
	return disputeText(h.Order)
}

// foundAgain is what is told in sum of orders that were found again.
type foundAgain struct {
	first *held
	count int
	sum   int64
	which uint64 // tells them from any others, in whatever order they come
}

func (f *foundAgain) add(h *held) {
	if f.first == nil || h.before(f.first) {
		f.first = h
	}
	f.count++
	f.sum += h.Amount.Minor
	f.which ^= h.hash
}

func (f *foundAgain) view() AlertView {
	return AlertView{Order: f.first.ID, Kind: order.AlertFound, Found: f.count, Which: f.which, Saw: StandingOf(f.first.Order, ""), Text: Text{Key: "alert.found", Values: map[string]any{
		"Count": f.count, "Sum": order.Amount{Minor: f.sum, Currency: f.first.Amount.Currency}, "Time": f.first.CreatedAt,
	}}}
}

// acknowledge notes that staff have seen what they name, and nothing that has come
// since; of those that are told in sum, all.
func (c *Core) acknowledge(now time.Time, cmd Acknowledge) (out []Effect) {
	h := c.orders[cmd.Order]
	if h == nil || cmd.Kind == order.NoAlert || h.Alert() != cmd.Kind || cmd.Order == c.frontID() { // a sale on the screen is gone on from
		return nil
	}
	if cmd.Saw != StandingOf(h.Order, "") {
		return nil // such as late money, of what was disputed before
	}
	if cmd.Kind == order.AlertRefundFailed {
		if r, _ := h.FailedRefund(); r.ID != cmd.Refund {
			return nil
		}
		return []Effect{c.write(now, h.ID, order.Acknowledged, func(e *order.Event) { e.Refund = &order.RefundChange{ID: cmd.Refund} })}
	}
	all := []*held{h}
	if cmd.Found > 0 {
		if all = c.foundAgain(); cmd.Which != whichOf(all) {
			return nil
		}
	}
	for _, h := range all {
		out = append(out, c.write(now, h.ID, order.Acknowledged, nil))
	}
	return out
}

// toldInSum says of an order that was found again that there is nothing else to say of
// it: a sale that was paid twice is told by itself, and so is another currency.
func (c *Core) toldInSum(h *held) bool {
	return h.Amount.Currency == c.settings.Account.Currency && !c.paidBy(&h.Order)
}

// foundAgain are the orders that are told in sum, the oldest first.
func (c *Core) foundAgain() []*held {
	var list []*held
	for _, h := range c.marked {
		if c.alertOf(h) == order.AlertFound && c.toldInSum(h) {
			list = append(list, h)
		}
	}
	return newest(list).sorted()
}

func whichOf(orders []*held) (which uint64) {
	for _, h := range orders {
		which ^= h.hash
	}
	return which
}

// troubleOf is why an order needs a person now. What is on the screen says itself what the
// gateway says.
func (c *Core) troubleOf(now time.Time, h *held) order.Trouble {
	kind := h.Trouble(func(id order.RefundID) time.Duration {
		if id == "" {
			return h.payment.age(now).Watch
		}
		return now.Sub(h.about(id).dispatched)
	})
	if kind == order.TroubleUnclear && h.ID == c.frontID() {
		return order.NoTrouble
	}
	return kind
}

// troubleViews are the orders that need a person, the gravest first.
func (c *Core) troubleViews(now time.Time) (views []TroubleView, more int) {
	if len(c.marked) == 0 {
		return nil, 0
	}
	var list newest
	for _, h := range c.marked {
		if possible := h.Marks.Has(order.MarkMismatch) || h.Unclear() || len(h.Refunds) > 0; possible && c.troubleOf(now, h) != order.NoTrouble {
			more++
			list.add(h)
		}
	}
	for _, h := range list.sorted() {
		kind := c.troubleOf(now, h)
		views = append(views, TroubleView{Order: h.Order, Kind: kind, Text: troubleText(h.Order, kind)})
	}
	slices.SortStableFunc(views, func(a, b TroubleView) int { return cmp.Compare(a.Kind, b.Kind) })
	return views, more - len(list)
}
