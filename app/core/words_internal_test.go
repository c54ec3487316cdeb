package core

import (
	"errors"
	"fmt"
	"testing"
)

func TestEveryRuleHasASentence(t *testing.T) {
	for _, r := range rules {
		if got, ok := Explain(fmt.Errorf("while testing: %w", r.err)); !ok || got.Key != r.key {
			t.Errorf("%v is explained as %q", r.err, got.Key)
		}
	}
	if got, ok := Explain(errors.New("strange")); ok {
		t.Errorf("an unknown error is explained as %q", got.Key)
	}
}
