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
	if err := os.Mkdir(dir, 0o700); err != nil {
		return "", err
	}
	overlay, err := b.Plant(root, dir)
	if err != nil {
		return "", err
	}
	program = filepath.Join(dir, "qrtill")
	command := exec.CommandContext(ctx, "go", "build", "-trimpath", "-buildvcs=false", "-tags", "x11", "-overlay="+overlay, "-o", program, ".")
	command.Dir = root
	if said, err := command.CombinedOutput(); err != nil {
		return "", fmt.Errorf("a till with the bug %s can't be built: %w: %s", b.Path, err, said)
	}
	return program, nil
}
