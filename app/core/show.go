package core

import (
	"errors"
	"time"

	"qrtill/app/order"
)

// View is what the windows show now. What the shell knows (the log's end, today's
// total, how the PIN stands) is for it to add.
func (c *Core) View(now time.Time) View {
	v := View{
		Settings: c.settings, NeedSetup: !c.ready, Notice: c.noticeNow(now), Network: c.networkNow(now),
		Practice: c.practice || c.ready && c.loopback,
		Sale:     c.saleView(now), Moved: c.moved,
		Manager: ManagerView{Done: c.managerDone, Problem: c.managerProblem},
	}
	v.Alerts, v.MoreAlerts = c.alertViews()
	v.Trouble, v.MoreTrouble = c.troubleViews(now)
	for _, l := range c.lines {
		if l.key != nil && !errors.Is(l.key, errPending) {
			v.Unasked += l.unsettled
		} else {
			v.Watching += l.undecided
		}
	}
	if h := c.front(); h != nil && h.undecided && (h.line.key == nil || errors.Is(h.line.key, errPending)) {
		v.Watching--
	}
	if c.stopped != nil {
		v.Stopped = c.stopped.Text
	} else if err := c.own().key; c.ready && err != nil && !errors.Is(err, errPending) {
		v.Stopped = c.explain(err)
	}
	if c.own().silence(now) > 0 {
		v.Quiet = c.own().silent
	}
	v.Banner = c.banner(now, v.Unasked)
	return v
}

// noticeNow leaves out a silence that is over, and what the gateway said of an order a
// while ago.
func (c *Core) noticeNow(now time.Time) Text {
	h := c.front()
	silent := c.own().silence(now) > 0 || h != nil && h.line.silence(now) > 0
	switch about := c.notice.Key == silentKey || c.notice.Key == silentAgainKey; {
	case !c.notice.Empty() && (!about || silent):
		return c.notice
	case now.Before(c.until):
		return c.reply
	}
	return Text{}
}

func (c *Core) banner(now time.Time, unasked int) Text {
	switch {
	case unasked > 0:
		return Text{Key: "banner.unasked", Values: map[string]any{"Count": unasked}}
	case c.own().long && c.own().silence(now) > 0:
		return Text{Key: "banner.silent", Values: map[string]any{"Time": c.own().silent}}
	case c.denied != "":
		return Text{Key: "banner.denied"}
	case c.own().contended:
		return Text{Key: "banner.contended"}
	case c.skew > ClockOff || c.skew < -ClockOff:
		return Text{Key: "banner.clock", Values: map[string]any{"Minutes": int(c.skew.Abs().Round(time.Minute) / time.Minute)}}
	}
	return Text{}
}

func (c *Core) saleView(now time.Time) *SaleView {
	s := c.sale
	if s == nil {
		return nil
	}
	v := &SaleView{
		Phase: s.phase(), Order: s.order.ID, Amount: s.charge.Amount, Method: s.charge.Method, Note: s.charge.Note,
		Tip: s.charge.Tip, Discount: s.charge.Discount, Restored: s.restored,
		Unclear: s.order.Unclear(), Since: s.since, AskedAt: s.order.AskedAt, Said: said(s.order), Took: s.took, Problem: c.problem(),
	}
	if h := c.orders[s.order.ID]; h != nil {
		v.Asking = h.payment.busy && s.order.State != order.StateCreated
	}
	if h := c.front(); h != nil && h.line.silence(now) > 0 {
		v.Quiet = h.line.silent
		if h.line.long && !h.delayed {
			v.Quiet, v.QuietLong = h.line.frontAt(), true
		}
	}
	switch v.Phase {
	case Waiting:
		v.QR, v.Until = s.order.QR, s.until
		v.Slow = c.networkNow(now) == Slow || c.network == Offline
	case Sending:
		v.Slow = now.Sub(s.since) >= slowAnswer
	case Paid:
		v.PaidAfter = max(s.order.SettledAt.Sub(s.order.ShownAt), 0) // the clock may have been set back between
	}
	return v
}

// said is the gateway's last answer in words for staff.
func said(o order.Order) Text {
	switch o.Said {
	case "":
		return Text{Key: "said.nothing"}
	case "PENDING":
		return Text{Key: "said.pending"}
	case "SUCCEEDED":
		return Text{Key: "said.succeeded"}
	case "CANCELLED":
		return Text{Key: "said.cancelled"}
	}
	return Text{Key: "said.other", Values: map[string]any{"Said": o.Said}}
}

// failedRefundText is about the first refund that failed unseen.
func failedRefundText(o order.Order) Text {
	r, _ := o.FailedRefund()
	v := orderValues(o)
	v["Refund"], v["Said"] = r.Amount, r.Said
	switch {
	case o.Superseded(r):
		return Text{Key: "alert.refund_superseded", Values: v}
	case r.Why == order.BecauseGateway:
		return Text{Key: "alert.refund_refused", Values: v}
	case r.Why == order.BecauseNotSent:
		return Text{Key: "alert.refund_not_sent", Values: v}
	}
	return Text{Key: "alert.refund_failed", Values: v}
}

func troubleText(o order.Order, kind order.Trouble) Text {
	switch kind {
	case order.TroubleMismatch:
		return disputeText(o)
	case order.TroubleRefund:
		v := orderValues(o)
		for _, r := range o.Refunds {
			if r.Undecided() {
				v["Refund"] = r.Amount
				break
			}
		}
		return Text{Key: "trouble.refund", Values: v}
	case order.TroubleUnclear:
		v := orderValues(o)
		v["Said"] = o.Unread
		return Text{Key: "trouble.unclear", Values: v}
	}
	return Text{}
}

// disputeText says what was expected and what came.
func disputeText(o order.Order) Text {
	v := orderValues(o)
	if d := o.Differed; d != nil {
		v["Came"] = d.Amount + " " + d.Currency
		v["CameOrder"] = d.MerchantOrderID
		v["CameStatus"] = d.Status
		if r, ok := o.Refund(o.DifferedRefund); ok {
			key := refundDisputeKey(r, *d)
			if v["Refund"] = r.Amount; key == keyAfterAll {
				v["Refund"] = goneAfterAll(o)
			}
			return Text{Key: key, Values: v}
		}
		if d.Status == "CANCELLED" && o.State == order.StatePaid {
			return Text{Key: "alert.paid_then_cancelled", Values: v}
		}
	}
	return Text{Key: "alert.mismatch", Values: v}
}

// refundDisputeKey is the sentence of what disagreed about a refund: with what was asked
// for, or with what a manager has recorded, and then what that means for the money.
func refundDisputeKey(r order.Refund, came order.Answer) string {
	switch {
	case recordedNone(r) && r.State == order.RefundDone && came.Status == "SUCCEEDED":
		return keyAfterAll
	case recordedNone(r) && came.Status == "PENDING":
		return "alert.refund_under_way"
	case r.Hand.Is(order.HandRefunded) && r.State == order.RefundFailed:
		return "alert.refund_not_back"
	}
	return "alert.refund_mismatch"
}

const keyAfterAll = "alert.refund_after_all"

// recordedNone says that a manager has recorded it as not refunded, whatever came since.
func recordedNone(r order.Refund) bool {
	return r.Hand.Is(order.HandNotRefunded) || r.Overruled.Is(order.HandNotRefunded)
}

// goneAfterAll is what has gone back of all that a manager had recorded as not refunded:
// of two that come one after the other nobody may have read the first.
func goneAfterAll(o order.Order) order.Amount {
	sum := order.Amount{Currency: o.Amount.Currency}
	for _, r := range o.Refunds {
		if r.State == order.RefundDone && recordedNone(r) {
			sum.Minor += r.Amount.Minor
		}
	}
	return sum
}

// orderValues are an order's values for a sentence. Amounts go in as amounts:
// who renders the text formats them by the language's rules.
func orderValues(o order.Order) map[string]any {
	return map[string]any{
		"Amount": o.Amount, "Order": string(o.ID), "Method": o.Method, "Time": o.CreatedAt, "Note": o.Note,
	}
}
