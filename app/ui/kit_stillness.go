package ui

import "time"

// settle is how long Enter and Esc do not go on after a change: whoever presses
// them then has not seen the change yet.
const settle = 800 * time.Millisecond

// stillness is since when nothing has changed that Enter and Esc are about.
type stillness struct{ changed time.Time }

// settled says that it has been long enough for a person to mean them.
func (s *stillness) settled() bool { return time.Since(s.changed) >= settle }

// unsettle has Enter and Esc wait.
func (s *stillness) unsettle() { s.changed = time.Now() }

// settle has them wait no longer: the change was the cashier's own.
func (s *stillness) settle() { s.changed = time.Time{} }
