package ui

import (
	"fyne.io/fyne/v2"

	"qrtill/app/order"
)

// comparison lays what was expected beside what came.
type comparison struct {
	kit
	box     *fyne.Container
	differs bool // a line that does not agree is there
}

func newComparison(k kit) *comparison {
	c := &comparison{kit: k, box: column(8)}
	c.box.Add(c.line("", k.text("order.expected"), k.text("order.came"), true))
	return c
}

func (c *comparison) add(name, expected, came string, agree bool) {
	c.differs = c.differs || !agree
	c.box.Add(hairline())
	c.box.Add(c.line(name, expected, came, agree))
}

func (c *comparison) line(name, expected, came string, agree bool) fyne.CanvasObject {
	ink, sign := colorInk, newIcon(iconTriangle, 18, colorBad)
	if !agree {
		ink = colorBad
	}
	cell := func(text string, color fyne.ThemeColorName) *label {
		l := newFitted(sizeBody, color, fyne.TextAlignLeading).saying(text)
		l.least = 10
		return l
	}
	last := cell(came, ink)
	last.bold = !agree
	setVisible(sign, !agree)
	return row(10, atLeast(130, 0, cell(name, colorInkSoft)), grow(1, cell(expected, colorInk)), grow(1, last), atLeast(18, 18, middle(sign)))
}

// differedCard shows the answer that disagreed: about the payment, or about
// one of the refunds.
func (p *orderPage) differedCard(came order.Answer) fyne.CanvasObject {
	o := p.order
	c := newComparison(p.kit)
	title := p.text("order.differed")
	if r, about := o.Refund(o.DifferedRefund); about {
		title = p.text("order.differed_refund", "Amount", r.Amount)
		p.compareRefund(c, r, came)
	} else {
		amount, _ := o.Amount.SameOnWire(came.Amount)
		c.add(p.text("order.cmp_amount"), o.Amount.Decimal()+" "+o.Amount.Currency, came.Amount+" "+came.Currency, amount && came.Currency == o.Amount.Currency)
		paidThenNot := o.State == order.StatePaid && came.Status != "SUCCEEDED"
		expected := came.Status
		if paidThenNot {
			expected = "SUCCEEDED"
		}
		c.add(p.text("order.cmp_status"), expected, came.Status, !paidThenNot)
	}
	// Numbers are long: only those that differ are worth the room. A refund's
	// answer need not hold them.
	about := o.DifferedRefund != ""
	if came.MerchantOrderID != string(o.ID) && !(about && came.MerchantOrderID == "") {
		c.add(p.text("order.number"), string(o.ID), came.MerchantOrderID, false)
	}
	if o.GatewayID != "" && came.OrderID != o.GatewayID && !(about && came.OrderID == "") {
		c.add(p.text("order.gateway_number"), o.GatewayID, came.OrderID, false)
	}
	if about && !c.differs {
		c.add(p.text("order.refund_number"), string(o.DifferedRefund), p.text("order.another_number"), false)
	}
	return group(title, c.box)
}

// compareRefund adds what can be told of a refund's answer. Amount and
// currency may be missing from it.
func (p *orderPage) compareRefund(c *comparison, r order.Refund, came order.Answer) {
	amount, currency := came.Amount, came.Currency
	same := true
	if amount != "" {
		same, _ = r.Amount.SameOnWire(amount)
	} else {
		amount = p.text("order.not_said")
	}
	same = same && (currency == "" || currency == r.Amount.Currency)
	if currency != "" {
		amount += " " + currency
	}
	c.add(p.text("order.cmp_amount"), r.Amount.Decimal()+" "+r.Amount.Currency, amount, same)
	expected := came.Status
	switch {
	case r.Hand != nil && r.Hand.Verdict == order.HandNotRefunded:
		expected = p.text("order.hand_none")
	case r.State == order.RefundDone && came.Status == "FAILED":
		expected = "SUCCEEDED"
	case r.State == order.RefundFailed && came.Status == "SUCCEEDED":
		expected = "FAILED"
	}
	c.add(p.text("order.cmp_status"), expected, came.Status, expected == came.Status)
}
