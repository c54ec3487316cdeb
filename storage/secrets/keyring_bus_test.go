//go:build !windows && !darwin

package secrets_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"qrtill/storage/secrets"
)

// Without a session bus the library would start a dbus-daemon of its own: here
// through a dbus-launch that leaves a mark.
func TestWithoutASessionBusNothingIsStarted(t *testing.T) {
	dir := t.TempDir()
	mark := filepath.Join(dir, "started")
	launch := "#!/bin/sh\ntouch '" + mark + "'\nexit 1\n"
	if err := os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(launch), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("XDG_RUNTIME_DIR", filepath.Join(dir, "none"))
	for _, address := range []string{"", "autolaunch:"} {
		t.Setenv("DBUS_SESSION_BUS_ADDRESS", address)
		s := secrets.Open("test")
		_, get := s.Get(t.Context(), shop, secrets.ClientSecret)
		for _, err := range []error{get, s.Set(t.Context(), shop, secrets.ClientSecret, secret), s.Delete(t.Context(), shop, secrets.ClientSecret)} {
			if !errors.Is(err, secrets.ErrKeyring) {
				t.Errorf("%q: %v", address, err)
			}
		}
		s.Close()
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("a bus was started")
	}
}

func TestABusThatDoesNotAnswerIsNoKeyring(t *testing.T) {
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(t.TempDir(), "none"))
	s := secrets.Open("test")
	defer s.Close()
	if _, err := s.Get(t.Context(), shop, secrets.ClientSecret); !errors.Is(err, secrets.ErrKeyring) || errors.Is(err, secrets.ErrNoSecret) {
		t.Error(err)
	}
}
