package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/cli"
)

// Every command, with more words than it takes, or fewer.
func TestWordsThatACommandDoesNotTakeAreRefused(t *testing.T) {
	cases := map[string]string{
		"setup s3cr3t":                 "client_secret comes on standard input, never as an argument",
		"setup -shop Tea s3cr3t":       "client_secret comes on standard input, never as an argument",
		"gateway 8099":                 `"8099" is no flag; qrtill gateway -h lists its flags`,
		"gateway -listen :0 fast":      `"fast" is no flag; qrtill gateway -h`,
		"orders 2026-11-29":            "days are given as qrtill orders -from 2026-11-29 -to 2026-11-29",
		"orders 2026-11-01 2026-11-30": "days are given as qrtill orders -from 2026-11-01 -to 2026-11-30",
		"orders 2026/11/9":             "days are given as qrtill orders -from 2026-11-09 -to 2026-11-09",
		"orders paid":                  `"paid" is no flag; qrtill orders -h lists its flags`,
		"orders 2026-11-29 paid":       `"2026-11-29" is no flag; qrtill orders -h lists its flags`,
		"orders 2026-13-29":            `"2026-13-29" is no flag; qrtill orders -h lists its flags`,
		"orders -practice false":       `"false" is no flag`,
		"orders -format json today":    `"today" is no flag`,
		"verify QR Till.db":            "takes one file and was given 2; a name with spaces stands in quotes",
		"verify a -practice b":         "takes one file and was given 2",
		"backup":                       "no file was named; call it as qrtill backup [flags] FILE",
		"backup QR Till.db":            "takes one file and was given 2; a name with spaces stands in quotes",
		"restore":                      "no file was named; call it as qrtill restore [flags] FILE",
		"restore -practice":            "no file was named; call it as qrtill restore [flags] FILE",
		"restore a b c":                "takes one file and was given 3; a name with spaces stands in quotes",
		"probe s3cr3t":                 "it takes flags alone; client_secret comes on standard input, never as an argument",
		"version 2":                    `"2" is no flag; qrtill version -h lists its flags`,
	}
	b := newBench(t)
	t.Setenv("QRTILL_DATA", b.dir)
	untried := commands(t)
	for line, says := range cases {
		args := strings.Fields(line)
		delete(untried, args[0])
		t.Run(line, func(t *testing.T) {
			if code := b.run("", args...); code != cli.Usage || b.out.Len() > 0 {
				t.Errorf("exit %d, printed %q", code, b.out.String())
			}
			b.said(cli.Program + " " + args[0] + ": nothing was done, because ")
			b.said(strings.ReplaceAll(says, "qrtill", cli.Program))
			if strings.Contains(b.err.String(), "s3cr3t") {
				t.Errorf("a secret was repeated: %q", b.err.String())
			}
		})
	}
	if len(untried) > 0 {
		t.Errorf("not tried: %v", untried)
	}
	if left, _ := os.ReadDir(b.dir); len(left) > 0 {
		t.Errorf("something was done all the same: %v", left)
	}
}

// commands are the names that the usage lists.
func commands(t *testing.T) map[string]bool {
	t.Helper()
	var usage strings.Builder
	cli.PrintUsage(&usage)
	names := map[string]bool{}
	for line := range strings.Lines(usage.String()) {
		if name := strings.Fields(line); strings.HasPrefix(line, "  ") && cli.Has(name[0]) {
			names[name[0]] = true
		}
	}
	if len(names) < 7 {
		t.Fatalf("the usage lists %v", names)
	}
	return names
}

func TestFlagsStandBeforeOrAfterWords(t *testing.T) {
	b := newBench(t)
	b.shop()
	folder := t.TempDir()
	for name, args := range map[string][]string{
		"before": {"backup", "-data", b.dir, filepath.Join(folder, "before")},
		"after":  {"backup", filepath.Join(folder, "after"), "-data", b.dir},
		"dashes": {"backup", "-data", b.dir, "--", filepath.Join(folder, "dashes")},
	} {
		if code := b.run("", args...); code != cli.Done {
			t.Errorf("%s: exit %d: %s", name, code, b.err.String())
		}
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if code := b.run("", "backup", "-data", b.dir, "--", "-practice", "-h"); code != cli.Usage {
		t.Errorf("behind dashes all are words: exit %d", code)
	}
}

func TestHelpSaysHowACommandIsCalled(t *testing.T) {
	b := newBench(t)
	words := map[string]string{"verify": " [FILE]", "backup": " FILE", "restore": " FILE"}
	for name := range commands(t) {
		code := b.run("", name, "-h")
		if want := "usage: " + cli.Program + " " + name + " [flags]" + words[name] + "\n"; code != cli.Done || !strings.HasPrefix(b.err.String(), want) {
			t.Errorf("%s: exit %d, said %q, want %q", name, code, b.err.String(), want)
		}
	}
}
