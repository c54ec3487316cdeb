package assets_test

import (
	"errors"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"path"
	"strings"
	"testing"
)

// eachFile walks through the Go files of a tree that are not tests, nor there for
// tests alone.
func eachFile(t *testing.T, tree fs.FS, visit func(name string, text []byte)) {
	t.Helper()
	err := fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "build" || d.Name() == "testdata" || name == "app/ui/uitest" || name != "." && strings.HasPrefix(d.Name(), ".")):
			return fs.SkipDir
		case d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go"):
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err == nil {
			visit(name, text)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// ships says that a file is part of the program: harnesses are not, nor is what only
// tests import.
func ships(name string) bool {
	return !strings.HasPrefix(name, "app/proof/") && !strings.HasPrefix(name, "app/ui/uitest/")
}

// source is the code that ships, and what the names in it mean. Of packages that
// are not ours nothing is known, so neither C nor a desktop is needed, and what
// is written for one system is read beside what is written for another.
type source struct {
	types.Info
	flow
	set     *token.FileSet
	folders map[string][]*ast.File
	checked map[string]*types.Package
}

// module is the path of the root package.
const module = "qrtill"

func readSource(t *testing.T, tree fs.FS) *source {
	t.Helper()
	s := &source{set: token.NewFileSet(), folders: map[string][]*ast.File{}, checked: map[string]*types.Package{}}
	s.Types, s.Uses, s.Defs = map[ast.Expr]types.TypeAndValue{}, map[*ast.Ident]types.Object{}, map[*ast.Ident]types.Object{}
	eachFile(t, tree, func(name string, text []byte) {
		if !ships(name) {
			return
		}
		file, err := parser.ParseFile(s.set, name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		s.folders[path.Dir(name)] = append(s.folders[path.Dir(name)], file)
	})
	for folder := range s.folders {
		s.check(folder)
	}
	s.trace()
	return s
}

// check finds out what the names of a package mean.
func (s *source) check(folder string) *types.Package {
	if s.checked[folder] == nil {
		known := types.Config{Importer: s, FakeImportC: true, Error: func(error) {}} // it complains of all that is not ours
		s.checked[folder], _ = known.Check(module+"/"+folder, s.set, s.folders[folder], &s.Info)
	}
	return s.checked[folder]
}

// Import gives our own packages to those that import them.
func (s *source) Import(name string) (*types.Package, error) {
	folder, ours := strings.CutPrefix(name, module+"/")
	if !ours {
		return nil, errors.New("it is not ours")
	}
	return s.check(folder), nil
}

// each walks through all code. The path leads from the file to the node.
func (s *source) each(visit func(n ast.Node, path []ast.Node)) {
	for _, files := range s.folders {
		for _, file := range files {
			var path []ast.Node
			ast.Inspect(file, func(n ast.Node) bool {
				if n == nil {
					path = path[:len(path)-1]
					return true
				}
				visit(n, path)
				path = append(path, n)
				return true
			})
		}
	}
}

// object is the variable, field or function that an expression names; nil for
// none. A list and what is in it are one.
func (s *source) object(e ast.Expr) types.Object {
	var o types.Object
	switch e := e.(type) {
	case *ast.Ident:
		o = s.ObjectOf(e)
	case *ast.SelectorExpr:
		o = s.Uses[e.Sel]
	case *ast.IndexExpr:
		return s.object(e.X)
	case *ast.ParenExpr:
		return s.object(e.X)
	}
	switch o := o.(type) {
	case *types.Var:
		return o.Origin()
	case *types.Func:
		return o.Origin()
	}
	return nil
}

// constant is a text that stands in the source.
func (s *source) constant(e ast.Expr) (string, bool) {
	v := s.Types[e].Value
	if v == nil || v.Kind() != constant.String {
		return "", false
	}
	return constant.StringVal(v), true
}
