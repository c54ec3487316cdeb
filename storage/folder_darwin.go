package storage

import (
	"os"
	"path/filepath"
)

// DefaultDir is the data folder when none is named:
// ~/Library/Application Support/QR Till.
func DefaultDir(practice bool) (string, error) {
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	return practiceDir(filepath.Join(home, "Library", "Application Support", "QR Till"), practice), nil
}
