package app

import (
	"crypto/x509"
	"errors"
	"io/fs"
	"net"
	"syscall"

	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage"
)

// Errors that only mean something in their place.
var (
	// errNoCode wraps the reason why a sale got no code to show.
	errNoCode = errors.New("no code to show")
	// errPending: the account's secret is being read.
	errPending = errors.New("the keyring is being read")
	// ErrPracticeGateway: a practice till was given a real gateway, or the reverse.
	ErrPracticeGateway = errors.New("practice and real money are kept apart")
	// ErrSecretMissing: the account is new and no client_secret was given.
	ErrSecretMissing = errors.New("client_secret is missing")
	// ErrGuarded: a till with a manager's PIN was to get another account without it.
	ErrGuarded = errors.New("another account takes the manager's PIN")
)

func isPending(err error) bool { return errors.Is(err, errPending) }

func isRefusalToStart(err error) bool { return errors.Is(err, storage.ErrLowSpace) }

// explanations are the errors that say it all by what they are, and the key of
// their sentence. The first that matches is taken.
var explanations = []struct {
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
	{errSameTill, "error.settings.same_till"},
	{errNoPIN, "error.pin.none"},
	{errPINWait, "error.pin.wait"},
	{errPINLock, "error.pin.locked"},
	{errPINNeed, "error.pin.needed"},
	{errPINBusy, "error.pin.busy"},
	{order.ErrNotifyAddr, "error.settings.notify_address"},
	{order.ErrMove, "error.hand.state"},
	{order.ErrGatewayAddress, "error.settings.gateway"},
	{payments.ErrInsecure, "error.settings.gateway"},
	{payments.ErrAddress, "error.settings.gateway"},
	{payments.ErrCredentials, "error.settings.secret"},
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
	{ErrPracticeGateway, "error.settings.practice"},
	{ErrSecretMissing, "error.settings.secret"},
	{ErrGuarded, "error.settings.guarded"},
	{storage.ErrPINFormat, "error.settings.pin"},
	{storage.ErrSecretSize, "error.settings.secret_size"},
	{storage.ErrNoSecret, "error.keyring.no_secret"},
	{storage.ErrKeyring, "error.keyring.unavailable"},
	{errPending, "error.keyring.pending"},
	{storage.ErrInUse, "error.storage.in_use"},
	{storage.ErrBackup, "error.storage.no_backup"},
	{storage.ErrBadBackup, "error.storage.bad_backup"},
	{storage.ErrNewer, "error.storage.newer"},
	{storage.ErrDamaged, "error.storage.damaged"},
	{storage.ErrMissing, "error.storage.missing"},
	{storage.ErrPractice, "error.storage.practice"},
	{storage.ErrReadOnly, "error.storage.read_only"},
	{storage.ErrLowSpace, "error.storage.low_space"},
	{syscall.ENOSPC, "error.storage.full"},
	{storage.ErrNotRecorded, "error.storage.not_recorded"},
	{fs.ErrExist, "error.file.exists"},
	{fs.ErrNotExist, "error.file.missing"},
}

// Explain words an error for people: what happened, what it means for the
// money, what to do. It is the only place where errors become sentences.
func Explain(err error) Text {
	if err == nil {
		return Text{}
	}
	for _, e := range explanations {
		if errors.Is(err, e.err) {
			return Text{Key: e.key}
		}
	}
	var p *payments.Error
	if errors.As(err, &p) {
		return explainGateway(p, errors.Is(err, errNoCode))
	}
	return Text{Key: "error.unexpected", Values: map[string]any{"Error": err.Error()}}
}

// explain adds what only the core knows.
func (c *Core) explain(err error) Text {
	if errors.Is(err, errOverLimit) {
		limit := order.Amount{Minor: c.settings.Limit, Currency: c.settings.Account.Currency}
		return Text{Key: "error.amount.over_limit", Values: map[string]any{"Limit": limit}}
	}
	return Explain(err)
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
	case payments.KindTLS:
		return tlsKey(p)
	case payments.KindNotSent:
		return notSentKey(p)
	case payments.KindServer:
		return "server"
	case payments.KindMalformed, payments.KindRedirect:
		return "malformed"
	}
	return "lost"
}

// tlsKey tells a wrong clock from a wrong certificate.
func tlsKey(p *payments.Error) string {
	var invalid x509.CertificateInvalidError
	if errors.As(p, &invalid) && invalid.Reason == x509.Expired {
		return "clock"
	}
	return "certificate"
}

// notSentKey tells a wrong address, a gateway that is down and a shop without
// a network apart, as far as a computer can.
func notSentKey(p *payments.Error) string {
	var dns *net.DNSError
	switch {
	case p.RetryAfter > 0:
		return "wait" // our own limit on token requests
	case errors.As(p, &dns) && dns.IsNotFound:
		return "address"
	case errors.Is(p, syscall.ECONNREFUSED):
		return "down"
	}
	return "network"
}
