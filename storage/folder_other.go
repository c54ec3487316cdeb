//go:build !windows && !darwin

package storage

import (
	"os"
	"path/filepath"
)

// DefaultDir is the data folder when none is named: $XDG_DATA_HOME/qrtill, by
// default ~/.local/share/qrtill.
func DefaultDir(practice bool) (string, error) {
	base := os.Getenv("XDG_DATA_HOME")
	if !filepath.IsAbs(base) { // the specification says to ignore relative ones
		home, err := os.UserHomeDir()
		if err != nil {
			return "", err
		}
		base = filepath.Join(home, ".local", "share")
	}
	return practiceDir(filepath.Join(base, "qrtill"), practice), nil
}
