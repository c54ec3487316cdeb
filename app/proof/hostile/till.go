package hostile

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
)

// gateway answers by the end of the path, as it was told to.
type gateway map[string]reply

// RoundTrip makes it the network under the real client.
func (g gateway) RoundTrip(r *http.Request) (*http.Response, error) {
	for end, answer := range g {
		if strings.HasSuffix(r.URL.Path, end) {
			header := http.Header{}
			for key, value := range answer.header {
				header.Set(key, value)
			}
			body := answer.wire()
			return &http.Response{
				StatusCode: answer.status, Header: header, Body: io.NopCloser(bytes.NewReader(body)),
				ContentLength: int64(len(body)), Request: r,
			}, nil
		}
	}
	return nil, fmt.Errorf("no answer for %s", r.URL.Path)
}

const (
	tokenPath       = "/auth"
	createPath      = "/payment_intents/create"
	queryPath       = "/payment_intents/query"
	refundPath      = "/refunds/create"
	refundQueryPath = "/refunds/query"
)

// till is the real client and the real core, with a log that never fails.
type till struct {
	core   *core.Core
	client *payments.Client
	now    time.Time
	order  order.Order // ours, as the log has it
	calls  []core.Effect

	showed bool  // a code was in front of the customer
	ticked bool  // "paid" was
	broken error // the rules refused an event that the core wrote
}

var opened = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

func settings() order.Settings {
	s := order.Defaults(currency)
	s.Account.Gateway, s.Account.Merchant, s.Shop = "https://gateway.example", "39172931", "Tea & Co"
	s.Zone = "UTC" // the others are read from a file each time
	return s
}

func newTill(g gateway) (*till, error) {
	s := settings()
	client, err := payments.New(payments.Config{BaseURL: s.Account.Gateway, UID: s.Account.Merchant, Secret: "not a secret", Transport: g})
	if err != nil {
		return nil, err
	}
	t := &till{core: core.New(&counter{}), client: client, now: opened}
	t.do(core.Loaded{Settings: s, Ready: true, Zone: s.LocationOrUTC()})
	return t, nil
}

// counter gives bytes that are different each time and the same in each run.
type counter struct{ n uint64 }

func (c *counter) Read(p []byte) (int, error) {
	clear(p)
	if len(p) >= 8 {
		binary.LittleEndian.PutUint64(p, c.n)
	}
	c.n++
	return len(p), nil
}

// numbers are those that every till here gives its first order and refund.
func numbers() (id order.ID, refund order.RefundID, err error) {
	if id, err = order.NewID(&counter{}, settings().Till, false); err != nil {
		return id, refund, err
	}
	refund, err = order.NewRefundID(&counter{}, settings().Till, false)
	return id, refund, err
}

// do gives the core one input, writes what it wants written, and keeps the
// calls it wants made.
func (t *till) do(in core.Input) {
	effects := t.core.Step(t.now, in)
	for len(effects) > 0 {
		e := effects[0]
		effects = effects[1:]
		w, isWrite := e.(core.Write)
		if !isWrite {
			t.calls = append(t.calls, e)
			continue
		}
		t.record(w.Event)
		effects = append(t.core.Step(t.now, core.Recorded(w.Event)), effects...)
	}
	if sale := t.core.View(t.now).Sale; sale != nil && sale.Order == t.order.ID {
		t.showed = t.showed || sale.QR != ""
		t.ticked = t.ticked || sale.Phase == core.Paid
	}
}

// record keeps our order as the log has it: the first one that is written.
func (t *till) record(e order.Event) {
	if t.order.ID != "" && e.Order != t.order.ID {
		return
	}
	next, err := order.Apply(t.order, e)
	if err != nil && t.broken == nil {
		t.broken = err
	}
	t.order = next
}

// wait lets time pass, so that what is due is asked.
func (t *till) wait(d time.Duration) {
	t.now = t.now.Add(d)
	t.do(core.Tick{})
}

// answer makes the calls about our order that the core wants now, and says
// whether there were any.
func (t *till) answer() (any bool) {
	calls := t.calls
	t.calls = nil
	ctx := context.Background()
	for _, call := range calls {
		switch e := call.(type) {
		case core.Create:
			if e.Order.ID != t.order.ID {
				continue // the sale goes on under another number, which is another story
			}
			in, err := t.client.Create(ctx, payments.CreateRequest{
				MerchantOrderID: string(e.Order.ID), Amount: e.Order.Amount.Wire(), Currency: e.Order.Amount.Currency,
				Description: "Tea & Co", Method: payments.Method(e.Order.Method),
			})
			t.do(core.CreateEnded{Order: e.Order.ID, Intent: in, Err: err})
		case core.Ask:
			p, err := t.client.Query(ctx, payments.QueryRequest{MerchantOrderID: string(e.Order.ID)})
			t.do(core.AskEnded{Order: e.Order.ID, Payment: p, Err: err})
		case core.SendRefund:
			a, err := t.client.Refund(ctx, payments.RefundRequest{
				MerchantRefundID: string(e.Refund.ID), MerchantOrderID: string(e.Order.ID), OrderID: e.Order.GatewayID,
				Amount: e.Refund.Amount.Wire(), Reason: e.Refund.Reason,
			})
			t.do(core.RefundEnded{Order: e.Order.ID, Refund: e.Refund.ID, Answer: a, Err: err})
		case core.AskRefund:
			a, err := t.client.QueryRefund(ctx, payments.RefundQuery{MerchantRefundID: string(e.Refund.ID)})
			t.do(core.RefundAsked{Order: e.Order.ID, Refund: e.Refund.ID, Answer: a, Err: err})
		}
		any = true
	}
	return any
}

func (t *till) charge() {
	t.do(core.Charge{Amount: order.Amount{Minor: 12850, Currency: currency}, Method: order.WeChat})
}

// isPaid says what the till believes of the payment, in its log or on screen.
func (t *till) isPaid() bool { return t.ticked || t.order.State == order.StatePaid }

// refundState says where our refund stands.
func (t *till) refundState(id order.RefundID) order.RefundState {
	r, _ := t.order.Refund(id)
	return r.State
}
