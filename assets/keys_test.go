package assets_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"regexp"
	"strconv"
	"testing"
)

var keyForm = regexp.MustCompile(`^[a-z_]+(\.[a-z_0-9]+)+$`)

// renders are the functions that put a text together from a key and its values.
var renders = map[string]bool{"Text": true, "text": true}

// asked are the keys that a file gives to a function that renders, or puts into
// Text{Key: …}, by where they stand. They are found by their looks alone.
type asked map[string]string

func (a asked) read(t *testing.T, name string, src any) {
	t.Helper()
	set := token.NewFileSet()
	file, err := parser.ParseFile(set, name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(e ast.Expr) {
		if s := literal(e); keyForm.MatchString(s) {
			a[set.Position(e.Pos()).String()] = s
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if len(n.Args) > 0 && renders[calledName(n.Fun)] {
				ask(n.Args[0])
			}
		case *ast.KeyValueExpr:
			if id, ok := n.Key.(*ast.Ident); ok && id.Name == "Key" {
				ask(n.Value)
			}
		}
		return true
	})
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

func TestEveryKeyInTheSourceHasAText(t *testing.T) {
	c, keys := english(t), asked{}
	eachFile(t, os.DirFS(".."), func(name string, text []byte) { keys.read(t, name, text) })
	for at, key := range keys {
		if !c.Has(key) {
			t.Errorf("%s: %q is not in text/en.json", at, key)
		}
	}
}

func TestThePlantedUnknownKeyIsFound(t *testing.T) {
	keys := asked{}
	keys.read(t, "planted.go", `package p
		var _ = c.Text("planted.call", nil)
		var _ = app.Text{Key: "planted.value"}
		var _ = []string{"planted.only_named"}`)
	if len(keys) != 2 || english(t).Has("planted.call") {
		t.Errorf("asked %v", keys)
	}
}
