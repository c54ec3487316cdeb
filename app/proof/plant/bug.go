package plant

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Bug is one plant.
type Bug struct {
	Path   string // of its file, slash-separated from the root
	Name   string // the file's, without its ending
	Raises string // the figure that must rise
	About  string // what is wrong, in a sentence
	Places []Place
}

// Place is one stretch of the program that a bug changes.
type Place struct {
	Folder      string   // of the package, slash-separated from the root
	Declaration string   // how it begins, up to its name
	Lines       []string // "-" goes, "+" comes, what begins with a space stays
}

const ending = ".plant"

var firstLine = regexp.MustCompile(`^raises ([A-Za-z ]+): (.+)`)

// Read reads the plants of a folder, whose path is slash-separated from the
// root.
func Read(root, folder string) ([]Bug, error) {
	files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*"+ending))
	if err != nil {
		return nil, err
	}
	var bugs []Bug
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		b, err := parse(path.Join(filepath.ToSlash(folder), filepath.Base(file)), string(text))
		if err != nil {
			return nil, err
		}
		bugs = append(bugs, b)
	}
	return bugs, nil
}

func parse(name, text string) (Bug, error) {
	b := Bug{Path: name, Name: strings.TrimSuffix(path.Base(name), ending)}
	lines := strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
	head := firstLine.FindStringSubmatch(lines[0])
	if head == nil {
		return b, fmt.Errorf("%s: its first line must read \"raises FIGURE: what is wrong\"", name)
	}
	b.Raises, b.About = head[1], head[2]
	var next Place
	for i, line := range append(lines[1:], "") {
		switch folder, in := strings.CutPrefix(line, "in "); {
		case in:
			b.end(&next)
			next.Folder, next.Declaration = strings.TrimSpace(folder), ""
		case strings.TrimSpace(line) == "":
			b.end(&next)
		case next.Declaration != "" && strings.Contains("-+ \t", line[:1]):
			next.Lines = append(next.Lines, line)
		case next.Folder != "" && nameOf(line) != "":
			b.end(&next)
			next.Declaration = strings.TrimSpace(line)
		default:
			return b, fmt.Errorf("%s:%d: %q is no part of a plant; the package comment of app/proof/plant shows one", name, i+2, line)
		}
	}
	return b, b.check()
}

// end adds the place, if it has begun, and makes ready for another one in the
// same declaration.
func (b *Bug) end(p *Place) {
	if len(p.Lines) > 0 {
		b.Places = append(b.Places, *p)
	}
	p.Lines = nil
}

func (b Bug) check() error {
	if len(b.Places) == 0 {
		return fmt.Errorf("%s changes no place of the program", b.Path)
	}
	for _, p := range b.Places {
		changes := slices.ContainsFunc(p.Lines, func(line string) bool { return strings.Contains("-+", line[:1]) })
		if !changes || len(p.anchor()) == 0 {
			return fmt.Errorf("%s: a place in %s, %s, lacks lines that can be found, or lines that go or come", b.Path, p.Folder, p.Declaration)
		}
	}
	return nil
}
