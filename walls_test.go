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

// roomy is how many files one package may hold, so that a person finds their way.
const roomy = 25

const fyneRoot = "fyne.io/fyne/v2"

var (
	vagueNames  = []string{"util", "utils", "common", "models", "interfaces"}
	clock       = []string{"Now", "Since", "Until", "Sleep", "After", "Tick", "NewTimer", "NewTicker", "AfterFunc"}
	machinePath = regexp.MustCompile("(^|[\\s\"'`=:(\\[,])/(root|work|home)/")
)

func TestTheWallsOfTheHouseStand(t *testing.T) {
	for _, breach := range inspect(os.DirFS("."), theHouse) {
		t.Error(breach)
	}
}

// plan is what a tree is held to.
type plan struct {
	imports  map[string][]string
	forTests map[string]string
	starters map[string]string // files that may start goroutines
	zones    map[string]string // files that may load time zones
	floats   map[string]string // files that may count in broken numbers
	windows  map[string]string // files that may make a window
}

var theHouse = plan{mayImport, forTests, goroutines, zones, floats, windows}

// house is what one walk through the tree has seen.
type house struct {
	plan
	breaches  []string
	packages  map[string]bool // folder → it has a doc.go
	glfwFiles []string
	used      map[string]bool // arrows, and allowances by what they allow and file
	files     map[string]int  // folder → how many it holds that ship
}

func (h *house) breach(file, format string, args ...any) {
	h.breaches = append(h.breaches, file+": "+fmt.Sprintf(format, args...))
}

// inspect walks the tree and names every wall that is broken.
func inspect(tree fs.FS, held plan) []string {
	h := &house{plan: held, packages: map[string]bool{}, used: map[string]bool{}, files: map[string]int{}}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{".git", "build", "failed"}, entry.Name()) {
			return fs.SkipDir
		}
		if !entry.Type().IsRegular() || name == ".git" { // a worktree has a file of that name
			return nil
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		return h.file(name, string(text))
	})
	if err != nil {
		return []string{fmt.Sprintf("the tree can't be read: %v", err)} // what wasn't seen is not missing
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
	if h.forTests[dir] != "" {
		h.used["for tests "+dir] = true
		return nil
	}
	if _, known := h.plan.imports[dir]; !known {
		h.breach(name, "package %s is not in the plan of the house", dir)
	}
	h.files[dir]++
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
		case own && h.forTests[ours] != "":
			h.breach(name, "%s is for tests alone", ours)
		case own:
			h.used[dir+" → "+ours] = true
			if !slices.Contains(h.plan.imports[dir], ours) {
				h.breach(name, "%s may not import %s", dir, ours)
			}
		case imported == fyneRoot+"/app" && dir != ".":
			h.breach(name, "%s belongs to main alone", imported)
		case strings.HasPrefix(imported, "fyne.io/") && !drawing(dir) && dir != ".":
			h.breach(name, "Fyne stays under app/ui and in main, not in %s", dir)
		case strings.HasPrefix(imported, "github.com/go-gl/"):
			if dir != "app/ui/monitors" || !needsCgo(parsed) {
				h.breach(name, "glfw stays in one file of app/ui/monitors, built only with cgo && !ci")
				break
			}
			h.glfwFiles = append(h.glfwFiles, name)
		case slices.Contains(pure[dir], imported):
			h.breach(name, "package %s is handed all it knows and imports no %s", path.Base(dir), imported)
		}
		if spec.Name != nil && spec.Name.Name == "." {
			h.breach(name, "a dot import of %s hides whose code is called", imported)
		}
	}
}

// drawing says that a package draws windows.
func drawing(dir string) bool { return dir == "app/ui" || strings.HasPrefix(dir, "app/ui/") }

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

// code looks for goroutines, for calls into Fyne's goroutine, for clocks, time
// zones and broken numbers.
func (h *house) code(name string, parsed *ast.File) {
	ast.Inspect(parsed, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.GoStmt:
			h.starts(name)
		case *ast.Ident:
			if node.Name == "float64" || node.Name == "float32" && !drawing(path.Dir(name)) {
				h.counts(name, node.Name)
			}
		case *ast.BasicLit:
			if node.Kind == token.FLOAT && !drawing(path.Dir(name)) {
				h.counts(name, node.Value)
			}
		case *ast.SelectorExpr:
			h.call(name, importedAs(parsed, node.X), node.Sel.Name)
		}
		return true
	})
}

// call looks at one name of a package, or of a value when of is empty.
func (h *house) call(name, of, method string) {
	dir := path.Dir(name)
	_, isPure := pure[dir]
	switch {
	case of == "" && slices.Contains([]string{"Go", "TryGo", "DoChan"}, method), method == "AfterFunc":
		h.starts(name) // WaitGroup.Go, errgroup, singleflight and timers start one too
	case of == fyneRoot && (method == "Do" || method == "DoAndWait"): // after Fyne's end it meets windows that are gone
		h.breach(name, "calls fyne.%s; the loop of app/ui is the way onto Fyne's goroutine", method)
	case of == "time" && isPure && slices.Contains(clock, method):
		h.breach(name, "package %s is handed the time and calls no time.%s", path.Base(dir), method)
	case method == "Look" && dir != "app/probe" && slices.Contains(h.plan.imports[dir], "payments"):
		h.breach(name, "looks at the gateway's answers as they are: that is app/probe's alone, and no sale needs it")
	case of == "time" && method == "LoadLocation":
		h.allow("zone", h.zones, name, "loads a time zone, and is not among the files that may")
	case method == "NewWindow" || method == "CreateSplashWindow":
		h.allow("window", h.windows, name, "makes a window, and is not among the files that may: one that was never shown ends the program on Windows")
	case of == "strconv" && (method == "ParseFloat" || method == "FormatFloat"), of == "math/big" && (method == "Float" || method == "NewFloat"):
		if !drawing(dir) {
			h.counts(name, of+"."+method)
		}
	}
}

func (h *house) starts(name string) {
	h.allow("goroutine", h.starters, name, "starts a goroutine, and is not among the files that may")
}

// counts notes a broken number. Sound is made of them.
func (h *house) counts(name, what string) {
	if path.Dir(name) != "app/sound" {
		h.allow("float", h.floats, name, "counts in broken numbers ("+what+"), and is not among the files that may: money is whole minor units")
	}
}

// allow notes that a file does what only the listed ones may; one that is not
// listed is named once.
func (h *house) allow(what string, list map[string]string, name, breach string) {
	if list[name] == "" && !h.used[what+" "+name] {
		h.breach(name, "%s", breach)
	}
	h.used[what+" "+name] = true
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
	for dir, count := range h.files {
		if count > roomy {
			h.breach(dir, "holds %d files that ship; %d are enough for one room", count, roomy)
		}
	}
	slices.Sort(h.glfwFiles)
	if files := slices.Compact(h.glfwFiles); len(files) > 1 {
		h.breach(files[1], "glfw is already in %s; one file is enough", files[0])
	}
	for what, list := range map[string]map[string]string{"goroutine": h.starters, "zone": h.zones, "float": h.floats, "window": h.windows, "for tests": h.forTests} {
		for name := range list {
			if !h.used[what+" "+name] {
				h.breach(name, "is listed (%s) and needs it no more: take it off the list", what)
			}
		}
	}
	for from, list := range h.plan.imports {
		for _, to := range list {
			if !h.used[from+" → "+to] {
				h.breach(from, "may import %s and does not: take the arrow out of the plan", to)
			}
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
		{"the core knows no disk", "app/core/a.go", `package core; import _ "qrtill/storage"`, "may not import storage"},
		{"the core knows no shell", "app/core/a.go", `package core; import _ "qrtill/app"`, "may not import app"},
		{"secrets know no log", "storage/secrets/a.go", `package secrets; import _ "qrtill/storage"`, "may not import storage"},
		{"the log knows no secrets", "storage/a.go", `package storage; import _ "qrtill/storage/secrets"`, "may not import storage/secrets"},
		{"a page knows no other", "app/ui/counter/a.go", `package counter; import _ "qrtill/app/ui/owner"`, "may not import app/ui/owner"},
		{"a page knows no frame", "app/ui/owner/a.go", `package owner; import _ "qrtill/app/ui"`, "may not import app/ui"},
		{"a page knows no shell of the till", "app/ui/counter/a.go", `package counter; import _ "qrtill/app"`, "may not import app"},
		{"no page knows the monitors", "app/ui/counter/a.go", `package counter; import _ "qrtill/app/ui/monitors"`, "may not import app/ui/monitors"},
		{"the kit knows no till", "app/ui/kit/a.go", `package kit; import _ "qrtill/app/core"`, "may not import app/core"},
		{"the monitors know nobody", "app/ui/monitors/a.go", `package monitors; import _ "qrtill/app/ui/kit"`, "may not import app/ui/kit"},
		{"what is for tests is for tests", "app/ui/a.go", `package ui; import _ "qrtill/app/ui/uitest"`, "for tests alone"},
		{"an arrow that nobody uses", "app/typing/doc.go", "// Package typing.\npackage typing", "may import app/order and does not"},
		{"no harness ships", "app/a.go", `package app; import _ "qrtill/app/proof/demo"`, "may not import"},
		{"build tags hide nothing", "app/a.go", "//go:build never\n\npackage app\nimport _ \"qrtill/assets\"", "may not import"},
		{"a harness may import all", "app/proof/x/doc.go", "// Package x.\npackage x\nimport _ \"qrtill/app/ui\"", ""},
		{"an unknown package", "receipts/doc.go", "// Package receipts.\npackage receipts", "not in the plan"},
		{"a crowded package", "app/cli/a.go", "package cli", "25 are enough"},
		{"a vague package", "app/proof/util/doc.go", "// Package util.\npackage util", "in its name"},
		{"no doc.go", "app/proof/y/y.go", "package y", "no doc.go"},
		{"an empty doc.go", "app/proof/y/doc.go", "package y", "no doc.go"},
		{"Fyne in the book", "app/book/a.go", `package book; import _ "fyne.io/fyne/v2"`, "Fyne stays"},
		{"Fyne where keys are understood", "app/typing/a.go", `package typing; import _ "fyne.io/fyne/v2"`, "Fyne stays"},
		{"Fyne on a page", "app/ui/owner/a.go", `package owner; import _ "fyne.io/fyne/v2"`, ""},
		{"Fyne's app in ui", "app/ui/a.go", `package ui; import _ "fyne.io/fyne/v2/app"`, "main alone"},
		{"Fyne's app in main", "main.go", "// Main.\npackage main\nimport _ \"fyne.io/fyne/v2/app\"", ""},
		{"glfw without its constraint", "app/ui/monitors/glfw.go", "package monitors\n" + glfwImport, "cgo && !ci"},
		{"glfw with half of it", "app/ui/monitors/glfw.go", "//go:build cgo\n\npackage monitors\n" + glfwImport, "cgo && !ci"},
		{"glfw elsewhere", "app/ui/glfw.go", "//go:build cgo && !ci\n\npackage ui\n" + glfwImport, "one file"},
		{"glfw twice", "app/ui/monitors/zz.go", "//go:build cgo && !ci\n\npackage monitors\n" + glfwImport, "one file is enough"},
		{"a goroutine", "app/a.go", "package app\nfunc f() { go f() }", "starts a goroutine"},
		{"a listed goroutine", "app/loop.go", "package app\nfunc f() { go f() }", ""},
		{"a stale listing", "app/loop.go", "package app", "needs it no more"},
		{"a WaitGroup's goroutine", "app/a.go", "package app\nimport \"sync\"\nfunc f(w *sync.WaitGroup) { w.Go(nil) }", "starts a goroutine"},
		{"a timer's goroutine", "app/a.go", "package app\nimport \"time\"\nvar t = time.AfterFunc(1, nil)", "starts a goroutine"},
		{"fyne.Do", "app/ui/a.go", "package ui\nimport \"fyne.io/fyne/v2\"\nfunc f() { fyne.Do(f) }", "calls fyne.Do"},
		{"fyne.Do by another name", "app/ui/a.go", "package ui\nimport g \"fyne.io/fyne/v2\"\nvar do = g.DoAndWait", "calls fyne.DoAndWait"},
		{"fyne.Do on a page", "app/ui/owner/a.go", "package owner\nimport \"fyne.io/fyne/v2\"\nfunc f() { fyne.Do(f) }", "calls fyne.Do"},
		{"fyne.Do in the pump", "app/ui/pump.go", "package ui\nimport \"fyne.io/fyne/v2\"\nfunc f() { fyne.Do(f) }", "calls fyne.Do"},
		{"a window", "app/ui/owner/a.go", "package owner\nimport \"fyne.io/fyne/v2\"\nfunc f(a fyne.App) { a.NewWindow(\"\") }", "makes a window"},
		{"a window without a frame", "app/ui/a.go", "package ui\nimport \"fyne.io/fyne/v2/driver/desktop\"\nfunc f(d desktop.Driver) { d.CreateSplashWindow() }", "makes a window"},
		{"a listed window", "app/ui/shell.go", "package ui\nimport \"fyne.io/fyne/v2\"\nfunc f(a fyne.App) { a.NewWindow(\"\") }", ""},
		{"a dot import", "app/ui/a.go", `package ui; import . "fyne.io/fyne/v2"`, "dot import"},
		{"a clock in the rules", "app/order/a.go", "package order\nimport \"time\"\nvar now = time.Now", "handed the time"},
		{"a clock in the core", "app/core/a.go", "package core\nimport \"time\"\nvar now = time.Now", "handed the time"},
		{"a clock where keys are understood", "app/typing/a.go", "package typing\nimport \"time\"\nvar now = time.Now", "handed the time"},
		{"a time zone in the core", "app/core/a.go", "package core\nimport \"time\"\nvar zone, _ = time.LoadLocation(\"Asia/Taipei\")", "loads a time zone"},
		{"a listed time zone", "app/order/zone.go", "package order\nimport \"time\"\nvar zone, _ = time.LoadLocation(\"Asia/Taipei\")", ""},
		{"a file in the rules", "app/order/a.go", `package order; import _ "os"`, "imports no os"},
		{"a network in the core", "app/core/a.go", `package core; import _ "net/http"`, "imports no net/http"},
		{"a raw call", "app/a.go", "package app\nimport \"qrtill/payments\"\nfunc f(c *payments.Client) { c.Look(nil, payments.Question{}) }", "looks at the gateway's answers"},
		{"a raw call of the probe", "app/probe/a.go", "package probe\nimport \"qrtill/payments\"\nfunc f(c *payments.Client) { c.Look(nil, payments.Question{}) }", ""},
		{"money as a float", "app/core/a.go", "package core\nfunc tip(minor int64) int64 { return int64(float64(minor) / 10) }", "broken numbers"},
		{"money as a small float", "app/core/a.go", "package core\nvar total float32", "broken numbers"},
		{"a broken factor", "app/order/a.go", "package order\nvar rate = 0.1", "broken numbers"},
		{"a broken number read", "payments/a.go", "package payments\nimport \"strconv\"\nvar _, _ = strconv.ParseFloat(\"1.5\", 64)", "broken numbers"},
		{"money as a float on a page", "app/ui/counter/a.go", "package counter\nvar total float64", "broken numbers"},
		{"drawing", "app/ui/kit/a.go", "package kit\nvar width float32 = 1.5", ""},
		{"sound", "app/sound/a.go", "package sound\nvar pitch float64 = 440.5", ""},
		{"a listed float", "payments/practice/chance.go", "package practice\nvar chance float64", ""},
		{"a machine's path", ".ci/a.sh", "cd '" + "/root" + "/till'", "path of one machine"},
		{"a machine's path in a test", "app/a_test.go", "package app // " + "/work" + "/main", "path of one machine"},
		{"a path that only looks like one", "README.md", "see docs/work/plan and https://example.com/home/", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			tree := builtToPlan()
			tree[test.file] = &fstest.MapFile{Data: []byte(test.text)}
			if test.name == "a crowded package" {
				for i := range roomy {
					tree[fmt.Sprintf("app/cli/%d.go", i)] = tree[test.file]
				}
			}
			if test.file == "main.go" { // it stands for the package's doc.go
				tree[test.file].Data = append(tree["doc.go"].Data, test.text[strings.Index(test.text, "import"):]...)
				delete(tree, "doc.go")
			}
			found := inspect(tree, planted)
			caught := test.want != "" && len(found) == 1 && strings.Contains(found[0], test.want)
			if clean := test.want == "" && len(found) == 0; !clean && !caught {
				t.Errorf("found %q, want one breach that says %q (or none)", found, test.want)
			}
		})
	}
}

// planted is the plan of the house with short lists of what is allowed.
var planted = plan{
	mayImport, map[string]string{"app/ui/uitest": "tests"},
	map[string]string{"app/loop.go": "the till's loop"},
	map[string]string{"app/order/zone.go": "the shop's"}, map[string]string{"payments/practice/chance.go": "a chance"},
	map[string]string{"app/ui/shell.go": "the till's"},
}

// builtToPlan is a tree in which every arrow and every allowance is used.
func builtToPlan() fstest.MapFS {
	tree := fstest.MapFS{
		"app/loop.go":                 {Data: []byte("package app\nfunc loop() { go loop() }")},
		"app/order/zone.go":           {Data: []byte("package order\nimport \"time\"\nvar zone, _ = time.LoadLocation(\"UTC\")")},
		"payments/practice/chance.go": {Data: []byte("package practice\nvar chance float64")},
		"app/ui/shell.go":             {Data: []byte("package ui\nimport \"fyne.io/fyne/v2\"\nfunc f(a fyne.App) { a.NewWindow(\"\") }")},
		"app/ui/uitest/doc.go":        {Data: []byte("// Package uitest.\npackage uitest")},
		"app/ui/monitors/glfw.go":     {Data: []byte("//go:build cgo && !ci\n\npackage monitors\nimport _ \"github.com/go-gl/glfw/v3.4/glfw\"")},
	}
	for dir, arrows := range mayImport {
		text := "// Package p.\npackage p\n"
		for _, to := range arrows {
			text += fmt.Sprintf("import _ \"qrtill/%s\"\n", to)
		}
		tree[path.Join(dir, "doc.go")] = &fstest.MapFile{Data: []byte(text)}
	}
	return tree
}
