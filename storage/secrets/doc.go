// Package secrets keeps what must never stand in a file: client secrets, the key
// that signs notifications, the pepper of the manager's PIN. They live in the
// operating system's keyring and nowhere else ([Store], [Open]), each under the
// log's database id, its account and its [Purpose]; beside them the end of the
// log's chain, where nobody who has the file changes it. A practice till and the
// tests keep them in memory ([InMemory]).
//
// Every secret is read back after it was written. A keyring may wait for a person
// to unlock it: calls run one at a time, with a time-out, and never on the goroutine
// that draws. A call that outlives its time-out is left behind, and the next goes on
// without it; how many may be is bounded ([ErrKeyringStuck]). No error ever holds a
// secret.
//
// On Windows and macOS a library makes the calls. A Linux desktop's keyring is asked
// here (secret_service.go), each time on a connection of its own, so that nothing
// lasts longer than the call that waits for it, but for one: the prompt in which
// somebody may be typing the keyring's password.
//
// A PIN is hashed with its pepper (pin.go); the hash lies in the log, where it is
// worth nothing without the keyring. Words of the keyring's errors: [ErrNoSecret]
// is "there is none", [ErrKeyring] is "it can't be asked".
//
// The package imports order alone.
package secrets
