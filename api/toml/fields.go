package toml

import (
	"cmp"
	"reflect"
	"strings"
)

// FieldOf returns the field of a struct type for a key.
func FieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	for i := range t.NumField() {
		if KeyOf(t.Field(i)) == key {
			return t.Field(i), true
		}
	}
	return reflect.StructField{}, false
}

// KeysOf returns the keys of a struct type.
func KeysOf(t reflect.Type) []string {
	var all []string
	for i := range t.NumField() {
		all = append(all, KeyOf(t.Field(i)))
	}
	return all
}

// KeyOf returns the key of a struct field.
func KeyOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("toml"), ",")
	return cmp.Or(name, f.Name)
}

// target returns what a type of pointers points to in the end.
func target(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func isTable(t reflect.Type) bool {
	kind := target(t).Kind()
	return kind == reflect.Struct || kind == reflect.Map
}
