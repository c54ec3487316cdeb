package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"qrtill/app/proof/desk"
)

// batch is what somebody types into cmd. What is Chinese comes by the environment, as
// the encoding of such a file is the system's.
const batch = `@echo off
"%CONSOLE%" version 2>&1
echo [version %ERRORLEVEL%]
"%CONSOLE%" -h 2>&1
echo [help %ERRORLEVEL%]
"%CONSOLE%" setup -h 2>&1
echo [setup help %ERRORLEVEL%]
"%CONSOLE%" bananas 2>&1
echo [no command %ERRORLEVEL%]
"%CONSOLE%" verify -bananas 2>&1
echo [no flag %ERRORLEVEL%]
"%CONSOLE%" verify -data "%FOLDER%\nothing" 2>&1
echo [no log %ERRORLEVEL%]
"%CONSOLE%" setup -data "%FOLDER%" -gateway %GATEWAY% -merchant %MERCHANT% -shop "%SHOP%" -currency HKD 2>&1
echo [setup %ERRORLEVEL%]
"%CONSOLE%" verify -data "%FOLDER%" 2>&1
echo [verify %ERRORLEVEL%]
`

// commanded leaves a till that is set up, for the cases after it.
func (s *scene) commanded(ctx context.Context) (string, error) {
	if err := s.openGateway(ctx); err != nil {
		return "", err
	}
	s.till = till{folder: s.folder("李記 茶餐廳")}
	s.till.Dir = windowsPath(s.till.folder)
	script := filepath.Join(s.work, "commands.bat")
	if err := os.WriteFile(script, []byte(strings.ReplaceAll(batch, "\n", "\r\n")), 0o600); err != nil {
		return "", err
	}
	for name, value := range map[string]string{
		"CONSOLE": windowsPath(s.console), "FOLDER": s.till.Dir, "GATEWAY": s.gateway.URL, "MERCHANT": s.gateway.Merchant, "SHOP": "李記",
	} {
		if err := os.Setenv(name, value); err != nil {
			return "", err
		}
		defer os.Unsetenv(name)
	}
	said, err := s.wine(ctx, s.gateway.Secret+"\r\n", "cmd", "/c", windowsPath(script))
	if err != nil {
		return "", fmt.Errorf("%w: it printed %s", err, said)
	}
	s.shop = s.till
	return "each as it should", judge(said, s.gateway.Secret)
}

// judge reads what the batch file printed.
func judge(said, secret string) error {
	var wrong []error
	for _, want := range []struct{ name, code, text string }{
		{"version", "0", "0."}, {"help", "0", "setup"}, {"setup help", "0", "-gateway"},
		{"no command", "2", "bananas"}, {"no flag", "2", "bananas"}, {"no log", "3", "nothing"},
		{"setup", "0", "茶餐廳"}, {"verify", "0", "ok:"},
	} {
		before, after, _ := strings.Cut(said, "["+want.name+" ")
		code, rest, found := strings.Cut(after, "]")
		if !found || code != want.code || !strings.Contains(before, want.text) {
			wrong = append(wrong, failed("%s: exit code %q, not %s; it printed %q, and not %q", want.name, code, want.code, before, want.text))
		}
		said = strings.TrimLeft(rest, "\n")
	}
	if strings.Contains(said, secret) {
		wrong = append(wrong, failed("the secret was printed"))
	}
	return errors.Join(wrong...)
}

// openGateway starts the practice gateway, which is a command as well: once.
func (s *scene) openGateway(ctx context.Context) (err error) {
	if s.gateway != nil && s.gateway.Running() {
		return nil
	}
	script := filepath.Join(s.work, "qrtillc")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nexec wine '"+s.console+"' \"$@\"\n"), 0o700); err != nil {
		return err
	}
	s.gateway, err = desk.StartGateway(ctx, &s.Processes, script, windowsPath(filepath.Join(s.work, "gateway.jsonl")))
	return err
}

// misled starts the window program with a command, as somebody does who has not read
// which of the two it is.
func (s *scene) misled(ctx context.Context) (string, error) {
	home, err := s.profile()
	if err != nil {
		return "", err
	}
	s.till = till{folder: s.folder("misled")}
	command := []string{"wine", s.program, "verify", "-data", windowsPath(s.till.folder)}
	if s.till.Process, err = s.Start(command[0], command[1:]...); err != nil {
		return "", err
	}
	if err := s.ends(ctx, 20*time.Second, 2); err != nil {
		return "", err
	}
	if said := s.till.Stderr.String(); !strings.Contains(said, "qrtillc") {
		return "", failed("where somebody reads it, it says %q", said)
	}
	nobodyReads := append([]string{"-c", `exec "$@" >/dev/null 2>&1`, "sh"}, command...)
	if s.till.Process, err = s.Start("sh", nobodyReads...); err != nil {
		return "", err
	}
	if err := s.boxed(ctx, "given-a-command"); err != nil {
		return "", err
	}
	if err := s.ends(ctx, 10*time.Second, 2); err != nil {
		return "", err
	}
	for _, folder := range []string{s.till.folder, filepath.Join(home, "AppData", "Local", "QR Till")} {
		if _, err := os.Stat(folder); err == nil {
			return "", failed("it has made %s", folder)
		}
	}
	return "on standard error, or in a box where nobody reads that; exit code 2", nil
}

// old starts the till on a Windows that Go can't run on.
func (s *scene) old(ctx context.Context) (string, error) {
	key := `HKCU\Software\Wine\AppDefaults\` + filepath.Base(s.program)
	if _, err := s.wine(ctx, "", "reg", "add", key, "/v", "Version", "/d", "win81", "/f"); err != nil {
		return "", err
	}
	defer s.wine(context.WithoutCancel(ctx), "", "reg", "delete", key, "/f")
	s.till = till{folder: s.folder("old"), Till: desk.Till{Flags: []string{"-practice"}}}
	if err := s.start(); err != nil {
		return "", err
	}
	if err := s.boxed(ctx, "old-windows"); err != nil {
		return "", err
	}
	return "a box, then exit code 3", s.ends(ctx, 10*time.Second, 3)
}

// boxed waits for a box of the system, and presses its button.
func (s *scene) boxed(ctx context.Context, name string) error {
	var boxes []desk.Window
	err := desk.Until(ctx, 20*time.Second, "a box says why", func(ctx context.Context) (_ bool, err error) {
		boxes, err = s.list(ctx)
		return len(boxes) > 0, err
	})
	if err != nil {
		return err
	}
	if _, err := s.atRest(ctx, name); err != nil {
		return err
	}
	return errors.Join(s.Activate(ctx, boxes[0]), s.Press(ctx, "Return"))
}
