package kit

import (
	"time"

	"fyne.io/fyne/v2"
)

// signTime is how long a sign is shown.
const signTime = 6 * time.Second

// Sign says for a moment, above all else at the foot of a window, why a key did
// nothing.
type Sign struct {
	Box   fyne.CanvasObject // what a window lays out above its content
	strip *Strip
	until time.Time
}

// NewSign says nothing yet.
func NewSign() *Sign {
	s := &Sign{strip: NewStrip(nil)}
	s.Box = Column(0, Grow(1, Space()), Row(0, Grow(1, Space()), Grow(4, s.strip.Box), Grow(1, Space())), AtLeast(0, 24, Space()))
	return s
}

// Say shows a text, the same one anew.
func (s *Sign) Say(text string, now time.Time) {
	s.until = now.Add(signTime)
	s.strip.Say(ToneWarn, text)
	Relayout(s.Box)
	Relayout(s.Box) // its text has learned its width
}

// Look takes the text away when its time is over.
func (s *Sign) Look(now time.Time) {
	if s.strip.Box.Visible() && now.After(s.until) {
		s.strip.Say(ToneWarn, "")
		Relayout(s.Box)
	}
}
