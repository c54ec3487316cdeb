package cli_test

import (
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
		"foo":    "qrtill: there is no command \"foo\"\n\nusage: ",
		"verify": "qrtill: nothing was done, because a command stands before its flags, -practice and -data among them; call it as qrtill verify [flags] [FILE]\n",
	} {
		var out strings.Builder
		if code := cli.NoCommand(&out, word); code != cli.Usage || !strings.HasPrefix(out.String(), says) {
			t.Errorf("%s: exit %d, said %q", word, code, out.String())
		}
	}
}
