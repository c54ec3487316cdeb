package core

import (
	"errors"

	"qrtill/app/order"
	"qrtill/payments"
)

// Text is a sentence for people: a key of the catalogue and the values that
// belong in it. The zero Text says nothing.
type Text struct {
	Key    string
	Values map[string]any
}

// Empty says that there is nothing to say.
func (t Text) Empty() bool { return t.Key == "" }

// Failure is why a disk or a keyring did not do something, worded by who knows
// them.
type Failure struct {
	Text Text
	// OneSale says that nothing is broken: this sale can't start, others may.
	OneSale bool
	// Misplaced says that nothing is broken: the event has no place in its order.
	Misplaced bool
}

// Error is the sentence's key, for a log.
func (f *Failure) Error() string { return f.Text.Key }

// errNoCode wraps the reason why a sale got no code to show.
var errNoCode = errors.New("no code to show")

// These say that a gateway wants silence, which ends: to who wants to start a sale, and
// to who wants a code shown again.
const silentKey, silentAgainKey = "error.gateway.silent", "error.gateway.silent_again"

// rules are the errors that say it all by what they are, and the key of their
// sentence. The first that matches is taken. A test of package app names each
// error of ours that has no words.
var rules = []struct {
	err error
	key string
}{
	{order.ErrAmountEmpty, "error.amount.empty"},
	{order.ErrAmountZero, "error.amount.zero"},
	{order.ErrAmountFormat, "error.amount.format"},
	{order.ErrAmountDecimals, "error.amount.decimals"},
	{order.ErrAmountTooLarge, "error.amount.too_large"},
	{errNotOffered, "error.method"},
	{errNote, "error.note"},
	{errParts, "error.amount.parts"},
	{errReason, "error.refund.reason"},
	{errNotPaid, "error.refund.state"},
	{errNotResendable, "error.refund.resend"},
	{errDecided, "error.hand.state"},
	{errMoved, "error.moved"},
	{errSilent, silentKey},
	{errPending, "error.keyring.pending"},
	{order.ErrNotifyAddr, "error.settings.notify_address"},
	{order.ErrMove, "error.hand.state"},
	{order.ErrGatewayAddress, "error.settings.gateway"},
	{payments.ErrInsecure, "error.settings.gateway"},
	{payments.ErrAddress, "error.settings.gateway"},
	{payments.ErrCredentials, "error.settings.secret"},
	{order.ErrSecretText, "error.settings.secret_text"},
	{order.ErrMerchant, "error.settings.merchant"},
	{order.ErrShop, "error.settings.shop"},
	{order.ErrTill, "error.settings.till"},
	{order.ErrCurrency, "error.settings.currency"},
	{order.ErrZone, "error.settings.zone"},
	{order.ErrCutoff, "error.settings.cutoff"},
	{order.ErrMethods, "error.settings.methods"},
	{order.ErrLimit, "error.settings.limit"},
	{order.ErrTimes, "error.settings.times"},
	{order.ErrQuick, "error.settings.quick"},
	{order.ErrTips, "error.settings.tips"},
	{order.ErrDiscounts, "error.settings.discounts"},
	{order.ErrNotifyURL, "error.settings.notify"},
}

// Explain words what the rules or the gateway say no to; ok is false for
// an error of neither.
func Explain(err error) (text Text, ok bool) {
	if failure, is := errors.AsType[*Failure](err); is {
		return failure.Text, true
	}
	for _, r := range rules {
		if errors.Is(err, r.err) {
			return Text{Key: r.key}, true
		}
	}
	if p, is := errors.AsType[*payments.Error](err); is {
		return explainGateway(p, errors.Is(err, errNoCode)), true
	}
	return Text{}, false
}

// Unexpected words an error that nobody has foreseen.
func Unexpected(err error) Text {
	return Text{Key: "error.unexpected", Values: map[string]any{"Error": err.Error()}}
}

// explain adds what only the core knows.
func (c *Core) explain(err error) Text {
	if errors.Is(err, errOverLimit) {
		limit := order.Amount{Minor: c.settings.Limit, Currency: c.settings.Account.Currency}
		return Text{Key: "error.amount.over_limit", Values: map[string]any{"Limit": limit}}
	}
	if text, ok := Explain(err); ok {
		return text
	}
	return Unexpected(err)
}

// explainFor adds what an order knows.
func (c *Core) explainFor(o order.Order, err error) Text {
	if errors.Is(err, order.ErrRefundLimit) {
		return Text{Key: "error.refund.limit", Values: map[string]any{"Left": o.Refundable()}}
	}
	return c.explain(err)
}

// explainGateway words a gateway error. Where a sale has failed the sentence
// also says that nothing can be paid by it.
func explainGateway(p *payments.Error, sale bool) Text {
	values := map[string]any{"Message": p.Message, "Code": p.Code, "RID": p.RID, "Status": p.Status}
	key := gatewayKey(p)
	if key == "expired" {
		_, values["End"] = p.Valid()
		values["Now"] = p.At
	}
	if key == "refused" && p.Message == "" {
		values["Message"] = p.RID
	}
	if sale {
		return Text{Key: "sale.failed." + key, Values: values}
	}
	return Text{Key: "error.gateway." + key, Values: values}
}

func gatewayKey(p *payments.Error) string {
	switch p.Kind {
	case payments.KindAuth:
		return "auth"
	case payments.KindRefused, payments.KindConfig:
		return "refused"
	case payments.KindTLS, payments.KindNotSent:
		return causeKey(p)
	case payments.KindServer:
		return "server"
	case payments.KindMalformed:
		return "malformed"
	case payments.KindForeign, payments.KindRedirect:
		return "foreign"
	case payments.KindCoding:
		return "coding"
	}
	return "lost"
}

// causeKey tells apart what keeps a request from leaving.
func causeKey(p *payments.Error) string {
	switch cause := p.Cause(); {
	case cause == payments.CauseClock:
		return "clock"
	case cause == payments.CauseExpired:
		return "expired"
	case cause == payments.CauseCertificate:
		return "certificate"
	case p.RetryAfter > 0:
		return "wait" // our own limit on token requests
	case cause == payments.CauseAddress:
		return "address"
	case cause == payments.CauseDown:
		return "down"
	}
	return "network"
}
