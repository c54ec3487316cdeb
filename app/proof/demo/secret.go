package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"qrtill/app/proof/search"
)

// noSecret searches while the till runs. That the search can find is shown with
// a copy planted in every form.
func (d *demo) noSecret(_ context.Context) (string, error) {
	const name = "client_secret"
	s, err := search.For(map[string]string{name: d.gateway.Secret})
	if err != nil {
		return "", err
	}
	found, files, err := s.Folder(d.till.Dir)
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
		found = append(found, s.Bytes(place, content)...)
	}
	found = append(found, s.Bytes("the till's output", []byte(d.till.Stdout.String()+d.till.Stderr.String()))...)
	if len(found) > 0 {
		return "", fmt.Errorf("the secret is in %v", found)
	}
	planted, missed, err := s.Plant(filepath.Join(d.work, "planted"), []byte("secret: ;"), name, d.gateway.Secret)
	if err != nil || len(missed) > 0 {
		return "", errors.Join(fmt.Errorf("a planted secret was not found: %v", missed), err)
	}
	return fmt.Sprintf("%d files, command line, environment and output; a copy planted in each of %d forms was found", files, planted), nil
}
