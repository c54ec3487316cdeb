package plant

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// Anew writes a plant anew out of the change that was made in the tree since its
// last commit. The plant keeps its first line. What is returned are the files
// that have the bug now, slash-separated from the root, as name is.
func Anew(ctx context.Context, root, name string) (changed []string, err error) {
	file := filepath.Join(root, filepath.FromSlash(name))
	old, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("a new plant begins as a file with its first line, \"raises FIGURE: what is wrong\": %w", err)
	}
	names, err := git(ctx, root, "diff", "--name-only", "--relative", "HEAD", "--", "*.go", ":!*_test.go", ":!app/proof")
	if err != nil {
		return nil, err
	}
	changed = strings.Fields(names)
	if len(changed) == 0 {
		return nil, errors.New("the program is as it was committed: put the bug into it by hand first")
	}
	places, err := made(ctx, root, changed)
	if err != nil {
		return nil, err
	}
	first, _, _ := strings.Cut(string(old), "\n")
	text := strings.TrimSpace(first) + "\n" + format(places)
	if _, err := parse(name, text); err != nil {
		return nil, err
	}
	return changed, os.WriteFile(file, []byte(text), 0o644)
}

// made are the places at which the files were changed.
func made(ctx context.Context, root string, changed []string) (places []Place, err error) {
	var folders []string
	for _, file := range changed {
		folders = append(folders, path.Dir(file))
	}
	files, err := packages(root, folders)
	if err != nil {
		return nil, err
	}
	var all []hunk
	for _, file := range changed {
		if files[file], err = git(ctx, root, "show", "HEAD:./"+file); err != nil {
			return nil, err
		}
		diff, err := git(ctx, root, "diff", "-U0", "--inter-hunk-context=0", "--no-color", "--no-ext-diff", "HEAD", "--", file)
		if err != nil {
			return nil, err
		}
		all = append(all, hunks(file, diff)...)
	}
	originals, err := declarations(files)
	if err != nil {
		return nil, err
	}
	for _, h := range all {
		p, err := h.place(originals)
		if err != nil {
			return nil, err
		}
		places = append(places, p)
	}
	return places, nil
}

// format writes places as parse reads them.
func format(places []Place) string {
	var text strings.Builder
	var before Place
	for _, p := range places {
		text.WriteString("\n")
		if p.Folder != before.Folder || p.Declaration != before.Declaration {
			fmt.Fprintf(&text, "in %s\n%s\n", p.Folder, p.Declaration)
		}
		text.WriteString(strings.Join(p.Lines, "\n") + "\n")
		before = p
	}
	return text.String()
}

func git(ctx context.Context, root string, arguments ...string) (said string, err error) {
	command := exec.CommandContext(ctx, "git", arguments...)
	command.Dir = root
	out, err := command.Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		err = fmt.Errorf("git %s: %w: %s", strings.Join(arguments, " "), err, exit.Stderr)
	}
	return string(out), err
}
