package hostile

import (
	"fmt"
	"slices"
)

// maxFound is how many findings are told in words.
const maxFound = 20

// Figures are what playing has shown.
type Figures struct {
	Story                             string
	Changes, Pairs                    int
	FalsePaid, FalseCode, FalseRefund int // the till believed what wasn't proven
	Panics, Broken                    int
	Missed                            int // proven, and the till goes on asking: careful, not wrong
	NaivePaid, NaiveCode, NaiveRefund int
	Found                             []string // the first of what must not be
}

// Wrong is how much of what must not be there was.
func (f Figures) Wrong() int { return f.FalsePaid + f.FalseCode + f.FalseRefund + f.Panics + f.Broken }

func (f *Figures) add(g Figures) {
	f.Changes += g.Changes
	f.Pairs += g.Pairs
	f.FalsePaid += g.FalsePaid
	f.FalseCode += g.FalseCode
	f.FalseRefund += g.FalseRefund
	f.Panics += g.Panics
	f.Broken += g.Broken
	f.Missed += g.Missed
	f.NaivePaid += g.NaivePaid
	f.NaiveCode += g.NaiveCode
	f.NaiveRefund += g.NaiveRefund
	f.Found = append(f.Found, g.Found...)
	f.Found = f.Found[:min(len(f.Found), maxFound)]
}

// placed is a change of one of a story's answers.
type placed struct {
	answer int
	change
}

func (s story) describe(changes ...placed) string {
	words := s.name
	for _, c := range changes {
		words += fmt.Sprintf("; %s %q: %s", s.answers[c.answer].name, c.at.key, c.name)
	}
	return words
}

// part is one of several that share the work: every nth pair, and of these the
// ones that are this part's. Unless all pairs are played, only every fifth of
// the changes that are played alone is.
type part struct{ number, of, every int }

// run plays a part of all single changes and pairs of changes.
func (s story) run(p part) Figures {
	r := &runner{story: s, replies: s.honest(), figures: Figures{Story: s.name}}
	var changes, alone []placed
	for i, t := range s.answers {
		for _, c := range t.changes() {
			changes = append(changes, placed{i, c})
		}
		for n, c := range t.alone() {
			if p.every == 1 || n%5 == 0 {
				alone = append(alone, placed{i, c})
			}
		}
	}
	for i, c := range slices.Concat(changes, alone) {
		if i%p.of == p.number {
			r.figures.Changes++
			r.play(c)
		}
	}
	n := 0
	for i, a := range changes {
		for _, b := range changes[i+1:] {
			if a.answer == b.answer && !together(a.change, b.change) {
				continue
			}
			n++
			if n%p.every == 0 && n/p.every%p.of == p.number {
				r.figures.Pairs++
				r.play(a, b)
			}
		}
	}
	return r.figures
}

// runner plays one story again and again.
type runner struct {
	story
	replies []reply // the honest ones
	figures Figures
}

// play plays the story once with some changes.
func (r *runner) play(changes ...placed) {
	replies := slices.Clone(r.replies)
	for i, t := range r.answers {
		var here []change
		for _, c := range changes {
			if c.answer == i {
				here = append(here, c.change)
			}
		}
		if here != nil {
			replies[i] = t.reply(here)
		}
	}
	e, err, panicked := r.guarded(replies)
	f := &r.figures
	count := func(n *int, is bool) {
		if is {
			*n++
		}
	}
	wrong := f.Wrong()
	count(&f.FalsePaid, e.falsePaid)
	count(&f.FalseCode, e.falseCode)
	count(&f.FalseRefund, e.falseRefund)
	count(&f.Panics, panicked)
	count(&f.Broken, err != nil && !panicked)
	count(&f.Missed, e.missed)
	count(&f.NaivePaid, e.naivePaid)
	count(&f.NaiveCode, e.naiveCode)
	count(&f.NaiveRefund, e.naiveRefund)
	if f.Wrong() > wrong && len(f.Found) < maxFound {
		f.Found = append(f.Found, fmt.Sprintf("%s: %+v %v", r.describe(changes...), e, err))
	}
}

func (r *runner) guarded(replies []reply) (e ending, err error, panicked bool) {
	defer func() {
		if p := recover(); p != nil {
			e, err, panicked = ending{}, fmt.Errorf("panic: %v", p), true
		}
	}()
	e, err = r.story.play(replies)
	return e, err, false
}
