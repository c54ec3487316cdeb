package app

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"qrtill/assets"
	"qrtill/storage"
	"qrtill/storage/secrets"
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

// A full disk refuses the one sale; whatever else can't be written stops them
// all until the log was read again.
func TestOnlyTooLittleSpaceLeavesTheLogInUse(t *testing.T) {
	for err, oneSale := range map[error]bool{
		storage.ErrLowSpace: true, storage.ErrNotRecorded: false, storage.ErrReadOnly: false, secrets.ErrKeyring: false, errors.New("strange"): false,
	} {
		f := FailureOf(fmt.Errorf("while testing: %w", err))
		if f.OneSale != oneSale || f.Text.Key != Explain(err).Key {
			t.Errorf("%v: one sale %t, said as %q", err, f.OneSale, f.Text.Key)
		}
	}
	if f := FailureOf(nil); f != nil {
		t.Errorf("nothing failed, and %v is said", f)
	}
}

// Whoever named a file is told that it is not there; a cashier has named none.
func TestALogThatIsGoneUnderATillIsOneThatCannotBeWritten(t *testing.T) {
	_, err := storage.Open(t.TempDir(), storage.Options{})
	if key := Explain(err).Key; key != "error.file.missing" {
		t.Errorf("a command says %q", key)
	}
	if f := FailureOf(err); f.Text.Key != "error.storage.not_recorded" || f.OneSale {
		t.Errorf("the till says %+v", f)
	}
}
