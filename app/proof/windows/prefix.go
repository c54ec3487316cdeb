package main

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"qrtill/app/proof/desk"
	"qrtill/app/proof/plant"
)

//go:embed testdata/bcryptprimitives.c
var bcryptprimitives string

// registry is what Wine's lacks: a program that crashes ends, as it does at a counter, and
// is not held for a debugger; Windows is light or dark; and it is Windows 10, as Wine 8
// says Windows 7 by itself.
const registry = `REGEDIT4

[HKEY_CURRENT_USER\Software\Wine]
"Version"="win10"

[HKEY_CURRENT_USER\Software\Wine\WineDbg]
"ShowCrashDialog"=dword:00000000

[HKEY_LOCAL_MACHINE\Software\Microsoft\Windows NT\CurrentVersion\AeDebug]
"Auto"="0"

[HKEY_CURRENT_USER\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize]
"AppsUseLightTheme"=dword:00000001
`

// prepare has the helper built, and a Wine prefix that can be copied. The prefix is made
// on a screen, which must be there.
func (s *scene) prepare(ctx context.Context) error {
	root, err := plant.Root(ctx)
	if err != nil {
		return err
	}
	if err := keepCaches(ctx); err != nil {
		return err
	}
	s.root, s.hand = root, filepath.Join(s.work, "hand.exe")
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-o", s.hand, "./app/proof/windows/hand")
	build.Dir, build.Env = root, append(os.Environ(), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("the helper can't be built: %w: %s", err, said)
	}
	version, err := desk.Command(ctx, "", "wine", "--version")
	if err != nil {
		return err
	}
	name := regexp.MustCompile(`[^a-zA-Z0-9.]+`).ReplaceAllString(strings.TrimSpace(string(version)), "-")
	sum := sha256.Sum256([]byte(registry + bcryptprimitives))
	s.copied = filepath.Join(s.cache, fmt.Sprintf("%s-%x", name, sum[:4]))
	return nil
}

// keepCaches has Go find what it keeps under the real home folder.
func keepCaches(ctx context.Context) error {
	said, err := exec.CommandContext(ctx, "go", "env", "-json", "GOENV", "GOPATH", "GOCACHE", "GOMODCACHE").Output()
	if err != nil {
		return err
	}
	var all map[string]string
	err = json.Unmarshal(said, &all)
	for name, value := range all {
		err = errors.Join(err, os.Setenv(name, value))
	}
	return err
}

// kept sees to it that the prefix to copy is there.
func (s *scene) kept(ctx context.Context) error {
	if _, err := os.Stat(s.copied); err == nil {
		return nil
	}
	began := time.Now()
	if err := os.MkdirAll(s.cache, 0o700); err != nil {
		return err
	}
	fresh, err := os.MkdirTemp(s.cache, "new-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(fresh)
	if err := errors.Join(os.Setenv("WINEPREFIX", fresh), s.install(ctx, fresh)); err != nil {
		return fmt.Errorf("no Wine prefix can be made: %w", err)
	}
	if err := os.Rename(fresh, s.copied); err != nil {
		if _, there := os.Stat(s.copied); there != nil { // else another run was faster
			return err
		}
	}
	fmt.Printf("a Wine prefix was made in %.1f s\n", time.Since(began).Seconds())
	return nil
}

// install makes a prefix. Its server ends before it is copied, so that its registry is
// in its files.
func (s *scene) install(ctx context.Context, fresh string) error {
	source, settings := filepath.Join(s.work, "bcryptprimitives.c"), filepath.Join(s.work, "settings.reg")
	if err := errors.Join(os.WriteFile(source, []byte(bcryptprimitives), 0o600), os.WriteFile(settings, []byte(registry), 0o600)); err != nil {
		return err
	}
	for _, line := range [][]string{
		{"wine", "wineboot", "--init"},
		{"wine", "regedit", "/S", windowsPath(settings)},
		{"wineserver", "-k"},
		{"wineserver", "-w"},
		{"x86_64-w64-mingw32-gcc", "-shared", "-O2", "-s", "-o", filepath.Join(fresh, "drive_c", "windows", "system32", "bcryptprimitives.dll"), source, "-ladvapi32"},
	} {
		if err := long(ctx, line[0], line[1:]...); err != nil {
			return err
		}
	}
	return nil
}

// long runs a program that may take more time than desk.Command gives it.
func long(ctx context.Context, program string, args ...string) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.WaitDelay = time.Second
	said, err := os.CreateTemp("", "said-") // a file, which what it leaves running may hold open
	if err != nil {
		return err
	}
	defer os.Remove(said.Name())
	defer said.Close()
	cmd.Stdout, cmd.Stderr = said, said
	if err := cmd.Run(); err != nil && !(program == "wineserver" && ctx.Err() == nil) { // it fails when there is none
		text, _ := os.ReadFile(said.Name())
		return fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, desk.Ends(string(text), 5))
	}
	return nil
}

// windowsPath is how Windows under Wine calls one of this computer's files.
func windowsPath(path string) string { return `Z:` + strings.ReplaceAll(path, "/", `\`) }
