package storage

import (
	"os"

	"golang.org/x/sys/windows"
)

// freeBytes is how much this user may still write to the disk of a folder.
func freeBytes(dir string) (uint64, error) {
	path, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	err = windows.GetDiskFreeSpaceEx(path, &free, nil, nil)
	return free, err
}

func diskFull(err error) bool {
	return isOrSays(err, windows.ERROR_DISK_FULL) || isOrSays(err, windows.ERROR_HANDLE_DISK_FULL)
}

// syncDir does nothing: Windows has no such call, NTFS journals names itself.
func syncDir(string) error { return nil }

// closeLocked closes a file that bbolt has locked, and so ends its lock.
func closeLocked(f *os.File) error { return f.Close() }
