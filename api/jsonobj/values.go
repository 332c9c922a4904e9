package jsonobj

import (
	"bytes"
	"encoding/json"
)

// The readers below never fail: a member that is missing, null or of another type
// reads as the zero value or as the value that the caller passes.

// Text returns the string, number or truth value at name, as FlexString reads it.
// The text is not cleaned.
func (o Object) Text(name string) string {
	var s FlexString
	if raw := o.Get(name); Valid(raw) {
		_ = s.UnmarshalJSON(raw)
	}
	return string(s)
}

// Str returns the string at name. Unlike Text it reads nothing else.
func (o Object) Str(name string) string {
	value, _ := As[string](o, name)
	return value
}

// Bool returns the truth value at name, or otherwise when there is none.
func (o Object) Bool(name string, otherwise bool) bool {
	switch string(bytes.TrimSpace(o.Get(name))) {
	case "true":
		return true
	case "false":
		return false
	}
	return otherwise
}

// Int returns the whole number at name, or otherwise when there is none. It reads
// 2.0 and 2e0 as 2.
func (o Object) Int(name string, otherwise int) int {
	value, ok := As[*float64](o, name)
	if !ok || value == nil || *value != float64(int(*value)) {
		return otherwise
	}
	return int(*value)
}

// Object returns the object at name; nil when there is none.
func (o Object) Object(name string) Object {
	value, _ := o.child(name)
	return value
}

// List returns the elements of the array at name; nil when there is none.
func (o Object) List(name string) []json.RawMessage {
	list := elements(o.Get(name))
	for i := range list {
		list[i] = bytes.Clone(list[i])
	}
	return list
}

// elements returns the elements of an array, which share its memory; nil for anything else.
func elements(raw json.RawMessage) []json.RawMessage {
	if firstByte(raw) != '[' {
		return nil
	}
	list := []json.RawMessage{}
	if !validText(raw, func(_, value json.RawMessage) { list = append(list, value) }) {
		return nil
	}
	return list
}

// Objects returns the elements of the array at name; nil when it has an element that
// is no object, or when there is no array.
func (o Object) Objects(name string) []Object {
	list := o.List(name)
	if list == nil {
		return nil
	}
	objects := make([]Object, len(list))
	for i, raw := range list {
		var ok bool
		if objects[i], ok = Read(raw); !ok {
			return nil
		}
	}
	return objects
}

// As reads the value at name into a T, as encoding/json does. A member that is
// missing or null is the zero value and ok; ok is false for a value that is no T.
func As[T any](o Object, name string) (value T, ok bool) {
	if !o.Has(name) {
		return value, true
	}
	err := json.Unmarshal(o.Get(name), &value)
	return value, err == nil
}
