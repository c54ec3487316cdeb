package assets_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// stage is a program whose texts get values in every way that ours know.
const stage = `package planted

type Text struct {
	Key    string
	Values map[string]any
}

type Catalogue struct{}

func (*Catalogue) Text(key string, values map[string]any) string { return "" }

type kit struct{ catalogue *Catalogue }

func (k kit) text(key string, pairs ...any) string { return k.catalogue.Text(key, nil) }

func (k kit) put(key string, values ...any) string { return k.text(key, values...) }

func order() map[string]any { return map[string]any{"Order": 1, "Amount": 2} }
`

// plainUses are the texts of the planted program.
var plainUses = map[string][]string{
	"a.plain": nil, "a.order": {"Order"}, "a.refund": {"Order", "Refund"}, "a.many": {"Count"}, "a.few": {"Count", "Rest"},
}

func TestEveryPlantedMistakeOfATextIsFound(t *testing.T) {
	for name, plant := range map[string]struct{ code, want string }{
		"a value is missing":     {`var x = Text{Key: "a.refund", Values: map[string]any{"Order": 1}}`, `"a.refund" says {{.Refund}} and is not given it, only ["Order"]`},
		"all values are missing": {`var x = Text{Key: "a.order"}`, `"a.order" says {{.Order}}`},
		"a value is misspelt":    {`var x = Text{Key: "a.order", Values: map[string]any{"Oder": 1}}`, `"Oder" is given to no text that has {{.Oder}}`},
		"a pair is missing":      {`func f(k kit) { k.text("a.many") }`, `"a.many" says {{.Count}} and is not given it, only []`},
		"a pair is misspelt":     {`func f(k kit) { k.text("a.order", "Ordr", 1) }`, `"a.order" says {{.Order}} and is not given it, only ["Ordr"]`},
		"a pair is left over":    {`func f(k kit) { k.text("a.plain", "Order", 1) }`, `"Order" is given to no text`},
		"half of a pair":         {`func f(k kit) { k.text("a.order", "Order") }`, `which values are given here can't be told`},
		"a catalogue's values":   {`func f(c *Catalogue) { c.Text("a.order", nil) }`, `"a.order" says {{.Order}}`},
		"an unknown key":         {`func f(k kit) { k.put("a.gone") }`, `"a.gone" is not in text/en.json`},
		"a key of the moment":    {`func f(k kit, read func() string) { k.text(read()) }`, `what this key can be can't be told`},
		"a key put together":     {`func f(k kit, how string) { g(k, "gone") }; func g(k kit, how string) { k.text("a." + how) }`, `"a.gone" is not in text/en.json`},
		"one of two keys": {`func f(k kit, on bool) {
			key := "a.plain"
			if on { key = "a.order" }
			k.text(key) }`, `"a.order" says {{.Order}}`},
		"a key that a function returns": {`func f(k kit) { k.text(which()) }; func which() string { return "a.order" }`, `"a.order" says {{.Order}}`},
		"a key that an interface returns": {`type teller interface { tell() string }; type bell struct{}; func (*bell) tell() string { return "a.order" }
			func f(k kit, t teller) { k.text(t.tell()) }`, `"a.order" says {{.Order}}`},
		"a sentence by another name": {`type sentence struct { Key string; Values map[string]any }; var x = sentence{Key: "a.order"}`, `"a.order" says {{.Order}}`},
		"a key in a table": {`var table = []struct{ err error; key string }{{nil, "a.order"}}
			func f(k kit) { for _, row := range table { k.text(row.key) } }`, `"a.order" says {{.Order}}`},
		"one of two keys in a list": {`func f(k kit) { keys := [2]string{"a.plain", "a.order"}; k.text(keys[1]) }`, `"a.order" says {{.Order}}`},
		"values handed on":          {`func f(k kit) { k.put("a.order", "Oder", 1) }`, `is not given it, only ["Oder"]`},
		"a function's own values":   {`func f(k kit) { part := func(key string) { k.text(key, "Order", 1) }; part("a.order"); part("a.refund") }`, `"a.refund" says {{.Refund}}`},
		"a function that is handed on": {`func f() { words := func(key string) Text { return Text{Key: key, Values: order()} }; g(words) }
			func g(words func(string) Text) { words("a.refund") }`, `"a.refund" says {{.Refund}} and is not given it, only ["Amount" "Order"]`},
		"values of a helper":                {`var x = Text{Key: "a.many", Values: order()}`, `"a.many" says {{.Count}} and is not given it, only ["Amount" "Order"]`},
		"a value that comes too late":       {`func f() Text { v := order(); x := Text{Key: "a.refund", Values: v}; v["Refund"] = 1; return x }`, `"a.refund" says {{.Refund}} and is not given it`},
		"a value on another way":            {`func f(on bool) Text { v := order(); if on { v["Refund"] = 1; return Text{} }; return Text{Key: "a.refund", Values: v} }`, `"a.refund" says {{.Refund}} and is not given it`},
		"a value of another function":       {`func f() { v := order(); v["Refund"] = 1; g(order()) }; func g(v map[string]any) Text { return Text{Key: "a.refund", Values: v} }`, `"a.refund" says {{.Refund}} and is not given it`},
		"values that only one caller gives": {`func f() { g(order()); g(nil) }; func g(v map[string]any) Text { return Text{Key: "a.order", Values: v} }`, `"a.order" says {{.Order}} and is not given it, only []`},
		"another key for the same values":   {`func f() { x := Text{Key: "a.order", Values: order()}; x.Key = "a.many" }`, `"a.many" says {{.Count}}`},
	} {
		tree := fstest.MapFS{"stage.go": {Data: []byte(stage)}, "planted.go": {Data: []byte("package planted\n" + plant.code)}}
		faults := read(readSource(t, tree), plainUses).faults
		if !slices.ContainsFunc(faults, func(fault string) bool {
			return strings.HasPrefix(fault, "planted.go:") && strings.Contains(fault, plant.want)
		}) {
			t.Errorf("%s: %q", name, faults)
		}
	}
}

func TestWhatIsRightIsNoFault(t *testing.T) {
	const right = `package planted

func f(k kit, c *Catalogue, on bool, n int) {
	k.text("a.plain")
	k.text("a.few", "Count", n, "Rest", 1)
	k.put("a.order", "Order", n)
	k.put("")
	c.Text("a.order", map[string]any{"Order": n})
	v := order()
	if on {
		v["Refund"] = n
	}
	_ = []Text{{Key: "a.refund", Values: v}, {"a.order", order()}}
	words := func(key string) Text { return Text{Key: key, Values: v} }
	v["Count"] = n
	_ = words("a.many")
	x := Text{Key: "a.plain"}
	x.Values = nil
	g(words, x)
}

func g(words func(string) Text, x Text) string { return new(Catalogue).Text(x.Key, x.Values) + words("a.order").Key }
`
	tree := fstest.MapFS{"stage.go": {Data: []byte(stage)}, "planted.go": {Data: []byte(right)}}
	r := read(readSource(t, tree), plainUses)
	if len(r.faults) > 0 || len(r.keys) != len(plainUses) {
		t.Errorf("%d texts were followed: %q", len(r.keys), r.faults)
	}
}

func TestAReasonForNothingIsFound(t *testing.T) {
	fault := `app/a.go:1:2: "Host" is given to no text that has {{.Host}}`
	list := map[string]string{`app/a.go "Host"`: "it is planted"}
	if left := unlisted([]string{fault}, list); len(left) > 0 {
		t.Errorf("listed, and still a fault: %q", left)
	}
	if left := unlisted([]string{strings.Replace(fault, "Host", "Hots", 2)}, list); len(left) != 2 {
		t.Errorf("one fault and one reason for nothing, found: %q", left)
	}
}
