package assets_test

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"qrtill/assets"
)

// unrendered are the texts that nothing renders, and why they are kept.
var unrendered = map[string]string{
	"keyring.linux":     "Load puts it into the texts that say {{.Keyring}}",
	"keyring.mac":       "as keyring.linux",
	"keyring.windows":   "as keyring.linux",
	"error.hand.reason": "fault: the core words a bad reason of core.Resolve with error.refund.reason, though resolvesheet.go waits for this one",
}

// spare are the values that are given to a place where no text has them.
var spare = map[string]string{
	`app/connection.go "Host"`: "fault: none of the three sentences of trial.failed names the host",
}

// uses are the names of the values that each text has, in any of its forms and
// in any language. The number that chooses a form is one of them; what Load fills in
// is none.
func uses(t *testing.T) map[string][]string {
	t.Helper()
	name := regexp.MustCompile(`\.(\w+)`)
	all := map[string][]string{}
	for _, tag := range assets.Languages() {
		for key, forms := range readTexts(t, tag) {
			if len(forms) > 1 {
				all[key] = append(all[key], "Count")
			}
			for _, text := range forms {
				for _, found := range name.FindAllStringSubmatch(strings.Join(holds(text), " "), -1) {
					if found[1] != "Keyring" {
						all[key] = append(all[key], found[1])
					}
				}
			}
			slices.Sort(all[key])
			all[key] = slices.Compact(all[key])
		}
	}
	return all
}

// reading compares what every text is given with what it uses.
type reading struct {
	*source
	uses    map[string][]string
	faults  []string
	places  map[string]bool      // where a key is given values
	keys    map[string]bool      // that something renders
	written map[token.Pos]string // the names of values, where they are written for a text
	taken   map[token.Pos]bool   // by one of the texts that are rendered there
}

func read(s *source, uses map[string][]string) *reading {
	r := &reading{
		source: s, uses: uses, places: map[string]bool{}, keys: map[string]bool{},
		written: map[token.Pos]string{}, taken: map[token.Pos]bool{},
	}
	r.each(func(n ast.Node, path []ast.Node) {
		if r.handsOn(path) {
			return
		}
		for _, place := range r.renderings(n, path) {
			r.follow(place.key, place, nil)
		}
	})
	for at, name := range r.written {
		if !r.taken[at] {
			r.fault(at, "%q is given to no text that has {{.%s}}: correct the name, or take it away", name, name)
		}
	}
	slices.Sort(r.faults)
	r.faults = slices.Compact(r.faults)
	return r
}

func (r *reading) fault(at token.Pos, format string, args ...any) {
	r.faults = append(r.faults, fmt.Sprintf("%s: %s", r.set.Position(at), fmt.Sprintf(format, args...)))
}

// follow finds what a key can be. Where it is a parameter, each call of the
// function is a way of its own: it may bring its own values.
func (r *reading) follow(key ast.Expr, place rendering, seen []types.Object) {
	o := r.object(key)
	if _, one := key.(*ast.Ident); !one || !isLocal(o) || len(r.came[o]) == 0 || slices.Contains(seen, o) {
		r.check(key, place)
		return
	}
	seen = append(slices.Clip(seen), o)
	if f := r.owner[o]; f != nil {
		for _, call := range f.callers {
			if i := slices.Index(f.params, o); i < len(call.Args) {
				r.follow(call.Args[i], place.by(way{call, f}), seen)
			}
		}
	}
	for _, in := range r.came[o] {
		switch {
		case in.argument:
		case in.result > 0:
			r.check(key, place)
		default:
			r.follow(in.from, place, seen)
		}
	}
}

func isLocal(o types.Object) bool {
	v, ok := o.(*types.Var)
	return ok && !v.IsField() && v.Pkg() != nil && v.Parent() != v.Pkg().Scope()
}

// check reads the texts that a key can be at one place.
func (r *reading) check(key ast.Expr, place rendering) {
	r.places[r.set.Position(key.Pos()).String()] = true
	if s, ok := key.(*ast.SelectorExpr); ok && r.isText(s.X) {
		return // a Text is read where it is made
	}
	texts, known := r.possible(key, wanted{index: each})
	if !known {
		r.fault(key.Pos(), "what this key can be can't be told: choose it among texts that stand in the source")
	}
	names, known := r.given(place)
	if !known {
		r.fault(place.at.Pos(), "which values are given here can't be told: write their names down where the text is chosen")
		return
	}
	for name, at := range names {
		if at.IsValid() {
			r.written[at] = name
		}
	}
	for _, text := range texts {
		if text != "" {
			r.compare(text, key.Pos(), names)
		}
	}
}

// compare looks at one text.
func (r *reading) compare(key string, at token.Pos, names given) {
	uses, is := r.uses[key]
	if !is {
		r.fault(at, "%q is not in text/en.json", key)
	}
	r.keys[key] = true
	for _, name := range uses {
		written, is := names[name]
		if !is {
			r.fault(at, "%q says {{.%s}} and is not given it, only %q: people would read <no value>. Give it %q here, or correct the name",
				key, name, slices.Sorted(maps.Keys(names)), name)
		}
		r.taken[written] = true
	}
}

// unlisted are faults without those that a list gives a reason for, and what is
// in the list for nothing.
func unlisted(faults []string, list map[string]string) (left []string) {
	found := map[string]bool{}
	for _, fault := range faults {
		listed := false
		for part := range list {
			file, name, _ := strings.Cut(part, " ")
			if strings.HasPrefix(fault, file+":") && strings.Contains(fault, ": "+name+" is given to no text") {
				found[part], listed = true, true
			}
		}
		if !listed {
			left = append(left, fault)
		}
	}
	for part := range list {
		if !found[part] {
			left = append(left, part+" is listed for nothing: take it out of the list")
		}
	}
	return left
}

func TestEveryTextIsRenderedAndGivenItsValues(t *testing.T) {
	r := read(readSource(t, os.DirFS("..")), uses(t))
	for _, fault := range unlisted(r.faults, spare) {
		t.Error(fault)
	}
	for _, key := range english(t).Keys() {
		switch why, listed := unrendered[key]; {
		case !keyForm.MatchString(key):
			t.Errorf("%q does not look like a key", key)
		case !r.keys[key] && !listed:
			t.Errorf("%q is in text/en.json, and nothing renders it: use it, or take it out of every language", key)
		case r.keys[key] && listed:
			t.Errorf("%q is rendered: take it out of the list of those that are not (%s)", key, why)
		}
	}
	keys := asked{}
	eachFile(t, os.DirFS(".."), func(name string, text []byte) {
		if ships(name) {
			keys.read(t, name, text)
		}
	})
	for at, key := range keys {
		if !r.places[at] {
			t.Errorf("%s: %q is rendered in a way that can't be followed", at, key)
		}
	}
}
