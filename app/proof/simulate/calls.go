package main

import (
	"errors"
	"slices"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/payments"
)

func (w *world) create(o order.Order) {
	amount := o.Amount.Wire()
	answer, took := w.director.answer()
	w.judge.sent(w, &o, answer)
	var got payments.Intent
	if answer.acts() {
		in, taken := w.gateway.create(w.clock.now, o.ID, amount, o.Amount.Currency)
		if !taken {
			w.fail("order %s is created twice at the gateway", o.ID)
			return
		}
		p := payments.Payment{MerchantOrderID: string(o.ID), OrderID: in.number, Amount: in.amount, Currency: in.currency, Status: pending}
		lied := p
		answer.lie(&lied, true)
		got = payments.Intent{
			MerchantOrderID: lied.MerchantOrderID, OrderID: lied.OrderID, Amount: lied.Amount, Currency: lied.Currency,
			Status: lied.Status, QR: in.qr,
		}
	}
	if w.trace != nil {
		w.trace.call(w, "create", &o, answer, took)
	}
	ended := core.CreateEnded{Order: o.ID, Intent: got, Err: answer.err("create")}
	if ended.Err != nil {
		ended.Intent = payments.Intent{}
	}
	ended.Intent.Meta.Contended, ended.Err = w.contended(o.Account, ended.Err)
	w.plan(took, happening{run: w.run, in: ended})
	w.kills(createLeft)
}

func (w *world) ask(o order.Order) {
	answer, took := w.director.answer()
	w.judge.asked(w, &o, answer)
	ended := core.AskEnded{Order: o.ID, Err: answer.err("query")}
	if ended.Err == nil {
		ended.Payment, ended.Err = w.query(&o, answer)
	}
	if w.trace != nil {
		w.trace.call(w, "query", &o, answer, took)
	}
	ended.Payment.Meta.Contended, ended.Err = w.contended(o.Account, ended.Err)
	w.plan(took, happening{run: w.run, in: ended})
	w.kills(askLeft)
}

// look is a question about what the gateway can't have. It is no call of the
// exhaustive part's.
func (w *world) look(a order.Account) {
	w.judge.spend(w)
	l := w.judge.leaving(w, a)
	l.looked = w.judge.awake()
	w.judge.paired(w, l, "")
	learned := learnedOf(a)
	known := slices.ContainsFunc(w.disk.learned, func(l order.Learned) bool { return l.Account == a })
	if l.badLook = known && !l.badLook && w.director.busy(); l.badLook {
		learned.Order, learned.Refund = busyCode, busyCode
	}
	w.plan(200*time.Millisecond, happening{run: w.run, in: core.LearnEnded{Learned: learned}})
}

// contended is what the gateway's client says of tokens that die young. An error has the
// code that this account's gateway has for what it does not have.
func (w *world) contended(a order.Account, err error) (bool, error) {
	is := w.director.rivals(w.clock.now)
	if p, failed := errors.AsType[*payments.Error](err); failed {
		p.Contended = is
		if p.Code == notFound {
			p.Code = notFoundAt(a)
		}
	}
	return is, err
}

// staleBy is how old a stale answer is.
const staleBy = 4 * time.Second

// query is the gateway's answer about an order, as it stands now.
func (w *world) query(o *order.Order, answer answer) (payments.Payment, error) {
	in := w.gateway.find(o.ID)
	p := payments.Payment{MerchantOrderID: string(o.ID)}
	switch {
	case in != nil && w.gateway.forgot(in, w.clock.now):
		return p, refusal.err("query")
	case in != nil:
		at := w.clock.now
		if answer == stale {
			at -= staleBy
		}
		p.OrderID, p.Amount, p.Currency, p.Status = in.number, in.amount, in.currency, w.gateway.status(in, at)
		if _, back := w.gateway.returned(in.id, w.clock.now); back >= in.minor && w.gateway.lessens {
			p.Status = cancelled
		} else if w.gateway.lessens && back > 0 {
			p.Amount = order.Amount{Minor: in.minor - back, Currency: in.currency}.Wire()
		}
	case answer == wrongID || answer == aboutOther:
		p.OrderID, p.Amount, p.Currency = "C-OTHER", o.Amount.Wire(), o.Amount.Currency
	default:
		return p, refusal.err("query")
	}
	if answer == turned && o.State == order.StatePaid {
		p.Status = cancelled
	}
	answer.lie(&p, in != nil && o.GatewayID == in.number)
	return p, nil
}

// pay is a customer who confirms in the wallet what a window has shown.
func (w *world) pay(id order.ID) {
	in := w.gateway.find(id)
	if in == nil {
		w.fail("a code was shown of an order that the gateway does not have")
		return
	}
	if w.trace != nil {
		w.trace.line(w, "the customer pays "+string(id))
	}
	w.gateway.pay(in, w.clock.now)
}
