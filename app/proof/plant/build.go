package plant

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// Build builds the till with the bug in a folder that is made for it, and says where the
// program lies.
func (b Bug) Build(ctx context.Context, root, dir string) (program string, err error) {
	return b.build(ctx, root, dir, "qrtill", nil, "-tags", "x11")
}

// BuildWindows builds the Windows program with the bug, as `make windows` does without it.
func (b Bug) BuildWindows(ctx context.Context, root, dir string) (program string, err error) {
	system := []string{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=1", "CC=x86_64-w64-mingw32-gcc"}
	return b.build(ctx, root, dir, "qrtill.exe", system, "-tags", "migrated_fynedo,release", "-ldflags", "-H=windowsgui -s -w")
}

func (b Bug) build(ctx context.Context, root, dir, name string, system []string, flags ...string) (program string, err error) {
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	overlay, err := b.Plant(root, dir)
	if err != nil {
		return "", err
	}
	program = filepath.Join(dir, name)
	flags = append([]string{"build", "-trimpath", "-buildvcs=false", "-overlay=" + overlay, "-o", program}, flags...)
	command := exec.CommandContext(ctx, "go", append(flags, ".")...)
	command.Dir, command.Env = root, append(os.Environ(), system...)
	if said, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("a till with the bug %s can't be built: %w: %s", b.Path, err, said)
	}
	return program, nil
}
