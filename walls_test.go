// Package main_test holds the walls of the house: which package may import
// which, where Fyne lives, where goroutines start. It reads the source as text,
// so it needs neither Fyne nor C, and it sees every file whatever its build tags.
package main_test

import (
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// mayImport lists every package that ships and what it may import of ours. The
// arrows point one way: windows and commands to the till, the till to the rules.
var mayImport = map[string][]string{
	".": {"app", "app/book", "app/cli", "app/core", "app/order", "app/sound", "app/ui", "assets", "payments", "payments/practice", "storage"},

	"app":       {"app/core", "app/order", "payments", "storage"},
	"app/core":  {"app/order", "payments"},
	"app/book":  {"app/order", "assets", "storage"},
	"app/cli":   {"app", "app/book", "app/core", "app/order", "assets", "payments", "payments/practice", "storage"},
	"app/order": {},
	"app/sound": {},
	"app/ui":    {"app", "app/book", "app/core", "app/order", "app/sound", "assets"},

	"assets":            {},
	"payments":          {},
	"payments/practice": {}, // shares nothing with the client, so that a misunderstanding shows
	"storage":           {"app/order"},
}

// goroutines lists the files that may start one, and what for. The till has:
// loop, call workers, pump, keyring, notification listener, backup,
// raise-first-window, practice server. A file that no longer starts one must go.
var goroutines = map[string]string{
	"app/accounts.go":              "call workers, and the keyring's reader",
	"app/connection.go":            "call worker: trying an account",
	"app/keeper.go":                "keyring: the log's end; backup",
	"app/listener.go":              "notification listener",
	"app/manager.go":               "keyring: the pepper, and a tenth of a second of hashing",
	"app/setup.go":                 "call worker: trying the settings at the gateway",
	"app/sound/sound.go":           "the sounds' worker; beside it what the system's programs take seconds for: a speech, and what can be heard",
	"app/ui/ui.go":                 "pump",
	"app/ui/door_offer.go":         "pump; before it a backup is put back beside the window that says so",
	"house.go":                     "loop: the till runs beside its windows",
	"payments/listen.go":           "notification listener: its end",
	"payments/practice/gateway.go": "practice server",
	"payments/token.go":            "call worker: renewing a token for all who wait",
	"storage/claim.go":             "raise-first-window",
	"storage/secrets.go":           "keyring",
	"payments/practice/notify.go":  "practice server: sending its notifications",
}

const fyneRoot, pumpFile = "fyne.io/fyne/v2", "app/ui/pump.go" // the pump alone calls fyne.Do

var (
	vagueNames  = []string{"util", "utils", "common", "models", "interfaces"}
	impure      = []string{"os", "os/exec", "log", "log/slog", "net/http", "syscall"} // not in package order: no I/O
	clock       = []string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc"}
	machinePath = regexp.MustCompile("(^|[\\s\"'`=:(\\[,])/(root|work|home)/")
)

func TestTheWallsOfTheHouseStand(t *testing.T) {
	for _, breach := range inspect(os.DirFS("."), goroutines) {
		t.Error(breach)
	}
}

// house is what one walk through the tree has seen.
type house struct {
	breaches  []string
	packages  map[string]bool // folder → it has a doc.go
	glfwFiles []string
	starters  map[string]string // files that may start goroutines
	started   map[string]bool
}

func (h *house) breach(file, format string, args ...any) {
	h.breaches = append(h.breaches, file+": "+fmt.Sprintf(format, args...))
}

// inspect walks the tree and names every wall that is broken.
func inspect(tree fs.FS, starters map[string]string) []string {
	h := &house{packages: map[string]bool{}, starters: starters, started: map[string]bool{}}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", "build", "failed"}, entry.Name()) {
			return fs.SkipDir
		}
		if !entry.Type().IsRegular() {
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		return h.file(name, string(text))
	})
	if err != nil {
		h.breach(".", "the tree can't be read: %v", err)
	}
	h.whole()
	slices.Sort(h.breaches)
	return h.breaches
}

// file checks one file of any kind, and more closely the Go code that ships.
func (h *house) file(name, text string) error {
	for number, line := range strings.Split(text, "\n") {
		if machinePath.MatchString(line) && !strings.Contains(text, "\x00") {
			h.breach(name, "line %d names a path of one machine", number+1)
		}
	}
	dir := path.Dir(name)
	if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") || strings.Contains(name, "testdata/") {
		return nil
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	if slices.Contains(vagueNames, path.Base(dir)) || slices.Contains(vagueNames, parsed.Name.Name) {
		h.breach(name, "a package says in its name what it is for; %s does not", path.Base(dir))
	}
	documented := parsed.Doc != nil && (path.Base(name) == "doc.go" || name == "main.go")
	h.packages[dir] = h.packages[dir] || documented
	if dir == "app/proof" || strings.HasPrefix(dir, "app/proof/") {
		return nil // the harnesses ship nothing and may use everything
	}
	if _, known := mayImport[dir]; !known {
		h.breach(name, "package %s is not in the plan of the house", dir)
	}
	h.imports(name, parsed)
	h.code(name, parsed)
	return nil
}

func (h *house) imports(name string, parsed *ast.File) {
	dir := path.Dir(name)
	for _, spec := range parsed.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		ours, own := strings.CutPrefix(imported, "qrtill/")
		switch {
		case own:
			if !slices.Contains(mayImport[dir], ours) {
				h.breach(name, "%s may not import %s", dir, ours)
			}
		case imported == fyneRoot+"/app" && dir != ".":
			h.breach(name, "%s belongs to main alone", imported)
		case strings.HasPrefix(imported, "fyne.io/") && dir != "app/ui" && dir != ".":
			h.breach(name, "Fyne stays in app/ui and main, not %s", dir)
		case strings.HasPrefix(imported, "github.com/go-gl/"):
			h.glfwFiles = append(h.glfwFiles, name)
			if dir != "app/ui" || !needsCgo(parsed) {
				h.breach(name, "glfw stays in one file of app/ui, built only with cgo && !ci")
			}
		case dir == "app/order" && slices.Contains(impure, imported):
			h.breach(name, "package order has no I/O and imports no %s", imported)
		}
		if spec.Name != nil && spec.Name.Name == "." {
			h.breach(name, "a dot import of %s hides whose code is called", imported)
		}
	}
}

// needsCgo tells whether the file's build constraint is cgo && !ci or stricter.
func needsCgo(parsed *ast.File) bool {
	for _, group := range parsed.Comments {
		expr, err := constraint.Parse(group.List[0].Text)
		if err == nil && group.Pos() < parsed.Package {
			built := func(tags ...string) bool {
				return expr.Eval(func(tag string) bool { return slices.Contains(tags, tag) })
			}
			return built("cgo") && !built() && !built("cgo", "ci")
		}
	}
	return false
}

// code looks for goroutines, for calls into Fyne's goroutine and for clocks.
func (h *house) code(name string, parsed *ast.File) {
	ast.Inspect(parsed, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			h.starts(name)
		case *ast.SelectorExpr:
			of := importedAs(parsed, node.X)
			switch method := node.Sel.Name; {
			case of == "" && slices.Contains([]string{"Go", "TryGo", "DoChan"}, method), method == "AfterFunc":
				h.starts(name) // WaitGroup.Go, errgroup, singleflight and timers start one too
			case of == fyneRoot && (method == "Do" || method == "DoAndWait") && name != pumpFile:
				h.breach(name, "only %s calls fyne.%s", pumpFile, method)
			case of == "time" && path.Dir(name) == "app/order" && slices.Contains(clock, method):
				h.breach(name, "package order has no clock and calls no time.%s", method)
			}
		}
		return true
	})
}

func (h *house) starts(name string) {
	if h.starters[name] == "" && !h.started[name] {
		h.breach(name, "starts a goroutine, and is not among the files that may")
	}
	h.started[name] = true
}

// importedAs gives the path of the package that x names in this file, or "".
func importedAs(parsed *ast.File, x ast.Expr) string {
	ident, _ := x.(*ast.Ident)
	for _, spec := range parsed.Imports {
		imported, _ := strconv.Unquote(spec.Path.Value)
		called := path.Base(strings.TrimSuffix(imported, "/v2"))
		if spec.Name != nil {
			called = spec.Name.Name
		}
		if ident != nil && called == ident.Name {
			return imported
		}
	}
	return ""
}

// whole checks what only the whole tree can tell.
func (h *house) whole() {
	for dir, documented := range h.packages {
		if !documented {
			h.breach(dir, "has no doc.go with a package comment")
		}
	}
	slices.Sort(h.glfwFiles)
	if files := slices.Compact(h.glfwFiles); len(files) > 1 {
		h.breach(files[1], "glfw is already in %s; one file is enough", files[0])
	}
	for name := range h.starters {
		if !h.started[name] {
			h.breach(name, "is listed as starting a goroutine and starts none")
		}
	}
}

// A check that must find nothing is shown to find each planted break, and to
// let pass what is allowed.
func TestEveryBrokenWallIsFound(t *testing.T) {
	const glfwImport = `import _ "github.com/go-gl/glfw/v3.4/glfw"`
	tests := []struct{ name, file, text, want string }{
		{"a clean file passes", "app/sale.go", "package app\nimport _ \"qrtill/storage\"", ""},
		{"upward import", "storage/a.go", `package storage; import _ "qrtill/app"`, "may not import app"},
		{"the client knows no orders", "payments/a.go", `package payments; import _ "qrtill/app/order"`, "may not import"},
		{"no harness ships", "app/a.go", `package app; import _ "qrtill/app/proof/demo"`, "may not import"},
		{"build tags hide nothing", "app/a.go", "//go:build never\n\npackage app\nimport _ \"qrtill/assets\"", "may not import"},
		{"a harness may import all", "app/proof/x/doc.go", "// Package x.\npackage x\nimport _ \"qrtill/app/ui\"", ""},
		{"an unknown package", "receipts/doc.go", "// Package receipts.\npackage receipts", "not in the plan"},
		{"a vague package", "app/proof/util/doc.go", "// Package util.\npackage util", "in its name"},
		{"no doc.go", "app/proof/y/y.go", "package y", "no doc.go"},
		{"an empty doc.go", "app/proof/y/doc.go", "package y", "no doc.go"},
		{"Fyne in the book", "app/book/a.go", `package book; import _ "fyne.io/fyne/v2"`, "Fyne stays"},
		{"Fyne's app in ui", "app/ui/a.go", `package ui; import _ "fyne.io/fyne/v2/app"`, "main alone"},
		{"Fyne's app in main", "main.go", "// Main.\npackage main\nimport _ \"fyne.io/fyne/v2/app\"", ""},
		{"glfw without its constraint", "app/ui/monitors.go", "package ui\n" + glfwImport, "cgo && !ci"},
		{"glfw with half of it", "app/ui/monitors.go", "//go:build cgo\n\npackage ui\n" + glfwImport, "cgo && !ci"},
		{"glfw twice", "app/ui/zz.go", "//go:build cgo && !ci\n\npackage ui\n" + glfwImport, "one file is enough"},
		{"a goroutine", "app/a.go", "package app\nfunc f() { go f() }", "starts a goroutine"},
		{"a listed goroutine", "app/loop.go", "package app\nfunc f() { go f() }", ""},
		{"a stale listing", "app/loop.go", "package app", "starts none"},
		{"a WaitGroup's goroutine", "app/a.go", "package app\nimport \"sync\"\nfunc f(w *sync.WaitGroup) { w.Go(nil) }", "starts a goroutine"},
		{"a timer's goroutine", "app/a.go", "package app\nimport \"time\"\nvar t = time.AfterFunc(1, nil)", "starts a goroutine"},
		{"fyne.Do", "app/ui/a.go", "package ui\nimport \"fyne.io/fyne/v2\"\nfunc f() { fyne.Do(f) }", "calls fyne.Do"},
		{"fyne.Do by another name", "app/ui/a.go", "package ui\nimport g \"fyne.io/fyne/v2\"\nvar do = g.DoAndWait", "calls fyne.DoAndWait"},
		{"fyne.Do in the pump", pumpFile, "package ui\nimport \"fyne.io/fyne/v2\"\nfunc f() { fyne.Do(f) }", ""},
		{"a dot import", "app/ui/a.go", `package ui; import . "fyne.io/fyne/v2"`, "dot import"},
		{"a clock in the rules", "app/order/a.go", "package order\nimport \"time\"\nvar now = time.Now", "no clock"},
		{"a file in the rules", "app/order/a.go", `package order; import _ "os"`, "no I/O"},
		{"a machine's path", ".ci/a.sh", "cd '" + "/root" + "/till'", "path of one machine"},
		{"a machine's path in a test", "app/a_test.go", "package app // " + "/work" + "/main", "path of one machine"},
		{"a path that only looks like one", "README.md", "see docs/work/plan and https://example.com/home/", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree := fstest.MapFS{"app/loop.go": {Data: []byte("package app\nfunc loop() { go loop() }")}}
			for dir := range mayImport {
				tree[path.Join(dir, "doc.go")] = &fstest.MapFile{Data: []byte("// Package p.\npackage p")}
			}
			tree["app/ui/monitors.go"] = &fstest.MapFile{Data: []byte("//go:build cgo && !ci\n\npackage ui\n" + glfwImport)}
			tree[test.file] = &fstest.MapFile{Data: []byte(test.text)}
			found := inspect(tree, map[string]string{"app/loop.go": "the till's loop"})
			caught := test.want != "" && len(found) == 1 && strings.Contains(found[0], test.want)
			if clean := test.want == "" && len(found) == 0; !clean && !caught {
				t.Errorf("found %q, want one breach that says %q (or none)", found, test.want)
			}
		})
	}
}
