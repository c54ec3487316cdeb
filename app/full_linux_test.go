package app_test

import (
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/core"
	"qrtill/app/order"
)

// apart runs a test in a process of its own, whose files may be limited: what watches over
// a test writes files as well. It says whether this is that process.
func apart(t *testing.T) bool {
	t.Helper()
	const which = "QRTILL_TEST_APART"
	if os.Getenv(which) == t.Name() {
		signal.Ignore(syscall.SIGXFSZ)
		return true
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = append(os.Environ(), which+"="+t.Name())
	if said, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(said), "PASS") {
		t.Errorf("%v: %s", err, said)
	}
	return false
}

// limitFiles lets no file grow beyond a size, 0 for any, as a full disk would.
func limitFiles(t *testing.T, bytes uint64) {
	t.Helper()
	var l syscall.Rlimit
	err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &l)
	if l.Cur = bytes; bytes == 0 {
		l.Cur = l.Max
	}
	if err == nil {
		err = syscall.Setrlimit(syscall.RLIMIT_FSIZE, &l)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// What only the journal knows can't be taken up on a full disk. The till opens all
// the same, says so, and does it once there is room.
func TestATillThatCannotTakeUpItsJournalOpensAndTriesAgain(t *testing.T) {
	if !apart(t) {
		return
	}
	synctest.Test(t, func(t *testing.T) {
		c, first := newManagedCounter(t)
		c.wait(2 * time.Hour)
		old := c.newestBackup().Path
		second := c.charge()
		c.gateway.pay(second)
		c.restoreClosed(old)
		limitFiles(t, 4096)
		c.start()
		if c.view.Stopped.Key != "error.storage.not_recorded" {
			t.Errorf("it is not said that no sale can start: %+v", c.view.Stopped)
		}
		if o := c.order(first); o.State != order.StatePaid {
			t.Errorf("history: %+v", o)
		}
		c.send(core.Charge{Amount: order.Amount{Minor: 100, Currency: "HKD"}, Method: order.WeChat})
		if c.view.Sale != nil || c.view.Notice.Key != "error.storage.not_recorded" {
			t.Errorf("sold what can't be recorded: %+v, %+v", c.view.Sale, c.view.Notice)
		}
		limitFiles(t, 0)
		c.wait(20 * time.Second)
		if o := c.order(second); o.State != order.StatePaid || !c.view.Stopped.Empty() {
			t.Errorf("once there is room: %+v, %+v", o, c.view.Stopped)
		}
		c.end()
	})
}

// olderOnFullDisk opens a till on a full disk with an older copy of its log: an order and
// a refund are known from the journal only. It returns the order.
func olderOnFullDisk(t *testing.T) (*counter, order.ID) {
	t.Helper()
	c, first := newManagedCounter(t)
	c.wait(2 * time.Hour)
	old := c.newestBackup().Path
	second := c.charge()
	c.refund(first, 5000, pin)
	c.gateway.pay(second)
	c.restoreClosed(old)
	limitFiles(t, 4096)
	c.start()
	return c, second
}

func TestWhatIsTakenUpLaterIsCountedOnceItIs(t *testing.T) {
	if !apart(t) {
		return
	}
	synctest.Test(t, func(t *testing.T) {
		c, second := olderOnFullDisk(t)
		if c.view.Banner.Key != "banner.older_owes" {
			t.Errorf("while nothing can be taken up: %+v", c.view.Banner)
		}
		limitFiles(t, 0)
		c.wait(20 * time.Second)
		if c.view.Banner.Key != "banner.older" || c.view.Banner.Values["Count"] != 2 || c.order(second).State != order.StatePaid {
			t.Errorf("then: %+v, %+v", c.view.Banner, c.order(second))
		}
		c.end()
	})
}

func TestDamageIsCalledDamageWhenTheLogIsTriedAgain(t *testing.T) {
	if !apart(t) {
		return
	}
	synctest.Test(t, func(t *testing.T) {
		c, _ := olderOnFullDisk(t)
		limitFiles(t, 0)
		if err := os.Truncate(filepath.Join(c.dir, "orders.db"), 8192); err != nil {
			t.Fatal(err)
		}
		c.wait(time.Minute)
		if c.view.Stopped.Key != "error.storage.damaged_now" {
			t.Errorf("it says %+v", c.view.Stopped)
		}
		c.stop()
		c.secrets.Close()
	})
}
