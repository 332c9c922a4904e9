package jsonobj

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
)

// With returns an object in which name has the value: in its place if there is such
// a member, at the end otherwise. A value that reads the same already keeps its text.
//
// A json.RawMessage, an Object and lists of either are written as they are, nil lists
// as []. Anything else is written as encoding/json does, with <, > and & as themselves.
// With panics for a value that cannot be encoded, such as a channel.
func (o Object) With(name string, value any) Object {
	raw := encode(value)
	if o.index(name) < 0 {
		return append(append(make(Object, 0, len(o)+1), o...), Member{Name: name, Value: raw})
	}
	o = slices.Clone(o)
	if i := o.index(name); !Same(o[i].Value, raw) {
		o[i].Value = raw
	}
	return o
}

// Replace is With, but the value always gets the new text, also where it reads the
// same already. A store uses it to keep what a client sent.
func (o Object) Replace(name string, value any) Object {
	i := o.index(name)
	if i < 0 {
		return o.With(name, value)
	}
	o = slices.Clone(o)
	o[i].Value = encode(value)
	return o
}

// Without returns an object without the members of these names.
func (o Object) Without(names ...string) Object {
	return slices.DeleteFunc(slices.Clone(o), func(m Member) bool { return slices.Contains(names, m.Name) })
}

// Edit returns an object in which the object at name is edited. Where there is no
// such object, or edit changes nothing, it returns o as it is.
func (o Object) Edit(name string, edit func(Object) Object) Object {
	child, ok := o.child(name)
	if !ok {
		return o
	}
	return o.With(name, edit(child))
}

// EditEach returns an object in which every object of the array at name is edited.
// Other elements stay as they are, as does the text of an array in which nothing
// changes.
func (o Object) EditEach(name string, edit func(Object) Object) Object {
	list, edited := o.List(name), false
	for i, raw := range list {
		child, ok := Read(raw)
		if !ok {
			continue
		}
		if made := edit(child).Raw(); !bytes.Equal(made, child.Raw()) {
			list[i], edited = made, true
		}
	}
	if !edited {
		return o
	}
	return o.With(name, list)
}

// encode returns value as JSON.
func encode(value any) json.RawMessage {
	switch value := value.(type) {
	case json.RawMessage:
		return value
	case Object:
		return value.Raw()
	case string:
		if isPlain(value) {
			return json.RawMessage(`"` + value + `"`)
		}
	case bool:
		return strconv.AppendBool(nil, value)
	case int:
		return strconv.AppendInt(nil, int64(value), 10)
	case []json.RawMessage:
		return Array(value)
	case []Object:
		list := make([]json.RawMessage, len(value))
		for i, o := range value {
			list[i] = o.Raw()
		}
		return Array(list)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic("jsonobj: a value that is no JSON: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// isPlain reports whether a text needs no escape in JSON.
func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// Array writes an array whose elements keep their text; a nil list is an empty array. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func Array(list []json.RawMessage) json.RawMessage {
	size := len("[]")
	for _, raw := range list {
		size += len(",") + len(raw)
	}
	b := append(make([]byte, 0, size), '[')
	for i, raw := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, raw...)
	}
	return append(b, ']')
}
