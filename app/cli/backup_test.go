package cli_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/cli"
	"qrtill/app/order"
	"qrtill/storage"
)

// shop sets a till up and sells once.
func (b *bench) shop() {
	b.Helper()
	if code := b.setup(b.account.Secret); code != cli.Done {
		b.Fatalf("setup: exit %d: %s", code, b.err.String())
	}
	b.sale()
}

// open opens the log for writing, for as long as use lasts.
func (b *bench) open(use func(log *storage.Log)) {
	b.Helper()
	log, err := storage.Open(b.dir, storage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	use(log)
	if err := log.Close(); err != nil {
		b.Fatal(err)
	}
}

// sellAgain starts one more order.
func (b *bench) sellAgain(id order.ID) {
	b.Helper()
	b.open(func(log *storage.Log) {
		o, err := log.Order("T10123456789ABCDEFGHJK")
		if err != nil {
			b.Fatal(err)
		}
		n := o.New
		n.Sale = string(id)
		e := order.Event{Version: order.Version, Kind: order.Created, At: o.CreatedAt, Day: o.Day, Order: id, New: &n}
		if _, err := log.Append(e); err != nil {
			b.Fatal(err)
		}
	})
}

// keepHead leaves the log's head in the keyring, as the till does.
func (b *bench) keepHead() {
	b.Helper()
	b.open(func(log *storage.Log) {
		if err := b.secrets.Set(b.Context(), order.Account{}, storage.ChainHead, log.Head().String()); err != nil {
			b.Fatal(err)
		}
	})
}

func TestBackupAndRestore(t *testing.T) {
	b := newBench(t)
	b.shop()
	copied := filepath.Join(t.TempDir(), "copy.db")
	if code := b.run("", "backup", "-data", b.dir, copied); code != cli.Done || !strings.Contains(b.out.String(), "1 orders") {
		t.Fatalf("backup: exit %d: %q %q", code, b.out.String(), b.err.String())
	}
	if code := b.run("", "verify", copied); code != cli.Done || !strings.HasPrefix(b.out.String(), "ok: 5 events, 1 orders\n") {
		t.Errorf("the copy: exit %d: %q %q", code, b.out.String(), b.err.String())
	}
	b.sellAgain("T1SINCE")
	if code := b.run("", "restore", "-data", b.dir, copied); code != cli.Done {
		t.Fatalf("restore: exit %d: %s", code, b.err.String())
	}
	aside, _ := filepath.Glob(filepath.Join(b.dir, "orders-aside-*.db"))
	for _, words := range []string{"5 events, 1 orders", strings.Join(aside, " "), "1 orders and refunds. The till asks for them when it starts"} {
		if len(aside) != 1 || !strings.Contains(b.out.String(), words) {
			t.Errorf("no %q in %q", words, b.out.String())
		}
	}
	if code := b.run("", "verify", "-data", b.dir); code != cli.Done || !strings.Contains(b.out.String(), "note: Made since") {
		t.Errorf("verify: exit %d: %q %q", code, b.out.String(), b.err.String())
	}
	b.open(func(log *storage.Log) {
		if _, err := log.Order("T1SINCE"); !errors.Is(err, storage.ErrNoOrder) {
			t.Errorf("an order made since is in the restored log: %v", err)
		}
	})
	// On a computer that had none.
	b.dir = filepath.Join(t.TempDir(), "new")
	if code := b.run("", "restore", "-data", b.dir, copied); code != cli.Done || strings.Contains(b.out.String(), "kept as") || strings.Contains(b.out.String(), "since") {
		t.Errorf("restore into a new folder: exit %d: %q %q", code, b.out.String(), b.err.String())
	}
}

func TestBackupAndRestoreSayWhatIsWrong(t *testing.T) {
	b := newBench(t)
	b.shop()
	good, bad := filepath.Join(t.TempDir(), "good.db"), filepath.Join(t.TempDir(), "bad.db")
	b.run("", "backup", "-data", b.dir, good)
	if err := os.WriteFile(bad, []byte("Dear diary"), 0o600); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(filepath.Join(b.dir, "orders.db"))
	cases := map[string]struct {
		args []string
		code int
		says string
	}{
		"backup over a file":         {[]string{"backup", "-data", b.dir, good}, cli.Undone, "Choose another name"},
		"backup into no folder":      {[]string{"backup", "-data", b.dir, filepath.Join(b.dir, "no", "copy.db")}, cli.Undone, "No backup could be made"},
		"backup to nowhere":          {[]string{"backup", "-data", b.dir}, cli.Usage, "name one file"},
		"backup to two":              {[]string{"backup", "-data", b.dir, "a", "b"}, cli.Usage, "name one file"},
		"restore nothing":            {[]string{"restore", "-data", b.dir}, cli.Usage, "name one backup"},
		"restore no file":            {[]string{"restore", "-data", b.dir, bad + "x"}, cli.Undone, "no file of this name"},
		"restore what is no backup":  {[]string{"restore", "-data", b.dir, bad}, cli.Undone, "This backup is damaged"},
		"restore real into practice": {[]string{"restore", "-practice", "-data", b.dir, good}, cli.Undone, "practice and real money"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if code := b.run("", c.args...); code != c.code {
				t.Errorf("exit %d, want %d", code, c.code)
			}
			b.said(c.says)
		})
	}
	if after, _ := os.ReadFile(filepath.Join(b.dir, "orders.db")); !bytes.Equal(before, after) {
		t.Error("the log was changed")
	}
}

func TestBackupAndRestoreOfARunningTillAreRefused(t *testing.T) {
	b := newBench(t)
	b.shop()
	copied := filepath.Join(t.TempDir(), "copy.db")
	b.run("", "backup", "-data", b.dir, copied)
	folder, err := storage.Claim(b.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	b.open(func(*storage.Log) {
		for _, args := range [][]string{{"backup", "-data", b.dir, copied + "2"}, {"restore", "-data", b.dir, copied}} {
			if code := b.run("", args...); code != cli.Undone {
				t.Errorf("%s: exit %d", args[0], code)
			}
			b.said("Close it and try again")
		}
	})
}

// What the keyring remembers of the log's end, and what verify then says.
func TestVerifyComparesTheEndWithTheKeyring(t *testing.T) {
	b := newBench(t)
	b.shop()
	check := func(code int, words string, args ...string) {
		t.Helper()
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
