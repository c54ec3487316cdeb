package hostile

import (
	"fmt"
	"strconv"
	"strings"
)

// What is put in place of any value, unless it is that value.
var anyValue = map[string]string{
	"null": `null`, "true": `true`, "zero": `0`, "minus zero": `-0`, "number": `7`,
	"huge exponent": `1e999`, "400 digits": strings.Repeat("9", 400),
	"empty text": `""`, "text": `"x"`, "long text": `"` + strings.Repeat("x", 3000) + `"`,
	"control character": `"a\u0000b"`, "line break": `"a\nb"`, "lone surrogate": `"\ud800"`,
	"empty array": `[]`, "empty object": `{}`, "nested 40 deep": nested(40),
}

// What is put there and makes the body no JSON at all.
var noValue = map[string]string{
	"nothing": ``, "not a number": `NaN`, "single quotes": `'x'`, "a comment": `/* x */ null`, "not UTF-8": "\"\xff\"", "half a character": "\"\x81\"",
	"nested 11000 deep": nested(11000),
}

func nested(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

// member is what is done with a key and its value; wrong is another value.
type member struct {
	keeps bool
	text  func(key, value, wrong string) string
}

var anyMember = map[string]member{
	"missing":              {false, func(_, _, _ string) string { return "" }},
	"in an array":          {true, func(k, v, _ string) string { return k + ":[" + v + "]" }},
	"in an object":         {true, func(k, v, _ string) string { return k + `:{"value":` + v + "}" }},
	"as text":              {false, func(k, v, _ string) string { return k + ":" + strconv.Quote(v) }},
	"doubled":              {true, func(k, v, _ string) string { return k + ":" + v + "," + k + ":" + v }},
	"doubled, last wrong":  {true, func(k, v, w string) string { return k + ":" + v + "," + k + ":" + w }},
	"doubled, first wrong": {true, func(k, v, w string) string { return k + ":" + w + "," + k + ":" + v }},
	"doubled, last null":   {true, func(k, v, _ string) string { return k + ":" + v + "," + k + ":null" }},
	"doubled, escaped":     {true, func(k, v, w string) string { return k + ":" + w + "," + escaped(k) + ":" + v }},
	"escaped key":          {true, func(k, v, _ string) string { return escaped(k) + ":" + v }},
	"key in capitals":      {true, func(k, v, _ string) string { return strings.ToUpper(k) + ":" + v }},
	"key capitalised":      {true, func(k, v, _ string) string { return capitalised(k) + ":" + v }},
	"shadowed before":      {true, func(k, v, w string) string { return strings.ToUpper(k) + ":" + w + "," + k + ":" + v }},
	"shadowed after":       {true, func(k, v, w string) string { return k + ":" + w + "," + capitalised(k) + ":" + v }},
	"key with a blank":     {true, func(k, v, _ string) string { return strings.TrimSuffix(k, `"`) + ` ":` + v }},
	"another key":          {true, func(k, v, _ string) string { return `"x_` + k[1:] + ":" + v }},
	"an unknown field":     {true, func(k, v, _ string) string { return k + ":" + v + `,"new":{"status":"SUCCEEDED","code":0}` }},
}

// What is done with them and makes the body no JSON at all.
var noMember = map[string]member{
	"key without quotes": {true, func(k, v, _ string) string { return strings.Trim(k, `"`) + ":" + v }},
	"no colon":           {true, func(k, v, _ string) string { return k + " " + v }},
	"a comma too many":   {true, func(k, v, _ string) string { return k + ":" + v + "," }},
	"a stray byte in it": {true, func(k, v, _ string) string { return k + ":" + v[:len(v)/2] + "\xff" + v[len(v)/2:] }},
	"half of one":        {true, func(k, v, _ string) string { return k + ":" + v[:len(v)-1] + "\x81" + v[len(v)-1:] }},
	"half of a long one": {true, func(k, v, _ string) string { return k + ":" + v[:len(v)-1] + "\x81\x30" + v[len(v)-1:] }},
	"a blank of Latin-1": {true, func(k, v, _ string) string { return k + ":" + v[:len(v)-1] + "\xa0" + v[len(v)-1:] }},
	"an odd key":         {true, func(k, v, _ string) string { return k[:len(k)-1] + "\xff\":" + v }},
	"cut before it":      {false, func(string, string, string) string { return cutMark }},
	"cut after its key":  {false, func(k, _, _ string) string { return k + ":" + cutMark }},
	"cut within it":      {false, func(k, v, _ string) string { return k + ":" + v[:len(v)/2] + cutMark }},
	"cut after it":       {true, func(k, v, _ string) string { return k + ":" + v + cutMark }},
}

func escaped(key string) string {
	return fmt.Sprintf(`"\u%04x%s`, key[1], key[2:])
}

func capitalised(key string) string { return `"` + strings.ToUpper(key[1:2]) + key[2:] }

// What is done to a whole body.
var anyBody = map[string]struct {
	keeps bool
	text  func(body string) string
}{
	"blanks around":     {true, func(b string) string { return " \r\n\t" + b + "\n" }},
	"byte order mark":   {true, func(b string) string { return "\ufeff" + b }},
	"twice":             {true, func(b string) string { return b + b }},
	"text after it":     {true, func(b string) string { return b + "x" }},
	"in an array":       {true, func(b string) string { return "[" + b + "]" }},
	"as text":           {true, strconv.Quote},
	"in data":           {true, func(b string) string { return `{"code":0,"message":"ok","data":` + b + `}` }},
	"after another":     {true, func(b string) string { return `{"code":1,"message":"no"}` + b }},
	"a zero byte after": {true, func(b string) string { return b + "\x00" }},
	"cut in the middle": {false, func(b string) string { return b[:len(b)/2] }},
	"empty":             {false, func(string) string { return "" }},
	"null":              {false, func(string) string { return "null" }},
	"a web page":        {false, func(string) string { return "<html>SUCCEEDED</html>" }},
	"a portal's":        {false, func(string) string { return `{"code":0,"msg":"login","data":{"status":"SUCCEEDED"}}` }},
}

// What is as large as answers get. These are played alone: beside a body that
// is thrown away for its size no second change shows.
var anySize = map[string]string{
	"nested 200000 deep": nested(200_000),
	"opened 200000 deep": strings.Repeat(`{"code":`, 200_000),
	"2 MB of blanks":     strings.Repeat(" ", 2<<20),
	"2 MB of text":       `{"code":0,"message":"` + strings.Repeat("x", 2<<20) + `"}`,
}

// What is done to status and headers. The keys name heads of a template.
var anyHead = map[string][]string{
	"HTTP status": {"100", "201", "202", "204", "206", "299", "301", "302", "307", "400", "401", "403", "404", "408", "409", "422", "429", "500", "502", "503", "511", "999"},
	"Retry-After": {"0", "1", "-1", "99999999999999999999", "soon", "Wed, 21 Oct 2099 07:28:00 GMT"},
	"Date":        {"Wed, 21 Oct 1999 07:28:00 GMT", "Wed, 21 Oct 2099 07:28:00 GMT", "yesterday", ""},

	"script": {"Big5", "GBK", "Latin-1", "UTF-16 LE with a mark"}, "Content-Encoding": {"brotli", "deflate on its own", "gzip"},
}

// changes lists the changes of every field of an answer, in a fixed order.
func (t template) changes() []change {
	list := bodyChanges(t.root)
	for _, f := range t.root.below() {
		list = append(list, f.changes(anyValue, f.wrong, anyMember)...)
	}
	for _, head := range t.heads {
		for _, value := range anyHead[head.key] {
			list = append(list, change{at: head, name: head.key + " " + value, keeps: true, head: setHead(head.key, value)})
		}
	}
	return list
}

// alone lists the changes that are played alone, because no second one shows
// beside them: those that make a body no JSON, too large, or end it at any of
// its bytes. A few such bodies are among the changes too, for the pairs.
func (t template) alone() []change {
	var list []change
	for _, f := range t.root.below() {
		list = append(list, f.changes(noValue, nil, noMember)...)
	}
	for _, name := range sortedKeys(anySize) {
		list = append(list, change{at: t.root, name: name, member: func(_, body string) string { return anySize[name] + body }})
	}
	list = append(list, t.onItsWay()...)
	for n := range t.reply(nil).body {
		list = append(list, change{at: t.root, name: fmt.Sprintf("cut at byte %d", n), member: func(_, body string) string { return body[:n] }})
	}
	return list
}

// changes puts each value in the field's place, and does with its key and its
// value what the members say.
func (f *field) changes(values map[string]string, more []string, ms map[string]member) []change {
	var list []change
	put := func(name, value string) {
		if value == f.literal {
			return
		}
		list = append(list, change{at: f, name: name, member: func(k, _ string) string { return k + ":" + value }})
	}
	for _, name := range sortedKeys(values) {
		put(name, values[name])
	}
	for _, value := range more {
		put(value, value)
	}
	wrong := f.wrongValue()
	for _, name := range sortedKeys(ms) {
		m := ms[name]
		list = append(list, change{at: f, name: name, keeps: m.keeps, member: func(k, v string) string { return m.text(k, v, wrong) }})
	}
	return list
}

func (f *field) wrongValue() string {
	for _, w := range f.wrong {
		if w != f.literal {
			return w
		}
	}
	return `"x"`
}

func bodyChanges(root *field) []change {
	var list []change
	for _, name := range sortedKeys(anyBody) {
		b := anyBody[name]
		list = append(list, change{at: root, name: name, keeps: b.keeps, member: func(_, body string) string { return b.text(body) }})
	}
	return list
}

func setHead(key, value string) func(*reply) {
	switch key {
	case "script":
		return setScript(value)
	case "Content-Encoding":
		return setPacking(packings[value])
	}
	return func(r *reply) {
		if status, err := strconv.Atoi(value); err == nil && key == "HTTP status" {
			r.status = status
			return
		}
		r.header[key] = value
	}
}
