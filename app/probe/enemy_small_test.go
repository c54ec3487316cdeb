package probe_test

import (
	"context"
	"testing"

	"qrtill/app/probe"
	"qrtill/payments"
)

type enemyBusy struct{}

func (enemyBusy) Look(context.Context, payments.Question) payments.Seen {
	return payments.Seen{Err: &payments.Error{Op: "query", Kind: payments.KindRefused, Code: 9999, Message: "system busy, result unknown", Status: 200}}
}

// Rule 4: "busy" on one bad day is not how this gateway says "not found".
func TestEnemySmallLearnsBusyAsNotFound(t *testing.T) {
	found, err := probe.Small(context.Background(), enemyBusy{}, "T1", false)
	if err == nil {
		t.Errorf("learned %+v", found)
	}
}
