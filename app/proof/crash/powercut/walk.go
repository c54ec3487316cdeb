package powercut

import (
	"math/rand/v2"
	"slices"
)

// Class is a kind of power cut.
type Class int

// The classes, see the package's comment.
const (
	Cut Class = iota
	Missing
	Subset
	Torn
	classes
)

func (c Class) String() string { return [...]string{"cut", "missing", "subset", "torn"}[c] }

// subsets is how many choices are drawn of each sync window.
const subsets = 20

// moment is a power cut.
type moment struct {
	disk    *disk
	reached []op // of the pending operations
	acked   uint64
	started []string // acknowledged orders and refunds
}

// walk visits every power cut of a class. The moment is good until visit
// returns. broken says which syncs the disk only pretends to do.
func (r *Recording) walk(class Class, seed uint64, broken func(at int) bool, visit func(moment)) {
	m := moment{disk: &disk{files: map[int][]byte{}, names: map[string]int{}}}
	see := func(reached []op) {
		m.reached = reached
		visit(m)
	}
	for at, o := range r.ops {
		switch o.kind {
		case acknowledged:
			m.acked = o.seq
			if o.started != "" {
				m.started = append(m.started, o.started)
			}
			if class == Cut {
				see(nil)
			}
		case syncFile, syncNames:
			switch class {
			case Missing, Torn:
				m.disk.spoil(class, o, see)
			case Subset:
				m.disk.choose(o, rand.New(rand.NewPCG(seed, uint64(at))), see)
			}
			if !broken(at) {
				m.disk.sync(o)
			}
		default:
			m.disk.pending = append(m.disk.pending, o)
			if class == Cut {
				see(m.disk.pending)
			}
		}
	}
}

// spoil leaves out, or tears, one operation of the window that ends.
func (d *disk) spoil(class Class, s op, see func([]op)) {
	for i, o := range d.pending {
		if !o.belongsTo(s) {
			continue
		}
		if class == Missing {
			see(slices.Delete(slices.Clone(d.pending), i, i+1))
			continue
		}
		spoilt := slices.Clone(d.pending)
		for _, part := range o.tears(int64(len(d.files[o.file]))) {
			spoilt[i] = part
			see(spoilt)
		}
	}
}

// choose draws which operations of the window reached the disk. A window of
// one leaves no choice that is not a cut.
func (d *disk) choose(s op, random *rand.Rand, see func([]op)) {
	own := 0
	for _, o := range d.pending {
		if o.belongsTo(s) {
			own++
		}
	}
	if own < 2 {
		return
	}
	for range subsets {
		var reached []op
		for _, o := range d.pending {
			if random.IntN(2) == 0 {
				reached = append(reached, o)
			}
		}
		see(reached)
	}
}
