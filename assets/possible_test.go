package assets_test

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
)

// wanted says which of an expression's texts are asked for.
type wanted struct {
	result int            // of a call that returns more than one value
	index  int            // of a list; each is for all of them
	seen   []types.Object // on the way, so that a circle ends
}

const each = -1

// possible are all the texts that an expression of a text, or of lists of them,
// can be; known is false when that can't be told.
func (s *source) possible(e ast.Expr, w wanted) (all []string, known bool) {
	if text, ok := s.constant(e); ok {
		return []string{text}, true
	}
	result := w.result
	w.result = 0
	switch e := e.(type) {
	case *ast.ParenExpr:
		return s.possible(e.X, w)
	case *ast.IndexExpr:
		if i := s.Types[e.Index].Value; i != nil && i.Kind() == constant.Int {
			at, _ := constant.Int64Val(i)
			w.index = int(at)
		}
		return s.possible(e.X, w)
	case *ast.BinaryExpr:
		return s.joined(e, w)
	case *ast.CompositeLit:
		return s.anyOf(s.elements(e, w), w)
	case *ast.CallExpr:
		return s.returned(e, result, w)
	}
	return s.held(e, w)
}

// returned are the texts that a call of our own functions can return.
func (s *source) returned(call *ast.CallExpr, result int, w wanted) (all []string, known bool) {
	o := s.object(call.Fun)
	if slices.Contains(w.seen, o) {
		return nil, true
	}
	w.seen = append(slices.Clip(w.seen), o)
	var list []ast.Expr
	for _, f := range s.bodies(call.Fun, nil) {
		list = append(list, f.results(result)...)
	}
	return s.anyOf(list, w)
}

// held are the texts that a variable, a parameter or a field can hold.
func (s *source) held(e ast.Expr, w wanted) (all []string, known bool) {
	o := s.object(e)
	if o == nil || slices.Contains(w.seen, o) {
		return nil, o != nil
	}
	w.seen, known = append(slices.Clip(w.seen), o), len(s.came[o]) > 0
	for _, in := range s.came[o] {
		w.result = in.result
		more, ok := s.possible(in.from, w)
		all, known = append(all, more...), known && ok
	}
	return all, known
}

func (s *source) anyOf(list []ast.Expr, w wanted) (all []string, known bool) {
	known = len(list) > 0
	for _, e := range list {
		more, ok := s.possible(e, w)
		all, known = append(all, more...), known && ok
	}
	return all, known
}

// joined are two texts put together, each with each.
func (s *source) joined(e *ast.BinaryExpr, w wanted) (all []string, known bool) {
	first, ok := s.possible(e.X, w)
	second, also := s.possible(e.Y, w)
	for _, a := range first {
		for _, b := range second {
			all = append(all, a+b)
		}
	}
	return all, ok && also && e.Op == token.ADD
}

// elements are what stands in a literal, or the one of its texts that is wanted.
func (s *source) elements(lit *ast.CompositeLit, w wanted) (list []ast.Expr) {
	for _, e := range lit.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			e = pair.Value
		}
		list = append(list, e)
	}
	if w.index < 0 || w.index >= len(list) {
		return list
	}
	if _, text := s.constant(list[w.index]); !text {
		return list // lists of lists: the index is one of the inner ones'
	}
	return list[w.index : w.index+1]
}
