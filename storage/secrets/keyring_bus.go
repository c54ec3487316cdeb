//go:build !windows && !darwin

package secrets

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"github.com/godbus/dbus/v5"
)

const (
	busVariable = "DBUS_SESSION_BUS_ADDRESS"
	noBus       = "disabled:" // what D-Bus' own library takes for "there is none"
)

var errNoBus = errors.New("there is no session bus to reach it by")

// KeepBus has the whole program use the session bus that is there, or none. The
// windows' toolkit reaches for it too, and where there is none its library would
// start some of its own, which nobody ends. Call it before anything else.
func KeepBus() {
	address, err := busAddress()
	if err != nil {
		address = noBus
	}
	os.Setenv(busVariable, address)
}

// busAddress is looked up for every call: a session may begin after the till.
func busAddress() (string, error) {
	if a := os.Getenv(busVariable); a != "" && a != "autolaunch:" && a != noBus {
		return a, nil
	}
	dir := os.Getenv("XDG_RUNTIME_DIR")
	if dir == "" {
		dir = filepath.Join("/run/user", strconv.Itoa(os.Getuid()))
	}
	socket := filepath.Join(dir, "bus")
	if _, err := os.Stat(socket); err != nil {
		return "", errNoBus
	}
	return "unix:path=" + dbus.EscapeBusAddressValue(socket), nil
}
