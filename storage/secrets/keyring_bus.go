//go:build !windows && !darwin

package secrets

import (
	"errors"
	"os"
	"path/filepath"
)

var errNoBus = errors.New("there is no session bus to reach it by")

// keyringThere is asked before the library: without a session bus that would
// start one of its own, which nobody ends and no keyring answers on.
func keyringThere() error {
	if a := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); a != "" && a != "autolaunch:" {
		return nil
	}
	if dir := os.Getenv("XDG_RUNTIME_DIR"); dir != "" {
		if _, err := os.Stat(filepath.Join(dir, "bus")); err == nil {
			return nil
		}
	}
	return errNoBus
}
