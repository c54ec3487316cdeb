package kit

// Progress is how a command gets on that the till takes its time over, as a View
// tells it.
type Progress struct {
	Busy    bool     // the till is at it
	Problem Sentence // why the last one was not done
	Done    int      // how many have been done in this run
}

// Saving follows such a command from the key that sends it to its end, by Views
// alone. A page begins with one that knows how many were done Before.
type Saving struct {
	sent    bool     // no answer yet
	Before  int      // how many had been done when it was sent
	Problem Sentence // why it was not done, until the next one
}

// SavingState is how it stands.
type SavingState uint8

const (
	SavingIdle   SavingState = iota // nothing is under way
	SavingBusy                      // wait: nothing can be sent now
	SavingDone                      // in the View at hand; idle again in the next
	SavingFailed                    // Saving's Problem says why
)

// Start is called when the command is sent, with what the last View said.
func (s *Saving) Start(p Progress) { *s = Saving{sent: true, Before: p.Done} }

// Follow says what a View means for the command. Views from before the till
// heard the command neither end it nor fail it, unless they hold a problem.
func (s *Saving) Follow(p Progress) SavingState {
	switch {
	case p.Done > s.Before:
		*s = Saving{Before: p.Done}
		return SavingDone
	case p.Busy:
		s.sent, s.Problem = true, Sentence{}
		return SavingBusy
	case s.sent && p.Problem.Empty():
		return SavingBusy
	case s.sent:
		s.sent, s.Problem = false, p.Problem
	}
	if !s.Problem.Empty() {
		return SavingFailed
	}
	return SavingIdle
}
