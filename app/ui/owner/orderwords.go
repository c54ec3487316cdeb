package owner

import (
	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// stateWords say where the order stands and what that means for the money.
func (p *OrderPage) stateWords(o order.Order) string {
	switch {
	case o.Hand != nil:
		return p.handWords(*o.Hand)
	case o.Overruled != nil:
		return p.Join(p.knownWords(o), p.recordedBefore(*o.Overruled))
	}
	return p.knownWords(o)
}

func (p *OrderPage) knownWords(o order.Order) string {
	if o.Marks.Has(order.MarkMismatch) && o.State != order.StatePaid {
		return p.Text("order.disagrees")
	}
	if o.Unclear() {
		return p.Text("order.unclear", "Said", o.Unread)
	}
	switch o.State {
	case order.StateCreated:
		return p.Text("order.created")
	case order.StateWaiting:
		return p.waitingWords(o)
	case order.StateUnsure:
		return p.unsureWords(o)
	case order.StatePaid:
		return p.Text("order.paid")
	case order.StateCancelled:
		return p.Text("order.cancelled")
	}
	return p.refusedWords(o)
}

func (p *OrderPage) handWords(h order.Hand) string {
	switch {
	case h.Verdict == order.HandPaid && p.order.Proven() && !p.order.Marks.Has(order.MarkMismatch):
		return p.Join(p.Text("order.paid"), p.recordedBefore(h))
	case h.Verdict == order.HandPaid && p.order.Proven():
		return p.Join(p.Text("order.paid"), p.Text("order.hand_too", "Verdict", verdictWord(p.Texts, h.Verdict), "Reason", h.Reason))
	case h.Verdict == order.HandPaid:
		return p.Text("order.hand_paid", "Reason", h.Reason)
	case h.Verdict == order.HandRefunded:
		return p.Text("order.hand_refunded", "Reason", h.Reason)
	}
	return p.Text("order.hand_unpaid", "Reason", h.Reason)
}

// recordedBefore says what a manager had recorded before the gateway decided.
func (p *OrderPage) recordedBefore(h order.Hand) string {
	return p.Text("order.hand_before", "Verdict", verdictWord(p.Texts, h.Verdict), "Reason", h.Reason)
}

func (p *OrderPage) waitingWords(o order.Order) string {
	switch {
	case o.WatchedOut():
		return p.Text("order.watch_ended")
	case o.Marks.Has(order.MarkDismissed):
		return p.Text("order.watched")
	}
	return p.Text("order.waiting")
}

func (p *OrderPage) unsureWords(o order.Order) string {
	words := p.Text("order.unsure")
	switch o.Why {
	case order.BecauseRestart:
		words = p.Text("order.unsure_restart")
	case order.BecauseUnclear:
		words = p.Text("order.unsure_unclear")
	case order.BecauseAbandoned:
		words = p.Text("order.unsure_abandoned")
	case order.BecauseRestored:
		words = p.Text("order.unsure_restored")
	}
	switch {
	case !o.WatchedOut():
		return p.Join(words, p.Text("order.still_asking"))
	case o.Why == order.BecauseRestored:
		return p.Join(words, p.Text("order.watch_ended"))
	}
	return p.Join(words, p.Text("order.unpayable_ended"))
}

func (p *OrderPage) refusedWords(o order.Order) string {
	switch o.Why {
	case order.BecauseNotSent:
		return p.Text("order.refused_not_sent")
	case order.BecauseAuth:
		return p.Text("order.refused_auth")
	}
	return p.Text("order.refused")
}

// markRemarks explain the marks beside the state.
func (p *OrderPage) markRemarks(o order.Order) []remark {
	var list []remark
	if o.Marks.Has(order.MarkMismatch) {
		stop := kit.ToneBad
		stop.Shape = kit.IconStop
		key := "order.mark_mismatch"
		switch d := o.Differed; {
		case o.DifferedRefund != "":
			key = "order.mark_refund_mismatch"
		case d != nil && d.Status == "CANCELLED" && o.State == order.StatePaid:
			key = "order.mark_paid_cancelled"
		}
		list = append(list, remark{stop, p.Text(key)})
	}
	if o.Marks.Has(order.MarkLate) {
		late := kit.ToneWarn
		late.Shape = kit.IconClock
		list = append(list, remark{late, p.Text("order.mark_late")})
	}
	if gone := o.Refunded(); gone.Minor > 0 {
		back := kit.ToneCalm
		back.Shape = kit.IconBack
		list = append(list, remark{back, p.Text("order.mark_refunded", "Amount", gone)})
	}
	first, _ := o.FailedRefund()
	for _, r := range o.Refunds {
		if r.FailedUnseen() && !(p.stand.told && r.ID == first.ID) {
			key := "order.mark_refund_failed"
			if o.Superseded(r) {
				key = "order.refund_superseded"
			}
			list = append(list, remark{kit.ToneBad, p.Text(key, "Amount", r.Amount)})
		}
	}
	if o.Marks.Has(order.MarkDismissed) {
		ring := kit.ToneCalm
		ring.Shape = kit.IconRing
		list = append(list, remark{ring, p.droppedWords(o)})
	}
	return list
}

func (p *OrderPage) droppedWords(o order.Order) string {
	switch o.Why {
	case order.BecauseTime:
		return p.Text("order.dismissed_time")
	case order.BecauseRestart:
		return p.Text("order.dismissed_restart")
	case order.BecauseAbandoned:
		return p.Text("order.dismissed_abandoned")
	}
	return p.Text("order.dismissed_staff")
}

// saidWords is the gateway's last word: what it means, and as it was sent.
func (p *OrderPage) saidWords(o order.Order) string {
	switch o.Said {
	case "":
		return p.Text("said.nothing")
	case "PENDING":
		return p.Text("order.said_both", "Words", p.Text("said.pending"), "Said", o.Said)
	case "SUCCEEDED":
		return p.Text("order.said_both", "Words", p.Text("said.succeeded"), "Said", o.Said)
	case "CANCELLED":
		return p.Text("order.said_both", "Words", p.Text("said.cancelled"), "Said", o.Said)
	}
	return o.Said
}
