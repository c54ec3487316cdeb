package assets_test

import (
	"go/ast"
	"go/types"
	"slices"
)

// flow says where variables, fields and parameters have their values from: from
// anywhere in the program, in no order.
type flow struct {
	came      map[types.Object][]inflow
	puts      map[types.Object][]putting
	functions map[types.Object]*function // declared ones
	methods   map[string][]*types.Func   // of all types, by name
	literals  map[*ast.FuncLit]*function
	owner     map[types.Object]*function // whose parameter it is
	calls     []*ast.CallExpr
}

// inflow is one expression that gives a variable its value.
type inflow struct {
	from     ast.Expr
	result   int  // which of a call's
	argument bool // of a call of the function whose parameter it is
	element  bool // into a list or a map
}

// function is one that is declared, or written where it is used.
type function struct {
	params   []types.Object
	variadic bool
	body     *ast.BlockStmt
	callers  []*ast.CallExpr
}

// parameter is where the argument at a place of a call goes; nil for nowhere.
func (f *function) parameter(place int) types.Object {
	if last := len(f.params) - 1; f.variadic && place > last {
		place = last
	}
	if place >= len(f.params) {
		return nil
	}
	return f.params[place]
}

// results are what a function returns at one place of its results.
func (f *function) results(place int) (list []ast.Expr) {
	if f.body == nil {
		return nil
	}
	ast.Inspect(f.body, func(n ast.Node) bool {
		if r, ok := n.(*ast.ReturnStmt); ok && place < len(r.Results) {
			list = append(list, r.Results[place])
		}
		_, another := n.(*ast.FuncLit)
		return !another
	})
	return list
}

// trace fills the flow.
func (s *source) trace() {
	s.came, s.puts, s.owner = map[types.Object][]inflow{}, map[types.Object][]putting{}, map[types.Object]*function{}
	s.functions, s.literals, s.methods = map[types.Object]*function{}, map[*ast.FuncLit]*function{}, map[string][]*types.Func{}
	s.each(func(n ast.Node, path []ast.Node) {
		s.note(n)
		s.notePut(n, path)
	})
	for grown := true; grown; { // a function may be handed on to another one
		grown = false
		for _, call := range s.calls {
			grown = s.bind(call) || grown
		}
	}
}

// note keeps what a node says about where values come from.
func (s *source) note(n ast.Node) {
	switch n := n.(type) {
	case *ast.FuncDecl:
		if f, ok := s.Defs[n.Name].(*types.Func); ok {
			s.functions[f] = s.function(n.Type, n.Body)
			if f.Signature().Recv() != nil {
				s.methods[f.Name()] = append(s.methods[f.Name()], f)
			}
		}
	case *ast.FuncLit:
		s.literals[n] = s.function(n.Type, n.Body)
	case *ast.CallExpr:
		s.calls = append(s.calls, n)
	case *ast.AssignStmt:
		s.assign(n.Lhs, n.Rhs)
	case *ast.ValueSpec:
		var names []ast.Expr
		for _, name := range n.Names {
			names = append(names, name)
		}
		s.assign(names, n.Values)
	case *ast.RangeStmt:
		if n.Value != nil {
			s.give(s.object(n.Value), inflow{from: n.X})
		}
	case *ast.CompositeLit:
		s.fill(n)
	}
}

func (s *source) function(typ *ast.FuncType, body *ast.BlockStmt) *function {
	f := &function{body: body}
	for _, field := range typ.Params.List {
		_, f.variadic = field.Type.(*ast.Ellipsis)
		for _, name := range field.Names {
			p := s.Defs[name]
			f.params = append(f.params, p)
			if p != nil {
				s.owner[p] = f
			}
		}
	}
	return f
}

func (s *source) assign(to, from []ast.Expr) {
	for i, e := range to {
		_, element := e.(*ast.IndexExpr)
		switch o := s.object(e); {
		case len(from) == len(to):
			s.give(o, inflow{from: from[i], element: element})
		case len(from) > 0:
			s.give(o, inflow{from: from[0], result: i, element: element})
		}
	}
}

// fill gives the fields of a struct what stands in a literal of it.
func (s *source) fill(lit *ast.CompositeLit) {
	typ := s.TypeOf(lit)
	if typ == nil {
		return
	}
	fields, ok := typ.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, e := range lit.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			s.give(s.object(pair.Key), inflow{from: pair.Value})
		} else if i < fields.NumFields() {
			s.give(fields.Field(i).Origin(), inflow{from: e})
		}
	}
}

func (s *source) give(o types.Object, in inflow) {
	if o != nil && !slices.Contains(s.came[o], in) {
		s.came[o] = append(s.came[o], in)
	}
}

// bind gives the parameters of the functions that a call may reach its
// arguments, and says whether one of them is reached for the first time.
func (s *source) bind(call *ast.CallExpr) (grown bool) {
	for _, f := range s.bodies(call.Fun, nil) {
		if slices.Contains(f.callers, call) {
			continue
		}
		f.callers, grown = append(f.callers, call), true
		for i, arg := range call.Args {
			s.give(f.parameter(i), inflow{from: arg, argument: true})
		}
	}
	return grown
}

// bodies are the functions that an expression may stand for.
func (s *source) bodies(e ast.Expr, seen []types.Object) (found []*function) {
	if lit, ok := e.(*ast.FuncLit); ok {
		return []*function{s.literals[lit]}
	}
	o := s.object(e)
	if f := s.functions[o]; f != nil {
		return []*function{f}
	}
	if o == nil || slices.Contains(seen, o) {
		return nil
	}
	for _, in := range s.came[o] {
		found = append(found, s.bodies(in.from, append(seen, o))...)
	}
	return append(found, s.implemented(o)...)
}

// implemented are the functions that a method of an interface may stand for.
func (s *source) implemented(o types.Object) (found []*function) {
	f, ok := o.(*types.Func)
	if !ok || f.Signature().Recv() == nil {
		return nil
	}
	wanted, ok := f.Signature().Recv().Type().Underlying().(*types.Interface)
	if !ok {
		return nil
	}
	for _, m := range s.methods[f.Name()] {
		typ := m.Signature().Recv().Type()
		if _, pointer := typ.(*types.Pointer); !pointer {
			typ = types.NewPointer(typ)
		}
		if types.Implements(typ, wanted) {
			found = append(found, s.functions[m])
		}
	}
	return found
}
