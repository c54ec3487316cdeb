package probe_test

import (
	"strings"
	"testing"
	"time"

	"qrtill/payments"
)

// no is an answer that says no.
func no(op string, status, code int, message string) func(*payments.Seen) {
	return failing(op, payments.KindRefused, status, code, message)
}

func failing(op string, kind payments.Kind, status, code int, message string) func(*payments.Seen) {
	return func(seen *payments.Seen) {
		if seen.Op == op {
			*seen = payments.Seen{Op: op, Status: status, At: seen.At, Meta: seen.Meta, Headers: seen.Headers, Reused: seen.Reused,
				Err: &payments.Error{Op: op, Kind: kind, Status: status, Code: code, Message: message}}
		}
	}
}

// at changes the answer to one call only, counted from 1.
func at(call int, change func(*payments.Seen)) func(w *world, seen *payments.Seen) {
	return func(w *world, seen *payments.Seen) {
		if len(w.asked) == call {
			change(seen)
		}
	}
}

func each(change func(*payments.Seen)) func(w *world, seen *payments.Seen) {
	return func(_ *world, seen *payments.Seen) { change(seen) }
}

// headers changes one header of an answer, or takes it away.
func headers(name, value string) func(*payments.Seen) {
	return func(seen *payments.Seen) {
		var rest []payments.Header
		for _, h := range seen.Headers {
			if h.Name != name {
				rest = append(rest, h)
			}
		}
		seen.Headers = rest
		if value != "" {
			seen.Headers = append(rest, payments.Header{Name: name, Value: value})
		}
	}
}

// In a whole probe the calls are: 1 token, 2 and 3 made-up orders, 4 and 5 made-up
// refunds, 6 token, 7 the old one, 8 bad token, 9 bad secret, 10 create, 11 once more,
// 12 both ids, 13 and on the order; then the refund, what it says, and the order.
const createCall, againCall, bothCall, watchCall = 10, 11, 12, 14

func TestAnOddGatewayIsSeen(t *testing.T) {
	for name, odd := range map[string]struct {
		change  func(w *world, seen *payments.Seen)
		verdict string
		says    string
	}{
		"a short life": {at(1, func(s *payments.Seen) { s.Life = time.Minute }), "DIFFERS", "it lives 1m0s, not 1h0m0s"},
		"a token with more": {at(1, func(s *payments.Seen) { s.Keys = []string{"access_token", "expires_in", "scope"} }),
			"learned", "in the answer beside what is documented: scope"},
		"no life":                   {at(1, func(s *payments.Seen) { s.Keys = []string{"access_token"} }), "DIFFERS", "not in the answer: expires_in"},
		"two ways not to find":      {at(3, no("query", 404, 40400, "x")), "DIFFERS", "answered in two ways, HTTP 200, code 40400 and HTTP 404, code 40400"},
		"words of their own":        {at(3, no("query", 200, 40400, "no T1")), "learned", "“not found” is HTTP 200, code 40400, in words of its own each time"},
		"it finds what is not":      {at(2, func(s *payments.Seen) { s.Err = nil }), "DIFFERS", "speaks of what nobody has made as if it were there"},
		"refunds, two ways":         {at(5, no("refund_query", 200, 9, "x")), "DIFFERS", "answered in two ways, HTTP 200, code 40400 and HTTP 200, code 9"},
		"no second token":           {at(6, failing("token", payments.KindServer, 503, 0, "")), "DIFFERS", "no second token came"},
		"the old one is no good":    {at(7, failing("query", payments.KindAuth, 401, 40100, "x")), "learned", "a new token ENDS the one before (HTTP 401, code 40100, “x”)"},
		"any token is good":         {at(8, func(s *payments.Seen) { s.Err = nil }), "DIFFERS", "a token that nobody has issued is taken"},
		"bad is not found":          {at(8, no("query", 200, 40400, "x")), "DIFFERS", "a bad token is answered as an order that is not found"},
		"bad is another no":         {at(8, no("query", 200, 7, "x")), "DIFFERS", "the till would take this for a no to what was asked"},
		"bad is trouble":            {at(8, failing("query", payments.KindServer, 500, 0, "")), "DIFFERS", "the till can't work with this answer: query: gateway in trouble, HTTP 500"},
		"any secret is good":        {at(9, func(s *payments.Seen) { s.Err = nil }), "DIFFERS", "a token is given for a secret that nobody was issued"},
		"a bad secret is just a no": {at(9, no("token", 200, 7, "x")), "DIFFERS", "the till would not say that the credentials are wrong"},

		"too small":        {at(createCall, no("create", 200, 7, "amount too small")), "DIFFERS", "no order of 0.01 HKD by wechat: HTTP 200, code 7, “amount too small”"},
		"not sent":         {at(createCall, failing("create", payments.KindNotSent, 0, 0, "")), "not tried", "nothing was sent"},
		"no code":          {at(createCall, func(s *payments.Seen) { s.Intent.QR = "" }), "DIFFERS", "there is no text for the code"},
		"made and done":    {at(createCall, func(s *payments.Seen) { s.Intent.Status = "CREATE" }), "DIFFERS", "its status is CREATE, not PENDING"},
		"a plain no":       {at(againCall, no("create", 200, 7, "bad request")), "DIFFERS", "refused in words that the till takes for a no to the order itself"},
		"another code":     {at(againCall, func(s *payments.Seen) { s.Err, s.Intent.OrderID = nil, "C1" }), "DIFFERS", "a repeated number makes a SECOND order, C1"},
		"both are refused": {at(bothCall, no("query", 400, 40000, "x")), "learned", "it is refused: HTTP 400, code 40000, “x”"},
		"both, another's":  {at(bothCall, func(s *payments.Seen) { s.Err, s.Payment.MerchantOrderID = nil, "A" }), "DIFFERS", "the answer is about another order than ours"},
		"no pay_time":      {each(func(s *payments.Seen) { s.Keys = []string{"order_id"} }), "DIFFERS", "not in the answer: merchant_order_id, amount, currency, status, create_time, pay_time"},
		"forgotten":        {at(watchCall, no("query", 200, 40400, "x")), "DIFFERS", "an order that was made is answered with a no"},

		"no refunds":        {each(no("refund", 200, 7, "not enabled")), "DIFFERS", "the gateway says no to a refund of all that was paid: HTTP 200, code 7, “not enabled”"},
		"another refund":    {each(func(s *payments.Seen) { s.Refund.MerchantRefundID = "A" }), "DIFFERS", "merchant_refund_id is A, not T1R"},
		"of another order":  {each(func(s *payments.Seen) { s.Refund.OrderID = "A" }), "DIFFERS", "payment_order_id is A, not C"},
		"of another amount": {each(func(s *payments.Seen) { s.Refund.Amount = "1" }), "DIFFERS", `amount is "1", not 0.01`},
		"in another coin":   {each(func(s *payments.Seen) { s.Refund.Currency = "CNY" }), "DIFFERS", "currency is CNY, not HKD"},
		"its answer lost":   {each(failing("refund", payments.KindLost, 0, 0, "")), "DIFFERS", "nobody knows yet whether the gateway has the refund"},
		"it never ends": {each(func(s *payments.Seen) {
			if s.Op == "refund_query" {
				s.Refund.Status = "PROCESSING"
			}
		}), "DIFFERS", "no end of the refund in 2m0s"},
		"REFUNDED": {func(w *world, s *payments.Seen) {
			if len(w.gateway.Ledger()) > 0 && len(w.gateway.Ledger()[0].Refunds) > 0 && s.Op == "query" {
				s.Payment.Status = "REFUNDED"
			}
		}, "DIFFERS", "its status is REFUNDED, no longer SUCCEEDED"},

		"as text":       {each(headers("Content-Type", "text/plain; charset=utf-8")), "DIFFERS", `of another type: "text/plain; charset=utf-8" (`},
		"in GBK":        {each(headers("Content-Type", "application/json; charset=GBK")), "DIFFERS", `"application/json; charset=GBK"`},
		"written so":    {at(3, func(s *payments.Seen) { s.Written = "UTF-8 with a byte-order mark" }), "DIFFERS", "written otherwise: UTF-8 with a byte-order mark (×1, first at query)"},
		"coded":         {each(headers("Content-Encoding", "gzip")), "DIFFERS", "coded unasked: gzip ("},
		"its clock":     {each(func(s *payments.Seen) { s.Date = s.Date.Add(-6 * time.Minute) }), "DIFFERS", "this computer's clock is 6m0s ahead of the gateway's"},
		"our clock":     {each(func(s *payments.Seen) { s.Date = s.Date.Add(6 * time.Minute) }), "DIFFERS", "this computer's clock is 6m0s behind the gateway's"},
		"a near clock":  {each(func(s *payments.Seen) { s.Date = s.Date.Add(4 * time.Minute) }), "as assumed", "this computer's clock is 4m0s behind the gateway's"},
		"no Date":       {each(func(s *payments.Seen) { s.Date = time.Time{} }), "DIFFERS", "no Date that can be read ("},
		"always closed": {each(func(s *payments.Seen) { s.Reused = false }), "DIFFERS", "each costs a new one"},
		"closed once":   {at(5, func(s *payments.Seen) { s.Reused = false }), "learned", "calls went over a connection that was open"},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, "", func(w *world) {
				w.pay(time.Second)
				w.after = func(seen *payments.Seen) { odd.change(w, seen) }
				result, report := w.probe()
				says(t, report, odd.verdict+strings.Repeat(" ", 11-len(odd.verdict)), odd.says)
				line := ""
				for each := range strings.SplitSeq(report, "\n") {
					if strings.Contains(each, odd.says) && strings.HasPrefix(each, "   "+odd.verdict) {
						line = each
					}
				}
				if line == "" {
					t.Errorf("it is not %s:\n%s", odd.verdict, report)
				}
				if odd.verdict == "DIFFERS" && len(result.Differences) == 0 {
					t.Error("it is not among the differences")
				}
			})
		})
	}
}

func TestTheEarlierCancelledIsADifference(t *testing.T) {
	inWorld(t, "", func(w *world) {
		w.config.Show = func(string) {
			time.AfterFunc(62*time.Second, func() { w.gateway.Cancel(w.gateway.Ledger()[0].MerchantOrderID) }) //nolint:errcheck // the report says it
		}
		_, report := w.probe()
		says(t, report, "DIFFERS    PENDING becomes CANCELLED between 1m6s and 1m11s after the order was made")
	})
	inWorld(t, "", func(w *world) { // it is never closed
		w.after = func(seen *payments.Seen) {
			if seen.Payment.Status == "CANCELLED" {
				seen.Payment.Status = "PENDING"
			}
		}
		_, report := w.probe()
		says(t, report, "DIFFERS    neither paid nor closed after 15m", "MAY STILL BE PAID")
	})
}

func TestMoneyThatDisagreesIsSaid(t *testing.T) {
	inWorld(t, "lost-after", func(w *world) {
		result, _ := w.probe()
		says(t, result.Money[0], w.gateway.Ledger()[0].MerchantOrderID, "its answer was lost, so the gateway may have it")
	})
	inWorld(t, "wrong-amount", func(w *world) {
		w.pay(time.Second)
		result, _ := w.probe()
		says(t, strings.Join(result.Money, "\n"), "MAY STILL BE PAID", "An answer about it said SUCCEEDED, but it did not match: take it for paid")
	})
	inWorld(t, "duplicate:second", func(w *world) {
		result, _ := w.probe()
		says(t, strings.Join(result.Money, "\n"), "the gateway made a second order of it, "+w.gateway.Ledger()[1].OrderID)
	})
}
