package order

import "time"

// PIN is the manager's PIN, so hashed that the log alone does not reveal it:
// Argon2id over PIN and a pepper that only the keyring holds.
type PIN struct {
	Salt    []byte `json:"salt"`
	Hash    []byte `json:"hash"`
	Time    uint32 `json:"time"`
	Memory  uint32 `json:"memory"` // KiB
	Threads uint8  `json:"threads"`
}

// Try is one time that the manager's PIN was typed.
type Try struct {
	OK  bool   `json:"ok"`
	For string `json:"for"` // what it was to allow, see the Try words
}

// What a PIN is typed for. The words are in the log: add, never rename.
const (
	TryRefund    = "refund"
	TrySendAgain = "send_again"
	TryByHand    = "by_hand"
	TrySettings  = "settings"
)

// pinWaits is how long to wait after so many wrong PINs in a row; after the
// last of them the PIN is locked. Counting from the log, not from a clock,
// outlives a restart and a clock that was set.
var pinWaits = [...]time.Duration{
	0, 0, 0, 15 * time.Second, 30 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour,
}

// PINWait is how long the next try must wait after failures wrong PINs in a
// row, counted from the last of them or from the start of the till, whichever
// came later. Locked: only a new PIN helps, which takes the client secret.
func PINWait(failures int) (wait time.Duration, locked bool) {
	if failures >= len(pinWaits) {
		return 0, true
	}
	return pinWaits[max(failures, 0)], false
}

// PINTries is how many more wrong PINs in a row lock it.
func PINTries(failures int) int { return max(len(pinWaits)-failures, 0) }
