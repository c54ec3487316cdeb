package main

import (
	"time"

	"qrtill/payments"
)

// answer is what becomes of one call to the gateway.
type answer uint8

// The answers. The first ways of them are tried in every combination to depth 4, the
// first wide to depth 3.
const (
	right         answer = iota
	lostBefore           // the request is lost on its way
	lostAfter            // the gateway has acted, its answer is lost
	notSent              // no byte leaves the computer
	malformed            // acted, and answered nonsense
	serverError          // acted, and answered HTTP 502
	tooMany              // HTTP 429 with Retry-After
	noAuth               // the token is not accepted
	refusal              // a definite no; to a question: not found
	wrongAmount          // about another amount, and paid
	wrongCurrency        // in another currency, and paid
	wrongID              // about another shop's order, and paid
	wrongNumber          // our id, but another of the gateway's, and paid
	unknownStatus        // a status that is in no document

	busy         // a code that means nothing: acted all the same
	bare         // HTTP 429, and no word of how long
	hush         // HTTP 503, with a wish for a little silence
	silence      // with a wish for more than is waited for
	tokenSilence // the same, where tokens are given: nothing was sent
	verySlow     // right, but after many seconds

	noToken // the token request is refused: nothing was sent
	badCertificate
	alreadyThere // refused, because something sent it twice: acted
	unreadable   // well-formed JSON with an amount that is none
	halfEmpty    // without the gateway's order_id
	otherClosed  // about another amount, and cancelled
	aboutOther   // about another shop's order, and cancelled
	slow         // right, but after seconds
	stale        // as it stood some seconds before
	turned       // what the till knows to be paid is cancelled

	allWays
)

const (
	ways = int(unknownStatus) + 1
	wide = int(verySlow) + 1
)

var answerNames = [allWays]string{
	right: "right", lostBefore: "lost before it arrived", lostAfter: "lost after it was done", notSent: "not sent",
	malformed: "malformed", serverError: "502", tooMany: "429", noAuth: "not authorised", refusal: "refused",
	wrongAmount: "wrong amount", wrongCurrency: "wrong currency", wrongID: "wrong id", wrongNumber: "wrong order_id",
	unknownStatus: "unknown status", noToken: "no token", badCertificate: "bad certificate",
	alreadyThere: "already there", unreadable: "unreadable amount", halfEmpty: "no order_id", otherClosed: "wrong amount, cancelled",
	aboutOther: "wrong id, cancelled", slow: "slow", stale: "stale", busy: "system busy",
	bare: "429 without a word", hush: "503, silence for 20 s", silence: "503, silence for an hour",
	tokenSilence: "no token, silence for 90 s", verySlow: "right, but very slow",
	turned: "paid, and cancelled now",
}

func (a answer) String() string { return answerNames[a] }

// acts says that the request reaches the gateway and is carried out.
func (a answer) acts() bool {
	switch a {
	case lostBefore, notSent, tooMany, noAuth, refusal, noToken, badCertificate, bare, hush, silence, tokenSilence:
		return false
	}
	return true
}

// unsent says that the client knows for certain that nothing was sent.
func (a answer) unsent() bool {
	return a == notSent || a == noToken || a == badCertificate || a == tokenSilence
}

// err is what the gateway's client makes of an answer that is none.
func (a answer) err(op string) error {
	if a.honest() {
		return nil
	}
	e := &payments.Error{Op: op}
	switch a {
	case lostBefore, lostAfter:
		e.Kind = payments.KindLost
	case notSent:
		e.Kind = payments.KindNotSent
	case malformed:
		e.Kind, e.Status = payments.KindMalformed, 200
	case serverError:
		e.Kind, e.Status = payments.KindServer, 502
	case tooMany:
		e.Kind, e.Status, e.RetryAfter = payments.KindServer, 429, 2*time.Second
	case bare:
		e.Kind, e.Status = payments.KindServer, 429
	case hush:
		e.Kind, e.Status, e.RetryAfter = payments.KindServer, 503, 20*time.Second
	case silence:
		e.Kind, e.Status, e.RetryAfter = payments.KindServer, 503, time.Hour
	case tokenSilence:
		e.Op, e.Kind, e.Status, e.RetryAfter = "token", payments.KindServer, 503, 90*time.Second
	case noAuth:
		e.Kind, e.Status = payments.KindAuth, 401
	case refusal:
		e.Kind, e.Status, e.Code, e.Message = payments.KindRefused, 200, notFound, "no"
	case busy:
		e.Kind, e.Status, e.Code, e.Message = payments.KindRefused, 200, busyCode, "system busy, result unknown"
	case noToken:
		e.Op, e.Kind, e.Status = "token", payments.KindAuth, 401
	case badCertificate:
		e.Kind = payments.KindTLS
	case alreadyThere:
		e.Kind, e.Status, e.Code, e.Message = payments.KindRefused, 200, 40900, "the order exists already"
	default:
		return nil
	}
	return e
}

// lie changes what a right answer says about an order. About an order whose
// number the till does not know it can't lie with the number: nobody could tell.
func (a answer) lie(p *payments.Payment, knowsNumber bool) {
	switch a {
	case wrongAmount:
		p.Amount, p.Status = "7"+p.Amount, succeeded
	case wrongCurrency:
		p.Currency, p.Status = "USD", succeeded
	case wrongID:
		p.MerchantOrderID, p.Status = "T9OTHER", succeeded
	case wrongNumber:
		if knowsNumber {
			p.OrderID, p.Status = "C-OTHER", succeeded
		}
	case unknownStatus:
		p.Status = "PROCESSING"
	case unreadable:
		p.Amount, p.Status = "1e3", succeeded
	case halfEmpty:
		p.OrderID, p.Status = "", succeeded
	case otherClosed:
		p.Amount, p.Status = "7"+p.Amount, cancelled
	case aboutOther:
		p.MerchantOrderID, p.Status = "T9OTHER", cancelled
	}
}

// lieBack is lie for an answer about a refund.
func (a answer) lieBack(r *payments.Refund) {
	switch a {
	case wrongAmount:
		r.Amount, r.Status = "7"+r.Amount, succeeded
	case wrongCurrency:
		r.Currency, r.Status = "USD", succeeded
	case wrongID:
		r.MerchantRefundID, r.Status = "T9OTHER", succeeded
	case wrongNumber:
		r.MerchantOrderID, r.Status = "T9OTHER", succeeded
	case unknownStatus:
		r.Status = "PROCESSING"
	case unreadable:
		r.Amount, r.Status = "1e3", succeeded
	case halfEmpty:
		r.MerchantRefundID, r.Status = "", succeeded
	case otherClosed:
		r.Amount, r.Status = "7"+r.Amount, "FAILED"
	case aboutOther:
		r.MerchantRefundID, r.Status = "T9OTHER", "FAILED"
	}
}

// busyCode is what a gateway says that can't say anything now.
const busyCode = 9999

// honest says that the answer tells how things are.
func (a answer) honest() bool { return a == right || a == slow || a == verySlow }
