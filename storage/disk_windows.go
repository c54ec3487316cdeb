package storage

import (
	"errors"
	"io/fs"
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

// heldFile says whether an error is that another program has a file open, and
// which one.
func heldFile(err error) (path string, is bool) {
	var one *fs.PathError
	var two *os.LinkError
	switch {
	case errors.As(err, &two) && shared(two.Err):
		return two.Old, true
	case errors.As(err, &two): // the file to be replaced is open
		return two.New, mapped(two.Err) || denied(two.Err) && writable(two.New)
	case errors.As(err, &one):
		return one.Path, shared(one.Err) || mapped(one.Err) || one.Op == "remove" && denied(one.Err) && writable(one.Path)
	}
	return "", false
}

// shared says that whoever has a file open shares it with nobody.
func shared(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION)
}

func mapped(err error) bool { return errors.Is(err, windows.ERROR_USER_MAPPED_FILE) }
func denied(err error) bool { return errors.Is(err, windows.ERROR_ACCESS_DENIED) }

// writable says that a file is there and this user may write it: what else is
// denied is not a matter of rights.
func writable(path string) bool {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return shared(err)
	}
	return f.Close() == nil
}

// movable asks whether a file may be renamed and deleted just now.
func movable(path string) error {
	h, err := opened(path, windows.DELETE)
	if err != nil {
		return &fs.PathError{Op: "rename", Path: path, Err: err}
	}
	return windows.CloseHandle(h)
}

// opened opens a file as widely shared as can be.
func opened(path string, access uint32) (windows.Handle, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, err
	}
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	return windows.CreateFile(name, access, share, nil, windows.OPEN_EXISTING, windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
}

// names is how many names a file has.
func names(path string) int {
	h, err := opened(path, 0)
	if err != nil {
		return 0
	}
	defer windows.CloseHandle(h) //nolint:errcheck // it was only read
	var info windows.ByHandleFileInformation
	if windows.GetFileInformationByHandle(h, &info) != nil {
		return 0
	}
	return int(info.NumberOfLinks)
}

// syncDir does nothing: Windows has no such call, NTFS journals names itself.
func syncDir(string) error { return nil }

// closeLocked closes a file that bbolt has locked, and so ends its lock.
func closeLocked(f *os.File) error { return f.Close() }
