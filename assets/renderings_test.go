package assets_test

import (
	"go/ast"
	"go/types"
	"slices"
)

// form is how a function that renders is given values.
type form int

const (
	noForm  form = iota
	asMap        // Text(key, values)
	asPairs      // text(key, "Name", value, …)
)

// form says how a function of the list named renders takes values.
func (s *source) form(o types.Object) form {
	f, ok := o.(*types.Func)
	if !ok || !renders[f.Name()] {
		return noForm
	}
	takes := f.Signature().Params()
	if takes.Len() != 2 || takes.At(0).Type() != types.Typ[types.String] {
		return noForm
	}
	switch takes.At(1).Type().Underlying().(type) {
	case *types.Map:
		return asMap
	case *types.Slice:
		return asPairs
	}
	return noForm
}

// handsOn says that a path leads into a function that renders: it hands on what
// it was given.
func (s *source) handsOn(path []ast.Node) bool {
	f := declared(path)
	return f != nil && s.form(s.object(f.Name)) != noForm
}

// declared is the function that a path leads into.
func declared(path []ast.Node) *ast.FuncDecl {
	for _, n := range path {
		if f, ok := n.(*ast.FuncDecl); ok {
			return f
		}
	}
	return nil
}

// isText says that an expression is a sentence of the till's, whatever a package
// calls it: a key and its values.
func (s *source) isText(e ast.Expr) bool {
	typ := s.TypeOf(e)
	if typ == nil {
		return false
	}
	fields, ok := typ.Underlying().(*types.Struct)
	return ok && fields.NumFields() == 2 && fields.Field(0).Name() == "Key" && fields.Field(1).Name() == "Values"
}

// renderings are the places in a node where a key gets its values.
func (s *source) renderings(n ast.Node, path []ast.Node) []rendering {
	switch n := n.(type) {
	case *ast.CallExpr:
		switch s.form(s.object(n.Fun)) {
		case asMap:
			return []rendering{{at: n, key: n.Args[0], values: n.Args[1]}}
		case asPairs:
			return []rendering{{at: n, key: n.Args[0], pairs: n.Args[1:], spread: n.Ellipsis.IsValid()}}
		}
	case *ast.CompositeLit:
		if s.isText(n) && len(n.Elts) > 0 {
			return []rendering{written(n)}
		}
	case *ast.AssignStmt:
		return s.rewritten(n, path)
	}
	return nil
}

// written reads Text{Key: …, Values: …}.
func written(lit *ast.CompositeLit) rendering {
	r := rendering{at: lit}
	for i, e := range lit.Elts {
		name := []string{"Key", "Values"}[i]
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			name, e = pair.Key.(*ast.Ident).Name, pair.Value
		}
		if name == "Key" {
			r.key = e
		} else {
			r.values = e
		}
	}
	return r
}

// rewritten reads text.Key = …: the values are those of the Text that the same
// variable was given above.
func (s *source) rewritten(a *ast.AssignStmt, path []ast.Node) (list []rendering) {
	for i, e := range a.Lhs {
		to, ok := e.(*ast.SelectorExpr)
		if !ok || to.Sel.Name != "Key" || !s.isText(to.X) || len(a.Lhs) != len(a.Rhs) {
			continue
		}
		r := rendering{at: a, key: a.Rhs[i], lost: true}
		ast.Inspect(declared(path), func(n ast.Node) bool {
			above, ok := n.(*ast.AssignStmt)
			if !ok || above.Pos() >= a.Pos() {
				return true
			}
			at := slices.IndexFunc(above.Lhs, func(e ast.Expr) bool { return types.ExprString(e) == types.ExprString(to.X) })
			if at < 0 || at >= len(above.Rhs) {
				return true
			}
			if lit, ok := above.Rhs[at].(*ast.CompositeLit); ok {
				r.values, r.lost = written(lit).values, false
			}
			return true
		})
		list = append(list, r)
	}
	return list
}
