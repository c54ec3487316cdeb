package order_test

import (
	"testing"
	"time"

	"qrtill/app/order"
)

// Guessing takes hours, and ends after ten; a slip of the finger costs nobody anything.
func TestPINsWaitLongerAndThenLock(t *testing.T) {
	waits := []time.Duration{
		0, 0, 0, 15 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour,
	}
	for n, want := range waits {
		if wait, locked := order.PINWait(n); wait != want || locked {
			t.Errorf("after %d: %v, locked %t", n, wait, locked)
		}
		if left := order.PINTries(n); left != len(waits)-n {
			t.Errorf("after %d there are %d left", n, left)
		}
	}
	for _, n := range []int{10, 11, 1000} {
		if wait, locked := order.PINWait(n); !locked || wait != 0 || order.PINTries(n) != 0 {
			t.Errorf("after %d: %v, locked %t, %d left", n, wait, locked, order.PINTries(n))
		}
	}
	if wait, locked := order.PINWait(-1); wait != 0 || locked {
		t.Errorf("after none: %v, locked %t", wait, locked)
	}
}
