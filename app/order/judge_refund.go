package order

import "time"

// RefundAnswer is what the gateway said about a refund, in its own words. A
// zero Code is success; otherwise only Code, Message and RID mean anything. The
// docs show neither amount nor currency nor the gateway's own number in the
// answer to a creation, so these may be missing.
type RefundAnswer struct {
	MerchantRefundID string `json:"merchant_refund_id,omitempty"`
	RefundID         string `json:"refund_id,omitempty"`
	MerchantOrderID  string `json:"merchant_order_id,omitempty"`
	OrderID          string `json:"order_id,omitempty"`
	Amount           string `json:"amount,omitempty"`
	Currency         string `json:"currency,omitempty"`
	Status           string `json:"status,omitempty"`
	Code             int    `json:"code,omitempty"`
	Message          string `json:"message,omitempty"`
	RID              string `json:"rid,omitempty"`
}

// statusFailed is a refund's (the sister deployment's refund_failed).
const statusFailed = "FAILED"

// RefundJudgement is what an answer means for a refund.
type RefundJudgement uint8

// The judgements.
const (
	// RefundOpen: nothing that decides: unknown, or not understood.
	RefundOpen RefundJudgement = iota
	// RefundNone: the gateway says that there is no such refund, or refuses.
	RefundNone
	// RefundUnderWay: the gateway has it.
	RefundUnderWay
	// RefundProven: the money has gone back, with all that was said matching.
	RefundProven
	// RefundDenied: the gateway has it and says that it failed.
	RefundDenied
	// RefundDiffers: a final answer about another refund, order or amount.
	RefundDiffers
)

// JudgeRefund says what an answer means for one of an order's refunds.
func JudgeRefund(o Order, r Refund, a RefundAnswer) RefundJudgement {
	known := a.Status == statusSucceeded || a.Status == statusFailed || a.Status == statusPending
	amount, wellFormed := r.Amount.SameOnWire(a.Amount)
	switch {
	case a.Code != 0:
		return RefundNone
	case !known || a.MerchantRefundID == "" || a.Amount != "" && !wellFormed:
		return RefundOpen
	}
	agrees := a.MerchantRefundID == string(r.ID) && (a.Amount == "" || amount) &&
		(a.Currency == "" || a.Currency == r.Amount.Currency) &&
		(a.MerchantOrderID == "" || a.MerchantOrderID == string(o.ID)) &&
		(a.OrderID == "" || o.GatewayID == "" || a.OrderID == o.GatewayID)
	switch {
	case !agrees && a.Status == statusPending:
		return RefundOpen
	case !agrees:
		return RefundDiffers
	case a.Status == statusSucceeded:
		return RefundProven
	case a.Status == statusFailed:
		return RefundDenied
	}
	return RefundUnderWay
}

func refundAnswered(o Order, r Refund, e Event) (Refund, *Answer, error) {
	a := *e.Refund.Answer
	judgement := JudgeRefund(o, r, a)
	before := r
	if r.State != RefundWanted { // else it answers the sending, not a question
		r.AskedAt, r.Asked = e.At, r.Asked+1
	}
	r.Said = a.short()
	switch {
	case judgement != RefundNone:
		r.Missing = time.Time{}
	case r.State != RefundWanted && r.Missing.IsZero():
		r.Missing = e.At
	}
	contradicts := before.State == RefundDone && judgement == RefundDenied || before.State == RefundFailed && judgement == RefundProven
	if contradicts || judgement == RefundDiffers {
		if r.State == RefundWanted {
			r.State, r.Why = RefundUnsure, BecauseUnclear
		}
		differing := a.asAnswer()
		return r, &differing, nil
	}
	if before.final() {
		return before, nil, nil
	}
	return settleRefund(r, judgement, e, a)
}

// settleRefund moves an undecided refund by an answer that does not disagree.
func settleRefund(r Refund, j RefundJudgement, e Event, a RefundAnswer) (Refund, *Answer, error) {
	switch j {
	case RefundProven:
		r.State, r.Day = RefundDone, e.Day
		if r.Hand != nil && r.Hand.Verdict == HandNotRefunded {
			differing := a.asAnswer() // its amount may have gone back a second time meanwhile
			return r, &differing, nil
		}
	case RefundDenied:
		r.State = RefundFailed
	case RefundUnderWay:
		r.State = RefundPending
	default:
		if r.State == RefundWanted {
			r.State, r.Why = RefundUnsure, BecauseUnclear
		}
	}
	return r, nil, nil
}

// asAnswer puts the answer into the form in which disagreement is kept.
func (a RefundAnswer) asAnswer() Answer {
	return Answer{
		MerchantOrderID: a.MerchantOrderID, OrderID: a.OrderID, Amount: a.Amount, Currency: a.Currency,
		Status: a.Status, Code: a.Code, Message: a.Message, RID: a.RID,
	}
}

func (a RefundAnswer) short() string { return a.asAnswer().short() }

// passingRefund is Passing for an answer about a refund.
func passingRefund(o Order, e Event) bool {
	if e.Refund == nil || e.Refund.Answer == nil {
		return false
	}
	r, known := o.Refund(e.Refund.ID)
	if !known || r.State == RefundWanted {
		return false
	}
	after, differing, err := refundAnswered(o, r, e)
	return err == nil && differing == nil && after.State == r.State && after.Said == r.Said && after.Missing.IsZero() == r.Missing.IsZero()
}
