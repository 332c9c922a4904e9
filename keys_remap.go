package main

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
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
// the settings filled in. What is no key, what would take a character from whoever
// types, and two actions that are live at once and share a key are errors.
func remapped(filled any) (ui.KeyMap, error) {
	keys := keyMap()
	groups, given := reflect.ValueOf(&keys).Elem(), reflect.ValueOf(filled).Elem()
	changed := map[string]bool{}
	for i := range given.NumField() {
		name := given.Type().Field(i).Name
		if err := apply(name, groups.FieldByName(name), given.Field(i), changed); err != nil {
			return keys, err
		}
	}
	if quit := keys.Global.Quit; !slices.Contains(quit.Keys(), quitKey) {
		keys.Global.Quit = bind(quit.Help().Desc, append(quit.Keys(), quitKey)...)
	}
	return keys, clash(keys, changed)
}

// apply gives the actions of a group the keys that the settings give them, and
// notes which were given some.
func apply(group string, to, from reflect.Value, changed map[string]bool) error {
	for i := range from.NumField() {
		action := from.Type().Field(i).Name
		list := from.Field(i).Interface().([]string)
		if list == nil {
			continue
		}
		setting := "keys." + settingName(group) + "." + settingName(action)
		if why := refused(group, action, list); why != "" {
			return &keyError{setting, why}
		}
		changed[setting] = true
		target := to.FieldByName(action)
		target.Set(reflect.ValueOf(bind(target.Interface().(key.Binding).Help().Desc, list...)))
	}
	return nil
}

func refused(group, action string, list []string) string {
	if len(list) == 0 {
		return "name a key, or leave it out for the one that it has"
	}
	for _, name := range list {
		if why := cmp.Or(checkKey(name), shadows(group, action, name)); why != "" {
			return why
		}
	}
	return ""
}

// some are those actions of a group that are live where the others are not.
type some struct {
	group any
	names []string
}

// live are the groups of actions that keys reach at the same time.
func live(k ui.KeyMap) map[string][]any {
	rows := some{k.List, []string{"Up", "Down", "First", "Last", "PageUp", "PageDown", "Open", "NextPane", "Back", "Filter"}}
	number := some{k.List, []string{"Add", "Edit", "Remove", "Flip", "FlipUp", "FlipDown", "Copy", "CopyJSON"}}
	step := some{k.List, []string{"Up", "Down", "PageUp", "PageDown", "Add", "Remove", "Back"}}
	rules := some{k.List, []string{"Up", "Down", "First", "Last", "Open", "NextPane", "Add", "Remove", "Back"}}
	ofRule := some{k.Ring, []string{"Up", "Down", "Switch", "Together", "Longer", "Shorter", "Join", "Split", "Apps", "Always", "Ending"}}
	text := some{k.Form, []string{"Accept", "Next", "Previous", "Leave", "Copy"}}
	return map[string][]any{
		"list":                {k.Global, k.Screen, k.List},
		"detail":              {k.Global, k.Screen, k.Detail, number},
		"history":             {k.Global, k.Screen, k.History, rows},
		"detail of a change":  {k.Global, k.Screen, k.History, k.Detail},
		"list of rules":       {k.Global, k.Screen, ofRule, rules},
		"ring order":          {k.Global, k.Screen, k.Ring, step},
		"calls":               {k.Global, k.Screen, k.Calls, some{k.List, []string{"Up", "Down", "Back"}}},
		"filter":              {k.Global, k.Filter, k.Text},
		"text of a form":      {k.Global, text, k.Text},
		"choices of a form":   {k.Global, k.Form},
		"question":            {k.Global, k.Question},
		"conflict":            {k.Global, k.Conflict},
		"choice of the digit": {k.Global, k.Digit},
		"palette":             {k.Global, k.Menu, k.Text},
		"page":                {k.Global, k.Page},
	}
}

// bindingsOf are the bindings of a group, by their settings.
func bindingsOf(group any) map[string]key.Binding {
	found := map[string]key.Binding{}
	part, is := group.(some)
	if is {
		group = part.group
	}
	v := reflect.ValueOf(group)
	prefix := "keys." + groupName(v.Type()) + "."
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch {
		case is && !slices.Contains(part.names, name):
		case f.Kind() == reflect.Array:
			for j := range f.Len() {
				found[prefix+settingName(name)+"."+strconv.Itoa(j)] = f.Index(j).Interface().(key.Binding)
			}
		default:
			found[prefix+settingName(name)] = f.Interface().(key.Binding)
		}
	}
	return found
}

// groupName is the name of the group of a type, as the settings have it.
func groupName(t reflect.Type) string {
	all := reflect.TypeFor[ui.KeyMap]()
	for i := range all.NumField() {
		if all.Field(i).Type == t {
			return settingName(all.Field(i).Name)
		}
	}
	return t.Name()
}
