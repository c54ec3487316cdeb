package app_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app"
	"qrtill/app/core"
	"qrtill/app/order"
	"qrtill/storage"
	"qrtill/storage/secrets"
)

// putBack puts an older copy of the log in the place of the one in use.
func (c *counter) putBack(backup string) {
	c.Helper()
	c.restoreClosed(backup)
	c.start()
}

// restoreClosed does so and leaves the till closed.
func (c *counter) restoreClosed(backup string) {
	c.Helper()
	c.stop()
	if _, err := storage.Restore(c.dir, backup, time.Now()); err != nil {
		c.Fatal(err)
	}
	c.openLog()
}

func (c *counter) newestBackup() storage.Backup {
	c.Helper()
	backups := storage.Backups(c.dir)
	if len(backups) == 0 {
		c.Fatal("there is no backup")
	}
	return backups[0]
}

func TestAnOlderCopyIsRecognisedAndWhatWasMadeSinceIsAskedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, first := newManagedCounter(t)
		c.wait(2 * time.Hour)
		old := c.newestBackup().Path
		second := c.charge()
		c.refund(first, 5000, pin)
		c.forbidden("")
		c.gateway.pay(second) // while the log that knows of it is gone
		c.putBack(old)
		if c.view.Banner.Key != "banner.older" || c.view.Banner.Values["Count"] != 2 {
			t.Errorf("the older copy is not said: %+v", c.view.Banner)
		}
		c.wait(10 * time.Second)
		if o := c.order(second); o.State != order.StatePaid || o.Method != order.WeChat || o.Why != order.BecauseRestored {
			t.Errorf("the order made since is %+v", o)
		}
		if o := c.order(first); len(o.Refunds) != 1 || o.Refunds[0].State != order.RefundDone || o.Refundable().Minor != 7850 {
			t.Errorf("the refund made since is %+v", o.Refunds)
		}
		c.restart()
		if !c.view.Banner.Empty() {
			t.Errorf("said again: %+v", c.view.Banner)
		}
		c.end()
	})
}

func TestALogThatTheKeyringDoesNotKnowAsksForSecretAndTillCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := newCounter(t)
		c.charge()
		c.stop()
		c.secrets = secrets.InMemory() // another computer's
		c.openLog()
		c.start()
		if !c.view.Moved {
			t.Fatal("a copied log is not recognised")
		}
		c.send(core.Charge{Amount: order.Amount{Minor: 100, Currency: "HKD"}, Method: order.WeChat})
		if c.view.Notice.Key != "error.moved" {
			t.Errorf("sold from a copied log: %+v", c.view.Notice)
		}
		for _, bad := range []struct {
			command app.MoveIn
			want    string
		}{
			{app.MoveIn{Secret: secret, Till: "t1"}, "error.settings.same_till"},
			{app.MoveIn{Till: "T2"}, "error.settings.secret"},
			{app.MoveIn{Secret: secret, Till: "X2"}, "error.settings.till"},
		} {
			c.send(bad.command)
			if got := c.view.Setup.Problem.Key; got != bad.want || !c.view.Moved {
				t.Errorf("%+v: %q, want %q", bad.command, got, bad.want)
			}
		}
		c.send(app.MoveIn{Secret: secret, Till: "T2"})
		if c.view.Moved || c.view.Settings.Till != "T2" {
			t.Fatalf("%+v", c.view.Setup)
		}
		c.restart()
		if c.view.Moved {
			t.Error("moved again after a restart")
		}
		c.end()
	})
}

func TestBackupsAreMadeHourlyWhileTradingAndOnClosing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := newManagedCounter(t)
		c.wait(90 * time.Minute)
		if n := len(storage.Backups(c.dir)); n != 1 {
			t.Errorf("%d backups after an hour of trading", n)
		}
		c.wait(3 * time.Hour)
		if n := len(storage.Backups(c.dir)); n != 1 {
			t.Errorf("%d backups of the same log", n)
		}
		c.charge()
		seq := c.log.Seq()
		c.end()
		if b := c.newestBackup(); b.Seq != seq {
			t.Errorf("the closing backup ends at %d, the log at %d", b.Seq, seq)
		}
	})
}

// A session that ends leaves a program five seconds: a large log has been copied in the
// last hour, and is closed well instead.
func TestALargeLogIsNotCopiedInAHurry(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := newManagedCounter(t)
		ends := func(large, hurried, copied bool) {
			t.Helper()
			c.charge()
			c.send(core.Dismiss{Seen: c.view.Sale.Seen()})
			if large {
				if err := os.Truncate(filepath.Join(c.dir, "orders.db"), 17<<20); err != nil {
					t.Fatal(err)
				}
			}
			if hurried {
				c.till.Hurry()
			}
			before := len(storage.Backups(c.dir))
			c.restart()
			if made := len(storage.Backups(c.dir)) > before; made != copied {
				t.Errorf("large %v, in a hurry %v: copied %v", large, hurried, made)
			}
		}
		ends(false, false, true)
		ends(false, true, true)
		ends(true, true, false)
		ends(true, false, true)
		c.end()
	})
}

func TestABackupThatFailsIsSaid(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c, _ := newManagedCounter(t)
		blocked := filepath.Join(c.dir, "backups")
		if err := os.WriteFile(blocked, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		c.wait(2 * time.Hour)
		if c.view.Banner.Key != "banner.backup" {
			t.Errorf("%+v", c.view.Banner)
		}
		if err := os.Remove(blocked); err != nil && !errors.Is(err, os.ErrNotExist) {
			t.Fatal(err)
		}
		c.wait(time.Hour)
		if !c.view.Banner.Empty() {
			t.Errorf("%+v", c.view.Banner)
		}
		c.end()
	})
}
