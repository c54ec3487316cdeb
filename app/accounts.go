package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/app/probe"
	"qrtill/payments"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// Connect makes the client of one account. It opens nothing yet.
type Connect func(account order.Account, secret string) (*payments.Client, error)

// accounts are the gateway clients, one for each account that has open orders
// or is the till's own. Only the loop uses its maps.
type accounts struct {
	connect Connect
	secrets *secrets.Store
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
func (a *accounts) read(ctx context.Context, account order.Account, post func(core.Input)) {
	secret, err := a.secrets.Get(ctx, account, secrets.ClientSecret)
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
func hideKey(ctx context.Context, keyring *secrets.Store, a order.Account, client *payments.Client) {
	if key, err := keyring.Get(ctx, a, secrets.NotifyKey); err == nil {
		client.Hide(key)
	}
}

// needAccount sees to it that an account has a client, or is getting one.
func (t *Till) needAccount(a order.Account) {
	if t.accounts.clients[a] != nil || t.accounts.reading[a] {
		return
	}
	t.accounts.reading[a] = true
	t.core.Step(time.Now(), core.KeyAwaited{Account: a})
	t.workers.Go(func() { t.accounts.read(t.ctx, a, t.post) })
}

func (t *Till) call(a order.Account, e core.Effect) {
	client := t.accounts.clients[a]
	if client == nil {
		t.post(unmade(e, FailureOf(secrets.ErrKeyring)))
		return
	}
	settings := t.settings()
	t.workers.Go(func() { t.gatewayCall(client, settings, e) })
}

func (in secretRead) perform(t *Till, now time.Time) {
	t.accounts.reading[in.account] = false
	switch {
	case in.err == nil:
		t.install(now, in.account, in.client)
	case t.accounts.clients[in.account] == nil: // else it was typed or set meanwhile
		t.diary.Warn("the keyring did not give a secret", "error", in.err)
		t.keyRetry, t.accounts.silent[in.account] = now.Add(keyAgain), true
		t.run(t.core.Step(now, core.KeyRead{Account: in.account, Why: FailureOf(in.err)}))
	}
}

// install takes a client into use for all calls of its account from now on.
func (t *Till) install(now time.Time, a order.Account, client *payments.Client) {
	if old := t.accounts.clients[a]; old != nil {
		old.CloseIdle()
	}
	t.accounts.clients[a] = client
	delete(t.accounts.silent, a)
	t.accounts.warmed = time.Time{}
	t.warm(now, t.settings().Account)
	t.run(t.core.Step(now, core.KeyRead{Account: a, Why: nil}))
}

// warm opens the connection and fetches a token before they are needed.
func (t *Till) warm(now time.Time, account order.Account) {
	client := t.accounts.clients[account]
	if client == nil || now.Sub(t.accounts.warmed) < warmFor {
		return
	}
	t.accounts.warmed = now
	t.workers.Go(func() {
		if err := client.Warm(t.ctx); t.ctx.Err() == nil {
			t.post(core.Warmed{Account: account, Err: err})
		}
	})
}

// gatewayCall runs one call in a worker; its end goes back to the loop.
func (t *Till) gatewayCall(client *payments.Client, s order.Settings, e core.Effect) {
	if probes(e) {
		if _, err := client.Probe(t.ctx); err != nil {
			t.post(unmade(e, err))
			return
		}
	}
	switch e := e.(type) {
	case core.Create:
		intent, err := client.Create(t.ctx, createRequest(e.Order, s))
		t.post(core.CreateEnded{Order: e.Order.ID, Intent: intent, Err: err})
	case core.Ask:
		payment, err := client.Query(t.ctx, payments.QueryRequest{MerchantOrderID: string(e.Order.ID)})
		t.post(core.AskEnded{Order: e.Order.ID, Payment: payment, Err: err})
	case core.SendRefund:
		answer, err := client.Refund(t.ctx, refundRequest(e))
		t.post(core.RefundEnded{Order: e.Order.ID, Refund: e.Refund.ID, Answer: answer, Err: err})
	case core.Learn:
		t.post(look(t.ctx, client, e.Account, s.Till, t.log.Practice()))
	case core.AskRefund:
		answer, err := client.QueryRefund(t.ctx, payments.RefundQuery{MerchantRefundID: string(e.Refund.ID)})
		t.post(core.RefundAsked{Order: e.Order.ID, Refund: e.Refund.ID, Answer: answer, Err: err})
	}
}

// find looks an order up that the core no longer holds.
func (t *Till) find(e core.Find) []core.Effect {
	o, err := t.log.OrderOf(e.Refund)
	if errors.Is(err, storage.ErrNoOrder) && e.Order != "" {
		o, err = t.log.Order(e.Order)
	}
	named := cmp.Or(string(e.Order), string(e.Refund))
	switch {
	case err == nil:
	case errors.Is(err, storage.ErrNoOrder): // a notification may name anything
		t.diary.Warn("an order that was asked for is not in the log", "order", string(e.Order), "refund", string(e.Refund), "error", err)
		return nil
	case errors.Is(err, storage.ErrDamaged): // opening the log anew mends nothing
		t.diary.Error("the record of an order that was asked for is damaged", "order", named, "error", err)
		return t.core.Step(time.Now(), core.Noticed{Text: core.Text{Key: "error.storage.damaged_order", Values: map[string]any{"Order": named}}})
	default:
		t.diary.Error("an order that was asked for can't be read", "order", named, "error", err)
		t.findLater(e)
		return nil
	}
	sale, err := t.log.Sale(o)
	if err != nil {
		t.diary.Warn("the other orders of a sale can't be read", "order", string(o.ID), "error", err)
	}
	t.needAccount(o.Account)
	return t.core.Step(time.Now(), core.Found{Order: o, Sale: sale})
}

// findLater keeps for the next opening of the log who was asked for while it can't be read.
func (t *Till) findLater(e core.Find) {
	if len(t.unread) < mostUnread && !slices.Contains(t.unread, e) {
		t.unread = append(t.unread, e)
	}
	if t.reopen.IsZero() {
		t.reopen = time.Now().Add(reopenAfter)
	}
}

// mostUnread bounds what is kept for later: a notification may name anything.
const mostUnread = 1000

// look learns how a gateway says that it does not have something.
func look(ctx context.Context, client *payments.Client, a order.Account, till string, practice bool) core.LearnEnded {
	found, err := probe.Small(ctx, client, till, practice)
	return core.LearnEnded{Learned: order.Learned{Account: a, Order: found.Order.Code, Refund: found.Refund.Code}, Err: err}
}

// probes says that a call needs a token although the gateway gives none for now.
func probes(e core.Effect) bool {
	switch e := e.(type) {
	case core.Ask:
		return e.Probe
	case core.AskRefund:
		return e.Probe
	case core.Learn:
		return e.Probe
	}
	return false
}

// unmade answers a call that could not be made. Nothing was sent: what was
// to be made, the gateway has never heard of.
func unmade(e core.Effect, err error) core.Input {
	notSent := &payments.Error{Op: "create", Kind: payments.KindNotSent, Err: err}
	switch e := e.(type) {
	case core.Create:
		return core.CreateEnded{Order: e.Order.ID, Err: notSent}
	case core.SendRefund:
		return core.RefundEnded{Order: e.Order.ID, Refund: e.Refund.ID, Err: notSent}
	case core.Learn:
		return core.LearnEnded{Learned: order.Learned{Account: e.Account}, Err: err}
	case core.AskRefund:
		return core.RefundAsked{Order: e.Order.ID, Refund: e.Refund.ID, Err: err}
	}
	return core.AskEnded{Order: e.(core.Ask).Order.ID, Err: err}
}

// createRequest is what the gateway is asked for. The wallet shows the
// description to the customer.
func createRequest(o order.Order, s order.Settings) payments.CreateRequest {
	r := payments.CreateRequest{
		MerchantOrderID: string(o.ID), Amount: o.Amount.Wire(), Currency: o.Amount.Currency,
		Description: s.Shop, Note: o.Note, NotifyURL: s.NotifyURL, Method: payments.Method(o.Method),
	}
	if o.Method == order.WeChat { // the AlipayHK pages list no such field
		r.SettlementCurrency = s.Settlement
	}
	return r
}

func refundRequest(e core.SendRefund) payments.RefundRequest {
	return payments.RefundRequest{
		MerchantRefundID: string(e.Refund.ID), MerchantOrderID: string(e.Order.ID), OrderID: e.Order.GatewayID,
		Amount: e.Refund.Amount.Wire(), Reason: e.Refund.Reason,
	}
}
