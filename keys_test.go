package main

import (
	"reflect"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"rcfwd/ui/keymap"
)

// bindings are all bindings within v, by the path to them.
func bindings(v reflect.Value, path string, visit func(path string, b key.Binding)) {
	switch b, is := v.Interface().(key.Binding); {
	case is:
		visit(path, b)
	case v.Kind() == reflect.Array:
		for i := range v.Len() {
			bindings(v.Index(i), path, visit)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			bindings(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
		}
	}
}

// A forgotten binding is silently dead.
func TestEveryActionHasAKeyAndAWord(t *testing.T) {
	bindings(reflect.ValueOf(keyMap()), "", func(path string, b key.Binding) {
		if strings.HasPrefix(path, ".Text.") {
			return // the keys of a line of text speak for themselves
		}
		if len(b.Keys()) == 0 || b.Help().Key == "" || b.Help().Desc == "" {
			t.Errorf("%s has keys %v and help %v", path, b.Keys(), b.Help())
		}
	})
}

// Two actions that are active at once must not share a key, and no key may take a
// character from someone who types.
func TestKeyMap_isConsistent(t *testing.T) {
	if err := keymap.Check(keyMap()); err != nil {
		t.Error(err)
	}
}
