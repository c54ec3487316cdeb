package main

import (
	"context"
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

// claimed is a data folder that another till has, with a window to show.
func claimed(t *testing.T) (dir string, first *storage.Folder) {
	t.Helper()
	dir = t.TempDir()
	first, err := storage.Claim(dir)
	if err == nil {
		err = first.Listen()
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir, first
}

func TestASecondStartBringsTheFirstToTheFront(t *testing.T) {
	dir, first := claimed(t)
	defer first.Close()
	if _, elsewhere, err := arrive(t.Context(), dir, unseen); !elsewhere || err != nil {
		t.Errorf("elsewhere: %v, %v", elsewhere, err)
	}
	<-first.Raised()
}

// Staff close the till and start it again while it makes its last backup.
func TestASecondStartWaitsForATillThatIsClosing(t *testing.T) {
	dir, first := claimed(t)
	first.Leave()
	if _, _, err := arrive(t.Context(), dir, 0); !errors.Is(err, storage.ErrLeaving) {
		t.Errorf("one that takes long: %v", err)
	}
	closed := make(chan error)
	go func() {
		for range 3 { // it has been asked that often
			if err := storage.Raise(dir); !errors.Is(err, storage.ErrLeaving) {
				t.Errorf("asked meanwhile: %v", err)
			}
		}
		closed <- first.Close()
	}()
	second, _, err := arrive(t.Context(), dir, forEver)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(<-closed, second.Close()); err != nil {
		t.Error(err)
	}
}

func TestWhoeverStopsWaitingLeaves(t *testing.T) {
	dir, first := claimed(t)
	defer first.Close()
	first.Leave()
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, _, err := arrive(ctx, dir, forEver); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// A command has no window, and a till that hangs does not answer.
func TestAFolderWhoseOwnerDoesNotAnswerIsInUse(t *testing.T) {
	dir := t.TempDir()
	first, err := storage.Claim(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if _, _, err := arrive(t.Context(), dir, forEver); !errors.Is(err, storage.ErrInUse) {
		t.Errorf("got %v", err)
	}
}
