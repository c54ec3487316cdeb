package core

import (
	"cmp"
	"container/heap"
	"hash/fnv"
	"io"
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
	var list newest
	for _, h := range c.marked {
		_, unrecorded := c.proofs[h.ID]
		switch kind := h.Alert(); {
		case h.ID == c.frontID() || !unrecorded && kind == order.NoAlert:
		case !unrecorded && c.toldInSum(h):
		default:
			more++
			list.add(h)
		}
	}
	for _, h := range list.sorted() {
		views = append(views, c.alertView(h))
	}
	if found := c.foundAgain(); len(found) > 0 { // it is no alarm
		views = append(views, foundView(found))
	}
	return views, more - len(list)
}

func (c *Core) alertView(h *held) AlertView {
	a := AlertView{Order: h.ID, Kind: h.Alert(), Text: disputeText(h.Order)}
	switch a.Kind {
	case order.AlertLate:
		a.Text = Text{Key: "alert.late", Values: orderValues(h.Order)}
	case order.AlertPaid:
		a.Text = Text{Key: "alert.paid", Values: orderValues(h.Order)}
	case order.AlertRefundFailed:
		r, _ := h.FailedRefund()
		a.Refund, a.Text = r.ID, failedRefundText(h.Order)
	}
	if (a.Kind == order.AlertLate || a.Kind == order.AlertFound) && c.paidBy(h.Order) {
		a.Text = Text{Key: "alert.paid_twice", Values: orderValues(h.Order)}
	}
	if _, unrecorded := c.proofs[h.ID]; unrecorded {
		a.Text = Text{Key: "sale.unrecorded", Values: orderValues(h.Order)}
	}
	return a
}

func foundView(found []*held) AlertView {
	first := slices.MinFunc(found, (*held).compare)
	sum := order.Amount{Currency: first.Amount.Currency}
	for _, h := range found {
		if h.Amount.Currency == sum.Currency {
			sum.Minor += h.Amount.Minor
		}
	}
	return AlertView{Order: first.ID, Kind: order.AlertFound, Found: len(found), Which: which(found), Text: Text{
		Key: "alert.found", Values: map[string]any{"Count": len(found), "Sum": sum, "Time": first.CreatedAt},
	}}
}

// acknowledge notes that staff have seen what they name, and nothing that has come
// since; of those that are told in sum, all.
func (c *Core) acknowledge(now time.Time, cmd Acknowledge) (out []Effect) {
	h := c.orders[cmd.Order]
	if h == nil || cmd.Kind == order.NoAlert || h.Alert() != cmd.Kind || cmd.Order == c.frontID() { // a sale on the screen is gone on from
		return nil
	}
	if cmd.Kind == order.AlertRefundFailed {
		if r, _ := h.FailedRefund(); r.ID != cmd.Refund {
			return nil
		}
		return []Effect{c.write(now, h.ID, order.Acknowledged, func(e *order.Event) { e.Refund = &order.RefundChange{ID: cmd.Refund} })}
	}
	all := []*held{h}
	if cmd.Found > 0 {
		if all = c.foundAgain(); which(all) != cmd.Which {
			return nil
		}
		slices.SortFunc(all, (*held).compare)
	}
	for _, h := range all {
		out = append(out, c.write(now, h.ID, order.Acknowledged, nil))
	}
	return out
}

// which tells orders from any others, in whatever order they come.
func which(orders []*held) (sum uint64) {
	for _, h := range orders {
		one := fnv.New64a()
		io.WriteString(one, string(h.ID))
		sum ^= one.Sum64()
	}
	return sum
}

// toldInSum says of an order that it was found again, and that there is nothing else to
// say of it: a sale that was paid twice is told by itself.
func (c *Core) toldInSum(h *held) bool { return h.Alert() == order.AlertFound && !c.paidBy(h.Order) }

// foundAgain are the orders that are told in sum.
func (c *Core) foundAgain() (found []*held) {
	for _, h := range c.marked {
		if _, unrecorded := c.proofs[h.ID]; !unrecorded && c.toldInSum(h) && h.ID != c.frontID() {
			found = append(found, h)
		}
	}
	return found
}

// troubleViews are the orders that need a person, the gravest first.
func (c *Core) troubleViews(now time.Time) (views []TroubleView, more int) {
	var list newest
	for _, h := range c.marked {
		if h.Trouble(now) != order.NoTrouble {
			more++
			list.add(h)
		}
	}
	for _, h := range list.sorted() {
		kind := h.Trouble(now)
		views = append(views, TroubleView{Order: h.Order, Kind: kind, Text: troubleText(h.Order, kind)})
	}
	slices.SortStableFunc(views, func(a, b TroubleView) int { return cmp.Compare(a.Kind, b.Kind) })
	return views, more - len(list)
}
