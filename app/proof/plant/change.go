package plant

import (
	"fmt"
	"strings"
)

const misfits = `the planted bug %s no longer fits the program: %s
Mend its lines; or commit your own work, put the bug into the program by hand, and write it down anew:
	go run ./app/proof/plant/anew %s`

// in gives the texts of the files that the bug changes, with the bug in them.
func (b Bug) in(files map[string]string, all []declaration) (planted map[string]string, err error) {
	changes := map[string]change{}
	for _, p := range b.Places {
		found := p.spots(all)
		if len(found) != 1 {
			return nil, fmt.Errorf(misfits, b.Path, p.misfit(all, found), b.Path)
		}
		file := found[0].file
		if _, begun := changes[file]; !begun {
			changes[file] = change{gone: map[int]bool{}, come: map[int][]string{}}
		}
		changes[file].add(p, found[0].lines)
	}
	planted = map[string]string{}
	for file, c := range changes {
		planted[file] = c.to(files[file])
	}
	return planted, nil
}

// change is what becomes of a file's lines, by the numbers that they have in the
// original: so places may stand close together.
type change struct {
	gone map[int]bool
	come map[int][]string // before the line of that number
}

// add adds a place whose anchor these lines are.
func (c change) add(p Place, anchor []line) {
	next := anchor[0].number
	for _, text := range p.Lines {
		switch {
		case text[0] == '+':
			c.come[next] = append(c.come[next], text[1:])
		case plain(text[1:]) != "":
			if text[0] == '-' {
				c.gone[anchor[0].number] = true
			}
			next, anchor = anchor[0].number+1, anchor[1:]
		}
	}
}

func (c change) to(text string) string {
	var lines []string
	for number, line := range strings.Split(text, "\n") {
		lines = append(lines, c.come[number]...)
		if !c.gone[number] {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
