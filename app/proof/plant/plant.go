package plant

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// Root is the root of the module that the working directory is in.
func Root(ctx context.Context) (string, error) {
	mod, err := exec.CommandContext(ctx, "go", "env", "GOMOD").Output()
	root := filepath.Dir(strings.TrimSpace(string(mod)))
	if err == nil && !filepath.IsAbs(root) {
		err = errors.New("run it inside the program's source tree")
	}
	return root, err
}

// Plant puts the bug into copies of the program's files in dir, and returns the
// overlay file that puts them in the originals' place.
func (b Bug) Plant(root, dir string) (overlay string, err error) {
	files, err := packages(root, b.folders())
	if err != nil {
		return "", err
	}
	all, err := declarations(files)
	if err != nil {
		return "", err
	}
	planted, err := b.in(files, all)
	if err != nil {
		return "", err
	}
	return lay(root, dir, planted)
}

// lay writes the files' new texts into dir, and the overlay file that puts them in the
// originals' place.
func lay(root, dir string, texts map[string]string) (overlay string, err error) {
	replace := map[string]string{}
	for file, text := range texts {
		from, to := filepath.Join(root, filepath.FromSlash(file)), filepath.Join(dir, filepath.FromSlash(file))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return "", err
		}
		if err := os.WriteFile(to, []byte(text), 0o600); err != nil {
			return "", err
		}
		replace[from] = to
	}
	raw, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, raw, 0o600)
}

func (b Bug) folders() (folders []string) {
	for _, p := range b.Places {
		folders = append(folders, p.Folder)
	}
	return folders
}

// packages reads the Go files of folders, without the tests. They go by their
// paths, slash-separated from the root.
func packages(root string, folders []string) (map[string]string, error) {
	files := map[string]string{}
	for _, folder := range folders {
		found, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*.go"))
		if err != nil {
			return nil, err
		}
		for _, file := range found {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			files[path.Join(folder, filepath.Base(file))] = string(text)
		}
	}
	return files, nil
}
