package app_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"qrtill/app/core"
)

// remade is an answer with another body.
func remade(t *testing.T, change func([]byte) []byte, coding string) func(*http.Response) *http.Response {
	return func(r *http.Response) *http.Response {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body, r.Header = io.NopCloser(bytes.NewReader(change(body))), r.Header.Clone()
		r.Header.Set("Content-Encoding", coding)
		return r
	}
}

// What stands between the till and its gateway may pack an answer, or write it
// in another script: a sale that is paid is paid.
func TestAnswersByWayOfOthersSellAsAnyDo(t *testing.T) {
	gbk := func(b []byte) []byte {
		named := strings.Replace(string(b), `"message":"`, `"shop":"許氏 誠","message":"收款 誠`, 1)
		code, err := simplifiedchinese.GBK.NewEncoder().String(named)
		if err != nil {
			t.Error(err)
		}
		return []byte(code)
	}
	packed := func(b []byte) []byte {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		_, _ = w.Write(b)
		w.Close()
		return out.Bytes()
	}
	for name, between := range map[string]func(*http.Response) *http.Response{
		"a byte-order mark": remade(t, func(b []byte) []byte { return append([]byte("\ufeff"), b...) }, ""),
		"GBK":               remade(t, gbk, ""),
		"gzip":              remade(t, packed, "gzip"),
		"GBK in gzip":       remade(t, func(b []byte) []byte { return packed(gbk(b)) }, "gzip"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newShop(t)
				c.gateway.between = between
				c.start()
				id := c.charge()
				c.phase(core.Waiting)
				c.gateway.pay(id)
				c.wait(5 * time.Second)
				c.phase(core.Paid)
				if c.gateway.creates != 1 {
					t.Errorf("%d orders", c.gateway.creates)
				}
				c.end()
			})
		})
	}
}

// A network's log-in page is said, makes one order of a sale and not three, and
// stops no sale once it is gone. No hour that it has is taken for the gateway's.
func TestAPortalStopsNoSaleOnceItIsGone(t *testing.T) {
	portal := func(*http.Response) *http.Response {
		return &http.Response{
			StatusCode: 200, Body: io.NopCloser(strings.NewReader("<html>Log in")),
			Header: http.Header{"Content-Type": {"text/html"}, "Date": {"Thu, 01 Jan 2015 00:00:00 GMT"}, "Retry-After": {"3600"}},
		}
	}
	synctest.Test(t, func(t *testing.T) {
		c := newShop(t)
		c.gateway.between = portal
		c.start()
		said := func() {
			t.Helper()
			c.phase(core.Failed)
			if c.view.Sale.Problem.Key != "sale.failed.foreign" || !c.view.Banner.Empty() {
				t.Fatalf("said %+v, %+v", c.view.Sale.Problem, c.view.Banner)
			}
			c.send(core.Next{Seen: c.view.Sale.Seen()})
		}
		for range 9 {
			c.charge()
			if c.view.Network != core.Offline {
				t.Errorf("network %v", c.view.Network)
			}
			said()
		}
		c.gateway.set(func() { c.gateway.between = nil })
		id := c.charge()
		c.phase(core.Waiting)

		c.gateway.set(func() { c.gateway.between = portal })
		c.wait(time.Minute)
		c.gateway.set(func() { c.gateway.between = nil })
		c.gateway.pay(id)
		c.wait(5 * time.Second)
		c.phase(core.Paid)
		c.send(core.Next{Seen: c.view.Sale.Seen()})

		// With a token in hand the portal gets the order itself.
		before := c.gateway.creates
		c.gateway.set(func() { c.gateway.between = portal })
		c.charge()
		said()
		if n := c.gateway.creates - before; n != 1 {
			t.Errorf("%d orders", n)
		}
		c.gateway.set(func() { c.gateway.between = nil })
		c.charge()
		c.phase(core.Waiting)
		c.end()
	})
}
