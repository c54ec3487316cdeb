package app_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"qrtill/assets"
)

// sentinels are the errors that packages name, and what is known of their words.
type sentinels struct {
	set    *token.FileSet
	isText func(string) bool         // a key of the catalogue
	at     map[string]token.Position // "storage.ErrInUse" → where it is made
	wraps  map[string][]string       // the errors that one is made of
	worded map[string]bool
}

// tables are the variables whose rows are an error and a key.
var tables = []string{"rules", "explanations"}

var (
	errorName   = regexp.MustCompile(`^[eE]rr[A-Z]`)
	errorMakers = []string{"errors.New", "fmt.Errorf"}
)

// readSentinels reads the code of all packages that ship.
func readSentinels(t *testing.T, tree fs.FS, isText func(string) bool) *sentinels {
	t.Helper()
	s := &sentinels{token.NewFileSet(), isText, map[string]token.Position{}, map[string][]string{}, map[string]bool{}}
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == "app/proof" || d.Name() == "build" || d.Name() == "testdata" || name != "." && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(s.set, name, text, parser.SkipObjectResolution)
		if err == nil {
			s.read(file, scope{path.Dir(name), imports(file)})
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// scope is what names mean in a file.
type scope struct {
	folder  string
	imports map[string]string // name → path
}

func imports(file *ast.File) map[string]string {
	found := map[string]string{}
	for _, spec := range file.Imports {
		from, _ := strconv.Unquote(spec.Path.Value)
		name := path.Base(from)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		found[name] = strings.TrimPrefix(from, "qrtill/")
	}
	return found
}

// full is the name that an expression has everywhere: "storage.ErrInUse".
func (in scope) full(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return in.folder + "." + e.Name
	case *ast.SelectorExpr:
		if id, ok := e.X.(*ast.Ident); ok && in.imports[id.Name] != "" {
			return in.imports[id.Name] + "." + e.Sel.Name
		}
	}
	return ""
}

func (s *sentinels) read(file *ast.File, in scope) {
	for _, d := range file.Decls {
		if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.VAR {
			for _, spec := range d.Specs {
				s.variables(spec.(*ast.ValueSpec), in)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			s.branch([]ast.Expr{n.Cond}, n.Body, in)
		case *ast.CaseClause:
			s.branch(n.List, &ast.BlockStmt{List: n.Body}, in)
		}
		return true
	})
}

// variables are those of a package: sentinels, and tables of their keys.
func (s *sentinels) variables(spec *ast.ValueSpec, in scope) {
	for i, name := range spec.Names {
		var value ast.Expr
		if i < len(spec.Values) {
			value = spec.Values[i]
		}
		call, made := value.(*ast.CallExpr)
		made = made && slices.Contains(errorMakers, in.full(call.Fun))
		full := in.full(name)
		if made || errorName.MatchString(name.Name) {
			s.at[full] = s.set.Position(name.Pos())
		}
		of := []ast.Expr{value}
		if made {
			of = call.Args
		}
		for _, e := range of {
			s.wraps[full] = append(s.wraps[full], in.full(e))
		}
		if rows, ok := value.(*ast.CompositeLit); ok && slices.Contains(tables, name.Name) {
			for _, row := range rows.Elts {
				s.worded[in.full(row.(*ast.CompositeLit).Elts[0])] = true
			}
		}
	}
}

// branch words an error where it asks for it by name and goes on with a key of
// the catalogue. One that is asked for with "not" is another error.
func (s *sentinels) branch(asks []ast.Expr, then *ast.BlockStmt, in scope) {
	words := false
	ast.Inspect(then, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			key, _ := strconv.Unquote(lit.Value)
			words = words || s.isText(key)
		}
		return true
	})
	for _, ask := range asks {
		ast.Inspect(ask, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.UnaryExpr:
				return n.Op != token.NOT
			case *ast.CallExpr:
				if words && in.full(n.Fun) == "errors.Is" && len(n.Args) == 2 {
					s.worded[in.full(n.Args[1])] = true
				}
			}
			return true
		})
	}
}

// hasWords says that an error, or one that it is made of, has words.
func (s *sentinels) hasWords(name string) bool {
	return name != "" && s.worded[name] || slices.ContainsFunc(s.wraps[name], s.hasWords)
}

// speechless are the sentinels without words that have no reason for that, and
// the reasons that are given for nothing.
func (s *sentinels) speechless(unmet map[string]string) (faults []string) {
	for _, name := range slices.Sorted(maps.Keys(s.at)) {
		if !s.hasWords(name) && unmet[name] == "" {
			faults = append(faults, fmt.Sprintf("%s: %s has no words: people would read error.unexpected. %s"+
				" Or, if nobody can meet it, say why in app/unmet_test.go.", s.at[name], name, remedy(name)))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(unmet)) {
		switch _, made := s.at[name]; {
		case !made:
			faults = append(faults, "app/unmet_test.go: there is no "+name+" any more: take it out of the list")
		case s.hasWords(name):
			faults = append(faults, "app/unmet_test.go: "+name+" has words by now: take it out of the list")
		}
	}
	return faults
}

// remedy says what gives a sentinel its words.
func remedy(name string) string {
	dot := strings.LastIndex(name, ".")
	folder, short := name[:dot], name[dot+1:]
	own, table := "app", "explanations in app/explain.go"
	switch {
	case slices.Contains([]string{"app/core", "app/order", "payments"}, folder):
		own, table = "app/core", "rules in app/core/words.go"
	case folder != "app" && folder != "storage" && !strings.HasPrefix(folder, "storage/"):
		return fmt.Sprintf("No table can name it, because package app does not import %s: where it is shown, ask errors.Is(err, %s)"+
			" and render a key, as the page of the sale does for typing.ErrNoDecimals.", folder, short)
	}
	row, first, key := short, "", "error."+wordsOf(short)
	if folder != own {
		row, key = path.Base(folder)+"."+short, "error."+path.Base(folder)+"."+wordsOf(short)
	}
	if folder != own && !ast.IsExported(short) {
		first = "Wrap it in an error that has words; or export it, and then: "
	}
	return fmt.Sprintf("%sAdd {%s, %q} to %s, and the sentence under that key to assets/text/%s.json.",
		first, row, key, table, strings.Join(assets.Languages(), ".json, assets/text/"))
}

// wordsOf writes "ErrLowSpace" as a key does: "low_space".
func wordsOf(short string) string {
	short = strings.TrimPrefix(strings.TrimPrefix(short, "Err"), "err")
	return strings.ToLower(regexp.MustCompile(`([a-z0-9])([A-Z])`).ReplaceAllString(short, "${1}_$2"))
}

func TestEveryErrorHasWordsOrIsMetByNobody(t *testing.T) {
	english, err := assets.Load("en")
	if err != nil {
		t.Fatal(err)
	}
	s := readSentinels(t, os.DirFS(".."), english.Has)
	for _, fault := range s.speechless(unmet()) {
		t.Error(fault)
	}
	if len(s.at) < 80 {
		t.Errorf("only %d errors were found", len(s.at))
	}
}

func TestAPlantedErrorWithoutWordsIsFound(t *testing.T) {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	tree := fstest.MapFS{
		"storage/errors.go": file(`package storage
			import ("errors"; "fmt")
			var (
				ErrFull   = errors.New("it is full")
				ErrPlanted = errors.New("it is planted")
				errHidden = errors.New("it is hidden")
				errStuck  = fmt.Errorf("%w: stuck", ErrFull)
				errOdd    = oddly("made")
				errOther  = ErrFull
			)`),
		"storage/secrets/secrets.go": file(`package secrets
			import "errors"
			var errDeep = errors.New("it is deep")`),
		"app/explain.go": file(`package app
			import kept "qrtill/storage"
			var explanations = []struct { err error; key string }{{kept.ErrFull, "error.full"}}`),
		"app/core/words.go": file(`package core
			import "errors"
			var errRule, errOver, errBare, errNot = errors.New("rule"), errors.New("over"), errors.New("bare"), errors.New("not")
			var rules = []struct { err error; key string }{{errRule, "error.rule"}}
			func explain(err error) Text {
				if errors.Is(err, errOver) {
					return Text{Key: "error.over"}
				}
				switch {
				case errors.Is(err, errBare):
					return Text{Key: "no key of ours"}
				case !errors.Is(err, errNot):
					return Text{Key: "error.over"}
				}
				return Text{}
			}`),
		"app/ui/charge.go":      file("package ui\nimport `errors`\nvar errDrawn = errors.New(`it is drawn`)"),
		"app/proof/main.go":     file("package main\nvar errProof = errors.New(`it ships nothing`)"),
		"app/core/core_test.go": file("package core\nvar errTest = errors.New(`it is a test's`)"),
	}
	s := readSentinels(t, tree, func(key string) bool { return strings.HasPrefix(key, "error.") })
	faults := s.speechless(map[string]string{"app/ui.errDrawn": "it is planted", "app/ui.errGone": "it is gone", "app/core.errOver": "it has words"})
	for _, want := range []string{
		"storage/errors.go:5:5: storage.ErrPlanted has no words: people would read error.unexpected. Add {storage.ErrPlanted, \"error.storage.planted\"} to explanations in app/explain.go, and the sentence under that key to assets/text/en.json, ",
		"storage.errHidden has no words: people would read error.unexpected. Wrap it in an error that has words; or export it, and then: Add {storage.errHidden",
		"storage.errOdd has no words", "storage/secrets.errDeep has no words",
		"app/core.errBare has no words: people would read error.unexpected. Add {errBare, \"error.bare\"} to rules in app/core/words.go",
		"app/core.errNot has no words", "there is no app/ui.errGone any more", "app/core.errOver has words by now",
	} {
		if !slices.ContainsFunc(faults, func(fault string) bool { return strings.Contains(fault, want) }) {
			t.Errorf("%q was not found in %q", want, faults)
		}
	}
	if len(faults) != 8 {
		t.Errorf("eight faults were planted, found: %q", faults)
	}
	if faults := s.speechless(nil); !strings.Contains(strings.Join(faults, ""), "does not import app/ui: where it is shown, ask errors.Is(err, errDrawn)") {
		t.Errorf("%q", faults)
	}
}
