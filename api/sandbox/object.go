package sandbox

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// object is a JSON object that keeps its members in order and every value as it
// was written. Rules are stored as objects: a real service knows fields that
// this sandbox does not, and hands them back as it got them.
type object []member

type member struct {
	name  string
	value json.RawMessage
}

// newObject makes an object of names and values in turn.
func newObject(pairs ...any) object {
	var o object
	for i := 0; i < len(pairs); i += 2 {
		o.set(fmt.Sprint(pairs[i]), pairs[i+1])
	}
	return o
}

// UnmarshalJSON takes nothing but an object. Of members with one name the last
// counts, as in encoding/json.
func (o *object) UnmarshalJSON(text []byte) error {
	dec := json.NewDecoder(bytes.NewReader(text))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return errors.New("not an object")
	}
	*o = object{}
	for dec.More() {
		name, err := dec.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return err
		}
		o.set(fmt.Sprint(name), value)
	}
	return nil
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(encode(m.name))
		b.WriteByte(':')
		b.Write(m.value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (o object) index(name string) int {
	return slices.IndexFunc(o, func(m member) bool { return m.name == name })
}

// raw is the value of a member; nil if it is not there. null is as good as left
// out.
func (o object) raw(name string) json.RawMessage {
	i := o.index(name)
	if i < 0 || isNull(o[i].value) {
		return nil
	}
	return o[i].value
}

func (o object) has(name string) bool { return o.raw(name) != nil }

// set replaces a member in its place, or adds it at the end.
func (o *object) set(name string, value any) {
	raw, done := value.(json.RawMessage)
	if !done {
		raw = encode(value)
	}
	if i := o.index(name); i >= 0 {
		*o = slices.Clone(*o)
		(*o)[i].value = raw
		return
	}
	*o = append(slices.Clip(*o), member{name, raw})
}

// drop takes members away.
func (o *object) drop(names ...string) {
	*o = without(*o, func(m member) bool { return slices.Contains(names, m.name) })
}

// readAs reads a member: the zero value if it is not there, and false if it is of
// another type.
func readAs[T any](o object, name string) (value T, ok bool) {
	raw := o.raw(name)
	if raw == nil {
		return value, true
	}
	err := json.Unmarshal(raw, &value)
	return value, err == nil
}

// text, yes, object and objects read members of stored objects, which were
// checked when they were stored; a member of another type is as good as none.
func (o object) text(name string) string {
	value, _ := readAs[string](o, name)
	return value
}

func (o object) yes(name string) bool {
	value, _ := readAs[bool](o, name)
	return value
}

func (o object) object(name string) object {
	value, _ := readAs[object](o, name)
	return value
}

func (o object) objects(name string) []object {
	value, ok := readAs[[]object](o, name)
	if !ok {
		return nil
	}
	return value
}

// alter changes a member that is an object; anything else stays.
func (o *object) alter(name string, change func(*object)) {
	if value, ok := readAs[object](*o, name); ok && o.has(name) {
		change(&value)
		o.set(name, value)
	}
}

// alterEach changes the objects of a member that is a list of them.
func (o *object) alterEach(name string, change func(*object)) {
	if list, ok := readAs[[]object](*o, name); ok && o.has(name) {
		for i := range list {
			change(&list[i])
		}
		o.set(name, list)
	}
}

// object reads the body as payload does.
func (c *call) object() (object, error) {
	if _, err := c.payload(); err != nil {
		return nil, err
	}
	var o object
	if json.Unmarshal(c.body, &o) != nil {
		return nil, badJSON()
	}
	return o, nil
}
