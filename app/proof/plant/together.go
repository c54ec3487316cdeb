package plant

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path"
	"slices"
	"strings"
)

// Switch is the environment variable that names the bug that is switched on in a program
// that has many: its number, from 1. Without it the program is as it was.
const Switch = "QRTILL_PLANTED"

// switches is what each package gets that has bugs. That is read once, when it starts.
const switches = `package %s

import (
	"os"
	"strconv"
)

var plantedBug, _ = strconv.Atoi(os.Getenv("` + Switch + `"))
`

// Together plants bugs beside one another: building takes longer than being caught. Each
// has its own copies of the functions that it changes, and the originals begin by asking
// which bug is switched on. A bug that changes anything else than functions can't be
// planted so: for those beside is false, and the overlay is without them.
func Together(root, dir string, bugs []Bug) (overlay string, beside []bool, err error) {
	var folders []string
	for _, b := range bugs {
		folders = append(folders, b.folders()...)
	}
	files, err := packages(root, folders)
	if err != nil {
		return "", nil, err
	}
	all, err := declarations(files)
	if err != nil {
		return "", nil, err
	}
	shelf := shelf{files: files, asks: map[string]map[string]string{}, copies: map[string]string{}}
	beside = make([]bool, len(bugs))
	for i, b := range bugs {
		planted, err := b.in(files, all)
		if err != nil {
			return "", nil, err
		}
		if beside[i], err = shelf.put(b, i+1, planted); err != nil {
			return "", nil, err
		}
	}
	texts, err := shelf.texts()
	if err != nil {
		return "", nil, err
	}
	overlay, err = lay(root, dir, texts)
	return overlay, beside, err
}

// shelf has what becomes of files that many bugs change.
type shelf struct {
	files  map[string]string
	asks   map[string]map[string]string // per file and function: the cases of its switch
	copies map[string]string            // per file: the functions that come behind its end
}

// put takes in one bug, if it changes nothing but functions.
func (s shelf) put(b Bug, number int, planted map[string]string) (beside bool, err error) {
	asks, copies := map[string]map[string]string{}, map[string]string{}
	for file, text := range planted {
		before, err := functions(file, s.files[file])
		if err != nil {
			return false, err
		}
		after, err := functions(file, text)
		if err != nil {
			return false, fmt.Errorf("%s: %w", b.Path, err)
		}
		if len(before) != len(after) || without(text, after) != without(s.files[file], before) {
			return false, nil
		}
		asks[file] = map[string]string{}
		for name, changed := range after {
			original, there := before[name]
			switch {
			case there && original.text == changed.text:
				continue
			case !there || !original.named || original.call("", 0) != changed.call("", 0):
				return false, nil
			}
			asks[file][name] = original.ask(number)
			copies[file] += changed.copied(number)
		}
	}
	for file := range asks {
		if s.asks[file] == nil {
			s.asks[file] = map[string]string{}
		}
		for name, ask := range asks[file] {
			s.asks[file][name] += ask
		}
		s.copies[file] += copies[file]
	}
	return true, nil
}

// texts are the new texts of all files with bugs, and one more for each package.
func (s shelf) texts() (map[string]string, error) {
	texts := map[string]string{}
	for file, asks := range s.asks {
		text := s.files[file]
		all, err := functions(file, text)
		if err != nil {
			return nil, err
		}
		last := func(a, b string) int { return all[b].body - all[a].body }
		for _, name := range slices.SortedFunc(maps.Keys(asks), last) {
			at := all[name].body
			text = text[:at] + "\n\tswitch plantedBug {" + asks[name] + "\n\t}\n" + text[at:]
		}
		texts[file] = text + s.copies[file]
		texts[path.Join(path.Dir(file), "planted_bugs.go")] = fmt.Sprintf(switches, all[""].text)
	}
	return texts, nil
}

// function is one of a file.
type function struct {
	text     string // all of it
	from, to int    // where that is in the file
	name     int    // where its name begins in it
	body     int    // where its body begins in the file, behind the brace
	simple   string // its name, without its receiver's type
	before   string // what comes before the name in a call
	values   string // what it is called with
	results  bool
	named    bool // everything that it is called with has a name, so that it can be handed on
}

// functions are those of a file, by the names that plants have for them. The package's
// name is the text of the one without a name.
func functions(file, text string) (map[string]function, error) {
	positions := token.NewFileSet()
	parsed, err := parser.ParseFile(positions, file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	offset := func(at token.Pos) int { return positions.PositionFor(at, false).Offset }
	all := map[string]function{"": {text: parsed.Name.Name}}
	for _, node := range parsed.Decls {
		f, is := node.(*ast.FuncDecl)
		if !is || f.Body == nil {
			continue
		}
		from, to := offset(f.Pos()), offset(f.End())
		one := function{
			text: text[from:to], from: from, to: to, name: offset(f.Name.Pos()) - from, body: offset(f.Body.Lbrace) + 1,
			simple: f.Name.Name, results: f.Type.Results != nil, named: f.Type.TypeParams == nil,
		}
		if f.Recv != nil {
			receiver := one.take(f.Recv)
			one.before = strings.Join(receiver, "") + "."
		}
		one.values = strings.Join(one.take(f.Type.Params), ", ")
		all[nameOf(text[from:offset(f.Name.End())])] = one
	}
	return all, nil
}

// take gives the values of a call that has what the function itself was called with.
func (f *function) take(fields *ast.FieldList) (values []string) {
	for _, field := range fields.List {
		f.named = f.named && len(field.Names) > 0
		for _, name := range field.Names {
			value := name.Name
			f.named = f.named && value != "_"
			if _, rest := field.Type.(*ast.Ellipsis); rest {
				value += "..."
			}
			values = append(values, value)
		}
	}
	return values
}

func (f function) call(name string, number int) string {
	return fmt.Sprintf("%s%sPlanted%d(%s)", f.before, name, number, f.values)
}

// ask is the case of the switch that goes on with the bug's copy.
func (f function) ask(number int) string {
	call := f.call(f.simple, number)
	if f.results {
		return fmt.Sprintf("\n\tcase %d:\n\t\treturn %s", number, call)
	}
	return fmt.Sprintf("\n\tcase %d:\n\t\t%s\n\t\treturn", number, call)
}

func (f function) copied(number int) string {
	at := f.name + len(f.simple)
	return fmt.Sprintf("\n%sPlanted%d%s\n", f.text[:at], number, f.text[at:])
}

// without is a file's text without its functions.
func without(text string, all map[string]function) string {
	last := func(a, b string) int { return all[b].from - all[a].from }
	for _, name := range slices.SortedFunc(maps.Keys(all), last) {
		f := all[name]
		text = text[:f.from] + text[f.to:]
	}
	return text
}
