package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"qrtill/app"
	"qrtill/app/order"
	"qrtill/app/ui"
	"qrtill/storage"
)

// shop makes a data folder whose log has settings, and a backup if wanted.
func shop(t *testing.T, backup bool) (dir string, made time.Time) {
	t.Helper()
	dir, made = t.TempDir(), time.Date(2026, 11, 25, 14, 0, 0, 0, time.UTC)
	log, err := storage.Open(dir, storage.Options{Create: true, Free: func(string) (uint64, error) { return 1 << 40, nil }})
	if err != nil {
		t.Fatal(err)
	}
	defer log.Close()
	settings := order.Defaults("HKD")
	settings.Account, settings.Shop = order.Account{Gateway: "https://gateway.example", Merchant: "M1", Currency: "HKD"}, "Lucky Cat"
	for _, e := range app.SettingsEvents(settings, nil, made) {
		if _, err := log.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if backup {
		if _, err := log.Backup(made); err != nil {
			t.Fatal(err)
		}
	}
	return dir, made
}

func TestABackupIsOfferedForALogThatCannotBeOpened(t *testing.T) {
	for _, k := range []struct {
		err     error
		backup  bool
		problem string
	}{
		{storage.ErrDamaged, true, "door.damaged"}, {storage.ErrMissing, true, "door.missing"},
		{storage.ErrDamaged, false, ""}, {storage.ErrNewer, true, ""}, {storage.ErrPractice, true, ""}, {storage.ErrReadOnly, true, ""},
	} {
		dir, made := shop(t, k.backup)
		offered, err := backupFor(fmt.Errorf("orders.db: %w", k.err), dir, nil)
		found := err == nil
		if found != (k.problem != "") || found && (offered.Problem.Key != k.problem || !offered.Made.Equal(made)) {
			t.Errorf("%v, backup %v: found %v, offered %+v", k.err, k.backup, found, offered)
		}
		if !found && !errors.Is(err, k.err) {
			t.Errorf("%v, backup %v: refused for another reason: %v", k.err, k.backup, err)
		}
	}
}

func TestAnAcceptedBackupTakesTheLogsPlaceBeforeTheTillStarts(t *testing.T) {
	dir, _ := shop(t, true)
	file := filepath.Join(dir, "orders.db")
	if err := os.WriteFile(file, []byte("no log"), 0o600); err != nil {
		t.Fatal(err)
	}
	started := 0
	offered, err := backupFor(storage.ErrDamaged, dir, func() (ui.Config, error) {
		started++
		log, err := storage.Open(dir, storage.Options{ReadOnly: true})
		if err != nil {
			return ui.Config{}, err
		}
		defer log.Close()
		if s, known := log.Settings(); !known || s.Shop != "Lucky Cat" {
			t.Errorf("settings %+v", s)
		}
		return ui.Config{}, nil
	})
	if err != nil {
		t.Fatal("no backup is offered")
	}
	if _, err := offered.Accept(); err != nil || started != 1 {
		t.Errorf("started %d times: %v", started, err)
	}
	if aside, _ := filepath.Glob(filepath.Join(dir, "orders-aside-*.db")); len(aside) != 1 {
		t.Errorf("set aside: %v", aside)
	}
}

func TestTheTillDoesNotStartWithABackupThatHasGone(t *testing.T) {
	dir, _ := shop(t, true)
	offered, _ := backupFor(storage.ErrDamaged, dir, func() (ui.Config, error) { return ui.Config{}, errors.New("started") })
	if err := os.RemoveAll(filepath.Join(dir, "backups")); err != nil {
		t.Fatal(err)
	}
	if _, err := offered.Accept(); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
