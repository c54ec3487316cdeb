//go:build cgo && !ci

package main

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"qrtill/app/proof/desk"
)

// carrying are the processes with a setting in their environment.
func carrying(t *testing.T, setting string) (commands []string) {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		environ, _ := os.ReadFile(file) // others' can't be read, or have ended
		if bytes.Contains(environ, []byte(setting+"\x00")) {
			command, _ := os.ReadFile(filepath.Join(filepath.Dir(file), "cmdline"))
			commands = append(commands, strings.ReplaceAll(string(command), "\x00", " "))
		}
	}
	return commands
}

// The toolkit reaches for the session's bus at every start. Where there is none,
// its library would start some that nobody ends.
func TestAStartWithoutASessionBusStartsNone(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(dir, "qrtill")
	if out, err := exec.Command("go", "build", "-tags", "x11", "-buildvcs=false", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	launched := filepath.Join(dir, "launched")
	launch, err := exec.LookPath("dbus-launch")
	if err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\necho >>'" + launched + "'\nexec '" + launch + "' \"$@\"\n"
	if err := os.WriteFile(filepath.Join(dir, "dbus-launch"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"DBUS_SESSION_BUS_ADDRESS": "", "XDG_RUNTIME_DIR": dir, "HOME": dir, "QRTILL_TEST_BUS": dir,
		"PATH": dir + string(os.PathListSeparator) + os.Getenv("PATH"),
	} {
		t.Setenv(name, value)
	}
	var all desk.Processes
	till := desk.Till{Dir: filepath.Join(dir, "data"), Flags: []string{"-practice"}}
	err = till.Open(t.Context(), &all, desk.Desktop{}, program)
	if err == nil {
		err = till.Kill()
	}
	if err != nil {
		t.Fatal(err)
	}
	err = desk.Until(t.Context(), 10*time.Second, "the till has ended", func(context.Context) (bool, error) { return !till.Running(), nil })
	if err != nil {
		t.Error(err)
	}
	if starts, err := os.ReadFile(launched); err == nil {
		t.Errorf("dbus-launch was called %d times", len(starts))
	}
	for _, command := range carrying(t, "QRTILL_TEST_BUS="+dir) {
		t.Errorf("left running: %s", command)
	}
}
