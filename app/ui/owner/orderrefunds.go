package owner

import (
	"time"

	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// standing is what else than the order changes what its page says.
type standing struct {
	trouble    order.Trouble
	resendable int
	told       bool // its alert is the one above the page, with a button that takes note of it
	front      bool // its sale is on the screen, where staff go on from it
}

func (p *OrderPage) standingOf(o order.Order, now time.Time) standing {
	s := standing{trouble: order.TroubleAt(o, now), front: p.view.Sale != nil && p.view.Sale.Order == o.ID}
	if len(p.view.Alerts) > 0 {
		a := p.view.Alerts[0]
		s.told = a.Order == o.ID && a.Kind == o.Alert() && a.Found <= 1
	}
	for _, r := range o.Refunds {
		if o.Resendable(r.ID) {
			s.resendable++
		}
	}
	return s
}

// portalAfter is when the gateway's portal says more about a code that is gone than the
// next question would.
const portalAfter = 15 * time.Minute

// recordable says that a manager may record by hand what became of an order.
func recordable(o order.Order, now time.Time) bool {
	undecided := o.State == order.StateWaiting || o.State == order.StateUnsure
	long := !o.SlowSince.IsZero() && now.Sub(o.SlowSince) >= portalAfter
	doubtful := order.TroubleAt(o, now) == order.TroubleUnclear // staff are told to
	return o.Hand == nil && (undecided && long || doubtful || o.Marks.Has(order.MarkMismatch))
}

// seenWords are the button that acknowledges an alert, and what it means.
func (p *OrderPage) seenWords(a order.Alert) (button, explained string) {
	if a == order.AlertLate {
		return p.Text("order.keep"), p.Text("order.keep_text")
	}
	return p.Text("order.seen"), p.Text("order.seen_text")
}

// refundsCard lists the refunds, the newest first, and what is left.
func (p *OrderPage) refundsCard() fyne.CanvasObject {
	box := kit.Column(14)
	for i := len(p.order.Refunds) - 1; i >= 0; i-- {
		box.Add(p.refundLine(p.order.Refunds[i]))
		box.Add(kit.Hairline())
	}
	box.Add(p.facts(
		fact{p.Text("order.refunded_sum"), p.Money(p.order.Refunded())},
		fact{p.Text("order.left_sum"), p.Money(p.order.Refundable())}))
	return kit.Group(p.Text("order.refunds"), box)
}

func (p *OrderPage) refundLine(r order.Refund) fyne.CanvasObject {
	state := kit.NewPill()
	state.Say(p.refundLook(r))
	amount := kit.NewLabel(kit.SizeLarge, kit.ColorInk).Strong().Saying(p.Money(r.Amount))
	line := kit.Column(6, kit.Row(12, amount, kit.Space(), kit.Middle(state.Box)), kit.NewFlow(kit.SizeBody, kit.ColorInk, p.refundWords(r)))
	for _, words := range p.refundFacts(r) {
		line.Add(kit.NewFlow(kit.SizeSmall, kit.ColorInkSoft, words))
	}
	var deeds []fyne.CanvasObject
	if p.order.Resendable(r.ID) {
		deeds = append(deeds, kit.NewButton(p.frame, kit.SoftButton, p.Text("order.send_again"), "", func() { p.sendAgain(r.ID) }))
	}
	if len(r.Verdicts(r.SentAgo(time.Now()))) > 0 && (r.State == order.RefundUnsure || p.stand.trouble != order.NoTrouble) {
		deeds = append(deeds, kit.NewButton(p.frame, kit.SoftButton, p.Text("order.record"), "", func() { p.resolve(r.ID) }))
	}
	if len(deeds) > 0 {
		for _, d := range deeds {
			d.(*kit.Button).Least.Height = kit.Touch
		}
		line.Add(kit.Row(10, append(deeds, kit.Space())...))
	}
	return line
}

func (p *OrderPage) refundLook(r order.Refund) (kit.Tone, string) {
	with := func(t kit.Tone, shape string) kit.Tone { t.Shape = shape; return t }
	switch {
	case r.State == order.RefundDone:
		return kit.ToneGood, p.Text("order.refund_done")
	case r.State == order.RefundFailed && (r.Why == order.BecauseGateway || r.Why == order.BecauseNotSent):
		return kit.ToneBad, p.Text("order.refund_refused")
	case r.State == order.RefundFailed:
		return kit.ToneBad, p.Text("order.refund_failed")
	case r.Hand != nil:
		return with(kit.ToneCalm, kit.IconHand), p.Text("history.by_hand")
	case r.Denied():
		return with(kit.ToneAccent, kit.IconHalf), p.Text("order.refund_denied")
	case r.State == order.RefundUnsure:
		return with(kit.ToneWarn, kit.IconHalf), p.Text("order.refund_unsure")
	case r.State == order.RefundPending:
		return with(kit.ToneAccent, kit.IconClock), p.Text("order.refund_pending")
	}
	return with(kit.ToneAccent, kit.IconHalf), p.Text("order.refund_requested")
}

// refundWords say where a refund stands and what that means for the money.
func (p *OrderPage) refundWords(r order.Refund) string {
	switch {
	case r.State == order.RefundDone:
		return p.Text("order.refund_done_text")
	case r.State == order.RefundFailed && r.Hand.Is(order.HandRefunded):
		return p.Text("order.refund_hand_failed", "Reason", r.Hand.Reason)
	case p.order.Superseded(r):
		return p.Text("order.refund_superseded", "Amount", r.Amount)
	case r.State == order.RefundFailed && r.Why == order.BecauseNotSent:
		return p.Text("order.refund_not_sent_text")
	case r.State == order.RefundFailed && r.Why == order.BecauseGateway:
		return p.Text("order.refund_refused_text")
	case r.State == order.RefundFailed:
		return p.Text("order.refund_failed_text")
	case r.Hand.Is(order.HandNotRefunded):
		return p.Text("order.refund_hand_none", "Reason", r.Hand.Reason)
	case r.Hand != nil:
		return p.Text("order.refund_hand_done", "Reason", r.Hand.Reason)
	case r.Denied():
		return p.Text("order.refund_denied_text", "Said", r.Said)
	case r.State == order.RefundUnsure && p.order.Resendable(r.ID):
		return p.Text("order.refund_missing_text", "Amount", r.Amount)
	case r.State == order.RefundUnsure && r.Why == order.BecauseRestored:
		return p.Text("order.refund_restored_text", "Amount", r.Amount)
	case r.State == order.RefundUnsure:
		return p.Text("order.refund_unsure_text", "Amount", r.Amount)
	case r.State == order.RefundPending:
		return p.Text("order.refund_pending_text")
	}
	return p.Text("order.refund_requested_text")
}

// refundFacts are a refund's small print, without what is not known.
func (p *OrderPage) refundFacts(r order.Refund) []string {
	facts := []string{p.Text("order.refund_asked", "Time", p.Catalogue.DateTime(r.At, zoneOf(p.order, p.view.Settings.Zone)), "Number", string(r.ID))}
	if r.Reason != "" {
		facts = append(facts, p.Text("order.refund_reason", "Reason", r.Reason))
	}
	if r.Said != "" && !r.Denied() { // that no is in the words above
		facts = append(facts, p.Text("order.refund_said", "Said", r.Said))
	}
	if r.Sent > 1 {
		facts = append(facts, p.Text("order.refund_sent", "Count", r.Sent))
	}
	switch {
	case r.Overruled != nil:
		facts = append(facts, p.recordedBefore(*r.Overruled))
	case r.Hand != nil && (r.State == order.RefundDone || r.State == order.RefundFailed):
		facts = append(facts, p.recordedBefore(*r.Hand))
	}
	return facts
}
