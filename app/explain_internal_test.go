package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"qrtill/assets"
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

func TestEveryExplanationIsSaidInEveryLanguage(t *testing.T) {
	for _, tag := range assets.Languages() {
		c, err := assets.Load(tag)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range explanations {
			if sentence := c.Text(e.key, nil); strings.ContainsAny(sentence, "⟦<") {
				t.Errorf("%v: text/%s.json has %s as %q", e.err, tag, e.key, sentence)
			}
		}
	}
}
