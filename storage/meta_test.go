package storage_test

import (
	"reflect"
	"strings"
	"testing"

	"qrtill/storage"
)

func TestAnEventWritesNoKeyOfMetaThatIsNotListed(t *testing.T) {
	l := open(t, t.TempDir())
	before := dump(t, l)
	for _, key := range []string{"colour", "head", "database", "journal", ""} {
		if err := l.WriteMeta(key, "1"); err == nil || !strings.Contains(err.Error(), "list") {
			t.Errorf("it wrote %q: %v", key, err)
		}
	}
	if d := difference(dump(t, l), before); d != "" {
		t.Errorf("changed: %s", d)
	}
}

// Whatever the list names is made anew, compared and read back.
func TestEveryListedKeyOfMetaIsMadeAnewAndCompared(t *testing.T) {
	for _, key := range storage.KeysFromEvents() {
		for _, events := range []int{0, len(goldenEvents())} { // with none of its own, and with some
			dir := t.TempDir()
			l := open(t, dir)
			l.Bolt().NoSync = true
			appendAll(t, l, goldenEvents()[:events]...)
			want := dump(t, l)
			if err := l.WriteMeta(key, "null"); err != nil {
				t.Fatal(err)
			}
			closeChecked(t, l)
			r, err := storage.Verify(file(dir))
			if err != nil || len(r.Problems) != 1 || !strings.Contains(r.Problems[0], key) {
				t.Errorf("%s after %d events: verified with %q, %v", key, events, r.Problems, err)
			}
			l = open(t, dir)
			if problems, err := l.Rebuild(); err != nil || len(problems) > 0 {
				t.Errorf("%s: %q, %v", key, problems, err)
			}
			if d := difference(dump(t, l), want); d != "" {
				t.Errorf("%s after %d events is not made anew: %s", key, events, d)
			}
		}
	}
}

func TestWhatEventsOfNoOrderSayIsTheSameAfterOpeningAgain(t *testing.T) {
	l := open(t, t.TempDir())
	says := func() []any {
		settings, set := l.Settings()
		pin, there := l.PIN()
		return []any{settings, set, pin, there, l.WrongPINs(), l.Learned()}
	}
	wrong := []int{}
	for _, e := range goldenEvents() {
		if e.Order != "" {
			continue
		}
		appendAll(t, l, e)
		before := says()
		if err := l.Reopen(); err != nil {
			t.Fatal(err)
		}
		if after := says(); !reflect.DeepEqual(before, after) {
			t.Errorf("after %s: %v, opened again %v", e.Kind, before, after)
		}
		wrong = append(wrong, l.WrongPINs())
	}
	if want := []int{0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 1, 2}; !reflect.DeepEqual(wrong, want) {
		t.Errorf("wrong PINs in a row: %v, want %v", wrong, want)
	}
}
