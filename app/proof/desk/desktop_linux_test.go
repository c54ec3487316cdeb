package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"qrtill/app/proof/desk"
)

// screenThat puts programs in the place of X's own: one window is found, and
// asking for its place runs the given shell commands.
func screenThat(t *testing.T, place string) {
	t.Helper()
	dir := t.TempDir()
	for name, commands := range map[string]string{
		"xdotool":  `case "$1" in search) echo 42 ;; *) echo "QR Till" ;; esac`,
		"xwininfo": place,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\ncd '"+dir+"'\n"+commands+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

const (
	goes  = `echo "X Error: 9: Bad Drawable: 0x2a" >&2; exit 1`
	stays = `printf '  Absolute upper-left X:  10\n  Absolute upper-left Y:  20\n  Width: 300\n  Height: 400\n'`
)

func TestAWindowThatGoesWhileItIsAskedAboutIsListedAgain(t *testing.T) {
	screenThat(t, `if [ ! -e asked ]; then touch asked; `+goes+`; fi; `+stays)
	list, err := desk.Desktop{}.Windows(t.Context(), 1)
	if err != nil || len(list) != 1 || list[0].Name != "QR Till" || list[0].Area.Dx() != 300 {
		t.Errorf("listed %v, %v", list, err)
	}
}

func TestAWindowThatCanNeverBeAskedAboutIsSaid(t *testing.T) {
	screenThat(t, goes)
	if list, err := (desk.Desktop{}).Windows(t.Context(), 1); err == nil || !strings.Contains(err.Error(), "Bad Drawable") {
		t.Errorf("listed %v, %v", list, err)
	}
}
