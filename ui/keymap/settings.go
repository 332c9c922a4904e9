// Package keymap turns names of keys into bindings: it makes the bindings of the
// built-in key map, applies the [keys.*] tables of the settings to it, and finds
// keys that do not exist, that would take a character from someone who types, or
// that mean two things at once.
//
// The settings give actions other keys in tables that are named like the groups of
// ui.KeyMap:
//
//	[keys.list]
//	remove = ["x", "delete"]
//
// Help, palette and bottom line follow, because they read the same map.
package keymap

import (
	"reflect"
	"slices"
	"strings"
	"unicode"

	"charm.land/bubbles/v2/key"

	"rcfwd/ui"
)

// Bind returns a binding of keys to an action. Keys are named as Bubble Tea names
// them, such as x, X, ctrl+x or pgdown. help says what the action does; the words
// before its first comma are the short form.
func Bind(help string, keys ...string) key.Binding {
	return key.NewBinding(key.WithKeys(keys...), key.WithHelp(strings.Join(printed(keys), " "), help))
}

// printed returns the keys as they are printed on a keyboard. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func printed(keys []string) []string {
	names := map[string]string{"pgdown": "pgdn", "delete": "del"}
	out := make([]string, 0, len(keys))
	for _, k := range keys {
		if name, ok := names[k]; ok {
			k = name
		}
		out = append(out, k)
	}
	return out
}

// NewSettings returns a pointer to a struct that has a list of keys for every
// action of ui.KeyMap, for a TOML decoder to fill in. The struct is made from
// ui.KeyMap by reflection, so the decoder finds unknown names, with their lines.
func NewSettings() any {
	return reflect.New(listsOf(reflect.TypeFor[ui.KeyMap]())).Interface()
}

// listsOf returns t with every binding replaced by a list of keys.
func listsOf(t reflect.Type) reflect.Type {
	var fields []reflect.StructField
	for i := range t.NumField() {
		f := t.Field(i)
		switch {
		case f.Type == reflect.TypeFor[key.Binding]():
			fields = append(fields, settingField(f.Name, reflect.TypeFor[[]string]()))
		case f.Type.Kind() == reflect.Struct:
			fields = append(fields, settingField(f.Name, listsOf(f.Type)))
		}
	}
	return reflect.StructOf(fields)
}

func settingField(name string, t reflect.Type) reflect.StructField {
	return reflect.StructField{Name: name, Type: t, Tag: reflect.StructTag(`toml:"` + settingName(name) + `"`)}
}

// settingName returns the name of a field in the settings: page_down for PageDown.
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

// Apply returns the key map with the keys that the settings give. settings comes
// from NewSettings. The keys that quit the program in defaults do so in the result
// too. An error names the setting; Locate adds its line.
func Apply(defaults ui.KeyMap, settings any) (ui.KeyMap, error) {
	keys := defaults
	groups, given := reflect.ValueOf(&keys).Elem(), reflect.ValueOf(settings).Elem()
	changed := map[string]bool{}
	for i := range given.NumField() {
		name := given.Type().Field(i).Name
		if err := applyGroup(name, groups.FieldByName(name), given.Field(i), changed); err != nil {
			return keys, err
		}
	}
	if len(changed) == 0 {
		return keys, nil // the built-in keys need no check
	}
	keys.Global.Quit = withKeys(keys.Global.Quit, defaults.Global.Quit.Keys())
	return keys, check(keys, changed)
}

// withKeys returns b with those of keys that it lacks.
func withKeys(b key.Binding, keys []string) key.Binding {
	all := slices.Clone(b.Keys())
	for _, k := range keys {
		if !slices.Contains(all, k) {
			all = append(all, k)
		}
	}
	return Bind(b.Help().Desc, all...)
}

// applyGroup sets the actions of a group to the keys that the settings give them,
// and records in changed which settings gave some.
func applyGroup(group string, to, from reflect.Value, changed map[string]bool) error {
	for i := range from.NumField() {
		action := from.Type().Field(i).Name
		list := from.Field(i).Interface().([]string)
		if list == nil {
			continue
		}
		setting := "keys." + settingName(group) + "." + settingName(action)
		if len(list) == 0 {
			return &settingError{setting, "name a key, or omit the entry to keep the default"}
		}
		changed[setting] = true
		target := to.FieldByName(action)
		target.Set(reflect.ValueOf(Bind(target.Interface().(key.Binding).Help().Desc, list...)))
	}
	return nil
}
