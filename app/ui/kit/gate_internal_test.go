package kit

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// toolkits are the toolkit's widgets that our parts are made of.
var toolkits = map[string]any{
	"BaseWidget": &widget.BaseWidget{}, "DisableableWidget": &widget.DisableableWidget{},
	"Entry": &widget.Entry{}, "Select": &widget.Select{}, "List": &widget.List{},
}

// suspect is a type of the source that may have the focus.
type suspect struct {
	embeds  []string // of the toolkit's
	methods map[string]*ast.FuncDecl
}

// suspects are the source's types with what decides about their keys.
func suspects(files []*ast.File) map[string]*suspect {
	parts := map[string]*suspect{}
	of := func(name string) *suspect {
		if parts[name] == nil {
			parts[name] = &suspect{methods: map[string]*ast.FuncDecl{}}
		}
		return parts[name]
	}
	for _, f := range files {
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.TypeSpec:
				s, ok := n.Type.(*ast.StructType)
				for i := 0; ok && i < len(s.Fields.List); i++ {
					if x, is := s.Fields.List[i].Type.(*ast.SelectorExpr); is && len(s.Fields.List[i].Names) == 0 && x.X.(*ast.Ident).Name == "widget" {
						of(n.Name.Name).embeds = append(of(n.Name.Name).embeds, x.Sel.Name)
					}
				}
			case *ast.FuncDecl:
				if n.Recv != nil {
					t := n.Recv.List[0].Type
					if star, is := t.(*ast.StarExpr); is {
						t = star.X
					}
					of(t.(*ast.Ident).Name).methods[n.Name.Name] = n
				}
			}
			return true
		})
	}
	return parts
}

// gated says that a method does nothing but go through the gate; the toolkit's part may
// hear of a key that goes down or comes up before.
func gated(f *ast.FuncDecl, by string) bool {
	if f == nil || len(f.Body.List) > 2 || len(f.Body.List) == 0 || len(f.Body.List) == 2 && by != "down" && by != "up" {
		return false
	}
	statement, _ := f.Body.List[len(f.Body.List)-1].(*ast.ExprStmt)
	if statement == nil {
		return false
	}
	call, _ := statement.X.(*ast.CallExpr)
	if call == nil {
		return false
	}
	method, _ := call.Fun.(*ast.SelectorExpr)
	if method == nil || method.Sel.Name != by {
		return false
	}
	gate, _ := method.X.(*ast.SelectorExpr)
	return gate != nil && gate.Sel.Name == "gate"
}

// ungated are the parts whose keys go another way than through the gate, and
// how many can have the focus at all.
func ungated(files []*ast.File) (missed []string, focusable int) {
	keys := map[string]string{"TypedKey": "key", "TypedRune": "rune", "TypedShortcut": "shortcut", "KeyDown": "down", "KeyUp": "up"}
	for name, p := range suspects(files) {
		needs := map[string]bool{}
		for method := range keys {
			needs[method] = p.methods[method] != nil
		}
		for _, embedded := range p.embeds {
			w, known := toolkits[embedded]
			if !known {
				missed = append(missed, name+": nobody knows whether "+embedded+" takes keys")
				continue
			}
			for method := range keys {
				_, has := reflect.TypeOf(w).MethodByName(method)
				needs[method] = needs[method] || has
			}
		}
		if !needs["TypedKey"] && !needs["TypedRune"] && !needs["TypedShortcut"] || name == "Keyboard" { // where the gate leads
			continue
		}
		focusable++
		needs["TypedKey"], needs["TypedRune"], needs["KeyDown"], needs["KeyUp"] = true, true, true, true
		for method, needed := range needs {
			if needed && !gated(p.methods[method], keys[method]) {
				missed = append(missed, name+"."+method+" does not go through the gate")
			}
		}
	}
	slices.Sort(missed)
	return missed, focusable
}

// sources are the files that ship of every package of windows, by its folder.
func sources(t *testing.T) map[string][]*ast.File {
	t.Helper()
	rooms := map[string][]*ast.File{}
	err := filepath.WalkDir("..", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") {
			rooms[filepath.Dir(name)] = append(rooms[filepath.Dir(name)], parsed(t, name, nil))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rooms
}

func parsed(t *testing.T, name string, source any) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestEveryPartThatCanHaveTheFocusPassesItsKeysThroughTheGate(t *testing.T) {
	rooms, focusable := sources(t), 0
	for room, files := range rooms {
		missed, n := ungated(files)
		for _, fault := range missed {
			t.Errorf("%s: %s", room, fault)
		}
		focusable += n
	}
	if focusable < 4 || len(rooms) < 8 {
		t.Errorf("only %d parts were found that take keys, in %d packages", focusable, len(rooms))
	}
}

// A check that must find nothing is shown to find each planted part.
func TestAPartThatGoesAroundTheGateIsFound(t *testing.T) {
	for source, want := range map[string]string{
		"type a struct { widget.Entry; gate gate }":                                                    "a.TypedKey does not go through the gate",
		"type b struct { widget.DisableableWidget }; func (b *b) TypedRune(r rune) { b.keys.rune(r) }": "b.TypedRune does not go through the gate",
		"type c struct { gate gate }; func (c *c) TypedKey(e *E) { c.use(e); c.gate.key(e, c.uses) }":  "c.TypedKey does not go through the gate",
		"type d struct { gate gate }; func (d *d) TypedKey(e *E) { d.gate.key(e, d.uses) }":            "d.TypedRune does not go through the gate",
		"type e struct { widget.Slider }":                                                              "nobody knows whether Slider takes keys",
		"type f struct { gate gate }; func (f *f) TypedShortcut(s S) { f.TypedShortcut(s) }":           "f.TypedShortcut does not go through the gate",
		"type i struct { gate gate }; func (i i) TypedKey(e E) { i.gate.key(e) }":                      "i.KeyUp does not go through the gate",
		"type g struct { widget.BaseWidget }; func (g *g) CreateRenderer() R { return nil }":           "",
		"type h struct { gate gate }; func (h h) TypedKey(e E) { h.gate.key(e) }; func (h h) TypedRune(r rune) { h.gate.rune(r) }; func (h h) KeyDown(e E) { h.gate.down(e) }; func (h h) KeyUp(e E) { h.hears(e); h.gate.up(e) }": "",
	} {
		missed, _ := ungated([]*ast.File{parsed(t, "planted.go", "package planted\n"+source)})
		if found := strings.Join(missed, "\n"); want == "" && found != "" || !strings.Contains(found, want) {
			t.Errorf("%s: found %q", source, found)
		}
	}
}

// sink notes the keys that are the till's.
type sink struct {
	heard []string
	board *Keyboard
}

// in is a window whose keys are the sink's, with a part in it that has the focus.
func (s *sink) in(t *testing.T, k focusable) fyne.Window {
	t.Helper()
	w := test.NewWindow(k.shown)
	t.Cleanup(w.Close)
	s.board = NewKeyboard(s, w.Canvas())
	w.Canvas().Focus(k.focus)
	return w
}

// types has a person press a key: it is known to be one's after a while.
func (s *sink) types(f fyne.Focusable, name fyne.KeyName, text string) {
	e := &fyne.KeyEvent{Name: name}
	f.(desktop.Keyable).KeyDown(e)
	f.TypedKey(e)
	for _, r := range text {
		f.TypedRune(r)
	}
	s.wait()
	f.(desktop.Keyable).KeyUp(e)
}

func (s *sink) wait() {
	for range 30 {
		s.board.Later(time.Second / 60)
		s.board.Polled()
	}
}

func (s *sink) Keyboard() *Keyboard {
	if s.board == nil {
		s.board = NewKeyboard(s, nil)
	}
	return s.board
}

func (s *sink) Scan(text string)          { s.heard = append(s.heard, "scan "+text) }
func (s *sink) Sign(key string)           { s.heard = append(s.heard, key) }
func (s *sink) Asks() bool                { return false }
func (s *sink) Polled()                   {}
func (s *sink) Key(e *fyne.KeyEvent)      { s.heard = append(s.heard, string(e.Name)) }
func (s *sink) Rune(r rune)               { s.heard = append(s.heard, string(r)) }
func (s *sink) Reached(fyne.CanvasObject) { s.heard = append(s.heard, "reached") }
func (s *sink) hears(t *testing.T, who string, want ...string) {
	t.Helper()
	if !slices.Equal(s.heard, want) {
		t.Errorf("%s lets through %q, not %q", who, s.heard, want)
	}
	s.heard = nil
}

func TestWhatAPartDoesNotUseIsTheTills(t *testing.T) {
	test.NewTempApp(t)
	s := &sink{}
	list := NewList(s, func() int { return 0 }, func() fyne.CanvasObject { return widget.NewLabel("") }, nil, nil)
	all := controls(s)
	all["list"] = focusable{list, list}
	for name, k := range all {
		s.in(t, k)
		s.hears(t, name, "reached")
		s.types(k.focus, fyne.KeyF5, "")
		s.types(k.focus, fyne.KeyEscape, "")
		s.hears(t, name, "F5", "Escape")
		s.types(k.focus, fyne.Key7, "7")
		switch name { // a key, and then its character
		case "field":
			s.hears(t, name)
		case "chooser":
			s.hears(t, name, "7")
		default:
			s.hears(t, name, "7", "7")
		}
		s.types(k.focus, fyne.KeySpace, " ")
		if name != "list" { // it has no use for any
			s.hears(t, name)
		}
		s.heard = nil
		if w, takes := k.focus.(fyne.Shortcutable); takes {
			k.focus.(desktop.Keyable).KeyDown(&fyne.KeyEvent{Name: fyne.KeyP})
			w.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyP, Modifier: fyne.KeyModifierControl})
			w.TypedShortcut(&fyne.ShortcutSelectAll{})
			s.wait()
			s.hears(t, name, "Ctrl+P")
		}
		for _, r := range "4A0A1A1A" { // each key for less than a poll
			e := &fyne.KeyEvent{Name: fyne.KeyName(r)}
			k.focus.(desktop.Keyable).KeyDown(e)
			k.focus.TypedKey(e)
			k.focus.TypedRune(r)
			k.focus.(desktop.Keyable).KeyUp(e)
		}
		s.wait()
		switch name {
		case "field":
			s.hears(t, name)
		default:
			s.hears(t, name, "scan 4A0A1A1A")
		}
	}
}

func TestTabDoesNothingBeforeItIsKnownWhoPressedIt(t *testing.T) {
	test.NewTempApp(t)
	s := &sink{}
	b := NewButton(s, PlainButton, "7", "", nil)
	w := s.in(t, focusable{b, b})
	w.Canvas().Unfocus()
	e := &fyne.KeyEvent{Name: fyne.KeyTab}
	s.board.KeyDown(e)
	w.Canvas().FocusNext() // as Fyne does at once
	if w.Canvas().Focused() != nil {
		t.Error("the focus has moved")
	}
	s.wait()
	if w.Canvas().Focused() != b {
		t.Error("the focus has not moved")
	}
}
