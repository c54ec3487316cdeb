package ui

import (
	"time"

	"qrtill/app/order"
)

// stateWords say where the order stands and what that means for the money.
func (p *orderPage) stateWords(o order.Order) string {
	if o.Hand != nil {
		return p.handWords(*o.Hand)
	}
	if o.Marks.Has(order.MarkMismatch) && o.State != order.StatePaid {
		return p.text("order.disagrees")
	}
	switch o.State {
	case order.StateCreated:
		return p.text("order.created")
	case order.StateWaiting:
		return p.waitingWords(o)
	case order.StateUnsure:
		return p.unsureWords(o)
	case order.StatePaid:
		return p.text("order.paid")
	case order.StateCancelled:
		return p.text("order.cancelled")
	}
	return p.refusedWords(o)
}

func (p *orderPage) handWords(h order.Hand) string {
	switch h.Verdict {
	case order.HandPaid:
		return p.text("order.hand_paid", "Reason", h.Reason)
	case order.HandRefunded:
		return p.text("order.hand_refunded", "Reason", h.Reason)
	}
	return p.text("order.hand_unpaid", "Reason", h.Reason)
}

func (p *orderPage) waitingWords(o order.Order) string {
	switch {
	case order.WatchEnded(o, time.Now()):
		return p.text("order.watch_ended")
	case o.Marks.Has(order.MarkDismissed):
		return p.text("order.watched")
	}
	return p.text("order.waiting")
}

func (p *orderPage) unsureWords(o order.Order) string {
	words := p.text("order.unsure")
	switch o.Why {
	case order.BecauseRestart:
		words = p.text("order.unsure_restart")
	case order.BecauseUnclear:
		words = p.text("order.unsure_unclear")
	case order.BecauseAbandoned:
		words = p.text("order.unsure_abandoned")
	}
	if order.WatchEnded(o, time.Now()) {
		return words + " " + p.text("order.watch_ended")
	}
	return words + " " + p.text("order.still_asking")
}

func (p *orderPage) refusedWords(o order.Order) string {
	switch o.Why {
	case order.BecauseNotSent:
		return p.text("order.refused_not_sent")
	case order.BecauseAuth:
		return p.text("order.refused_auth")
	}
	return p.text("order.refused")
}

// markRemarks explain the marks beside the state.
func (p *orderPage) markRemarks(o order.Order) []remark {
	var list []remark
	if o.Marks.Has(order.MarkMismatch) {
		stop := toneBad
		stop.shape = iconStop
		key := "order.mark_mismatch"
		switch d := o.Differed; {
		case o.DifferedRefund != "":
			key = "order.mark_refund_mismatch"
		case d != nil && d.Status == "CANCELLED" && o.State == order.StatePaid:
			key = "order.mark_paid_cancelled"
		}
		list = append(list, remark{stop, p.text(key)})
	}
	if o.Marks.Has(order.MarkLate) {
		late := toneWarn
		late.shape = iconClock
		list = append(list, remark{late, p.text("order.mark_late")})
	}
	if gone := o.Refunded(); gone.Minor > 0 {
		back := toneCalm
		back.shape = iconBack
		list = append(list, remark{back, p.text("order.mark_refunded", "Amount", gone)})
	}
	for _, r := range o.Refunds {
		if r.State == order.RefundFailed && !r.Seen {
			list = append(list, remark{toneBad, p.text("order.mark_refund_failed", "Amount", r.Amount)})
		}
	}
	if o.Marks.Has(order.MarkDismissed) {
		ring := toneCalm
		ring.shape = iconRing
		list = append(list, remark{ring, p.droppedWords(o)})
	}
	return list
}

func (p *orderPage) droppedWords(o order.Order) string {
	switch o.Why {
	case order.BecauseTime:
		return p.text("order.dismissed_time")
	case order.BecauseRestart:
		return p.text("order.dismissed_restart")
	case order.BecauseAbandoned:
		return p.text("order.dismissed_abandoned")
	}
	return p.text("order.dismissed_staff")
}

// saidWords is the gateway's last word: what it means, and as it was sent.
func (p *orderPage) saidWords(o order.Order) string {
	switch o.Said {
	case "":
		return p.text("said.nothing")
	case "PENDING":
		return p.text("order.said_both", "Words", p.text("said.pending"), "Said", o.Said)
	case "SUCCEEDED":
		return p.text("order.said_both", "Words", p.text("said.succeeded"), "Said", o.Said)
	case "CANCELLED":
		return p.text("order.said_both", "Words", p.text("said.cancelled"), "Said", o.Said)
	}
	return o.Said
}
