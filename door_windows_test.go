package main

import (
	"errors"
	"testing"

	"golang.org/x/sys/windows"

	"qrtill/storage"
)

// Whoever has the newest backup open is named: an older one is not offered for it.
func TestABackupThatIsHeldIsNamed(t *testing.T) {
	dir, _ := shop(t, true)
	path := storage.Backups(dir)[0].Path
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		t.Fatal(err)
	}
	h, err := windows.CreateFile(name, windows.GENERIC_READ, 0, nil, windows.OPEN_EXISTING, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var held *storage.Held
	if _, err := backupFor(storage.ErrDamaged, dir, nil); !errors.As(err, &held) || held.Path != path {
		t.Errorf("got %v", err)
	}
	if err := windows.CloseHandle(h); err != nil {
		t.Fatal(err)
	}
	if _, err := backupFor(storage.ErrDamaged, dir, nil); err != nil {
		t.Errorf("once it was let go of: %v", err)
	}
}
