package ui

import (
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
)

// standing is what time alone changes about an order.
type standing struct {
	trouble    order.Trouble
	resendable int
}

func standingOf(o order.Order, now time.Time) standing {
	s := standing{trouble: o.Trouble(now)}
	for _, r := range o.Refunds {
		if r.Resendable(now) {
			s.resendable++
		}
	}
	return s
}

// recordable says that a manager may record by hand what became of an order.
func recordable(o order.Order, t order.Trouble) bool {
	undecided := o.State == order.StateWaiting || o.State == order.StateUnsure
	return t != order.NoTrouble && o.Hand == nil && (undecided || o.Marks.Has(order.MarkMismatch))
}

// seenWords are the button that acknowledges an alert, and what it means.
func (p *orderPage) seenWords(a order.Alert) (button, explained string) {
	if a == order.AlertLate {
		return p.text("order.keep"), p.text("order.keep_text")
	}
	return p.text("order.seen"), p.text("order.seen_text")
}

// refundsCard lists the refunds, the newest first, and what is left.
func (p *orderPage) refundsCard() fyne.CanvasObject {
	box := column(14)
	for i := len(p.order.Refunds) - 1; i >= 0; i-- {
		box.Add(p.refundLine(p.order.Refunds[i]))
		box.Add(hairline())
	}
	box.Add(p.facts(
		fact{p.text("order.refunded_sum"), p.money(p.order.Refunded())},
		fact{p.text("order.left_sum"), p.money(p.order.Refundable())}))
	return group(p.text("order.refunds"), box)
}

func (p *orderPage) refundLine(r order.Refund) fyne.CanvasObject {
	state := newPill()
	state.say(p.refundLook(r))
	amount := newLabel(sizeLarge, colorInk).strong().saying(p.money(r.Amount))
	line := column(6, row(12, amount, space(), middle(state.box)), newFlow(sizeBody, colorInk, p.refundWords(r)))
	for _, words := range p.refundFacts(r) {
		line.Add(newFlow(sizeSmall, colorInkSoft, words))
	}
	var deeds []fyne.CanvasObject
	if r.Resendable(time.Now()) {
		deeds = append(deeds, newButton(p.frame, softButton, p.text("order.send_again"), "", func() { p.sendAgain(r.ID) }))
	}
	if r.Undecided() && r.State != order.RefundWanted && (r.State == order.RefundUnsure || p.stand.trouble != order.NoTrouble) {
		deeds = append(deeds, newButton(p.frame, softButton, p.text("order.record"), "", func() { p.resolve(r.ID) }))
	}
	if len(deeds) > 0 {
		for _, d := range deeds {
			d.(*button).least.Height = touch
		}
		line.Add(row(10, append(deeds, space())...))
	}
	return line
}

func (p *orderPage) refundLook(r order.Refund) (tone, string) {
	with := func(t tone, shape string) tone { t.shape = shape; return t }
	switch {
	case r.State == order.RefundDone:
		return toneGood, p.text("order.refund_done")
	case r.State == order.RefundFailed:
		return toneBad, p.text("order.refund_failed")
	case r.Hand != nil:
		return with(toneCalm, iconHand), p.text("history.by_hand")
	case r.State == order.RefundUnsure:
		return with(toneWarn, iconHalf), p.text("order.refund_unsure")
	case r.State == order.RefundPending:
		return with(toneAccent, iconClock), p.text("order.refund_pending")
	}
	return with(toneAccent, iconHalf), p.text("order.refund_requested")
}

// refundWords say where a refund stands and what that means for the money.
func (p *orderPage) refundWords(r order.Refund) string {
	switch {
	case r.State == order.RefundDone:
		return p.text("order.refund_done_text")
	case r.State == order.RefundFailed && r.Why == order.BecauseNotSent:
		return p.text("order.refund_not_sent_text")
	case r.State == order.RefundFailed:
		return p.text("order.refund_failed_text")
	case r.Hand != nil && r.Hand.Verdict == order.HandNotRefunded:
		return p.text("order.refund_hand_none", "Reason", r.Hand.Reason)
	case r.Hand != nil:
		return p.text("order.refund_hand_done", "Reason", r.Hand.Reason)
	case r.State == order.RefundUnsure && r.Resendable(time.Now()):
		return p.text("order.refund_missing_text", "Amount", r.Amount)
	case r.State == order.RefundUnsure && r.Why == order.BecauseRestored:
		return p.text("order.refund_restored_text", "Amount", r.Amount)
	case r.State == order.RefundUnsure:
		return p.text("order.refund_unsure_text", "Amount", r.Amount)
	case r.State == order.RefundPending:
		return p.text("order.refund_pending_text")
	}
	return p.text("order.refund_requested_text")
}

// refundFacts are a refund's small print, without what is not known.
func (p *orderPage) refundFacts(r order.Refund) []string {
	facts := []string{p.text("order.refund_asked", "Time", p.catalogue.DateTime(r.At, zoneOf(p.order, p.view.Settings.Zone)), "Number", string(r.ID))}
	if r.Reason != "" {
		facts = append(facts, p.text("order.refund_reason", "Reason", r.Reason))
	}
	if r.Said != "" {
		facts = append(facts, p.text("order.refund_said", "Said", r.Said))
	}
	if r.Sent > 1 {
		facts = append(facts, p.text("order.refund_sent", "Count", r.Sent))
	}
	if r.Hand != nil && (r.State == order.RefundDone || r.State == order.RefundFailed) {
		facts = append(facts, p.text("order.refund_hand_before", "Reason", r.Hand.Reason))
	}
	return facts
}
