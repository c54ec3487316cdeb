package cli_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/cli"
	"qrtill/storage"
)

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
		"backup into no folder":      {[]string{"backup", "-data", b.dir, filepath.Join(b.dir, "no", "copy.db")}, cli.Undone, filepath.Join("no", "copy.db") + ": No backup could be made"},
		"backup to nowhere":          {[]string{"backup", "-data", b.dir}, cli.Usage, "no file was named"},
		"backup to two":              {[]string{"backup", "-data", b.dir, "a", "b"}, cli.Usage, "takes one file"},
		"restore nothing":            {[]string{"restore", "-data", b.dir}, cli.Usage, "no file was named"},
		"restore no file":            {[]string{"restore", "-data", b.dir, bad + "x"}, cli.Undone, "no file of this name"},
		"restore what is no backup":  {[]string{"restore", "-data", b.dir, bad}, cli.Undone, "This backup is damaged"},
		"restore a folder":           {[]string{"restore", "-data", b.dir, b.dir}, cli.Undone, b.dir + ": This backup is damaged, or no backup at all"},
		"restore into no folder":     {[]string{"restore", "-data", filepath.Join(bad, "till"), good}, cli.Undone, "The data folder isn’t there and can’t be made"},
		"restore real into practice": {[]string{"restore", "-practice", "-data", b.dir, good}, cli.Undone, good + ": This is a real till’s"},
		"backup practice as real":    {[]string{"backup", "-practice", "-data", b.dir, bad + "x"}, cli.Undone, "leave -practice out"},
		"orders of no till":          {[]string{"orders", "-data", filepath.Join(b.dir, "none")}, cli.Undone, filepath.Join(b.dir, "none", "orders.db") + ": There is no file of this name."},
		"verify no till":             {[]string{"verify", "-data", filepath.Join(b.dir, "none")}, cli.Undone, filepath.Join(b.dir, "none", "orders.db") + ": There is no file of this name."},
		"verify no file":             {[]string{"verify", bad + "x"}, cli.Undone, bad + "x: There is no file of this name."},
		"verify what is no backup":   {[]string{"verify", bad}, cli.Failed, bad + ": This backup is damaged, or no backup at all"},
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
