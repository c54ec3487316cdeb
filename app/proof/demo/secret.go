package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// forms are the ways in which a secret could have been written down. Base64
// looks different at each of three places within a longer text.
func forms(secret string) map[string][]byte {
	all := map[string][]byte{
		"plain":                   []byte(secret),
		"plain, in capitals":      []byte(strings.ToUpper(secret)),
		"hexadecimal":             []byte(hex.EncodeToString([]byte(secret))),
		"hexadecimal in capitals": []byte(strings.ToUpper(hex.EncodeToString([]byte(secret)))),
	}
	inBase64 := func(name string, value []byte) {
		for shift := range 3 {
			for kind, encoding := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "URL base64": base64.RawURLEncoding} {
				// The first and last characters also depend on what stands beside.
				text := encoding.EncodeToString(append(make([]byte, shift), value...))
				all[fmt.Sprintf("%s%s, shifted by %d", name, kind, shift)] = []byte(text[(shift*8+5)/6 : len(text)-1])
			}
		}
	}
	inBase64("", []byte(secret))
	if value, err := hex.DecodeString(secret); err == nil && len(value) >= 8 {
		all["as bytes"] = value
		inBase64("its bytes in ", value)
	}
	return all
}

// finding is where a secret was found, and how it was written.
type finding struct{ place, form string }

func (f finding) String() string { return f.place + " (" + f.form + ")" }

func searchBytes(place string, content []byte, forms map[string][]byte) (found []finding) {
	for name, form := range forms {
		if bytes.Contains(content, form) {
			found = append(found, finding{place, name})
		}
	}
	return found
}

// searchFolder reads every file of a folder.
func searchFolder(folder string, forms map[string][]byte) (found []finding, files int, err error) {
	err = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		files++
		found = append(found, searchBytes(path, content, forms)...)
		return err
	})
	return found, files, err
}

// noSecret searches while the till runs. That the search can find is shown with
// a copy planted in every form.
func (d *demo) noSecret(_ context.Context) (string, error) {
	forms := forms(d.gateway.secret)
	found, files, err := searchFolder(d.till.Dir, forms)
	if err != nil {
		return "", err
	}
	if files == 0 {
		return "", fmt.Errorf("there is no file in the data folder to search")
	}
	for _, name := range []string{"cmdline", "environ"} {
		place := fmt.Sprintf("/proc/%d/%s", d.till.Cmd.Process.Pid, name)
		content, err := os.ReadFile(place)
		if err != nil {
			return "", err
		}
		if len(content) == 0 {
			return "", fmt.Errorf("%s is empty: the till is gone", place)
		}
		found = append(found, searchBytes(place, content, forms)...)
	}
	found = append(found, searchBytes("the till's output", []byte(d.till.Stdout.String()+d.till.Stderr.String()), forms)...)
	if len(found) > 0 {
		return "", fmt.Errorf("the secret is in %v", found)
	}
	return fmt.Sprintf("%d files, command line, environment and output; a copy planted in each of %d forms was found", files, len(forms)),
		d.plant(forms)
}

// plant shows that each form is found.
func (d *demo) plant(forms map[string][]byte) error {
	folder := filepath.Join(d.work, "planted")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file := filepath.Join(folder, "scratch")
	for name, form := range forms {
		if err := os.WriteFile(file, append([]byte("client_secret="), form...), 0o600); err != nil {
			return err
		}
		if found, _, err := searchFolder(folder, forms); err != nil || len(found) == 0 {
			return fmt.Errorf("a planted secret (%s) was not found: %w", name, err)
		}
	}
	return os.RemoveAll(folder)
}
