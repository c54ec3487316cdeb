package main

import (
	"strings"
	"testing"

	"qrtill/app/cli"
)

func TestTheTillsFlagsChooseATill(t *testing.T) {
	t.Setenv("QRTILL_DATA", "elsewhere")
	for line, want := range map[string]choice{
		"":                     {"elsewhere", false},
		"-practice":            {"elsewhere", true},
		"-practice -data here": {"here", true},
	} {
		var said strings.Builder
		if got, _ := options(&said, strings.Fields(line)); got == nil || *got != want || said.Len() > 0 {
			t.Errorf("%q: %v, said %q", line, got, said.String())
		}
	}
}

// Where this program runs no commands (see runsCommands), one that comes this far is
// answered. What stands behind it may be a secret.
func TestWhoeverAsksTheTillForSomethingElseIsTold(t *testing.T) {
	helped := cli.Done
	if !runsCommands {
		helped = cli.Usage
	}
	for line, want := range map[string]struct {
		code int
		says string
	}{
		"setup -shop Tea s3cr3t": {cli.Usage, "type: " + cli.Program + " setup\n"},
		"-h":                     {helped, cli.Program + " COMMAND -h lists a command's flags.\n  -data string"},
		"-nonsense":              {cli.Usage, "flag provided but not defined: -nonsense\nusage: "},
		"nonsense":               {cli.Usage, `there is no command "nonsense"`},
		"-practice verify":       {cli.Usage, "call it as " + cli.Program + " verify [flags] [FILE]"},
	} {
		var said strings.Builder
		chosen, code := options(&said, strings.Fields(line))
		if chosen != nil || code != want.code || !strings.Contains(said.String(), want.says) || strings.Contains(said.String(), "s3cr3t") {
			t.Errorf("%q: %v, exit %d, said %q", line, chosen, code, said.String())
		}
	}
}
