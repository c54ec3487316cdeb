package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"qrtill/app/proof/ledger/play"
)

// bug is one patch of testdata: its first line is "raises FIGURE: what is wrong".
type bug struct {
	name, about string
	raises      figure
	text        string
	files       []string // that it changes, slash-separated from the root
}

var (
	firstLine = regexp.MustCompile(`^raises ([a-z ]+): (.+)\n`)
	changed   = regexp.MustCompile(`(?m)^\+\+\+ b/(\S+)$`)
)

func readBugs(root string) ([]bug, error) {
	paths, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(patches), "*.patch"))
	if err != nil {
		return nil, err
	}
	var bugs []bug
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		text := strings.ReplaceAll(string(raw), "\r\n", "\n")
		b := bug{name: strings.TrimSuffix(filepath.Base(path), ".patch"), text: text}
		if head := firstLine.FindStringSubmatch(text); head != nil {
			b.about = head[2]
			if i := slices.IndexFunc(figures, func(f figure) bool { return f.name == head[1] }); i >= 0 {
				b.raises = figures[i]
			}
		}
		if b.raises.of == nil {
			return nil, fmt.Errorf("%s.patch: its first line must read \"raises FIGURE: what is wrong\"", b.name)
		}
		for _, file := range changed.FindAllStringSubmatch(text, -1) {
			b.files = append(b.files, file[1])
		}
		bugs = append(bugs, b)
	}
	return bugs, nil
}

// plant applies the bug to copies in dir, which must be empty and in no
// repository, and returns the overlay file that puts them in the originals' place.
func (b bug) plant(ctx context.Context, root, dir string) (overlay string, err error) {
	replace := map[string]string{}
	for _, file := range b.files {
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
	apply.Dir, apply.Stdin = dir, strings.NewReader(b.text)
	// Inside a repository git apply would pass over files that are not its own.
	apply.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir))
	if said, err := apply.CombinedOutput(); err != nil {
		return "", fmt.Errorf("the planted bug %s.patch no longer fits the program, make it anew: %w: %s", b.name, err, said)
	}
	raw, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay = filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, raw, 0o600)
}

// plantAll plays the first sales of the script once with each bug and says
// whether every one raised its figure above that of the clean play.
func plantAll(ctx context.Context, root, temp string, sales int, clean play.Report) (found bool, err error) {
	bugs, err := readBugs(root)
	if err != nil {
		return false, err
	}
	fmt.Printf("planted bugs, %d sales of seed %d:\n", sales, clean.Seed)
	found = len(bugs) > 0
	for _, b := range bugs {
		dir := filepath.Join(temp, b.name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			return false, err
		}
		overlay, err := b.plant(ctx, root, dir)
		if err != nil {
			return false, err
		}
		r, err := playOnce(ctx, root, filepath.Join(dir, "report.json"), overlay, sales, clean.Seed)
		if err != nil {
			return false, err
		}
		n, verdict := len(b.raises.of(r)), "found"
		if n <= len(b.raises.of(clean)) {
			verdict, found = "NOT FOUND", false
		}
		fmt.Printf("  %-17s %-9s  %s %d: %s\n", b.name, verdict, b.raises.name, n, b.about)
	}
	fmt.Println()
	return found, nil
}
