package cli_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/cli"
	"qrtill/assets"
)

func TestVerifyFindsADamagedLog(t *testing.T) {
	b := newBench(t)
	b.setup(b.account.Secret)
	b.sale()
	if code := b.run("", "verify", "-data", b.dir); code != cli.Done || !strings.HasPrefix(b.out.String(), "ok:") {
		t.Errorf("undamaged: exit %d, %q %q", code, b.out.String(), b.err.String())
	}
	path := filepath.Join(b.dir, "orders.db")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	planted := bytes.Replace(raw, []byte(`"amount":{"minor":12850`), []byte(`"amount":{"minor":99850`), -1)
	if bytes.Equal(raw, planted) {
		t.Fatal("the fault could not be planted")
	}
	if err := os.WriteFile(path, planted, 0o600); err != nil {
		t.Fatal(err)
	}
	if code := b.run("", "verify", "-data", b.dir); code != cli.Failed {
		t.Errorf("exit %d: %q %q", code, b.out.String(), b.err.String())
	}
}

// What the keyring remembers of the log's end, and what verify then says.
func TestVerifyComparesTheEndWithTheKeyring(t *testing.T) {
	b := newBench(t)
	b.shop()
	english, err := assets.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	check := func(code int, words string, args ...string) {
		t.Helper()
		words = strings.ReplaceAll(words, "keyring", english.Keyring())
		got := b.run("", append([]string{"verify"}, args...)...)
		if said := b.out.String() + b.err.String(); got != code || !strings.Contains(said, words) {
			t.Errorf("exit %d, want %d; said %q, want %q", got, code, said, words)
		}
	}
	live, yesterday := filepath.Join(b.dir, "orders.db"), filepath.Join(t.TempDir(), "yesterday.db")
	check(cli.Done, "keyring knows nothing of this log", "-data", b.dir)
	b.run("", "backup", "-data", b.dir, yesterday)
	b.sellAgain("T1TODAY")
	b.keepHead()
	check(cli.Done, "Event 6, which the keyring knows, is in it", "-data", b.dir)
	check(cli.Done, "It ends with event 5; the till has written 6 or more", yesterday)
	b.sellAgain("T1LATER")
	check(cli.Done, "Event 6, which the keyring knows, is in it", "-data", b.dir)

	raw, err := os.ReadFile(yesterday) // put back as it was
	if err := errors.Join(err, os.WriteFile(live, raw, 0o600)); err != nil {
		t.Fatal(err)
	}
	check(cli.Failed, "it ends with record 5, but record 6 was written", "-data", b.dir)
	b.sellAgain("T1OTHER") // and sold on since
	check(cli.Failed, "record 6 is not the one that was written", "-data", b.dir)
	check(cli.Failed, "record 6 is not the one that was written", live)

	b.secrets.Close()
	check(cli.Done, "The keyring can't be read", "-data", b.dir)
}
