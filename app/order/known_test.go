package order_test

import (
	"fmt"
	"testing"

	"qrtill/app/order"
)

// What comes from a damaged disk may be any number: each has a word, and only those
// that an order can have are known.
func TestEveryNumberHasAWordAndOnlyOursAreKnown(t *testing.T) {
	for n := range 256 {
		state, marks, refund := order.State(n), order.Marks(n), order.RefundState(n)
		if known := n >= 1 && n <= int(order.StateRefused); state.Known() != known {
			t.Errorf("state %d, %q: known %v", n, state, state.Known())
		}
		if known := n >= 1 && n <= int(order.RefundFailed); refund.Known() != known {
			t.Errorf("refund's state %d, %q: known %v", n, refund, refund.Known())
		}
		all := order.MarkDismissed | order.MarkLate | order.MarkMismatch
		if known := marks&^all == 0; marks.Known() != known {
			t.Errorf("marks %b, %q: known %v", n, marks.Words(), marks.Known())
		}
	}
	if got := fmt.Sprint(order.StateRefused, order.StateRefused+1, order.RefundFailed, order.RefundFailed+1); got != "refused State(7) failed RefundState(6)" {
		t.Errorf("got %s", got)
	}
	if got := fmt.Sprint(order.State(99), order.RefundState(99), order.Marks(0xf8).Words()); got != "State(99) RefundState(99) []" {
		t.Errorf("got %s", got)
	}
}
