package ui

// progress is how a command gets on that the till takes its time over.
type progress struct {
	busy    bool
	problem sentence // why the last one was not done
	done    int      // how many have been done in this run
}

// saving follows such a command from Save to its end, by Views alone.
type saving struct {
	sent    bool // no answer yet
	before  int  // how many had been done when it was sent
	problem sentence
}

// savingState is how it stands.
type savingState uint8

const (
	savingIdle savingState = iota
	savingBusy
	savingDone   // in the View at hand; idle again in the next
	savingFailed // problem says why
)

func (s *saving) start(p progress) { *s = saving{sent: true, before: p.done} }

// follow says what a View means for the command. Views from before the till
// heard the command neither end it nor fail it, unless they hold a problem.
func (s *saving) follow(p progress) savingState {
	switch {
	case p.done > s.before:
		*s = saving{before: p.done}
		return savingDone
	case p.busy:
		s.sent, s.problem = true, sentence{}
		return savingBusy
	case s.sent && p.problem.empty():
		return savingBusy
	case s.sent:
		s.sent, s.problem = false, p.problem
	}
	if !s.problem.empty() {
		return savingFailed
	}
	return savingIdle
}
