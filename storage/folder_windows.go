package storage

import (
	"path/filepath"

	"golang.org/x/sys/windows"
)

// DefaultDir is the data folder when none is named: LocalAppData\QR Till.
func DefaultDir(practice bool) (string, error) {
	base, err := windows.KnownFolderPath(windows.FOLDERID_LocalAppData, 0)
	if err != nil {
		return "", err
	}
	return practiceDir(filepath.Join(base, "QR Till"), practice), nil
}
