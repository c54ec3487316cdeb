package main

import (
	"slices"
	"strings"
	"testing"

	"qrtill/app/order"
	"qrtill/app/proof/crash/talk"
	"qrtill/app/proof/ledger/play"
	"qrtill/payments/practice"
)

var fifty = order.Amount{Minor: 5000, Currency: currency}

// paid is an order with its code, paid, and all events of it.
func paid() (order.Order, []link) {
	o := order.Order{ID: "T1AAA", New: order.New{Amount: fifty}, State: order.StatePaid, QR: "https://pay.example/1"}
	var chain []link
	for _, kind := range []order.Kind{order.Created, order.CreateAnswered, order.Answered} {
		chain = append(chain, link{fact: fact{string(kind), o.ID}})
	}
	return o, chain
}

func TestWhatWasAcknowledgedMustBeInTheLog(t *testing.T) {
	event := func(kind order.Kind) talk.Said {
		return talk.Said{What: talk.Event, Kind: string(kind), Order: "T1AAA"}
	}
	code := talk.Said{What: talk.Code, Order: "T1AAA", Amount: fifty, QR: "https://pay.example/1"}
	done := talk.Said{What: talk.Refunded, Order: "T1AAA", Refund: "R1", Amount: fifty}
	tests := []struct {
		name  string
		said  []talk.Said
		spoil func(*order.Order, *[]link)
		want  string // of a finding; empty for none
	}{
		{"all of it", []talk.Said{event(order.Answered), code, {What: talk.Tick, Order: "T1AAA"}}, nil, ""},
		{"an event", []talk.Said{event(order.Answered)}, func(_ *order.Order, c *[]link) { *c = (*c)[:2] }, "answered of order T1AAA"},
		{"an event that was there twice", []talk.Said{event(order.Answered), event(order.Answered)}, nil, "2 times"},
		{"a code", []talk.Said{code}, func(o *order.Order, _ *[]link) { o.QR = "" }, "the code of order"},
		{"another amount", []talk.Said{code}, func(o *order.Order, _ *[]link) { o.Amount.Minor++ }, "the code of order"},
		{"a tick", []talk.Said{{What: talk.Tick, Order: "T1AAA"}}, func(o *order.Order, _ *[]link) { o.State = order.StateWaiting }, "the tick of order"},
		{"an alert", []talk.Said{{What: talk.Alert, Order: "T1AAA"}}, nil, "an alert about order"},
		{"an alert that is there", []talk.Said{{What: talk.Alert, Order: "T1AAA"}}, func(o *order.Order, _ *[]link) { o.Marks = order.MarkLate }, ""},
		{"an alert taken note of", []talk.Said{{What: talk.Seen, Order: "T1AAA"}}, nil, "was acknowledged"},
		{"a refund", []talk.Said{done}, nil, "refund R1"},
		{"a refund that is there", []talk.Said{done}, func(o *order.Order, _ *[]link) {
			o.Refunds = []order.Refund{{ID: "R1", Amount: fifty, State: order.RefundDone}}
		}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a, f := newAcknowledged(), &findings{}
			a.typed[fifty] = true
			for _, s := range test.said {
				a.note(s)
			}
			o, chain := paid()
			if test.spoil != nil {
				test.spoil(&o, &chain)
			}
			a.hold([]order.Order{o}, chain, f)
			expect(t, f.lost, test.want)
			expect(t, f.other, "")
		})
	}
}

func TestRefundsOfLogAndGatewayAreCompared(t *testing.T) {
	entry := func(status, amount string) []practice.Refund {
		return []practice.Refund{{MerchantRefundID: "R1", Amount: amount, Status: status}}
	}
	tests := []struct {
		name                   string
		state                  order.RefundState // 0: the log has none
		there                  []practice.Refund
		lost, doubled, falsely string
	}{
		{"the same", order.RefundDone, entry("SUCCEEDED", "50"), "", "", ""},
		{"never arrived", order.RefundUnsure, nil, "", "", ""},
		{"failed", order.RefundFailed, entry("FAILED", "50"), "", "", ""},
		{"unknown to the log", 0, entry("SUCCEEDED", "50"), "does not know it", "", ""},
		{"forgotten", order.RefundUnsure, entry("SUCCEEDED", "50"), "refund R1", "", ""},
		{"failed for the log alone", order.RefundFailed, entry("SUCCEEDED", "50"), "refund R1", "", ""},
		{"done for the log alone", order.RefundDone, nil, "", "", "no such refund"},
		{"another amount", order.RefundDone, entry("SUCCEEDED", "49"), "", "", "SUCCEEDED 49"},
		{"more than was paid", order.RefundDone, append(entry("SUCCEEDED", "50"), practice.Refund{MerchantRefundID: "R2", Amount: "1", Status: "SUCCEEDED"}), "R2", "51.00 has gone back", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			o, _ := paid()
			if test.state != 0 {
				o.Refunds = []order.Refund{{ID: "R1", Amount: fifty, State: test.state}}
			}
			w := &world{refundRows: map[string]int{}}
			w.refunds(play.Books{Orders: []order.Order{o}, Ledger: []practice.Entry{{MerchantOrderID: "T1AAA", Amount: "50.00", Status: "SUCCEEDED", Refunds: test.there}}})
			expect(t, w.findings.lost, test.lost)
			expect(t, w.findings.doubled, test.doubled)
			expect(t, w.findings.falsePaid, test.falsely)
			expect(t, w.findings.other, "")
		})
	}
}

// expect wants a finding with these words, or none.
func expect(t *testing.T, got []string, want string) {
	t.Helper()
	if want == "" && len(got) > 0 || want != "" && !slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, want) }) {
		t.Errorf("found %q, want %q", got, want)
	}
}
