package app_test

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/storage/secrets"
)

func TestAWholeSale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		id := c.charge()
		c.phase(core.Waiting)
		c.wait(5 * time.Second)
		c.phase(core.Waiting)
		c.gateway.pay(id)
		c.wait(2 * time.Second)
		c.phase(core.Paid)
		if c.view.Today.Count != 1 || c.view.Today.Paid.Minor != 12850 {
			t.Errorf("today %+v", c.view.Today)
		}
		if o, err := c.log.Order(id); err != nil || o.State != order.StatePaid {
			t.Errorf("in the log: %v, %v", o.State, err)
		}
		c.send(core.Next{Seen: c.view.Sale.Seen()})
		if c.view.Sale != nil {
			t.Error("the sale stays on the screen")
		}
		c.end()
	})
}

// A restart at any moment of a sale loses nothing and charges nothing twice.
func TestARestartAtAnyMomentLosesNothing(t *testing.T) {
	for moment := range 8 {
		t.Run(fmt.Sprint(moment), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCounter(t)
				point := 0
				here := func() {
					if point == moment {
						c.restart()
					}
					point++
				}
				here()
				id := c.charge()
				here()
				c.wait(3 * time.Second)
				here()
				c.gateway.pay(id)
				here()
				c.wait(500 * time.Millisecond)
				here()
				c.wait(3 * time.Second)
				here()
				c.send(core.Next{Seen: c.view.Sale.Seen()})
				here()
				c.wait(time.Hour)
				here()
				if o, err := c.log.Order(id); err != nil || o.State != order.StatePaid {
					t.Errorf("order %v, %v", o.State, err)
				}
				if c.gateway.creates != 1 {
					t.Errorf("%d creations", c.gateway.creates)
				}
				if c.view.Today.Paid.Minor != 12850 {
					t.Errorf("today %v", c.view.Today.Paid)
				}
				c.end()
			})
		})
	}
}

func TestALostCreateAnswerIsNeverSentAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		c.gateway.set(func() { c.gateway.lose = 1 })
		c.charge()
		c.phase(core.Waiting)
		if len(c.gateway.orders) != 2 || c.gateway.creates != 2 {
			t.Errorf("%d orders from %d creations", len(c.gateway.orders), c.gateway.creates)
		}
		if c.view.Watching != 1 {
			t.Errorf("watching %d", c.view.Watching)
		}
		c.end()
	})
}

func TestAGatewayThatIsDownIsSaidAndTheSaleFoundLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		id := c.charge()
		c.gateway.set(func() { c.gateway.down = true })
		c.gateway.pay(id)
		c.wait(20 * time.Second)
		if c.phase(core.Waiting); c.view.Network != core.Offline || !c.view.Sale.Slow {
			t.Errorf("network %d", c.view.Network)
		}
		c.gateway.set(func() { c.gateway.down = false })
		c.wait(6 * time.Second)
		c.phase(core.Paid)
		c.end()
	})
}

func TestTheGatewaysStateIsShownBeforeTheFirstSale(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		if c.view.Network != core.Online {
			t.Errorf("network %d at the start", c.view.Network)
		}
		c.gateway.set(func() { c.gateway.down = true })
		c.restart()
		c.wait(15 * time.Second)
		if c.view.Network != core.Offline {
			t.Errorf("network %d with the gateway down", c.view.Network)
		}
		c.gateway.set(func() { c.gateway.down = false })
		c.wait(time.Minute)
		if c.view.Network != core.Online {
			t.Errorf("network %d after the gateway came back", c.view.Network)
		}
		c.end()
	})
}

func TestFirstStartProvesTheSecretAndKeepsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := &counter{T: t, dir: t.TempDir(), gateway: newGateway(), secrets: secrets.InMemory()}
		t.Cleanup(c.secrets.Close)
		c.openLog()
		c.start()
		if !c.view.NeedSetup {
			t.Fatal("a new till does not ask for its settings")
		}
		c.send(app.SetUp{Settings: settings(), Secret: "wrong", PIN: "2468"})
		if c.view.Setup.Problem.Key != "error.gateway.auth" || !c.view.NeedSetup {
			t.Fatalf("a wrong secret: %+v", c.view.Setup)
		}
		if _, err := c.secrets.Get(t.Context(), account(), secrets.ClientSecret); !errors.Is(err, secrets.ErrNoSecret) {
			t.Error("a wrong secret was kept")
		}
		c.send(app.SetUp{Settings: settings(), Secret: secret, PIN: "24"})
		if c.view.Setup.Problem.Key != "error.settings.pin" {
			t.Fatalf("a short PIN: %+v", c.view.Setup)
		}
		c.wait(time.Minute) // one token request in half a minute
		c.send(app.SetUp{Settings: settings(), Secret: secret, PIN: "2468"})
		if c.view.NeedSetup || c.view.Setup.Done != 1 {
			t.Fatalf("%+v", c.view.Setup)
		}
		c.send(app.SetUp{Settings: settings(), PIN: "1357"})
		if c.view.Setup.Problem.Key != "error.pin.needed" {
			t.Errorf("a PIN was replaced without the secret: %+v", c.view.Setup)
		}
		c.charge()
		c.phase(core.Waiting)
		c.restart()
		if c.view.NeedSetup || c.view.Settings.Shop != "Tea & Co" {
			t.Error("the settings are gone after a restart")
		}
		pin, set := c.log.PIN()
		pepper, err := c.secrets.Get(t.Context(), order.Account{}, secrets.PINPepper)
		if !set || err != nil || !secrets.CheckPIN(pin, "2468", []byte(pepper)) {
			t.Error("the PIN was not kept")
		}
		c.end()
	})
}

func TestAMissingSecretIsLookedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		id := c.charge()
		if err := c.secrets.Delete(t.Context(), account(), secrets.ClientSecret); err != nil {
			t.Fatal(err)
		}
		c.restart()
		if c.view.Unasked != 1 || c.view.Stopped.Empty() {
			t.Errorf("unasked %d, stopped %q", c.view.Unasked, c.view.Stopped.Key)
		}
		c.gateway.pay(id)
		if err := c.secrets.Set(t.Context(), account(), secrets.ClientSecret, secret); err != nil {
			t.Fatal(err)
		}
		c.wait(31 * time.Second)
		if o, _ := c.log.Order(id); o.State != order.StatePaid {
			t.Errorf("after the keyring came back the order is %v", o.State)
		}
		c.end()
	})
}

func TestASecretTypedForThisRunOnlyWorksAndIsNotKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		if err := c.secrets.Delete(t.Context(), account(), secrets.ClientSecret); err != nil {
			t.Fatal(err)
		}
		c.restart()
		c.send(app.UseSecret{Secret: "a slip"})
		if c.view.Stopped.Empty() || c.view.Notice.Key != "error.gateway.auth" {
			t.Errorf("a wrong secret: stopped %q, notice %q", c.view.Stopped.Key, c.view.Notice.Key)
		}
		c.send(app.UseSecret{Secret: "a “slip”"})
		if c.view.Stopped.Empty() || c.view.Notice.Key != "error.settings.secret_text" {
			t.Errorf("no secret at all: stopped %q, notice %q", c.view.Stopped.Key, c.view.Notice.Key)
		}
		c.send(app.UseSecret{Secret: "\ufeff" + secret + "\u00a0\r\n"})
		c.charge()
		c.phase(core.Waiting)
		if _, err := c.secrets.Get(t.Context(), account(), secrets.ClientSecret); !errors.Is(err, secrets.ErrNoSecret) {
			t.Error("it was kept")
		}
		c.end()
	})
}

func TestPracticeAndRealMoneyAreKeptApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		c.setPIN()
		s := settings()
		s.Account.Gateway = order.PracticeGateway
		c.send(app.SetUp{Settings: s, Secret: secret, ManagerPIN: pin})
		c.wait(time.Second)
		if c.view.Setup.Problem.Key != "error.settings.practice" {
			t.Errorf("%+v", c.view.Setup)
		}
		c.end()
	})
}
