package probe_test

import (
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/probe"
	"qrtill/payments"
)

// What is said with a wish for silence is not how "not found" is said; and the wish is
// heeded between the two calls.
func TestNothingIsLearnedFromAGatewayThatWantsSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		asked := 0
		tired := lookerFunc(func(payments.Question) payments.Seen {
			asked++
			return payments.Seen{Status: 200, Silence: time.Minute, Err: &payments.Error{
				Op: "query", Kind: payments.KindRefused, Status: 200, Code: 4290, Message: "too many requests", RetryAfter: time.Minute,
			}}
		})
		if found, err := probe.Small(t.Context(), tired, "T1", false); err == nil || asked != 1 {
			t.Errorf("learned from a gateway that is tired: %+v, after %d calls", found, asked)
		}
	})
}
