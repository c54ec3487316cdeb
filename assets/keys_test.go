package assets_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var (
	keyForm  = regexp.MustCompile(`^[a-z_]+(\.[a-z_0-9]+)+$`)
	rootForm = regexp.MustCompile(`^[a-z_]+(\.[a-z_0-9]+)+\.$`)
)

// usage is what Go source does with keys.
type usage struct {
	asked map[string]token.Position // given to a function that renders, or in Text{Key: …}
	named map[string]bool           // any string of a key's form
	roots []string                  // "sale.failed.": the rest is put on at run time
}

// renders are the functions whose first string is a key.
var renders = map[string]bool{"Text": true, "text": true, "words": true}

func (u *usage) read(t *testing.T, name string, src any) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			switch s := literal(n); {
			case keyForm.MatchString(s):
				u.named[s] = true
			case rootForm.MatchString(s):
				u.roots = append(u.roots, s)
			}
		case *ast.CallExpr:
			if len(n.Args) > 0 && renders[calledName(n.Fun)] {
				u.ask(set, n.Args[0])
			}
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Key" {
				u.ask(set, n.Value)
			}
		}
		return true
	})
}

func (u *usage) ask(set *token.FileSet, e ast.Expr) {
	if s := literal(e); keyForm.MatchString(s) {
		u.asked[s] = set.Position(e.Pos())
	}
}

func literal(e ast.Expr) string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return ""
	}
	s, _ := strconv.Unquote(lit.Value)
	return s
}

func calledName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

func sources(t *testing.T) usage {
	t.Helper()
	u := usage{asked: map[string]token.Position{}, named: map[string]bool{}}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && path != ".." && (d.Name() == "build" || strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		src, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		u.read(t, path, src)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestEveryKeyInTheSourceHasAText(t *testing.T) {
	c := english(t)
	for key, at := range sources(t).asked {
		if !c.Has(key) {
			t.Errorf("%s: %q is not in text/en.json", at, key)
		}
	}
}

func TestNoTextIsUnused(t *testing.T) {
	u := sources(t)
	for _, key := range english(t).Keys() {
		if !keyForm.MatchString(key) {
			t.Errorf("%q does not look like a key", key)
		}
		if !u.named[key] && !slices.ContainsFunc(u.roots, func(root string) bool { return strings.HasPrefix(key, root) }) {
			t.Errorf("%q is in text/en.json and used nowhere", key)
		}
	}
}

func TestThePlantedUnknownKeyIsFound(t *testing.T) {
	u := usage{asked: map[string]token.Position{}, named: map[string]bool{}}
	u.read(t, "planted.go", `package p
		var _ = c.Text("planted.call", nil)
		var _ = app.Text{Key: "planted.value"}
		var _ = []string{"planted.only_named"}`)
	if len(u.asked) != 2 || len(u.named) != 3 || english(t).Has("planted.call") {
		t.Errorf("asked %v, named %v", u.asked, u.named)
	}
}
