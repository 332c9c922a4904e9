package main

import (
	"fmt"
	"reflect"
	"strings"
	"unicode"

	"charm.land/bubbles/v2/key"

	"rcfwd/ui"
)

// The settings may give actions other keys, in tables named like the groups of
// the key map:
//
//	[keys.list]
//	remove = ["x", "delete"]
//
// Help, palette and bottom line follow, since they read the same map.

// remapping gives a pointer to a struct that holds, for every action of the key
// map, the keys that the settings give it. Made from the map itself, it cannot
// name an action that there is not, so unknown names are found by the reader of
// the settings, with their lines.
func remapping() any {
	return reflect.New(listOf(reflect.TypeFor[ui.KeyMap]())).Interface()
}

// listOf is t with every binding replaced by a list of keys.
func listOf(t reflect.Type) reflect.Type {
	var fields []reflect.StructField
	for i := range t.NumField() {
		f := t.Field(i)
		switch f.Type {
		case reflect.TypeFor[key.Binding]():
			fields = append(fields, field(f.Name, reflect.TypeFor[[]string]()))
		default:
			if f.Type.Kind() == reflect.Struct {
				fields = append(fields, field(f.Name, listOf(f.Type)))
			}
		}
	}
	return reflect.StructOf(fields)
}

func field(name string, t reflect.Type) reflect.StructField {
	return reflect.StructField{Name: name, Type: t, Tag: reflect.StructTag(`toml:"` + settingName(name) + `"`)}
}

// settingName is PageDown as it is written in the settings: page_down.
func settingName(name string) string {
	var b strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 && !unicode.IsUpper(rune(name[i-1])) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// remapped is the key map with the keys of the settings, which remapping made and
// the settings filled in. Two actions that are live at once and share a key are
// an error.
func remapped(filled any) (ui.KeyMap, error) {
	keys := keyMap()
	apply(reflect.ValueOf(&keys).Elem(), reflect.ValueOf(filled).Elem())
	return keys, clash(keys)
}

func apply(to, from reflect.Value) {
	for i := range from.NumField() {
		name := from.Type().Field(i).Name
		target, given := to.FieldByName(name), from.Field(i)
		if given.Kind() == reflect.Struct {
			apply(target, given)
			continue
		}
		if list := given.Interface().([]string); len(list) > 0 {
			old := target.Interface().(key.Binding)
			target.Set(reflect.ValueOf(bind(old.Help().Desc, list...)))
		}
	}
}

// live are the groups of actions that keys reach at the same time.
func live(k ui.KeyMap) map[string][]any {
	type rows struct{ Up, Down, First, Last, PageUp, PageDown, Open, Back, Filter key.Binding }
	list := rows{k.List.Up, k.List.Down, k.List.First, k.List.Last, k.List.PageUp, k.List.PageDown, k.List.Open, k.List.Back, k.List.Filter}
	type numbers struct{ Add, Edit, Remove, Flip, FlipUp, FlipDown, Copy, CopyJSON key.Binding }
	number := numbers{k.List.Add, k.List.Edit, k.List.Remove, k.List.Flip, k.List.FlipUp, k.List.FlipDown, k.List.Copy, k.List.CopyJSON}
	type steps struct{ Up, Down, PageUp, PageDown, Add, Remove, Back key.Binding }
	step := steps{k.List.Up, k.List.Down, k.List.PageUp, k.List.PageDown, k.List.Add, k.List.Remove, k.List.Back}
	return map[string][]any{
		"list":       {k.Global, k.Screen, k.List},
		"detail":     {k.Global, k.Screen, k.Detail, number},
		"history":    {k.Global, k.Screen, k.History, list},
		"ring order": {k.Global, k.Screen, k.Ring, step},
		"calls":      {k.Global, k.Screen, k.Calls, struct{ Up, Down, Back key.Binding }{k.List.Up, k.List.Down, k.List.Back}},
		"filter":     {k.Global, k.Filter},
		"form":       {k.Global, k.Form},
		"question":   {k.Global, k.Question},
		"conflict":   {k.Global, k.Conflict},
		"flip digit": {k.Global, k.Digit},
		"palette":    {k.Global, k.Menu},
		"page":       {k.Global, k.Page},
	}
}

// clash finds a key that means two things where both are live.
func clash(k ui.KeyMap) error {
	for where, groups := range live(k) {
		taken := map[string]string{}
		for _, group := range groups {
			for name, b := range bindingsOf(group) {
				for _, pressed := range b.Keys() {
					if other, is := taken[pressed]; is && other != name {
						return fmt.Errorf("[keys]: %q is both %q and %q in the %s; give one of them another key", pressed, other, name, where)
					}
					taken[pressed] = name
				}
			}
		}
	}
	return nil
}

// bindingsOf are the bindings of a group by what they do.
func bindingsOf(group any) map[string]key.Binding {
	found := map[string]key.Binding{}
	v := reflect.ValueOf(group)
	for i := range v.NumField() {
		f := v.Field(i)
		if f.Kind() == reflect.Array {
			for j := range f.Len() {
				b := f.Index(j).Interface().(key.Binding)
				found[b.Help().Desc] = b
			}
			continue
		}
		found[settingName(v.Type().Field(i).Name)] = f.Interface().(key.Binding)
	}
	return found
}
