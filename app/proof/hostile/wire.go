package hostile

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"io"
	"slices"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// What may be done to an answer on its way: its characters written in an old
// encoding, its bytes packed. What it says stays the same, and is kept in said:
// the second reader reads that, and the naive client the characters as sent,
// since its HTTP library unpacks them.

// foreignText holds what old encodings write with a backslash as a second byte:
// 誠 in GBK, 功 in Big5.
const foreignText = "café 許功蓋誠"

var scripts = map[string]func(string) []byte{
	"GBK":                   written(simplifiedchinese.GBK, ""),
	"GB18030 with a mark":   written(simplifiedchinese.GB18030, "\x84\x31\x95\x33"),
	"Big5":                  written(traditionalchinese.Big5, ""),
	"Latin-1":               written(charmap.ISO8859_1, ""),
	"UTF-8 with a mark":     func(s string) []byte { return []byte("\ufeff" + s) },
	"UTF-16 LE with a mark": written(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "\xff\xfe"),
	"UTF-16 BE with a mark": written(unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "\xfe\xff"),
	"UTF-16 LE":             written(unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), ""),
}

// written writes in an encoding, after a mark. What the encoding doesn't have
// becomes a question mark.
func written(e encoding.Encoding, mark string) func(string) []byte {
	return func(s string) []byte {
		if whole, err := e.NewEncoder().String(s); err == nil {
			return []byte(mark + whole)
		}
		out := []byte(mark)
		for _, r := range s {
			code, err := e.NewEncoder().String(string(r))
			if r == utf8.RuneError || err != nil {
				code = "?"
			}
			out = append(out, code...)
		}
		return out
	}
}

// packing is a Content-Encoding, and what it makes of a body.
type packing struct {
	coding string
	pack   func([]byte) []byte
}

var packings = map[string]packing{
	"gzip":               {"gzip", gzipped},
	"gzip as it is not":  {"gzip", plainly},
	"gzip cut":           {"x-gzip", func(b []byte) []byte { p := gzipped(b); return p[:len(p)-4] }},
	"deflate with zlib":  {"DEFLATE", zlibbed},
	"deflate on its own": {"deflate", deflated},
	"two":                {"deflate, gzip", func(b []byte) []byte { return gzipped(deflated(b)) }},
	"brotli":             {"br", plainly},
}

func plainly(b []byte) []byte { return b }

func gzipped(b []byte) []byte {
	var out bytes.Buffer
	w, _ := gzip.NewWriterLevel(&out, gzip.HuffmanOnly)
	return packed(&out, w, b)
}

func zlibbed(b []byte) []byte {
	var out bytes.Buffer
	w, _ := zlib.NewWriterLevel(&out, zlib.HuffmanOnly)
	return packed(&out, w, b)
}

func deflated(b []byte) []byte {
	var out bytes.Buffer
	w, _ := flate.NewWriter(&out, flate.HuffmanOnly)
	return packed(&out, w, b)
}

func packed(out *bytes.Buffer, w io.WriteCloser, b []byte) []byte {
	_, _ = w.Write(b)
	w.Close()
	return out.Bytes()
}

// bomb is a body that unpacks to far more than any answer holds.
func bomb() func([]byte) []byte {
	blanks := gzipped(bytes.Repeat([]byte{' '}, 4<<20))
	return func(b []byte) []byte { return append(gzipped(b), blanks...) }
}

// saidBy is what a body says before anything is done to it on its way: no mark
// is part of it, and what is no character stays none.
func saidBy(body string) []byte {
	return bytes.ToValidUTF8(bytes.TrimPrefix([]byte(body), []byte("\ufeff")), []byte(string(utf8.RuneError)))
}

// wire is the body as it goes over the wire.
func (r reply) wire() []byte {
	if r.pack == nil {
		return r.body
	}
	return r.pack(r.body)
}

// portals are what a network says in the gateway's place until people log in.
var portals = map[string]string{
	"a portal's no":   `{"code":1,"msg":"login","url":"http://10.0.0.1/"}`,
	"a portal's JSON": `{"status":"SUCCEEDED","access_token":null}`,
	"a portal's word": `SUCCEEDED`,
	"a portal's page": "\ufeff<!DOCTYPE html><title>登录</title>",
}

// onItsWay lists what is done to an answer on its way and isn't in the pairs:
// a text of another script in every field, every script and every coding.
func (t template) onItsWay() []change {
	var list []change
	for _, script := range sortedKeys(scripts) {
		for _, f := range t.root.below() {
			for _, value := range []string{text(foreignText), `"é\\\"` + foreignText + `\\"`} {
				list = append(list, change{
					at: f, name: value + " in " + script, head: setScript(script),
					member: func(key, _ string) string { return key + ":" + value },
				})
			}
		}
	}
	for _, head := range ways() {
		for _, name := range slices.Concat(sortedKeys(scripts), sortedKeys(packings)) {
			if (head.key == "script") == (scripts[name] != nil) && !slices.Contains(anyHead[head.key], name) {
				list = append(list, change{at: t.head(head.key), name: name, head: setHead(head.key, name)})
			}
		}
	}
	list = append(list, change{at: t.head("Content-Encoding"), name: "a bomb", head: setPacking(packing{"gzip", bomb()})})
	for _, name := range sortedKeys(portals) {
		list = append(list, change{at: t.root, name: name, member: func(string, string) string { return portals[name] }})
	}
	return list
}

// head is one of the parts of an answer that aren't in its body.
func (t template) head(key string) *field {
	return t.heads[slices.IndexFunc(t.heads, func(f *field) bool { return f.key == key })]
}

// setScript and setPacking are changes of the way.
func setScript(name string) func(*reply) {
	write := scripts[name]
	return func(r *reply) { r.body = write(string(r.body)) }
}

func setPacking(p packing) func(*reply) {
	return func(r *reply) { r.header["Content-Encoding"], r.pack = p.coding, p.pack }
}
