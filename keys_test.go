package main

import (
	"reflect"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"rcfwd/ui"
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

// Two actions that are live at once must not share a key.
func TestNoKeyMeansTwoThings(t *testing.T) {
	if err := clash(keyMap(), nil); err != nil {
		t.Error(err)
	}
}

// Keys that edit a line of text must not be swallowed by the form around it.
func TestTextCanBeTypedInForms(t *testing.T) {
	var k ui.KeyMap = keyMap()
	for _, b := range []key.Binding{k.Global.Quit, k.Global.Redraw, k.Global.Suspend, k.Form.Next, k.Form.Previous, k.Form.Accept, k.Form.Leave} {
		for _, name := range b.Keys() {
			if len([]rune(name)) == 1 {
				t.Errorf("%q cannot be typed", name)
			}
		}
	}
}
