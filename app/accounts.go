package app

import (
	"context"
	"time"

	"qrtill/app/order"
	"qrtill/payments"
	"qrtill/storage"
)

// Connect makes the client of one account. It opens nothing yet.
type Connect func(account order.Account, secret string) (*payments.Client, error)

// accounts are the gateway clients, one for each account that has open orders
// or is the till's own. Only the loop uses its maps.
type accounts struct {
	connect Connect
	secrets *storage.Secrets
	clients map[order.Account]*payments.Client
	reading map[order.Account]bool
	silent  map[order.Account]bool // their keyring did not answer
	warmed  time.Time              // when the current account's connection was last made ready
}

// keyAgain is how often a keyring that did not answer is tried again.
const keyAgain = 30 * time.Second

// warmFor is how long a connection is taken to be ready after it was used.
const warmFor = 30 * time.Second

// secretRead is what the keyring worker brings back.
type secretRead struct {
	account order.Account
	client  *payments.Client
	err     error
}

// read fetches an account's secret from the keyring in a worker: the keyring
// may wait for a person to unlock it.
func (a *accounts) read(ctx context.Context, account order.Account, post func(Input)) {
	secret, err := a.secrets.Get(ctx, account, storage.ClientSecret)
	var client *payments.Client
	if err == nil {
		client, err = a.connect(account, secret)
	}
	if err == nil {
		hideKey(ctx, a.secrets, account, client)
	}
	if ctx.Err() == nil {
		post(secretRead{account, client, err})
	}
}

// hideKey tells a client of the notification key, which the gateway knows too
// and might quote. A keyring that can't be read has said so already.
func hideKey(ctx context.Context, secrets *storage.Secrets, a order.Account, client *payments.Client) {
	if key, err := secrets.Get(ctx, a, storage.NotifyKey); err == nil {
		client.Hide(key)
	}
}

// gatewayCall runs one call in a worker; its end goes back to the loop.
func (t *Till) gatewayCall(client *payments.Client, s order.Settings, e Effect) {
	switch e := e.(type) {
	case Create:
		intent, err := client.Create(t.ctx, createRequest(e.Order, s))
		t.post(CreateEnded{e.Order.ID, intent, err})
	case Ask:
		payment, err := client.Query(t.ctx, payments.QueryRequest{MerchantOrderID: string(e.Order.ID)})
		t.post(AskEnded{e.Order.ID, payment, err})
	case SendRefund:
		answer, err := client.Refund(t.ctx, refundRequest(e))
		t.post(RefundEnded{e.Order.ID, e.Refund.ID, answer, err})
	case AskRefund:
		answer, err := client.QueryRefund(t.ctx, payments.RefundQuery{MerchantRefundID: string(e.Refund.ID)})
		t.post(RefundAsked{e.Order.ID, e.Refund.ID, answer, err})
	}
}

// noClient answers a call that no client can make. Nothing was sent: what was
// to be made, the gateway has never heard of.
func noClient(e Effect) Input {
	err := FailureOf(storage.ErrKeyring)
	notSent := &payments.Error{Op: "create", Kind: payments.KindNotSent, Err: err}
	switch e := e.(type) {
	case Create:
		return CreateEnded{Order: e.Order.ID, Err: notSent}
	case SendRefund:
		return RefundEnded{Order: e.Order.ID, Refund: e.Refund.ID, Err: notSent}
	case AskRefund:
		return RefundAsked{Order: e.Order.ID, Refund: e.Refund.ID, Err: err}
	}
	return AskEnded{Order: e.(Ask).Order.ID, Err: err}
}

// createRequest is what the gateway is asked for. The wallet shows the
// description to the customer.
func createRequest(o order.Order, s order.Settings) payments.CreateRequest {
	description := s.Shop
	if o.Note != "" {
		description += " " + o.Note
	}
	r := payments.CreateRequest{
		MerchantOrderID: string(o.ID), Amount: o.Amount.Wire(), Currency: o.Amount.Currency,
		Description: description, NotifyURL: s.NotifyURL, Method: payments.Method(o.Method),
	}
	if o.Method == order.WeChat { // the AlipayHK pages list no such field
		r.SettlementCurrency = s.Settlement
	}
	return r
}

func refundRequest(e SendRefund) payments.RefundRequest {
	return payments.RefundRequest{
		MerchantRefundID: string(e.Refund.ID), MerchantOrderID: string(e.Order.ID), OrderID: e.Order.GatewayID,
		Amount: e.Refund.Amount.Wire(), Reason: e.Refund.Reason,
	}
}
