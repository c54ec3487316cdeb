package plant

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// hunk is a stretch of a change that has been made in the tree by hand.
type hunk struct {
	file     string
	from, to int      // the original's lines that go, numbered from 0; none if both are the same
	lines    []string // those that go and those that come, with their marks
}

var hunkHead = regexp.MustCompile(`^@@ -(\d+)(?:,(\d+))? `)

// hunks reads what `git diff -U0` says of a file.
func hunks(file, diff string) (all []hunk) {
	for _, text := range strings.Split(diff, "\n") {
		text = strings.TrimSuffix(text, "\r")
		if head := hunkHead.FindStringSubmatch(text); head != nil {
			from, _ := strconv.Atoi(head[1])
			gone, err := strconv.Atoi(head[2])
			if err != nil {
				gone = 1
			}
			if gone > 0 {
				from-- // otherwise it is the number of the line before
			}
			all = append(all, hunk{file: file, from: from, to: from + gone})
		} else if len(all) > 0 && text != "" && strings.Contains("-+", text[:1]) {
			last := &all[len(all)-1]
			last.lines = append(last.lines, text)
		}
	}
	return all
}

// place anchors the hunk: with as few lines around it as are found only there.
func (h hunk) place(all []declaration) (Place, error) {
	d, ok := h.declaration(all)
	first, last := h.within(d)
	if !ok || last-first != len(Place{Lines: h.lines}.anchor()) {
		return Place{}, fmt.Errorf("%s:%d: this changes no single declaration (an import is none): "+
			"put the bug inside one function, type, const or var", h.file, h.from+1)
	}
	for around := range len(d.lines) + 1 {
		for above := around; above >= 0; above-- {
			p, ok := h.with(d, first, last, above, around-above)
			if ok && len(p.spots(all)) == 1 {
				return p, nil
			}
		}
	}
	return Place{}, fmt.Errorf("%s:%d: the whole of %s is there several times: put the bug somewhere else", h.file, h.from+1, d.headOf(h.from))
}

// declaration is the one that the hunk begins in, or behind.
func (h hunk) declaration(all []declaration) (last declaration, ok bool) {
	for _, d := range all {
		if d.file == h.file && d.lines[0].number <= h.from {
			last, ok = d, true
		}
	}
	return last, ok
}

// within says which of the declaration's lines go; if none does, the new ones
// come before first, which is last.
func (h hunk) within(d declaration) (first, last int) {
	for _, line := range d.lines {
		if line.number < h.from {
			first++
		}
		if line.number < h.to {
			last++
		}
	}
	return first, last
}

// with gives the place that has so many lines above and below the hunk's.
func (h hunk) with(d declaration, first, last, above, below int) (p Place, ok bool) {
	if above > first || below > len(d.lines)-last || first-above == last+below {
		return p, false
	}
	p = Place{Folder: path.Dir(h.file), Declaration: d.headOf(h.from)}
	for _, line := range d.lines[first-above : first] {
		p.Lines = append(p.Lines, " "+line.text)
	}
	p.Lines = append(p.Lines, h.lines...)
	for _, line := range d.lines[last : last+below] {
		p.Lines = append(p.Lines, " "+line.text)
	}
	return p, true
}

// headOf is the last head up to a line: in a block, the name that the line is of.
func (d declaration) headOf(number int) string {
	text := d.heads[0].text
	for _, h := range d.heads {
		if h.number <= number {
			text = h.text
		}
	}
	return text
}
