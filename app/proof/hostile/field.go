package hostile

import (
	"slices"
	"strings"
)

// field is one field of an answer: a literal, or an object with fields. The
// root of an answer has no key. A field without a literal and without fields
// is a part of the answer that isn't in its body: see heads.
type field struct {
	key, literal string
	fields       []*field
	wrong        []string // literals that are wrong in this field's own way
}

func leaf(key, literal string, wrong ...string) *field {
	return &field{key: key, literal: literal, wrong: wrong}
}

func object(key string, fields ...*field) *field { return &field{key: key, fields: fields} }

// reply is an answer as it goes over the wire.
type reply struct {
	status int
	header map[string]string
	body   []byte              // its characters as sent
	pack   func([]byte) []byte // what is done to the body on its way; nil for nothing
	said   []byte              // what it says, in UTF-8
}

// change is one thing done to one field of an answer.
type change struct {
	at     *field
	name   string
	keeps  bool                           // the field's own value is still in there, so changes within it count
	member func(key, value string) string // what stands in place of "key":value; key is quoted
	head   func(*reply)                   // or: what is done to the rest of the answer
}

// cutMark says where a body ends that is cut short. It can't be in any JSON.
const cutMark = "\x00\x00cut"

// text writes a field's value, with the changes within it.
func (f *field) text(changes []change) string {
	if f.fields == nil {
		return f.literal
	}
	members := make([]string, 0, len(f.fields))
	for _, inner := range f.fields {
		if m := inner.memberText(changes); m != "" {
			members = append(members, m)
		}
	}
	return "{" + strings.Join(members, ",") + "}"
}

// memberText writes a field with its key, changed if there is a change for it.
// The root has no key and is the whole body.
func (f *field) memberText(changes []change) string {
	key, value := `"`+f.key+`"`, f.text(changes)
	for _, c := range changes {
		if c.at == f && c.member != nil {
			return c.member(key, value)
		}
	}
	if f.key == "" {
		return value
	}
	return key + ":" + value
}

// template is an honest answer and what can be changed in it.
type template struct {
	name  string
	root  *field
	heads []*field // what isn't in the body: the status and some headers
}

// reply writes the answer with some changes in it.
func (t template) reply(changes []change) reply {
	r := reply{status: 200, header: map[string]string{"Content-Type": "application/json"}}
	body, _, _ := strings.Cut(t.root.memberText(changes), cutMark)
	r.body, r.said = []byte(body), saidBy(body)
	for _, c := range changes {
		if c.head != nil {
			c.head(&r)
		}
	}
	return r
}

// below lists the fields within, and within those.
func (f *field) below() []*field {
	var list []*field
	for _, inner := range f.fields {
		list = append(append(list, inner), inner.below()...)
	}
	return list
}

// within says that f is inner or holds it.
func (f *field) within(inner *field) bool {
	return f == inner || slices.Contains(f.below(), inner)
}

// together says that two changes can be made at once and both show.
func together(a, b change) bool {
	return a.at != b.at && (a.keeps || !a.at.within(b.at)) && (b.keeps || !b.at.within(a.at))
}
