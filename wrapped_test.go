package main_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// A nil error behind %w is printed as "%!w(<nil>)", to people in the end. So whoever
// wraps one has seen on the way there that it is an error.
func TestNoErrorThatMayBeNilIsWrapped(t *testing.T) {
	never := regexp.MustCompile(strings.Join([]string{
		`payments/listen\.go:.* "payments: serve notifications: %w": err`, // http.Server.Serve never gives nil
		`payments/practice/gateway\.go:.* "practice: serve: %w": err`,
		`payments/practice/ledger\.go:.* "line %d: %w": err`, // with others after it, so that it is whole
	}, "|"))
	for _, breach := range unseen(t, os.DirFS(".")) {
		if !never.MatchString(breach) {
			t.Error(breach)
		}
	}
}

func TestAnErrorThatMayBeNilIsSeen(t *testing.T) {
	for body, want := range map[string]bool{
		`return fmt.Errorf("%w", err)`:                                                     true,
		`return fmt.Errorf("%w: %d: %w", errHere, 1, h.err)`:                               true,
		`return fmt.Errorf("%w: %w", errHere, errors.Join(list...))`:                       true,
		`if err == nil { return fmt.Errorf("%w", err) }`:                                   true,
		`if err != nil { err = try(); return fmt.Errorf("%w", h.err) }`:                    true,
		`if err != nil { log(err) }; return fmt.Errorf("%w", err)`:                         true,
		`switch { case err == nil: return fmt.Errorf("%w", err) }`:                         true,
		`return fmt.Errorf("%w: %s", errHere, err)`:                                        false,
		`if err != nil && n > 0 { return fmt.Errorf("%d: %w", n, err) }`:                   false,
		`if h.err == nil { return nil }; return fmt.Errorf("%w", h.err)`:                   false,
		`switch { case err == nil: return nil; case n > 0: return fmt.Errorf("%w", err) }`: false,
		`switch { case errors.Is(err, fs.ErrExist): return fmt.Errorf("%w", err) }`:        false,
		`return fmt.Errorf("%w", errors.Join(err, errors.New("no")))`:                      false,
		`switch { case err == nil: return nil }; return fmt.Errorf("%w", err)`:             false,
		`for err := range all { list = append(list, fmt.Errorf("%w", err)) }`:              false,
		`if err := try(); err != nil { return fmt.Errorf("%w", whole(err)) }`:              false,
		`<-ctx.Done(); return fmt.Errorf("%w", ctx.Err())`:                                 false,
	} {
		tree := fstest.MapFS{"a.go": {Data: []byte("package a\nfunc f() error { var err error; " + body + "\nreturn nil }")}}
		if got := unseen(t, tree); (len(got) > 0) != want {
			t.Errorf("%s: %q", body, got)
		}
	}
}

// unseen names every error in a tree that is wrapped without a look at it.
func unseen(t *testing.T, tree fs.FS) (breaches []string) {
	t.Helper()
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "build/") {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		files := token.NewFileSet()
		parsed, err := parser.ParseFile(files, name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		var above []ast.Node
		ast.Inspect(parsed, func(n ast.Node) bool {
			if n == nil {
				above = above[:len(above)-1]
				return true
			}
			if c, ok := n.(*ast.CallExpr); ok {
				format, errs := wrapped(c)
				for _, e := range errs {
					if !looked(e, append(above, n)) {
						breaches = append(breaches, fmt.Sprintf("%v: %s: %s may be nil", files.Position(e.Pos()), format, types.ExprString(e)))
					}
				}
			}
			above = append(above, n)
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return breaches
}

var verb = regexp.MustCompile(`%[-+# 0-9.\[\]]*([a-zA-Z%])`)

// wrapped are the errors that a call of fmt.Errorf, or of what is like it, wraps.
func wrapped(c *ast.CallExpr) (format string, errs []ast.Expr) {
	for at, e := range c.Args {
		text, ok := e.(*ast.BasicLit)
		if !ok || text.Kind != token.STRING {
			continue
		}
		format = text.Value
		said, _ := strconv.Unquote(format)
		for _, v := range verb.FindAllStringSubmatch(said, -1) {
			if v[1] == "%" {
				continue
			}
			if at++; v[1] == "w" && at < len(c.Args) {
				errs = append(errs, c.Args[at])
			}
		}
		break
	}
	return format, errs
}

// sentinel is how errors are called that are never nil, and what makes them.
var sentinel = regexp.MustCompile(`^(\w+\.)?[eE]rr[A-Z]\w*$|^syscall\.E[A-Z]+$`)

// looked says that an expression is an error for certain where it stands, as far as
// can be seen from the nodes above it.
func looked(e ast.Expr, above []ast.Node) bool {
	text := types.ExprString(e)
	if c, ok := e.(*ast.CallExpr); ok {
		return made(c, above)
	}
	if sentinel.MatchString(text) {
		return true
	}
	for i := len(above) - 1; i > 0; i-- {
		if seen(text, above[i-1], above[i]) {
			return true
		}
		if _, ends := above[i].(*ast.FuncDecl); ends {
			break
		}
	}
	return false
}

// made says that a call gives an error if what it is given is one.
func made(c *ast.CallExpr, above []ast.Node) bool {
	switch name := types.ExprString(c.Fun); {
	case name == "errors.New", name == "fmt.Errorf", sentinel.MatchString(name):
		return true
	case strings.HasSuffix(name, ".Err") && len(c.Args) == 0:
		return true // a context's, which is asked for once it has ended
	}
	for _, arg := range c.Args { // errors.Join, and what adds to an error
		if looked(arg, above) {
			return true
		}
	}
	return false
}

// seen says that within one node another is only come to with an error.
func seen(err string, outer, inner ast.Node) bool {
	switch outer := outer.(type) {
	case *ast.FuncDecl:
		return takes(outer.Type, err) // its caller has looked
	case *ast.FuncLit:
		return takes(outer.Type, err)
	case *ast.RangeStmt:
		return inner == outer.Body && outer.Key != nil && types.ExprString(outer.Key) == err || outer.Value != nil && types.ExprString(outer.Value) == err
	case *ast.IfStmt:
		return inner == outer.Body && says(outer.Cond, err, token.NEQ) || inner == outer.Else && says(outer.Cond, err, token.EQL)
	case *ast.CaseClause:
		for _, is := range outer.List {
			if inner != is && says(is, err, token.NEQ) {
				return true
			}
		}
	case *ast.BlockStmt:
		for _, before := range outer.List {
			if before == inner {
				return false
			}
			if excludes(before, err) {
				return true
			}
		}
	}
	return false
}

// excludes says that after a statement it is an error.
func excludes(before ast.Stmt, err string) bool {
	switch s := before.(type) {
	case *ast.IfStmt:
		return says(s.Cond, err, token.EQL) && leaves(s.Body.List)
	case *ast.CaseClause: // of the same switch
		return len(s.List) == 1 && says(s.List[0], err, token.EQL)
	case *ast.SwitchStmt:
		for _, c := range s.Body.List {
			if c := c.(*ast.CaseClause); len(c.List) == 1 && says(c.List[0], err, token.EQL) && leaves(c.Body) {
				return true
			}
		}
	}
	return false
}

func takes(f *ast.FuncType, name string) bool {
	for _, field := range f.Params.List {
		for _, n := range field.Names {
			if n.Name == name {
				return true
			}
		}
	}
	return false
}

// says whether a condition, where it holds (!=) or does not (==), means that it is an error.
func says(condition ast.Expr, err string, compared token.Token) (yes bool) {
	switch c := condition.(type) {
	case *ast.ParenExpr:
		return says(c.X, err, compared)
	case *ast.CallExpr: // errors.Is, errors.As and what asks them
		return compared == token.NEQ && len(c.Args) > 0 && types.ExprString(c.Args[0]) == err
	case *ast.BinaryExpr:
		both := map[token.Token]token.Token{token.NEQ: token.LAND, token.EQL: token.LOR}[compared]
		if c.Op == both {
			return says(c.X, err, compared) || says(c.Y, err, compared)
		}
		return c.Op == compared && types.ExprString(c.X) == err && types.ExprString(c.Y) == "nil"
	}
	return false
}

func leaves(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch list[len(list)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	}
	return false
}
