package app_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// shopWatching is a shop that has just taken a code off the screen.
func shopWatching(t *testing.T) (*counter, order.ID) {
	t.Helper()
	c := newShop(t)
	c.start()
	id := c.charge()
	c.phase(core.Waiting)
	c.send(core.Dismiss{Seen: c.view.Sale.Seen()})
	return c, id
}

// An amount that is typed ends no silence, and starts no sale that can't be watched
// (rule 15).
func TestTypingInASilenceStartsNoSaleThatCannotBeWatched(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := shopWatching(t)
		c.gateway.set(func() {
			c.gateway.between = func(*http.Response) *http.Response {
				return &http.Response{StatusCode: 503, Header: http.Header{"Retry-After": {"3600"}}, Body: io.NopCloser(strings.NewReader(""))}
			}
		})
		c.wait(time.Minute)
		if c.view.Banner.Key != "banner.silent" {
			t.Fatalf("banner %q", c.view.Banner.Key)
		}
		ended, before := 0, c.gateway.creates
		for range 10 {
			c.send(core.Typing{})
			if c.view.Banner.Key == "banner.silent" {
				c.wait(30 * time.Second)
				continue
			}
			ended++
			c.send(core.Charge{Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.WeChat})
			if c.view.Sale != nil {
				c.send(core.Next{Seen: c.view.Sale.Seen()})
			}
			c.wait(30 * time.Second)
		}
		if n := c.gateway.creates - before; ended > 0 || n > 0 {
			t.Errorf("the gateway wants silence for an hour; in five minutes a digit ended it %d times, and %d orders left", ended, n)
		}
		c.end()
	})
}

// One order that the gateway won't speak of is not the end of all credentials, and stops
// no sale (rule 15).
func TestOneForbiddenOrderStopsNoSaleAndDeniesNoCredentials(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, id := shopWatching(t)
		c.gateway.set(func() {
			c.gateway.between = func(r *http.Response) *http.Response {
				body, err := io.ReadAll(r.Body)
				if err != nil {
					t.Error(err)
				}
				if r.Body = io.NopCloser(bytes.NewReader(body)); bytes.Contains(body, []byte(id)) {
					return reply(403, map[string]any{"code": 40300, "message": "forbidden", "rid": "r9"})
				}
				return r
			}
		})
		denied, silent, stopped := 0, 0, 0
		for range 60 {
			c.wait(time.Minute)
			switch c.view.Banner.Key {
			case "banner.denied":
				denied++
			case "banner.silent":
				silent++
			}
			c.send(core.Charge{Amount: order.Amount{Minor: 100, Currency: "HKD"}, Method: order.WeChat})
			if c.view.Sale == nil {
				stopped++
				continue
			}
			c.phase(core.Waiting)
			c.gateway.pay(c.view.Sale.Order)
			c.wait(10 * time.Second)
			if c.view.Sale == nil || c.view.Sale.Phase != core.Paid {
				t.Errorf("paid 10 s ago: %+v", c.view.Sale)
				c.send(core.Dismiss{Seen: c.view.Sale.Seen()})
				continue
			}
			c.send(core.Next{Seen: c.view.Sale.Seen()})
		}
		if denied+silent+stopped > 0 {
			t.Errorf("in an hour, minute by minute: credentials called bad %d times, the gateway silent %d times, no sale started %d times", denied, silent, stopped)
		}
		c.end()
	})
}
