package storage

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"

	bolt "go.etcd.io/bbolt/errors"
)

// What can be wrong with the log. Match them with errors.Is.
var (
	// ErrInUse: another program has the log open.
	ErrInUse = errors.New("the order log is in use by another program")
	// ErrNewer: a newer version of this program has written the log.
	ErrNewer = errors.New("the order log was written by a newer version")
	// ErrDamaged: the log's file is not what was written.
	ErrDamaged = errors.New("the order log is damaged")
	// ErrMissing: there is no log, though there may have been one.
	ErrMissing = errors.New("the order log is missing")
	// ErrPractice: practice and real money don't mix.
	ErrPractice = errors.New("practice and real money are kept apart")
	// ErrReadOnly: the log can be read but not written.
	ErrReadOnly = errors.New("the order log cannot be written")
	// ErrLowSpace: too little room on the disk to start a sale.
	ErrLowSpace = errors.New("the disk is almost full")
	// ErrNotRecorded: a write failed, so the event may or may not be on disk.
	// The log takes no more writes until it is opened anew.
	ErrNotRecorded = errors.New("the order log could not be written")
	// ErrBackup: no backup could be made. The log is as it was.
	ErrBackup = errors.New("the order log could not be backed up")
	// ErrBadBackup: the file is no backup, or damaged. Nothing was restored.
	ErrBadBackup = errors.New("the backup cannot be used")
	// ErrFolder: the data folder is not there and can't be made.
	ErrFolder = errors.New("the data folder cannot be made")
	// ErrNoOrder: the log has no such order.
	ErrNoOrder = errors.New("there is no such order")
)

var errClosed = errors.New("the order log is closed")

// openError says what an error of opening the file means.
func openError(err error) error {
	switch {
	case errors.Is(err, bolt.ErrTimeout):
		return fmt.Errorf("%w: %w", ErrInUse, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", ErrReadOnly, err)
	case diskFull(err):
		return fullError(err)
	case errors.Is(err, bolt.ErrInvalid), errors.Is(err, bolt.ErrVersionMismatch), errors.Is(err, bolt.ErrChecksum):
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}

// notRecorded wraps the cause of a failed write.
func notRecorded(err error) error { return fmt.Errorf("%w: %w", ErrNotRecorded, fullError(err)) }

// fullError has a full disk match syscall.ENOSPC on every system.
func fullError(err error) error {
	if diskFull(err) && !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%w: %w", syscall.ENOSPC, err)
	}
	return err
}

// fileError is what an error of making or moving a whole file means.
func fileError(err error) error {
	if isHeld(err) {
		return err
	}
	return notRecorded(err)
}

// isOrSays is errors.Is for errors that bbolt passes on as text only ("file
// resize error: …").
func isOrSays(err, cause error) bool {
	return errors.Is(err, cause) || strings.HasSuffix(err.Error(), cause.Error())
}
