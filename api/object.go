package api

import (
	"bytes"
	"encoding/json"
	"slices"
)

// object is a JSON object whose members keep their order and their text. What the
// service says of rules and flip numbers is edited in this form, because it is
// sent back whole: a field that this version does not know must not change by a
// byte on the way.
type object []member

type member struct {
	name  string
	key   json.RawMessage // the name as it was written
	value json.RawMessage
}

// readObject reads an object; ok is false for anything else. Of members with the
// same name all are kept, and the last one counts, as in encoding/json.
func readObject(raw json.RawMessage) (t object, ok bool) {
	d := json.NewDecoder(bytes.NewReader(raw))
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return nil, false
	}
	t = object{}
	for d.More() {
		from := d.InputOffset()
		token, err := d.Token()
		name, isName := token.(string)
		if err != nil || !isName {
			return nil, false
		}
		key := bytes.TrimLeft(raw[from:d.InputOffset()], " \t\r\n,")
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return nil, false
		}
		t = append(t, member{name, slices.Clone(key), value})
	}
	end, err := d.Token()
	return t, err == nil && end == json.Delim('}')
}

// readWithID reads an object that has an id. Its error is errShape.
func readWithID(raw json.RawMessage) (t object, id string, err error) {
	t, ok := readObject(raw)
	if id = t.clean("id"); !ok || id == "" {
		return nil, "", errShape
	}
	return t, id, nil
}

// at is where name stands; -1 for nowhere.
func (t object) at(name string) int {
	for i := len(t) - 1; i >= 0; i-- {
		if t[i].name == name {
			return i
		}
	}
	return -1
}

// get is the value of name; nil when there is none.
func (t object) get(name string) json.RawMessage {
	if i := t.at(name); i >= 0 {
		return t[i].value
	}
	return nil
}

// text is the string or number at name, not cleaned.
func (t object) text(name string) string {
	var l flexString
	_ = json.Unmarshal(t.get(name), &l)
	return string(l)
}

// clean is the text at name for eyes.
func (t object) clean(name string) string { return Clean(t.text(name)) }

// yes is the truth value at name, or otherwise when there is none.
func (t object) yes(name string, otherwise bool) bool {
	var b *bool
	if json.Unmarshal(t.get(name), &b) != nil || b == nil {
		return otherwise
	}
	return *b
}

// number is the whole number at name, or otherwise when there is none.
func (t object) number(name string, otherwise int) int {
	var f *float64
	if json.Unmarshal(t.get(name), &f) != nil || f == nil || *f != float64(int(*f)) {
		return otherwise
	}
	return int(*f)
}

// child is the object at name; empty when there is none.
func (t object) child(name string) object {
	c, _ := readObject(t.get(name))
	return c
}

// list is the array at name; nil when there is none.
func (t object) list(name string) []json.RawMessage {
	var all []json.RawMessage
	if json.Unmarshal(t.get(name), &all) != nil {
		return nil
	}
	return all
}

// with gives a tree in which name has the value. A value that reads the same
// already keeps its text.
func (t object) with(name string, value any) object {
	raw := encoded(value)
	t = slices.Clone(t)
	if i := t.at(name); i < 0 {
		t = append(t, member{name, encoded(name), raw})
	} else if !sameJSON(t[i].value, raw) {
		t[i].value = raw
	}
	return t
}

// without gives a tree without name.
func (t object) without(name string) object {
	return slices.DeleteFunc(slices.Clone(t), func(b member) bool { return b.name == name })
}

// raw writes the object.
func (t object) raw() json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range t {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(m.key)
		b.WriteByte(':')
		b.Write(m.value)
	}
	b.WriteByte('}')
	return b.Bytes()
}

// MarshalJSON writes the object.
func (t object) MarshalJSON() ([]byte, error) { return t.raw(), nil }

// newObject makes a tree of names and values in turn.
func newObject(pairs ...any) object {
	t := object{}
	for i := 0; i+1 < len(pairs); i += 2 {
		t = t.with(pairs[i].(string), pairs[i+1])
	}
	return t
}

// encoded is value as JSON, with < and & as themselves.
func encoded(value any) json.RawMessage {
	if raw, ok := value.(json.RawMessage); ok {
		return raw
	}
	if t, ok := value.(object); ok {
		return t.raw()
	}
	if list, ok := value.([]json.RawMessage); ok {
		return joined(list)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(value) != nil {
		return json.RawMessage("null")
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// joined writes an array.
func joined(list []json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, raw := range list {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(raw)
	}
	b.WriteByte(']')
	return b.Bytes()
}
