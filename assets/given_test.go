package assets_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
)

// given are the names of the values that a text is given, and where each is
// written for it. What a variable or a helper holds may be for more than one
// text: its names stand nowhere.
type given map[string]token.Pos

// rendering is a place where a key gets its values.
type rendering struct {
	at     ast.Node
	key    ast.Expr
	values ast.Expr   // a map; nil for none
	pairs  []ast.Expr // name, value, name, value …
	spread bool       // the last of the pairs is a list of more
	ways   []way      // the calls that lead to it, the nearest first
	lost   bool       // its values can't be found
	steps  int        // on the way to its values
}

const mostSteps = 20

// way is a call that leads into a function.
type way struct {
	call *ast.CallExpr
	into *function
}

// by is the same place as one more call around it leads to it.
func (r rendering) by(w way) rendering {
	r.ways = append(slices.Clip(r.ways), w)
	return r
}

// reached are the places that are passed on the way to a rendering, from that
// many calls outside of it on.
func (r rendering) reached(outside int) []token.Pos {
	places := []token.Pos{r.at.Pos()}
	for _, w := range r.ways {
		places = append(places, w.call.Pos())
	}
	return places[min(outside, len(places)-1):]
}

// arguments are what the calls that lead to a rendering give a parameter.
func (r rendering) arguments(o types.Object, outside int) (args []ast.Expr, spread, bound bool) {
	if outside >= len(r.ways) {
		return nil, false, false
	}
	call, f := r.ways[outside].call, r.ways[outside].into
	switch i := slices.Index(f.params, o); {
	case i < 0 || o == nil:
		return nil, false, false
	case f.variadic && i == len(f.params)-1:
		return call.Args[min(i, len(call.Args)):], call.Ellipsis.IsValid(), true
	default:
		return call.Args[i : i+1], false, i < len(call.Args)
	}
}

// given are a rendering's values; known is false when they can't be told.
func (s *source) given(r rendering) (names given, known bool) {
	switch {
	case r.lost:
		return nil, false
	case r.pairs != nil:
		return s.paired(r, r.pairs, r.spread, 0)
	}
	return s.mapped(r, r.values, 0)
}

// paired reads names and values that follow each other.
func (s *source) paired(r rendering, pairs []ast.Expr, spread bool, outside int) (names given, known bool) {
	names = given{}
	for i := 0; i < len(pairs); i += 2 {
		if spread && i == len(pairs)-1 {
			args, more, bound := r.arguments(s.object(pairs[i]), outside)
			rest, known := s.paired(r, args, more, outside+1)
			maps.Copy(names, rest)
			return names, known && bound
		}
		name, ok := s.constant(pairs[i])
		if !ok || i+1 == len(pairs) {
			return names, false
		}
		names[name] = pairs[i].Pos()
	}
	return names, true
}

// mapped reads a map of values: one that is written down, what a variable
// holds, or what a function returns.
func (s *source) mapped(r rendering, e ast.Expr, outside int) (names given, known bool) {
	if r.steps++; r.steps > mostSteps {
		return nil, false // in a circle
	}
	switch e := e.(type) {
	case nil:
		return given{}, true
	case *ast.CompositeLit:
		return s.written(e)
	case *ast.CallExpr:
		var returned []ast.Expr
		for _, f := range s.bodies(e.Fun, nil) {
			returned = append(returned, f.results(0)...)
		}
		return s.inAll(rendering{at: e, steps: r.steps}, returned, 0)
	case *ast.Ident:
		if s.Types[e].IsNil() {
			return given{}, true
		}
		return s.kept(r, s.object(e), outside)
	}
	return nil, false
}

func (s *source) written(lit *ast.CompositeLit) (names given, known bool) {
	names = given{}
	for _, e := range lit.Elts {
		pair, ok := e.(*ast.KeyValueExpr)
		if !ok {
			return nil, false
		}
		name, ok := s.constant(pair.Key)
		if !ok {
			return nil, false
		}
		names[name] = pair.Key.Pos()
	}
	return names, true
}

// inAll are the names that every one of some maps has.
func (s *source) inAll(r rendering, list []ast.Expr, outside int) (common given, known bool) {
	for i, e := range list {
		names, ok := s.mapped(r, e, outside)
		if !ok {
			return nil, false
		}
		if i == 0 {
			common = given{}
			for name := range names {
				common[name] = token.NoPos
			}
		}
		maps.DeleteFunc(common, func(name string, _ token.Pos) bool { _, has := names[name]; return !has })
	}
	return common, common != nil
}

// kept is what a variable holds at a rendering: what it was given as a whole,
// and what was put into it in front of the rendering or of a call to it.
func (s *source) kept(r rendering, o types.Object, outside int) (names given, known bool) {
	whole, _, bound := r.arguments(o, outside)
	if !bound {
		for _, in := range s.came[o] {
			if !in.element {
				whole = append(whole, in.from)
			}
		}
		names, known = s.inAll(r, whole, len(r.ways))
	} else {
		names, known = s.inAll(r, whole, outside+1)
	}
	for _, p := range s.puts[o] {
		if known && slices.ContainsFunc(r.reached(outside), p.before) {
			names[p.name] = token.NoPos
		}
	}
	return names, known
}

// putting is v["Name"] = …, and what it stands in.
type putting struct {
	name   string
	at     token.Pos
	within []ast.Node
}

// notePut keeps a putting.
func (s *source) notePut(n ast.Node, path []ast.Node) {
	a, ok := n.(*ast.AssignStmt)
	if !ok {
		return
	}
	for _, to := range a.Lhs {
		into, ok := to.(*ast.IndexExpr)
		if !ok {
			continue
		}
		if name, ok := s.constant(into.Index); ok {
			o := s.object(into)
			s.puts[o] = append(s.puts[o], putting{name, a.Pos(), slices.Clone(path)})
		}
	}
}

// before says that a place comes after a putting, in the same function. A
// branch that ends with return leads nowhere else.
func (p putting) before(place token.Pos) bool {
	for _, n := range p.within {
		_, whole := n.(*ast.FuncDecl)
		if (whole || returns(n)) && (place < n.Pos() || place >= n.End()) {
			return false
		}
	}
	return p.at < place
}

// returns says that a branch ends with return.
func returns(n ast.Node) bool {
	var body []ast.Stmt
	switch n := n.(type) {
	case *ast.BlockStmt:
		body = n.List
	case *ast.CaseClause:
		body = n.Body
	}
	if len(body) == 0 {
		return false
	}
	_, ends := body[len(body)-1].(*ast.ReturnStmt)
	return ends
}
