package storage

import "os"

// closeLocked closes a file that bbolt has locked, and so ends its lock.
func closeLocked(f *os.File) error { return f.Close() }
