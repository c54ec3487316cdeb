package app_test

import (
	"bytes"
	"os"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/storage/secrets"
)

// change has the shop renamed, as who knows a PIN.
func (c *counter) change(shop, pin string) {
	s := c.view.Settings
	s.Shop = shop
	c.send(app.SetUp{Settings: s, ManagerPIN: pin})
	c.wait(time.Second)
}

// refused says that the last change was turned away, and changed nothing.
func (c *counter) refused(why, shop string) {
	c.Helper()
	kept, _ := c.log.Settings()
	if c.view.Setup.Problem.Key != why || c.view.Setup.Busy || kept.Shop != shop || c.view.Settings.Shop != shop {
		c.Fatalf("%+v, the shop is %q and %q; want %s and %q", c.view.Setup, kept.Shop, c.view.Settings.Shop, why, shop)
	}
}

func TestSettingsChangeOnlyWithTheManagersPIN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		c.change("Nobody’s", "")
		c.refused("error.pin.none", "Tea & Co") // no PIN was ever set: not a licence
		c.setPIN()
		c.change("Nobody’s", "")
		c.refused("error.pin.needed", "Tea & Co")
		if c.log.WrongPINs() != 0 {
			t.Error("no PIN counts as a wrong one")
		}
		c.change("Nobody’s", "1111")
		c.refused("error.pin.wrong", "Tea & Co")
		if c.log.WrongPINs() != 1 {
			t.Errorf("%d wrong PINs are in the log", c.log.WrongPINs())
		}
		c.change("Tea & Sons", pin)
		c.refused("", "Tea & Sons")
		if c.log.WrongPINs() != 0 || c.view.Setup.Done != 2 {
			t.Errorf("%d wrong PINs, %+v", c.log.WrongPINs(), c.view.Setup)
		}
		c.end()
		raw, err := os.ReadFile(c.dir + "/orders.db")
		if got := bytes.Count(raw, []byte(`"for":"settings"`)); err != nil || got < 2 {
			t.Errorf("%d tries are in the log (%v)", got, err)
		}
	})
}

func TestUnlockOnlyChecksThePIN(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		c.setPIN()
		before := c.view.Settings
		c.send(app.Unlock{PIN: "1111"})
		c.wait(time.Second)
		c.forbidden("error.pin.wrong")
		c.send(app.Unlock{PIN: pin})
		c.wait(time.Second)
		c.forbidden("")
		if c.view.Manager.Done != 1 || !reflect.DeepEqual(c.view.Settings, before) {
			t.Errorf("%+v, %+v", c.view.Manager, c.view.Settings)
		}
		c.change("Nobody’s", "") // what was unlocked is the page, not the till
		c.refused("error.pin.needed", "Tea & Co")
		c.end()
	})
}

// The settings are no way round the lock: they share it with the refunds, over
// a restart too.
func TestWrongPINsForSettingsLockAcrossRestarts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		c.setPIN()
		for tries := 0; !c.view.Manager.Locked; tries++ {
			if time.Now().Before(c.view.Manager.WaitEnd) {
				c.change("Nobody’s", pin)
				c.refused("error.pin.wait", "Tea & Co") // even the right one
				c.wait(time.Until(c.view.Manager.WaitEnd))
			}
			if tries%2 == 0 {
				c.change("Nobody’s", "1111")
			} else {
				c.send(app.Unlock{PIN: "1111"})
				c.wait(time.Second)
			}
			if tries > 10 {
				t.Fatal("never locked")
			}
		}
		c.restart()
		c.wait(1000 * time.Hour)
		c.change("Nobody’s", pin)
		c.refused("error.pin.locked", "Tea & Co")
		c.setPIN() // the secret and a new PIN
		c.change("Tea & Sons", pin)
		c.refused("", "Tea & Sons")
		c.end()
	})
}

func TestAForgottenPINTakesTheSecretOfTheTillsOwnAccount(t *testing.T) {
	elsewhere := settings()
	elsewhere.Account.Merchant = "thief"
	cases := []struct {
		name string
		cmd  app.SetUp
		want string
	}{
		{"no secret", app.SetUp{Settings: settings(), PIN: "1357"}, "error.pin.needed"},
		{"a blank secret", app.SetUp{Settings: settings(), PIN: "1357", Secret: " "}, "error.pin.needed"},
		{"a wrong secret", app.SetUp{Settings: settings(), PIN: "1357", Secret: "wrong"}, "error.gateway.auth"},
		{"no new PIN", app.SetUp{Settings: settings(), Secret: secret}, "error.pin.needed"},
		{"another account's secret", app.SetUp{Settings: elsewhere, PIN: "1357", Secret: secret}, "error.pin.needed"},
		{"a wrong PIN beside the secret", app.SetUp{Settings: settings(), PIN: "1357", Secret: secret, ManagerPIN: "1111"}, "error.pin.wrong"},
		{"the secret", app.SetUp{Settings: settings(), PIN: "1357", Secret: secret}, ""},
		{"the old PIN", app.SetUp{Settings: settings(), PIN: "1357", ManagerPIN: pin}, ""},
	}
	for _, test := range cases {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				c := newCounter(t)
				c.setPIN()
				c.wait(time.Minute) // one token request in half a minute
				c.send(test.cmd)
				c.wait(time.Second)
				c.refused(test.want, "Tea & Co")
				pepper, err := c.secrets.Get(t.Context(), order.Account{}, secrets.PINPepper)
				hash, _ := c.log.PIN()
				if got := secrets.CheckPIN(hash, "1357", []byte(pepper)); err != nil || got != (test.want == "") {
					t.Errorf("the new PIN counts: %v (%v)", got, err)
				}
				c.end()
			})
		})
	}
}
