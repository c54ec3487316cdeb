package plant

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"regexp"
	"slices"
	"strings"
)

// declaration is a declaration of the program.
type declaration struct {
	file  string // slash-separated from the root
	heads []head // a block of const, var or type has one for each name
	lines []line
}

// head is how a declaration begins, up to its name.
type head struct {
	text   string
	number int // of its line
}

// line is a line that has code.
type line struct {
	number int // in its file, from 0
	text   string
}

// source is a file that is taken apart.
type source struct {
	positions *token.FileSet
	lines     []string
}

// declarations are those of all the files, which go by their paths. An import is
// none, as it has no name.
func declarations(files map[string]string) (all []declaration, err error) {
	for _, file := range slices.Sorted(maps.Keys(files)) {
		s := source{token.NewFileSet(), strings.Split(files[file], "\n")}
		parsed, err := parser.ParseFile(s.positions, file, files[file], parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, node := range parsed.Decls {
			if heads := s.heads(node); len(heads) > 0 {
				all = append(all, declaration{file, heads, s.code(node)})
			}
		}
	}
	return all, nil
}

func (s source) number(at token.Pos) int { return s.positions.PositionFor(at, false).Line - 1 }

func (s source) heads(node ast.Decl) (heads []head) {
	switch node := node.(type) {
	case *ast.FuncDecl:
		number := s.number(node.Pos())
		return []head{{beginning.FindString(s.lines[number]), number}}
	case *ast.GenDecl:
		add := func(name *ast.Ident) {
			heads = append(heads, head{node.Tok.String() + " " + name.Name, s.number(name.Pos())})
		}
		for _, spec := range node.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				add(spec.Name)
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					add(name)
				}
			}
		}
	}
	return heads
}

func (s source) code(node ast.Decl) (lines []line) {
	for i := s.number(node.Pos()); i <= s.number(node.End()); i++ {
		if plain(s.lines[i]) != "" {
			lines = append(lines, line{i, s.lines[i]})
		}
	}
	return lines
}

// beginning is how a declaration begins: its keyword, a receiver, its name.
var beginning = regexp.MustCompile(`^(?:func|type|const|var) (?:\([^)]*?(\w+)(?:\[[^)]*\])?\) )?(\w+)`)

// nameOf is the name in a declaration's beginning, a method's with the type that
// it is of: no other declaration of the package has it. It is empty if the text
// begins no declaration.
func nameOf(text string) string {
	if found := beginning.FindStringSubmatch(text); found != nil {
		return strings.TrimPrefix(found[1]+"."+found[2], ".")
	}
	return ""
}

// plain is what is compared of a line: not its spaces, which gofmt may change,
// and no comment.
func plain(text string) string {
	code, _, _ := strings.Cut(" "+strings.Join(strings.Fields(text), " "), " //")
	return strings.TrimSpace(code)
}
