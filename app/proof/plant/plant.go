package plant

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// Bug is one patch.
type Bug struct {
	Name   string // the patch's file name, without its ending
	Raises string // the figure that must rise
	About  string // what is wrong, in a sentence
	Text   string
	Files  []string // that it changes, slash-separated from the root
}

var (
	firstLine = regexp.MustCompile(`^raises ([a-z ]+): (.+)\n`)
	changed   = regexp.MustCompile(`(?m)^\+\+\+ b/(\S+)$`)
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

// Read reads the patches of a folder, whose path is slash-separated from the
// root.
func Read(root, folder string) ([]Bug, error) {
	paths, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*.patch"))
	if err != nil {
		return nil, err
	}
	var bugs []Bug
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		b := Bug{Name: strings.TrimSuffix(filepath.Base(path), ".patch"), Text: strings.ReplaceAll(string(raw), "\r\n", "\n")}
		head := firstLine.FindStringSubmatch(b.Text)
		if head == nil {
			return nil, fmt.Errorf("%s.patch: its first line must read \"raises FIGURE: what is wrong\"", b.Name)
		}
		b.Raises, b.About = head[1], head[2]
		for _, file := range changed.FindAllStringSubmatch(b.Text, -1) {
			b.Files = append(b.Files, file[1])
		}
		bugs = append(bugs, b)
	}
	return bugs, nil
}

// Plant applies the bug to copies in dir, which must be empty and in no
// repository, and returns the overlay file that puts them in the originals' place.
func (b Bug) Plant(ctx context.Context, root, dir string) (overlay string, err error) {
	replace := map[string]string{}
	for _, file := range b.Files {
		from, to := filepath.Join(root, filepath.FromSlash(file)), filepath.Join(dir, filepath.FromSlash(file))
		text, err := os.ReadFile(from)
		if err != nil {
			return "", err
		}
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return "", err
		}
		if err := os.WriteFile(to, text, 0o600); err != nil {
			return "", err
		}
		replace[from] = to
	}
	apply := exec.CommandContext(ctx, "git", "apply", "--whitespace=nowarn", "-")
	apply.Dir, apply.Stdin = dir, strings.NewReader(b.Text)
	// Inside a repository git apply would pass over files that are not its own.
	apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	if said, err := apply.CombinedOutput(); err != nil {
		return "", fmt.Errorf("the planted bug %s.patch no longer fits the program, make it anew: %w: %s", b.Name, err, said)
	}
	raw, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, raw, 0o600)
}
