//go:build !windows

package storage

import (
	"errors"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// freeBytes is how much this user may still write to the disk of a folder.
func freeBytes(dir string) (uint64, error) {
	var s unix.Statfs_t
	if err := unix.Statfs(dir, &s); err != nil {
		return 0, err
	}
	return uint64(s.Bavail) * uint64(s.Bsize), nil
}

func diskFull(err error) bool { return isOrSays(err, syscall.ENOSPC) }

// heldFile does nothing: where files may be opened, renamed and deleted whoever
// else has them, nobody holds one.
func heldFile(error) (path string, is bool) { return "", false }

// movable says nothing, for the same reason.
func movable(string) error { return nil }

// names is how many names a file has.
func names(path string) int {
	var s unix.Stat_t
	if unix.Lstat(path, &s) != nil {
		return 0
	}
	return int(s.Nlink)
}

// syncDir makes a new or renamed file's name last.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// closeLocked closes a file that bbolt has locked. Its lock would outlive it
// while the file is mapped.
func closeLocked(f *os.File) error {
	return errors.Join(unix.Flock(int(f.Fd()), unix.LOCK_UN), f.Close())
}
