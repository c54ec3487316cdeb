package hostile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
)

// story is one course of events and the gateway's answers in it, any of which
// may be changed.
type story struct {
	name    string
	answers []template
	play    func(replies []reply) (ending, error)
}

// ending is how a story ended for the till and for the naive client.
type ending struct {
	falsePaid, falseCode, falseRefund bool // the till believed what wasn't proven
	missed                            bool // it didn't believe what was, and goes on asking
	naivePaid, naiveCode, naiveRefund bool // the naive client believed what wasn't proven
}

// stories are all of them.
func stories() ([]story, error) {
	id, refund, err := numbers()
	if err != nil {
		return nil, err
	}
	list := []story{
		sale(id, "SUCCEEDED"),
		sale(id, "PENDING").changing("query"),
		sale(id, "CANCELLED").changing("query"),
		refunding("a refund, done later", id, refund, "PENDING", false),
		refunding("a refund, done at once", id, refund, "SUCCEEDED", true).changing("refund"),
		notified(id),
	}
	for _, s := range list {
		if err := s.plausible(); err != nil {
			return nil, fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return list, nil
}

// changing is the story with only one of its answers open to change.
func (s story) changing(name string) story {
	which := slices.IndexFunc(s.answers, func(t template) bool { return t.name == name })
	honest := s.honest()
	return story{s.name, s.answers[which : which+1], func(replies []reply) (ending, error) {
		all := slices.Clone(honest)
		all[which] = replies[0]
		return s.play(all)
	}}
}

func (s story) honest() []reply {
	var replies []reply
	for _, t := range s.answers {
		replies = append(replies, t.reply(nil))
	}
	return replies
}

// plausible plays the story with honest answers: nothing may be wrong with it.
func (s story) plausible() error {
	e, err := s.play(s.honest())
	if err != nil || e.falsePaid || e.falseCode || e.falseRefund || e.missed {
		return errors.Join(fmt.Errorf("honest answers ended in %+v", e), err)
	}
	return nil
}

// sale is a charge, its code, and one question about it.
func sale(id order.ID, status string) story {
	play := func(r []reply) (e ending, err error) {
		token, create, query := r[0], r[1], r[2]
		t, err := newTill(gateway{tokenPath: token, createPath: create, queryPath: query})
		if err != nil {
			return e, err
		}
		t.charge()
		t.answer()
		t.wait(4 * time.Second)
		t.answer()
		known := "" // what was not shown has taught nothing
		if t.showed {
			known, _ = create.data().text("order_id")
		}
		shows, proven := mayShow(create, string(id)), mayBePaid(query, string(id), known)
		e.falseCode, e.falsePaid = t.showed && !shows, t.isPaid() && !proven
		e.missed = proven && !t.isPaid()
		naiveShows, naivePaid := naiveSale(token, create, query)
		e.naiveCode, e.naivePaid = naiveShows && !shows, naivePaid && !proven
		return e, t.broken
	}
	return story{"a sale that is " + status, []template{tokenAnswer(), createAnswer(string(id)), queryAnswer(string(id), status)}, play}
}

// refunding is a refund of a paid order, sent and then asked about.
func refunding(name string, id order.ID, refund order.RefundID, sent string, fuller bool) story {
	play := func(r []reply) (e ending, err error) {
		send, ask := r[0], r[1]
		t, err := newTill(gateway{
			tokenPath: tokenAnswer().reply(nil), queryPath: queryAnswer(string(id), "SUCCEEDED").reply(nil), refundPath: send, refundQueryPath: ask,
		})
		if err != nil {
			return e, err
		}
		if err := t.loadPaid(id); err != nil {
			return e, err
		}
		t.do(core.Allowed{Order: t.order, Command: core.Refund{Order: id, Amount: order.Amount{Minor: 2850, Currency: currency}, Reason: "one bowl"}})
		if t.refundState(refund) != order.RefundWanted {
			return e, errors.New("the refund was not written")
		}
		t.answer() // its order is asked about first
		t.answer()
		says := []string{refundSays(send, string(refund), string(id))}
		refused := send.refuses()
		t.wait(time.Minute)
		if t.answer() {
			says = append(says, refundSays(ask, string(refund), string(id)))
		}
		proven := map[string]bool{}
		for _, s := range says {
			proven[s] = true
		}
		state := t.refundState(refund)
		e.falseRefund = state == order.RefundDone && !proven["SUCCEEDED"] || state == order.RefundFailed && !proven["FAILED"] && !refused
		e.missed = proven["SUCCEEDED"] && state != order.RefundDone
		e.naiveRefund = (succeeded(send) || succeeded(ask)) && !proven["SUCCEEDED"]
		return e, t.broken
	}
	return story{name, []template{
		refundAnswer("refund", string(refund), string(id), sent, fuller),
		refundAnswer("refund query", string(refund), string(id), "SUCCEEDED", true),
	}, play}
}

// loadPaid begins with an order that was paid.
func (t *till) loadPaid(id order.ID) error {
	sum := order.Amount{Minor: 12850, Currency: currency}
	s := settings()
	answer := order.Answer{MerchantOrderID: string(id), OrderID: gatewayID, Amount: amount, Currency: currency, Status: "PENDING", QR: codeText}
	paid := answer
	paid.Status = "SUCCEEDED"
	for _, e := range []order.Event{
		{Kind: order.Created, New: &order.New{Sale: string(id), Attempt: 1, Account: s.Account, Amount: sum, Method: order.WeChat, Till: s.Till, Zone: s.Zone}},
		{Kind: order.CreateAnswered, Answer: &answer},
		{Kind: order.Answered, Answer: &paid},
	} {
		e.Order, e.At, e.Day = id, t.now, "2026-11-24"
		t.record(e)
	}
	if t.order.State != order.StatePaid {
		return errors.Join(errors.New("the order could not be paid"), t.broken)
	}
	return nil
}

// notified is a notification, rightly signed by a gateway that lies, while a
// code is shown and nobody has paid.
func notified(id order.ID) story {
	honest := []reply{tokenAnswer().reply(nil), createAnswer(string(id)).reply(nil), queryAnswer(string(id), "PENDING").reply(nil)}
	play := func(r []reply) (e ending, err error) {
		t, err := newTill(gateway{tokenPath: honest[0], createPath: honest[1], queryPath: honest[2]})
		if err != nil {
			return e, err
		}
		t.charge()
		t.answer()
		found := func(_ context.Context, n payments.Notification) error {
			t.do(core.Notified{Order: order.ID(n.MerchantOrderID), GatewayID: n.OrderID, Refund: order.RefundID(n.MerchantRefundID)})
			return nil
		}
		ear, err := payments.NewNotifications(payments.NotificationsConfig{Keys: []string{notifyKey}, Found: found})
		if err != nil {
			return e, err
		}
		request := httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(r[0].wire()))
		request.Header.Set("Content-Encoding", r[0].header["Content-Encoding"])
		request.Header.Set("Signature", sign(r[0].body))
		ear.ServeHTTP(httptest.NewRecorder(), request)
		asked := t.answer()
		e.falsePaid, e.missed = t.isPaid(), names(r[0], string(id)) && !asked
		e.naivePaid = naiveListener(r[0])
		return e, t.broken
	}
	return story{"a notification", []template{paymentNotice(string(id))}, play}
}
