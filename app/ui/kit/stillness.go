package kit

import "time"

// SettleTime is how long after a change Enter and Esc do nothing: whoever presses them
// then has not seen the change yet.
const SettleTime = 800 * time.Millisecond

// stillness is since when nothing has changed that Enter and Esc are about.
type stillness struct{ changed time.Time }

// Settled says that it has been long enough for a person to mean them.
func (s *stillness) Settled() bool { return time.Since(s.changed) >= SettleTime }

// Unsettle has Enter and Esc wait.
func (s *stillness) Unsettle() { s.changed = time.Now() }

// Settle has them wait no longer: the change was the cashier's own.
func (s *stillness) Settle() { s.changed = time.Time{} }
