package storage_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"qrtill/app/order"
	"qrtill/storage"
)

// alwaysZero says why some fields are empty in every log.
var alwaysZero = map[string]string{
	"Order.Differed.Code":     "an answer with a code is no answer that could disagree",
	"Order.Differed.NotFound": "and neither is one that the gateway has no such order",
}

// A field, a kind, a state that is new must be in the golden log of a new form.
func TestTheGoldenLogHasEveryFieldAndEveryWord(t *testing.T) {
	golden := dump(t, open(t, unpacked(t, storage.Form)))
	adviseToRaise(t)
	seen := sightings{fields: map[string]bool{}, words: map[string]map[any]bool{}}
	for key, value := range golden {
		bucket, id, _ := strings.Cut(key, "/")
		switch bucket {
		case "events":
			var r struct{ Event order.Event }
			if err := json.Unmarshal([]byte(value), &r); err != nil {
				t.Fatalf("record %x: %v", id, err)
			}
			seen.add(r.Event)
		case "orders":
			o, err := storage.DecodeOrder([]byte(value))
			if err != nil {
				t.Fatalf("order %s: %v", id, err)
			}
			seen.add(o)
		case "totals":
			total, err := storage.DecodeTotal([]byte(id), []byte(value))
			if err != nil {
				t.Fatalf("total %q: %v", id, err)
			}
			seen.add(total)
		}
	}
	for _, of := range []reflect.Type{reflect.TypeFor[order.Event](), reflect.TypeFor[order.Order](), reflect.TypeFor[storage.Total]()} {
		for _, field := range fieldsOf(of, of.Name()) {
			switch why, never := alwaysZero[field]; {
			case never && seen.fields[field]:
				t.Errorf("%s has a value, yet: %s", field, why)
			case !never && !seen.fields[field]:
				t.Errorf("%s has a value nowhere in the golden log.", field)
			}
		}
	}
	for name, declared := range declarations(t) {
		if words := seen.words[name]; len(words) != declared {
			t.Errorf("Of the %d values of order.%s %d are in the golden log.", declared, name, len(words))
		}
	}
}

// sightings are the fields that were seen with a value, and the values of types
// that have a word for each.
type sightings struct {
	fields map[string]bool
	words  map[string]map[any]bool
}

func (s sightings) add(v any) { s.look(reflect.ValueOf(v), reflect.TypeOf(v).Name()) }

func (s sightings) look(v reflect.Value, path string) {
	switch t := v.Type(); {
	case isLeaf(t):
		s.leaf(v, path)
	case t.Kind() == reflect.Pointer && !v.IsNil():
		s.look(v.Elem(), path)
	case t.Kind() == reflect.Slice:
		for i := range v.Len() {
			s.look(v.Index(i), path)
		}
	case t.Kind() == reflect.Struct:
		for i := range v.NumField() {
			s.look(v.Field(i), path+"."+t.Field(i).Name)
		}
	}
}

func (s sightings) leaf(v reflect.Value, path string) {
	if v.IsZero() {
		return
	}
	s.fields[path] = true
	name := v.Type().Name()
	if s.words[name] == nil {
		s.words[name] = map[any]bool{}
	}
	s.words[name][v.Interface()] = true
}

func isLeaf(t reflect.Type) bool {
	return t == reflect.TypeFor[time.Time]() || !slices.Contains([]reflect.Kind{reflect.Pointer, reflect.Slice, reflect.Struct}, t.Kind())
}

// fieldsOf are all the leaves that look can come to.
func fieldsOf(t reflect.Type, path string) (fields []string) {
	switch {
	case isLeaf(t):
		return []string{path}
	case t.Kind() != reflect.Struct:
		return fieldsOf(t.Elem(), path)
	}
	for i := range t.NumField() {
		fields = append(fields, fieldsOf(t.Field(i).Type, path+"."+t.Field(i).Name)...)
	}
	return fields
}

// declarations counts the constants of the types that stand in a log, but for
// the zero ones, from the source: the compiler forgets them.
func declarations(t *testing.T) map[string]int {
	t.Helper()
	count := map[string]int{"Kind": 0, "State": -1, "RefundState": 0, "Reason": 0, "Verdict": 0, "Method": 0}
	files, err := filepath.Glob(filepath.Join("..", "app", "order", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no source of the rules: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		tree, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range tree.Decls {
			if group, ok := d.(*ast.GenDecl); ok && group.Tok == token.CONST {
				countConstants(group, count)
			}
		}
	}
	return count
}

// countConstants knows that a constant without a type is of the type of the one
// before it.
func countConstants(group *ast.GenDecl, count map[string]int) {
	last := ""
	for _, spec := range group.Specs {
		value := spec.(*ast.ValueSpec)
		if value.Type != nil || len(value.Values) > 0 {
			last = ""
			if name, ok := value.Type.(*ast.Ident); ok {
				last = name.Name
			}
		}
		if _, wanted := count[last]; wanted {
			count[last] += len(value.Names)
		}
	}
}
