package app_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/storage/secrets"
)

const pin = "2468"

// newManagedCounter is a shop with a manager's PIN and one paid order.
func newManagedCounter(t *testing.T) (*counter, order.ID) {
	t.Helper()
	c := newCounter(t)
	c.setPIN()
	id := c.charge()
	c.gateway.pay(id)
	c.wait(5 * time.Second)
	c.phase(core.Paid)
	c.send(core.Next{Seen: c.view.Sale.Seen()})
	return c, id
}

func (c *counter) setPIN() {
	c.Helper()
	c.send(app.SetUp{Settings: settings(), Secret: secret, PIN: pin})
	if _, set := c.log.PIN(); !set {
		c.Fatalf("no PIN is set: %+v", c.view.Setup)
	}
}

func (c *counter) refund(id order.ID, minor int64, pin string) {
	c.send(core.Refund{Order: id, Amount: order.Amount{Minor: minor, Currency: "HKD"}, Reason: "returned", PIN: pin})
	c.wait(time.Second)
}

func (c *counter) forbidden(want string) {
	c.Helper()
	if got := c.view.Manager.Problem.Key; got != want {
		c.Fatalf("the manager is told %q, want %q", got, want)
	}
}

func (c *counter) order(id order.ID) order.Order {
	c.Helper()
	o, err := c.log.Order(id)
	if err != nil {
		c.Fatal(err)
	}
	return o
}

func TestARefundTakesTheManagersPIN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, id := newManagedCounter(t)
		c.refund(id, 5000, "1111")
		c.forbidden("error.pin.wrong")
		if o := c.order(id); len(o.Refunds) != 0 {
			t.Fatal("refunded without the PIN")
		}
		c.refund(id, 5000, pin)
		c.forbidden("")
		o := c.order(id)
		if len(o.Refunds) != 1 || o.Refunds[0].State != order.RefundDone || c.view.Manager.Done != 1 {
			t.Fatalf("%+v, %+v", o.Refunds, c.view.Manager)
		}
		if got := c.view.Today.Refunded.Minor; got != 5000 {
			t.Errorf("today's refunds are %d", got)
		}
		c.end()
	})
}

func TestALostRefundIsFoundByAsking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, id := newManagedCounter(t)
		c.gateway.set(func() { c.gateway.lose = 1 })
		c.refund(id, 12850, pin)
		if o := c.order(id); o.Refunds[0].State != order.RefundUnsure {
			t.Fatalf("%+v", o.Refunds)
		}
		c.restart()
		c.wait(3 * time.Second)
		if o := c.order(id); o.Refunds[0].State != order.RefundDone || len(c.gateway.refunds) != 1 {
			t.Errorf("%+v, %d refunds at the gateway", o.Refunds, len(c.gateway.refunds))
		}
		c.end()
	})
}

// Whoever gave the PIN for a refund may settle its doubt for five minutes without another,
// and nobody else's.
func TestADoubtIsSettledForFiveMinutesWithoutAnotherPIN(t *testing.T) {
	record := func(c *counter, o order.Order, refund order.RefundID) {
		c.send(core.Resolve{Order: o.ID, Refund: refund, Saw: core.StandingOf(o, refund), Verdict: order.HandNotRefunded, Reason: "the portal has none"})
		c.wait(time.Second)
	}
	for name, wait := range map[string]time.Duration{"": 4 * time.Minute, "error.pin.wrong": 6 * time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			c, id := newManagedCounter(t)
			c.gateway.set(func() { c.gateway.lose = 1 })
			c.refund(id, 12850, pin)
			c.gateway.set(func() { clear(c.gateway.refunds) })
			c.wait(wait)
			o := c.order(id)
			record(c, o, "")
			c.forbidden("error.pin.wrong")
			c.wait(time.Minute / 2)
			record(c, o, o.Refunds[0].ID)
			c.forbidden(name)
			if settled := c.order(id).Refunds[0].Hand != nil; settled != (name == "") {
				t.Errorf("after %v: settled %v", wait, settled)
			}
			c.end()
		})
	}
}

// A stolen minute at the till must not be enough to guess: waiting grows, then
// the PIN is locked, and neither a restart nor a clock that is set helps.
func TestWrongPINsWaitAndLockAcrossRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, id := newManagedCounter(t)
		tries := 0
		for ; !c.view.Manager.Locked; tries++ {
			if end := c.view.Manager.WaitEnd; time.Now().Before(end) {
				c.refund(id, 1, pin)
				c.forbidden("error.pin.wait") // even the right one
				left := time.Until(end)
				c.restart()
				if again := time.Until(c.view.Manager.WaitEnd); again < left {
					t.Fatalf("after a restart %v are left to wait of %v", again, left)
				}
				c.wait(time.Until(c.view.Manager.WaitEnd))
			}
			c.refund(id, 1, fmt.Sprintf("%04d", tries))
			c.forbidden("error.pin.wrong")
		}
		if tries != 10 {
			t.Errorf("locked after %d tries", tries)
		}
		c.restart()
		c.wait(1000 * time.Hour)
		c.refund(id, 1, pin)
		c.forbidden("error.pin.locked")
		c.setPIN()
		c.refund(id, 1, pin)
		c.forbidden("")
		if o := c.order(id); c.log.WrongPINs() != 0 || o.Refunded().Minor != 1 {
			t.Error("a new PIN does not unlock")
		}
		c.end()
		raw, err := os.ReadFile(c.dir + "/orders.db")
		if got := bytes.Count(raw, []byte(`"kind":"pin_tried"`)); err != nil || got < 11 {
			t.Errorf("%d tries are in the log (%v)", got, err)
		}
	})
}

func TestAPINThatCannotBeCheckedAllowsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, id := newManagedCounter(t)
		if err := c.secrets.Delete(t.Context(), order.Account{}, secrets.PINPepper); err != nil {
			t.Fatal(err)
		}
		c.refund(id, 1, pin)
		c.forbidden("error.pin.none")
		c.end()
	})
}

// Notifications come over a real port: the till asks at once, and believes
// nothing else.
func TestANotificationBringsTheNextQuestionForward(t *testing.T) {
	const key = "6d0e8fa7b10c40c3a48c0c2be41cb178"
	c := newShop(t)
	c.launch()
	defer c.end()
	if err := c.secrets.Set(t.Context(), account(), secrets.NotifyKey, key); err != nil {
		t.Fatal(err)
	}
	s := settings()
	s.NotifyAddr = freePort(t)
	c.till.Send(app.SetUp{Settings: s, Secret: secret, PIN: pin})
	c.until(func(v app.View) bool { return v.Notifications.Key == "notify.listening" })
	c.till.Send(core.Charge{Amount: order.Amount{Minor: 12850, Currency: "HKD"}, Method: order.WeChat})
	c.until(func(v app.View) bool { return v.Sale != nil && v.Sale.Phase == core.Waiting })
	id := c.view.Sale.Order
	// Closed by the gateway, it is asked about again only after a minute.
	c.gateway.set(func() { c.gateway.orders[string(id)]["status"] = "CANCELLED" })
	c.till.Send(core.Dismiss{Seen: c.view.Sale.Seen()})
	c.until(func(v app.View) bool { return v.Sale == nil && v.Watching == 0 })
	body := fmt.Sprintf(`{"notify_type":"payment_success","data":{"order_id":"C%s","merchant_order_id":"%s"}}`, id, id)
	notify := func() int {
		sum := sha256.Sum256([]byte(body + "." + key))
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+s.NotifyAddr+"/notify", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Signature", hex.EncodeToString(sum[:]))
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	c.gateway.pay(id)
	if got := notify(); got != http.StatusOK {
		t.Fatalf("answered %d", got)
	}
	c.until(func(v app.View) bool { return len(v.Alerts) == 1 })
	if strings.Contains(c.diary.String(), key) {
		t.Error("the key is in the diary")
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// until follows the till's Views on the real clock.
func (c *counter) until(done func(app.View) bool) {
	c.Helper()
	hung := time.After(time.Minute)
	for {
		select {
		case v, open := <-c.till.Views():
			if c.view = v; open && done(v) {
				return
			}
			if !open {
				c.Fatal("the till has stopped")
			}
		case <-hung:
			c.Fatalf("waited in vain: %+v", c.view)
		}
	}
}
