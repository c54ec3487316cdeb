package probe_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/probe"
	"qrtill/payments"
	"qrtill/payments/practice"
)

func TestAGatewayThatDoesAllAsAssumed(t *testing.T) {
	inWorld(t, "", func(w *world) {
		w.pay(19 * time.Second)
		result, report := w.probe()
		if len(result.Differences) > 0 {
			t.Errorf("differences: %q", result.Differences)
		}
		if want := (payments.Code{Status: 200, Code: 40400}); result.NotFound.Order != want || result.NotFound.Refund != want {
			t.Errorf("not found is %v", result.NotFound)
		}
		sold := w.gateway.Ledger()
		if len(sold) != 1 || !strings.HasPrefix(sold[0].MerchantOrderID, "T1") || sold[0].Amount != "0.01" || len(sold[0].Refunds) != 1 {
			t.Fatalf("the gateway's ledger: %+v", sold)
		}
		says(t, report, "DIFFERENCES: none", sold[0].MerchantOrderID, sold[0].OrderID, sold[0].Refunds[0].MerchantRefundID,
			"as assumed a token of 84 hexadecimal characters, good for 1h0m0s", "the token before goes on",
			"learned    a repeated number is refused: HTTP 200, code 40900", "learned    it is answered as an order that is not found",
			"as assumed paid, and told 26s after the order was made", "as assumed its status stays SUCCEEDED",
			"came       00:00:00, HTTP 200 after 0s, over a new connection", `"qrcode_url": "http://127.0.0.1/pay/`,
			"19 of 19 calls went over a connection that was open", "was paid, and refunded by "+sold[0].Refunds[0].MerchantRefundID)
		if w.syncs == 0 {
			t.Error("the report was never on disk for sure")
		}
	})
}

func TestAnOrderThatIsLeftIsWatchedUntilTheGatewayClosesIt(t *testing.T) {
	inWorld(t, "", func(w *world) {
		shown := ""
		w.config.Show = func(code string) { shown = code }
		result, report := w.probe()
		sold := w.gateway.Ledger()[0]
		if len(result.Differences) > 0 || shown != sold.QR {
			t.Errorf("shown %q, differences %q", shown, result.Differences)
		}
		says(t, report, "as assumed PENDING becomes CANCELLED between 4m56s and 5m1s after the order was made",
			"(and 57 times more, the last at ", sold.MerchantOrderID+" of 0.01 HKD (the gateway's number "+sold.OrderID+") was closed by the gateway")
	})
	inWorld(t, "", func(w *world) {
		w.config.Wait = time.Minute
		_, report := w.probe()
		says(t, report, "not tried  neither paid nor closed in the 1m0s that were waited", "WAS MADE AND MAY STILL BE PAID")
	})
}

func TestNothingIsMadeWithoutAYes(t *testing.T) {
	inWorld(t, "", func(w *world) {
		asked := ""
		w.config.Yes = func(_ context.Context, question string) bool { asked = question; return false }
		result, report := w.probe()
		if n := len(w.gateway.Ledger()); n != 0 || len(result.Differences) > 0 || result.NotFound.Order.Code == 0 {
			t.Errorf("%d orders, %+v", n, result)
		}
		says(t, asked, "one real order", "0.01 HKD by wechat at 127.0.0.1", "ending in 0001")
		says(t, report, "not tried  nobody said yes to an order", "No order was made. No money was moved.")
	})
	inWorld(t, "", func(w *world) { // agreed to before, but no refund
		w.config.Agreed = true
		w.config.Yes = func(context.Context, string) bool { return false }
		w.pay(time.Second)
		result, report := w.probe()
		sold := w.gateway.Ledger()
		if len(sold) != 1 || len(sold[0].Refunds) != 0 || !strings.Contains(result.Money[0], sold[0].MerchantOrderID+" of 0.01 HKD") {
			t.Errorf("%+v, %q", sold, result.Money)
		}
		says(t, report, "nobody said yes to a refund", "IS PAID AND NOT REFUNDED. Refund it in the merchant portal, or keep it and enter it in your books.")
		if lines := strings.Split(strings.TrimSpace(report), "\n"); !strings.Contains(lines[len(lines)-2], "IS PAID AND NOT REFUNDED") {
			t.Errorf("it is not among the last lines: %q", lines[len(lines)-2:])
		}
	})
}

// Each bad day of the practice gateway that changes what comes is seen. What is wanted
// is in the report, after the verdict.
func TestEachBadDayShows(t *testing.T) {
	days := map[string]string{
		"lost-before":         "DIFFERS    the till can't work with this answer: create: answer lost",
		"lost-after":          "DIFFERS    nobody knows whether the gateway has the order",
		"query-lost":          "DIFFERS    the till can't work with this answer: query: answer lost",
		"5xx":                 "DIFFERS    the till can't work with this answer: query: gateway in trouble, HTTP 502",
		"slow":                "DIFFERS    the till can't work with this answer: query: answer lost",
		"truncated":           "DIFFERS    the till can't work with this answer: query: answer lost, HTTP 200",
		"non-json":            "DIFFERS    the till can't work with this answer: query: not the gateway, HTTP 200",
		"token-401":           "DIFFERS    a token that should be good is not taken: query: not authorised, HTTP 401, code 40100",
		"token-200":           "DIFFERS    a token that should be good is not taken: query: not authorised, HTTP 200, code 40100",
		"token-single":        "learned    a new token ENDS the one before (HTTP 401, code 40100, “invalid access token”)",
		"rate-limit":          "DIFFERS    the gateway asks to be left alone: HTTP 429 and 2s of silence",
		"not-found":           "DIFFERS    an order that was made is answered with a no: HTTP 200, code 40400",
		"wrong-amount":        "DIFFERS    amount is \"0.02\", not 0.01",
		"wrong-currency":      "DIFFERS    currency is TWD, not HKD",
		"wrong-id":            "DIFFERS    merchant_order_id is T1",
		"wrong-order-id":      "DIFFERS    order_id is C",
		"unknown-status":      "DIFFERS    its status is PROCESSING, which is not documented",
		"create-wrong-amount": "DIFFERS    amount is \"0.02\", not 0.01",
		"create-wrong-id":     "DIFFERS    merchant_order_id is T1",
		"refund-pending":      "learned    its first status is PENDING",
		"refund-fail":         "DIFFERS    the refund has FAILED",
		"duplicate:same":      "learned    a repeated number gives the same order, and its code, again",
		"duplicate:second":    "DIFFERS    a repeated number makes a SECOND order, C",
		"query-silence":       "DIFFERS    the gateway asks to be left alone: HTTP 503 and 1m0s of silence",
		"no-permission":       "DIFFERS    no order of 0.01 HKD by wechat: HTTP 200, code 10023, “merchant is not authorized for WECHAT”",
		"refund-busy":         "DIFFERS    the gateway says no to a refund of all that was paid: HTTP 200, code 9999, “system busy, result unknown”",
		"forgets-cancelled":   "DIFFERS    an order that was made is answered with a no: HTTP 200, code 40400",
		"pay-time:null":       `"pay_time": null`,
		"pay-time:empty":      `"pay_time": ""`,
	}
	for faults, want := range days {
		t.Run(faults, func(t *testing.T) {
			inWorld(t, faults, func(w *world) {
				if faults != "forgets-cancelled" {
					w.pay(7 * time.Second)
				}
				result, report := w.probe()
				says(t, report, want)
				if differs := strings.HasPrefix(want, "DIFFERS"); differs != (len(result.Differences) > 0) && !strings.HasPrefix(faults, "refund-pending") {
					t.Errorf("differences: %q", result.Differences)
				}
				if trusted := result.NotFound.Order.Code != 0; trusted != slices.Contains([]string{
					"lost-before", "lost-after", "token-single", "not-found", "wrong-amount", "wrong-currency", "wrong-id", "wrong-order-id", "unknown-status",
					"create-wrong-amount", "create-wrong-id", "refund-pending", "refund-fail", "duplicate:same", "duplicate:second", "pay-time:null", "pay-time:empty",
					"no-permission", "refund-busy", "forgets-cancelled",
				}, faults) {
					t.Errorf("not found is %v", result.NotFound)
				}
			})
		})
	}
	for _, name := range practice.FaultNames() {
		elsewhere := slices.Contains([]string{"auth-5xx", "auth-lost", "auth-slow", "auth-silence"}, name) || name == "late-pay" || name == "silence" // no token at all; a probe has ended by then
		for faults := range days {
			day, _, _ := strings.Cut(faults, ":")
			elsewhere = elsewhere || day == name
		}
		if !elsewhere {
			t.Errorf("what a probe says of %s is not tried", name)
		}
	}
}

func TestACodeIsNotShownWhenItsAnswerDisagrees(t *testing.T) {
	inWorld(t, "create-wrong-id", func(w *world) {
		w.config.Show = func(string) { t.Error("a code was shown") }
		_, report := w.probe()
		says(t, report, "not tried  no code was shown, so nobody can pay it")
	})
}

func TestWithoutATokenNothingMoreIsTried(t *testing.T) {
	for faults, kind := range map[string]payments.Kind{
		"auth-5xx": payments.KindServer, "auth-lost": payments.KindLost, "auth-slow": payments.KindLost, "auth-silence": payments.KindServer,
	} {
		inWorld(t, faults, func(w *world) {
			_, err := probe.Run(w.Context(), w.config)
			var e *payments.Error
			if !errors.As(err, &e) || e.Kind != kind || len(w.asked) != 1 {
				t.Errorf("%v after %d calls", err, len(w.asked))
			}
			says(t, w.report(), "DIFFERS    no token, so nothing more was tried", "No order was made. No money was moved.")
		})
	}
}

func TestTheIDIsOnDiskBeforeItsCallLeaves(t *testing.T) {
	inWorld(t, "", func(w *world) {
		w.pay(time.Second)
		made := 0
		w.before = func(q payments.Question) {
			id := ""
			switch ask := q.Ask.(type) {
			case payments.CreateRequest:
				id = ask.MerchantOrderID
			case payments.RefundRequest:
				id = ask.MerchantRefundID
			default:
				return
			}
			if made++; !strings.Contains(w.report(), "makes ") || !strings.Contains(w.report(), id) {
				t.Errorf("%s is not in the report yet:\n%s", id, w.report())
			}
		}
		w.probe()
		if made != 3 {
			t.Errorf("%d calls that make something", made)
		}
	})
}

// full is paper that can't be written once there are a few parts on it.
type full struct {
	*world
	parts int
}

func (f *full) Sync() error {
	if f.parts--; f.parts < 0 {
		return errors.New("no space left")
	}
	return f.world.Sync()
}

func TestNoOrderLeavesWhenItsIDCannotBeWritten(t *testing.T) {
	for parts := range 60 {
		inWorld(t, "", func(w *world) {
			w.pay(time.Second)
			w.config.Paper = &full{w, parts}
			result, err := probe.Run(w.Context(), w.config)
			for _, sold := range w.gateway.Ledger() {
				if !strings.Contains(result.Money[0], sold.MerchantOrderID) || !strings.Contains(w.report(), sold.MerchantOrderID) {
					t.Errorf("%d parts: order %s is told nowhere: %q", parts, sold.MerchantOrderID, result.Money)
				}
			}
			if orders := len(w.gateway.Ledger()); parts < 15 && (err == nil || orders > 0) || parts > 50 && (err != nil || orders != 1) {
				t.Errorf("%d parts: %v, %d orders", parts, err, orders)
			}
		})
	}
}

func TestAProbeThatIsStoppedSaysWhereTheMoneyIs(t *testing.T) {
	for _, after := range []time.Duration{0, time.Second, 5, 17 * time.Second, 18 * time.Second, 19 * time.Second, 25 * time.Second, 33 * time.Second, 37 * time.Second, 40 * time.Second} {
		inWorld(t, "", func(w *world) {
			w.pay(9 * time.Second)
			ctx, stop := context.WithTimeout(w.Context(), after)
			defer stop()
			result, err := probe.Run(ctx, w.config)
			if !errors.Is(err, probe.ErrStopped) {
				t.Errorf("after %v: %v", after, err)
			}
			sold := w.gateway.Ledger()
			report := w.report()
			says(t, report, "WHERE THE MONEY IS", "The clocks")
			switch {
			case len(sold) == 0:
				says(t, report, "No order was made")
			case len(sold[0].Refunds) > 0:
				says(t, report, sold[0].MerchantOrderID, "ITS REFUND "+sold[0].Refunds[0].MerchantRefundID+" IS IN DOUBT")
			case after == 18*time.Second && strings.Contains(report, "its answer was lost"): // it ends as the answer comes
			case !strings.Contains(report, "MAY STILL BE PAID") && !strings.Contains(report, "IS PAID AND NOT REFUNDED"):
				t.Errorf("after %v: %q", after, result.Money)
			}
		})
	}
}

func TestSilenceThatIsAskedForIsGiven(t *testing.T) {
	inWorld(t, "", func(w *world) {
		w.config.Yes = func(context.Context, string) bool { return false }
		w.after = func(seen *payments.Seen) {
			if len(w.asked) == 2 {
				seen.Silence = 40 * time.Second
			}
		}
		w.probe()
		if gap := w.asked[2].Sub(w.asked[1]); gap < 40*time.Second {
			t.Errorf("asked again after %v", gap)
		}
		if !slices.ContainsFunc(w.said, func(line string) bool { return strings.Contains(line, "40s of silence") }) {
			t.Errorf("said %q", w.said)
		}
	})
}

func TestATokenThatEndsWhileTheOrderIsWatchedIsRenewed(t *testing.T) {
	inWorld(t, "", func(w *world) {
		w.pay(38 * time.Second)
		n := 0
		w.before = func(payments.Question) {
			faults := practice.Faults{}
			if n++; n == 15 {
				faults.Chance = map[string]float64{"token-401": 1}
			}
			if err := w.gateway.SetFaults(faults); err != nil {
				t.Error(err)
			}
		}
		result, report := w.probe()
		says(t, report, "another token, as that one is not taken any more", "and refunded by")
		if len(result.Differences) != 1 {
			t.Errorf("differences: %q", result.Differences)
		}
	})
}

// late is a gateway's client that knows a token for one only when it is too late, or a
// scrubber that scrubs nothing.
type late struct {
	*world
	planted string
	blind   bool // Scrub finds nothing
	from    int  // of how many calls on it is known
}

func (l *late) Scrub(text string) string {
	if l.blind || len(l.asked) < l.from {
		return text
	}
	return strings.ReplaceAll(text, l.planted, "[gone]")
}

func (l *late) Betrays(text string) bool {
	return len(l.asked) >= l.from && strings.Contains(text, l.planted)
}

func TestAPlantedSecretIsNotInTheReport(t *testing.T) {
	const planted = "tok_0123456789abcdef"
	for _, blind := range []bool{false, true} {
		for _, from := range []int{0, 3, 15} {
			t.Run(fmt.Sprint(blind, from), func(t *testing.T) {
				inWorld(t, "", func(w *world) {
					w.pay(time.Second)
					w.config.Gateway = &late{w, planted, blind, from}
					w.after = func(seen *payments.Seen) {
						if len(w.asked) == 2 {
							seen.Body = "{\n  \"message\": \"" + planted + "\"\n}"
						}
					}
					_, report := w.probe()
					if strings.Contains(report, planted) || strings.Count(report, "first contact") != 1 {
						t.Errorf("%s", report)
					}
					says(t, report, "WHERE THE MONEY IS", w.gateway.Ledger()[0].MerchantOrderID)
					if blind {
						says(t, report, "A part was left out here")
					}
				})
			})
		}
	}
}

func TestTheSmallProbeLearnsWhatNotFoundIs(t *testing.T) {
	inWorld(t, "", func(w *world) {
		found, err := probe.Small(w.Context(), w, "T1", false)
		if want := (payments.Code{Status: 200, Code: 40400}); err != nil || found.Order != want || found.Refund != want || len(w.asked) != 2 {
			t.Errorf("%v, %v after %d calls", found, err, len(w.asked))
		}
		id := ""
		w.before = func(q payments.Question) {
			if ask, is := q.Ask.(payments.QueryRequest); is {
				id = ask.MerchantOrderID
			}
		}
		w.asked = nil
		synctest.Wait()
		time.Sleep(2 * time.Second)
		if _, err := probe.Small(w.Context(), w, "T1", true); err != nil || !strings.HasPrefix(id, "XT1") {
			t.Errorf("%q, %v", id, err)
		}
	})
	for faults, kind := range map[string]payments.Kind{"token-200": payments.KindAuth, "5xx": payments.KindServer, "auth-5xx": payments.KindServer} {
		inWorld(t, faults, func(w *world) {
			found, err := probe.Small(w.Context(), w, "T1", false)
			var e *payments.Error
			if !errors.As(err, &e) || e.Kind != kind || found != (payments.NotFound{}) {
				t.Errorf("%s: %v, %v", faults, found, err)
			}
		})
	}
	there := lookerFunc(func(payments.Question) payments.Seen { return payments.Seen{Status: 200} })
	if _, err := probe.Small(t.Context(), there, "T1", false); !errors.Is(err, probe.ErrThere) {
		t.Error(err)
	}
}

type lookerFunc func(q payments.Question) payments.Seen

func (f lookerFunc) Look(_ context.Context, q payments.Question) payments.Seen { return f(q) }

func TestTheReportOfAnAnswerIsWhole(t *testing.T) {
	inWorld(t, "", func(w *world) {
		w.config.Yes = func(context.Context, string) bool { return false }
		var bodies []string
		w.after = func(seen *payments.Seen) { bodies = append(bodies, seen.Body) }
		_, report := w.probe()
		for _, body := range bodies[1:] {
			var said struct{ RID string }
			if json.Unmarshal([]byte(body), &said); said.RID != "" && !strings.Contains(report, said.RID) { //nolint:errcheck // a token's is no JSON
				t.Errorf("rid %s is not in the report", said.RID)
			}
		}
	})
}
