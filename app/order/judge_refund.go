package order

import (
	"slices"
	"strings"
)

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
	NotFound         bool   `json:"not_found,omitempty"` // so this gateway answers for a made-up refund
}

// statusFailed is a refund's (the sister deployment's refund_failed).
const statusFailed = "FAILED"

// RefundJudgement is what an answer means for a refund.
type RefundJudgement uint8

// The judgements.
const (
	// RefundOpen: nothing that decides: unknown, or not understood.
	RefundOpen RefundJudgement = iota
	// RefundNone: the gateway says that there is no such refund.
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
	if r.none(a) {
		return RefundNone
	}
	if a.Code != 0 || !known || a.MerchantRefundID == "" || a.Amount != "" && !wellFormed {
		return RefundOpen
	}
	agrees := a.MerchantRefundID == string(r.ID) && (a.Amount == "" || amount) &&
		(a.Currency == "" || a.Currency == r.Amount.Currency) &&
		(a.MerchantOrderID == "" || a.MerchantOrderID == string(o.ID)) &&
		(a.OrderID == "" || o.GatewayID == "" || a.OrderID == o.GatewayID)
	if !agrees && a.Status == statusPending {
		return RefundOpen
	}
	if !agrees {
		return RefundDiffers
	}
	if a.Status == statusSucceeded {
		return RefundProven
	}
	if a.Status == statusFailed {
		return RefundDenied
	}
	return RefundUnderWay
}

// none says that the gateway has no such refund. The very code with which it said no to
// the sending is none that it has for that.
func (r Refund) none(a RefundAnswer) bool { return a.NotFound && (r.No == 0 || a.Code != r.No) }

// refundAnswered takes an answer. differing is one that is news, and for a person.
func refundAnswered(o Order, r Refund, e Event) (_ Refund, differing *Answer, err error) {
	a := *e.Refund.Answer
	judgement := JudgeRefund(o, r, a)
	before, word := r, a.word(judgement)
	if r.State != RefundWanted { // else it answers the sending, not a question
		r = r.heard(e, judgement)
	}
	if judgement != RefundNone || !before.Denied() { // else staff want to know why the gateway said no
		r.Said = a.short()
	}
	contradicts := before.State == RefundDone && judgement == RefundDenied || before.State == RefundFailed &&
		(judgement == RefundProven || before.concluded() && word != "" && judgement != RefundDenied && e.Version >= 2)
	switch {
	case contradicts:
		r = disagreed(r, judgement, e)
		r.Said = before.Said // which it is compared with
	case judgement == RefundDiffers && r.State == RefundWanted:
		r.State, r.Why = RefundUnsure, BecauseUnclear
	case judgement == RefundDiffers:
	case before.final():
		return before, nil, nil
	default:
		r = settleRefund(r, judgement, e)
		contradicts = o.contradicts(r, e)
	}
	r, unsaid := r.recordUnsaid(word)
	if !contradicts && !unsaid && judgement != RefundDiffers {
		return r, nil, nil
	}
	r, isNew := r.differs(word)
	if news := r.State != before.State || unsaid || isNew; news {
		answer := a.asAnswer()
		return r, &answer, nil
	}
	return r, nil, nil
}

// differs keeps a word that disagreed. Each is new once, however they take turns, and so
// many of them are.
func (r Refund) differs(word string) (_ Refund, isNew bool) {
	const most = 8
	said := strings.Split(r.Differed, "\n")
	if slices.Contains(said, word) || len(said) >= most {
		return r, false
	}
	r.Differed = strings.Trim(r.Differed+"\n"+word, "\n")
	return r, true
}

// recordUnsaid keeps what the gateway says of a refund that it has. Where a manager has
// recorded that there is none, it is what was known then: another word takes the record
// back, so that the money is reserved, and watched.
func (r Refund) recordUnsaid(word string) (_ Refund, unsaid bool) {
	if word == "" || r.final() {
		return r, false
	}
	recorded := r.Hand.Is(HandNotRefunded)
	if unsaid = recorded && word != r.Heard; unsaid {
		r.Overruled, r.Hand = r.Hand, nil
	}
	if !recorded || unsaid {
		r.Heard = word
	}
	return r, unsaid
}

// concluded says of a failed refund that the gateway has not said so: it had none.
func (r Refund) concluded() bool { return r.Missing > 0 }

// disagreed moves a refund that had failed by an answer that contradicts. What goes back
// all the same, or perhaps does, is not to be given once more.
func disagreed(r Refund, j RefundJudgement, e Event) Refund {
	if r.State != RefundFailed || e.Version < 2 {
		return r
	}
	switch {
	case j == RefundProven:
		r.State, r.Day = RefundDone, e.Day
	case j == RefundUnderWay:
		r.State = RefundPending
	case j == RefundOpen, j == RefundDiffers && e.Refund.Answer.Status == statusSucceeded:
		r.State, r.Why = RefundUnsure, BecauseUnclear
	default:
		return r
	}
	r.Seen = false // that it failed: it may once more
	return r
}

// contradicts says that a refund has just ended otherwise than is known: than a manager
// has recorded, so that its amount may go back a second time, or of a payment that
// never was.
func (o *Order) contradicts(r Refund, e Event) bool {
	switch r.State {
	case RefundDone:
		return r.Hand.Is(HandNotRefunded) || o.State == StateCancelled && e.Version >= 2
	case RefundFailed:
		return r.Hand.Is(HandRefunded) && e.Version >= 2
	}
	return false
}

// heard notes an answer to a question.
func (r Refund) heard(e Event, j RefundJudgement) Refund {
	r.Asked = max(r.Asked, e.Step)
	if e.Version < 2 { // which did not tell what "not found" is
		r.Asked++
	}
	r.AskedAt, r.AskedDay = e.At, e.Day
	switch {
	case j == RefundNone:
		r.Missing, r.For, r.Heard = max(r.Missing+1, e.Refund.Missing), e.Refund.For, ""
	case e.Refund.Answer.Says():
		r.Missing, r.For = 0, 0
	}
	return r
}

// settleRefund moves an undecided refund by an answer that does not disagree.
func settleRefund(r Refund, j RefundJudgement, e Event) Refund {
	if j == RefundProven {
		r.State, r.Day = RefundDone, e.Day
		return r
	}
	if j == RefundUnderWay {
		r.State = RefundPending
		return r
	}
	if r.State == RefundWanted && (j != RefundDenied || e.Version >= 2) { // the answer to the sending: only a question ends it
		r.State, r.Why = RefundUnsure, BecauseUnclear
		return r
	}
	afterNo := r.State == RefundUnsure && r.Why == BecauseGateway
	if afterNo && e.Refund.Answer.word(j) != "" && j == RefundOpen { // it speaks of one that it should not have
		r.Why = BecauseUnclear
		return r
	}
	nothingWentOut := j == RefundNone && afterNo && denied.over(r.Asked) && r.Sent == 1
	if j == RefundDenied || nothingWentOut {
		r.State = RefundFailed
	}
	return r
}

// asAnswer puts the answer into the form in which disagreement is kept.
func (a RefundAnswer) asAnswer() Answer {
	return Answer{
		MerchantOrderID: a.MerchantOrderID, OrderID: a.OrderID, Amount: a.Amount, Currency: a.Currency,
		Status: a.Status, Code: a.Code, Message: a.Message, RID: a.RID, NotFound: a.NotFound,
	}
}

// Says is Answer.Says for a refund.
func (a RefundAnswer) Says() bool { return a.asAnswer().Says() }

// word is what the gateway says of a refund that it has, to tell one thing from another;
// nothing when it has none, or says nothing.
func (a RefundAnswer) word(j RefundJudgement) string {
	switch {
	case a.Code != 0:
		return ""
	case j == RefundDiffers:
		return strings.Join([]string{a.Status, a.MerchantRefundID, a.MerchantOrderID, a.OrderID, a.Amount, a.Currency}, " ")
	}
	return a.Status
}

func (a RefundAnswer) short() string { return a.asAnswer().Short() }

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
	return err == nil && differing == nil && after.State == r.State && after.Said == r.Said && after.Heard == r.Heard && (after.Missing == 0) == (r.Missing == 0) &&
		(r.missingLong() || !after.missingLong()) && !(r.schedule() != nil && r.schedule().over(e.Step))
}
