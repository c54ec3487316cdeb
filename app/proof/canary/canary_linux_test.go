package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/proof/search"
)

// The test's own program is the till, too.
func TestMain(m *testing.M) {
	if code, ours := asChild(os.Args[1:]); ours {
		os.Exit(code)
	}
	os.Exit(m.Run())
}

func TestTheCredentialIsNowhere(t *testing.T) {
	p := plan{dir: t.TempDir(), sales: 50, lanes: 4, seed: 1}
	r, err := play(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	problems := r.wrong(p)
	r.print(t.Output(), problems)
	for _, problem := range problems {
		t.Error(problem)
	}
}

// What the verdict must not pass over, one thing at a time.
func TestTheVerdictNamesWhatIsWrong(t *testing.T) {
	good := func() *result {
		r := &result{sales: 10, codes: 8, taps: 1, refunds: 1, notify: 1, tokens: 1, said: 1, planted: 1, places: map[string]*tally{}}
		for _, k := range kinds {
			r.places[k.name] = &tally{files: 1, bytes: 1}
		}
		r.naive = map[string]*tally{"log files": {found: hits(leaked())}}
		return r
	}
	p := plan{sales: 10}
	if problems := good().wrong(p); len(problems) > 0 {
		t.Fatalf("a good result: %q", problems)
	}
	tests := map[string]struct {
		spoil func(*result)
		want  string
	}{
		"a hit":                  {func(r *result) { r.places["journal"] = leaked()["journal"] }, "found: x: PIN (plain)"},
		"a plant not found":      {func(r *result) { r.missed = []string{"journal: PIN, plain"} }, "planted and not found: journal: PIN, plain"},
		"a place not searched":   {func(r *result) { delete(r.places, "crash reports") }, "nothing to search: crash reports"},
		"an empty place":         {func(r *result) { r.places["environments"].bytes = 0 }, "nothing to search: environments"},
		"nothing planted":        {func(r *result) { r.planted = 0 }, "nothing was planted"},
		"the naive one escapes":  {func(r *result) { r.naive = nil }, "the naive client was not caught"},
		"a gateway that is dumb": {func(r *result) { r.said = 0 }, "has said nothing"},
		"no sales":               {func(r *result) { r.sales = 1 }, "too few sales"},
		"no codes":               {func(r *result) { r.codes = 5 }, "no code to show"},
		"no refunds":             {func(r *result) { r.refunds = 0 }, "nobody paid"},
	}
	for name, test := range tests {
		r := good()
		test.spoil(r)
		if problems := r.wrong(p); len(problems) != 1 || !strings.Contains(problems[0], test.want) {
			t.Errorf("%s: %q, want one that says %q", name, problems, test.want)
		}
	}
}

func leaked() map[string]*tally {
	return map[string]*tally{"journal": {files: 1, bytes: 1, found: []search.Finding{{Place: "x", Secret: "PIN", Form: "plain"}}}}
}

func TestEveryPathHasItsKind(t *testing.T) {
	for path, want := range map[string]string{
		"data/orders.db": "order log", "data/orders.journal": "journal", "data/orders-aside-20261125T080044Z.db": "log set aside",
		"data/backups/orders-1.db": "backups", "data/logs/qrtill.log": "log files", "data/logs/crash.txt": "crash reports",
		"data/logs/crash-20261125-080052.txt": "crash reports", "data/logs/qrtill-2026-11-25T08-00-37.326-size.log.gz": "log files, packed",
		"data/lock": elsewhere, "exports/orders.json": "exports", "seen/003-till.stdout": "standard output",
		"seen/003-till.stderr": "standard error", "seen/003-till.cmdline": "command lines", "seen/003-till.environ": "environments",
		"temp/x": elsewhere, "home/.cache/x": elsewhere,
	} {
		if got := kindOf(path); got != want {
			t.Errorf("%s is of kind %q, not %q", path, got, want)
		}
	}
}

// A leak in any kind of place is found there, in the same walk.
func TestALeakIsFoundWhereverItIs(t *testing.T) {
	dir := t.TempDir()
	secrets := map[string]string{"client_secret": `Ca0102+/=é"<&'%\0304nary`}
	for _, path := range []string{
		"data/orders.db", "data/orders.journal", "data/orders-aside-1.db", "data/backups/orders-1.db", "data/logs/qrtill.log",
		"data/logs/crash.txt", "data/logs/qrtill-1.log.gz", "data/lock", "exports/orders.json",
		"seen/1-till.stdout", "seen/1-till.stderr", "seen/1-till.cmdline", "seen/1-till.environ",
	} {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, fmt.Append(nil, "x=", secrets["client_secret"]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	places := map[string]*tally{}
	if err := searchFolder(dir, secrets, places); err != nil {
		t.Fatal(err)
	}
	for _, k := range kinds {
		if places[k.name] == nil || len(places[k.name].found) != 1 {
			t.Errorf("%s: %+v", k.name, places[k.name])
		}
	}
	planted, missed, err := plantAll(t.TempDir(), secrets, places)
	if err != nil || len(missed) > 0 || planted < 20*len(kinds) {
		t.Errorf("planted %d, missed %q, %v", planted, missed, err)
	}
}
