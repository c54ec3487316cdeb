package plant

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// spot is where the lines of a place stand.
type spot struct {
	file  string
	lines []line
}

// anchor is what the program must have: the lines that go or stay.
func (p Place) anchor() (lines []string) {
	for _, text := range p.Lines {
		if text[0] != '+' && plain(text[1:]) != "" {
			lines = append(lines, text[1:])
		}
	}
	return lines
}

// scopes are the declarations that have the place's name. There are several only
// where each is built for another system.
func (p Place) scopes(all []declaration) (found []declaration) {
	for _, d := range all {
		named := func(h head) bool { return nameOf(h.text) == nameOf(p.Declaration) }
		if path.Dir(d.file) == p.Folder && slices.ContainsFunc(d.heads, named) {
			found = append(found, d)
		}
	}
	return found
}

func (p Place) spots(all []declaration) (found []spot) {
	anchor := p.anchor()
	same := func(want string, have line) bool { return plain(want) == plain(have.text) }
	for _, d := range p.scopes(all) {
		for i := range len(d.lines) - len(anchor) + 1 {
			if lines := d.lines[i : i+len(anchor)]; slices.EqualFunc(anchor, lines, same) {
				found = append(found, spot{d.file, lines})
			}
		}
	}
	return found
}

// misfit says why the place is not found, or not once.
func (p Place) misfit(all []declaration, found []spot) string {
	scopes, anchor := p.scopes(all), p.anchor()
	if len(scopes) == 0 {
		return fmt.Sprintf("%s has no %s", p.Folder, p.Declaration)
	}
	wanted := ""
	for _, text := range anchor {
		wanted += "\n\t" + strings.TrimSpace(text)
	}
	if len(found) > 0 {
		return fmt.Sprintf("%s in %s has this %d times (%s)%s", p.Declaration, p.Folder, len(found), where(found), wanted)
	}
	for _, text := range anchor {
		if one := (Place{p.Folder, p.Declaration, []string{" " + text}}); len(one.spots(all)) == 0 {
			return fmt.Sprintf("%s in %s has no line\n\t%s", p.Declaration, p.Folder, strings.TrimSpace(text))
		}
	}
	return fmt.Sprintf("%s in %s has these lines, but not one after the other%s", p.Declaration, p.Folder, wanted)
}

func where(found []spot) string {
	var at []string
	for _, s := range found {
		at = append(at, fmt.Sprintf("%s:%d", s.file, s.lines[0].number+1))
	}
	return strings.Join(at, ", ")
}
