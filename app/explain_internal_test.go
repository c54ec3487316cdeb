package app

import (
	"errors"
	"fmt"
	"testing"
)

func TestEveryErrorHasASentence(t *testing.T) {
	for _, e := range explanations {
		if got := Explain(fmt.Errorf("while testing: %w", e.err)); got.Key != e.key {
			t.Errorf("%v is explained as %q", e.err, got.Key)
		}
	}
	if got := Explain(errors.New("strange")); got.Key != "error.unexpected" {
		t.Errorf("an unknown error is explained as %q", got.Key)
	}
}
