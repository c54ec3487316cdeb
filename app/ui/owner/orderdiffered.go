package owner

import (
	"fyne.io/fyne/v2"

	"qrtill/app/order"
	"qrtill/app/ui/kit"
)

// comparison lays what was expected beside what came.
type comparison struct {
	kit.Texts
	box     *fyne.Container
	differs bool // a line that does not agree is there
}

func newComparison(k kit.Texts) *comparison {
	c := &comparison{Texts: k, box: kit.Column(8)}
	c.box.Add(c.line("", k.Text("order.expected"), k.Text("order.came"), true))
	return c
}

func (c *comparison) add(name, expected, came string, agree bool) {
	c.differs = c.differs || !agree
	c.box.Add(kit.Hairline())
	c.box.Add(c.line(name, expected, came, agree))
}

func (c *comparison) line(name, expected, came string, agree bool) fyne.CanvasObject {
	ink, sign := kit.ColorInk, kit.NewIcon(kit.IconTriangle, 18, kit.ColorBad)
	if !agree {
		ink = kit.ColorBad
	}
	cell := func(text string, color fyne.ThemeColorName) *kit.Label {
		l := kit.NewFitted(kit.SizeBody, color, fyne.TextAlignLeading).Saying(text)
		l.Least = 10
		return l
	}
	last := cell(came, ink)
	last.Bold = !agree
	kit.SetVisible(sign, !agree)
	return kit.Row(10, kit.AtLeast(130, 0, cell(name, kit.ColorInkSoft)), kit.Grow(1, cell(expected, kit.ColorInk)),
		kit.Grow(1, last), kit.AtLeast(18, 18, kit.Middle(sign)))
}

// differedCard shows the answer that disagreed: about the payment, or about
// one of the refunds.
func (p *OrderPage) differedCard(came order.Answer) fyne.CanvasObject {
	o := p.order
	c := newComparison(p.Texts)
	title := p.Text("order.differed")
	if r, about := o.Refund(o.DifferedRefund); about {
		title = p.Text("order.differed_refund", "Amount", r.Amount)
		p.compareRefund(c, r, came)
	} else {
		amount, _ := o.Amount.SameOnWire(came.Amount)
		c.add(p.Text("order.cmp_amount"), o.Amount.Decimal()+" "+o.Amount.Currency, came.Amount+" "+came.Currency, amount && came.Currency == o.Amount.Currency)
		paidThenNot := o.State == order.StatePaid && came.Status != "SUCCEEDED"
		expected := came.Status
		if paidThenNot {
			expected = "SUCCEEDED"
		}
		c.add(p.Text("order.cmp_status"), expected, came.Status, !paidThenNot)
	}
	// Numbers are long: only those that differ are worth the room. A refund's
	// answer need not hold them.
	about := o.DifferedRefund != ""
	if came.MerchantOrderID != string(o.ID) && !(about && came.MerchantOrderID == "") {
		c.add(p.Text("order.number"), string(o.ID), came.MerchantOrderID, false)
	}
	if o.GatewayID != "" && came.OrderID != o.GatewayID && !(about && came.OrderID == "") {
		c.add(p.Text("order.gateway_number"), o.GatewayID, came.OrderID, false)
	}
	if about && !c.differs && isFinal(came.Status) && o.State == order.StatePaid {
		c.add(p.Text("order.refund_number"), string(o.DifferedRefund), p.Text("order.another_number"), false)
	}
	return kit.Group(title, c.box)
}

// isFinal says that an answer about a refund with this status is one that ends it, and so
// may be about another.
func isFinal(status string) bool { return status == "SUCCEEDED" || status == "FAILED" }

// compareRefund adds what can be told of a refund's answer. Amount and
// currency may be missing from it.
func (p *OrderPage) compareRefund(c *comparison, r order.Refund, came order.Answer) {
	amount, currency := came.Amount, came.Currency
	same := true
	if amount != "" {
		same, _ = r.Amount.SameOnWire(amount)
	} else {
		amount = p.Text("order.not_said")
	}
	same = same && (currency == "" || currency == r.Amount.Currency)
	if currency != "" {
		amount += " " + currency
	}
	c.add(p.Text("order.cmp_amount"), r.Amount.Decimal()+" "+r.Amount.Currency, amount, same)
	expected := came.Status
	switch {
	case r.Overruled != nil, r.Hand.Is(order.HandNotRefunded):
		expected = verdictWord(p.Texts, order.HandNotRefunded)
	case r.Hand != nil && r.State == order.RefundFailed:
		expected = verdictWord(p.Texts, order.HandRefunded)
	case (r.State == order.RefundDone || r.State == order.RefundFailed) && r.Said != "":
		expected = r.Said // before
	case !isFinal(came.Status) && r.Said != "": // that it never was had been concluded
		expected = r.Said
	}
	c.add(p.Text("order.cmp_status"), expected, came.Status, expected == came.Status)
}
