package order_test

import (
	"testing"
	"time"

	"qrtill/app/order"
)

func TestPINsWaitLongerAndThenLock(t *testing.T) {
	before := time.Duration(0)
	for n := range 10 {
		wait, locked := order.PINWait(n)
		if locked || wait < before {
			t.Errorf("after %d: %v, locked %t", n, wait, locked)
		}
		before = wait
	}
	if _, locked := order.PINWait(10); !locked {
		t.Error("never locked")
	}
}
