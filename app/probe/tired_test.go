package probe_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"qrtill/app/probe"
	"qrtill/payments"
)

// tired says the same to everything, and that it wants to be left alone.
type tired struct{}

func (tired) Look(context.Context, payments.Question) payments.Seen {
	return payments.Seen{Status: 200, Silence: time.Minute, Err: &payments.Error{Op: "query", Kind: payments.KindRefused, Status: 200, Code: 4290, Message: "too many requests", RetryAfter: time.Minute}}
}

// Rule 4: what is said with a wish for silence is not how "not found" is said; and the wish is
// heeded between the two calls.
func TestNothingIsLearnedFromAGatewayThatWantsSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		found, err := probe.Small(t.Context(), tired{}, "T1", false)
		if err == nil {
			t.Errorf("learned from a gateway that is tired: %+v", found)
		}
	})
}
