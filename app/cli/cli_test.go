package cli_test

import (
	"fmt"
	"strings"
	"testing"

	"qrtill/app/cli"
	"qrtill/storage"
)

func TestALogInUseIsSaid(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret)
	log, err := storage.Open(b.dir, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	for _, command := range []string{"orders", "verify"} {
		if code := b.run("", command, "-data", b.dir); code != cli.Undone {
			t.Errorf("%s: exit %d", command, code)
		}
		b.said("in use")
	}
}

func TestWrongUsage(t *testing.T) {
	b := newBench(t)
	for _, args := range [][]string{
		{}, {"nonsense"}, {"orders", "-format", "pdf"}, {"orders", "-from", "yesterday"}, {"orders", "-status", "happy"},
		{"gateway", "-faults", "earthquake"}, {"verify", "-nonsense"}, {"setup", "-practice"},
	} {
		if code := b.run("", args...); code != cli.Usage || b.err.Len() == 0 {
			t.Errorf("%v: exit %d, said %q", args, code, b.err.String())
		}
	}
}

func TestAWordThatIsNoCommandIsToldFromACommandInTheWrongPlace(t *testing.T) {
	for word, says := range map[string]string{
		"foo":    cli.Program + ": there is no command \"foo\"\n\nusage: ",
		"verify": cli.Program + ": nothing was done, because a command stands before its flags, -practice and -data among them; call it as " + cli.Program + " verify [flags] [FILE]\n",
	} {
		var out strings.Builder
		if code := cli.NoCommand(&out, word); code != cli.Usage || !strings.HasPrefix(out.String(), says) {
			t.Errorf("%s: exit %d, said %q", word, code, out.String())
		}
	}
}

func TestTheConsolesProgramRunsCommandsAndListsThem(t *testing.T) {
	b := newBench(t)
	for line, want := range map[string]struct {
		code int
		out  string
		err  string
	}{
		"version":          {cli.Done, "qrtill test\n", ""},
		"-h":               {cli.Done, "", "usage: qrtill [-practice] [-data DIR]    the till\n"},
		"":                 {cli.Usage, "", "usage: "},
		"foo":              {cli.Usage, "", cli.Program + ": there is no command \"foo\""},
		"-practice verify": {cli.Usage, "", cli.Program + ": nothing was done, because a command stands before its flags"},
		"-practice":        {cli.Usage, "", "usage: "},
		"-nonsense":        {cli.Usage, "", "flag provided but not defined: -nonsense\nusage: "},
		"verify -nonsense": {cli.Usage, "", "flag provided but not defined: -nonsense\nusage: " + cli.Program + " verify"},
	} {
		b.out.Reset()
		b.err.Reset()
		env := cli.Env{In: strings.NewReader(""), Out: &b.out, Err: &b.err, Version: "test"}
		if code := cli.Console(t.Context(), env, strings.Fields(line)); code != want.code || b.out.String() != want.out || !strings.HasPrefix(b.err.String(), want.err) {
			t.Errorf("%q: exit %d, printed %q, said %q", line, code, b.out.String(), b.err.String())
		}
	}
}

func TestTheUsageNamesTheProgramsThatPeopleType(t *testing.T) {
	var usage strings.Builder
	cli.PrintUsage(&usage)
	for _, line := range []string{
		"usage: qrtill [-practice] [-data DIR]    the till\n",
		fmt.Sprintf("       %-33s one of:\n", cli.Program+" COMMAND [flags]"),
		"\n" + cli.Program + " COMMAND -h lists a command's flags.\n",
	} {
		if !strings.Contains(usage.String(), line) {
			t.Errorf("%q is not in %q", line, usage.String())
		}
	}
}
