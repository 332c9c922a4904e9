// Package jsonobj reads, edits and compares JSON objects without losing anything
// that it does not understand. Members keep their order, and every value keeps its
// text until it is replaced, so an object that is read, edited and sent back differs
// only where it was edited.
package jsonobj

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// Object is a JSON object as a value: With, Without, Edit and EditEach return a
// changed copy and leave the receiver as it is. The zero value is an empty object.
// Where several members have the same name, the last one counts, as in
// encoding/json.
type Object []Member

// Member is one name and its value. The zero value of Value is not valid JSON.
type Member struct {
	Name  string
	Value json.RawMessage
	key   json.RawMessage // the name as the text had it; nil to encode Name
}

// New returns an object of alternating names and values, as in
// New("id", "7", "enabled", true). It encodes values as With does.
func New(pairs ...any) Object {
	o := make(Object, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			name = fmt.Sprint(pairs[i])
		}
		if o.index(name) < 0 {
			o = append(o, Member{Name: name, Value: encode(pairs[i+1])})
		} else {
			o = o.With(name, pairs[i+1])
		}
	}
	return o
}

// Read reads an object; ok is false for anything else. It keeps every member, also
// those that a later one of the same name overrides. The values share the memory of
// raw.
func Read(raw json.RawMessage) (o Object, ok bool) {
	if firstByte(raw) != '{' {
		return nil, false
	}
	o = make(Object, 0, 8)
	ok = validText(raw, func(name, value json.RawMessage) {
		o = append(o, Member{Name: unquote(name), Value: value, key: name})
	})
	if !ok {
		return nil, false
	}
	return o, true
}

// firstByte returns the first byte that is no white space; 0 for none.
func firstByte(raw json.RawMessage) byte {
	s := scanner{text: raw}
	s.space()
	return s.next()
}

// unquote returns the text of a valid JSON string. Most names have neither an escape
// nor a byte that encoding/json replaces, and need no decoder.
func unquote(quoted json.RawMessage) (text string) {
	inside := quoted[1 : len(quoted)-1]
	if bytes.IndexByte(inside, '\\') < 0 && utf8.Valid(inside) {
		return string(inside)
	}
	_ = json.Unmarshal(quoted, &text) // which cannot fail
	return text
}

var errNotObject = errors.New("not a JSON object")

// index returns the position of the member that counts; -1 for none. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func (o Object) index(name string) int {
	for i := len(o) - 1; i >= 0; i-- {
		if o[i].Name == name {
			return i
		}
	}
	return -1
}

// Get returns the value of name as it was written; nil when there is none. It is not
// inlined: the search in each of its many callers makes the program 12 kB larger.
//
//go:noinline
func (o Object) Get(name string) json.RawMessage {
	if i := o.index(name); i >= 0 {
		return o[i].Value
	}
	return nil
}

// child reads the object at name.
func (o Object) child(name string) (Object, bool) {
	if i := o.index(name); i >= 0 {
		return Read(o[i].Value)
	}
	return nil, false
}

// Has reports whether name has a value other than null.
func (o Object) Has(name string) bool {
	value := o.Get(name)
	return value != nil && string(bytes.TrimSpace(value)) != "null"
}

// Unique returns o without the members that a later one of the same name overrides.
// The value that counts takes the place of the first.
func (o Object) Unique() Object {
	unique := make(Object, 0, len(o))
	for _, m := range o {
		if i := unique.index(m.Name); i >= 0 {
			unique[i] = m
		} else {
			unique = append(unique, m)
		}
	}
	return unique
}

// Key returns the name as it was written, in quotes and with its escapes.
func (m Member) Key() json.RawMessage {
	if m.key == nil {
		return encode(m.Name)
	}
	return m.key
}

// appendKey appends what Key returns.
func (m *Member) appendKey(b []byte) []byte {
	if m.key == nil && isPlain(m.Name) {
		return append(append(append(b, '"'), m.Name...), '"')
	}
	return append(b, m.Key()...)
}

// Raw writes the object, with every member in its order and its text.
func (o Object) Raw() json.RawMessage {
	size := len("{}")
	for i := range o {
		size += len(`"":,`) + max(len(o[i].Name), len(o[i].key)) + len(o[i].Value)
	}
	b := append(make([]byte, 0, size), '{')
	for i := range o {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(o[i].appendKey(b), ':')
		b = append(b, o[i].Value...)
	}
	return append(b, '}')
}

// MarshalJSON writes the object. A json.Encoder strips white space from the result;
// Raw does not.
func (o Object) MarshalJSON() ([]byte, error) { return o.Raw(), nil }

// UnmarshalJSON reads what Read reads, and fails for anything else. It copies raw.
func (o *Object) UnmarshalJSON(raw []byte) error {
	got, ok := Read(bytes.Clone(raw))
	if !ok {
		return errNotObject
	}
	*o = got
	return nil
}
