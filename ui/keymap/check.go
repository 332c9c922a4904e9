package keymap

import (
	"cmp"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/key"

	"rcfwd/ui"
)

// settingError is an error in one setting, such as keys.list.remove.
type settingError struct{ setting, problem string }

func (e *settingError) Error() string { return e.setting + ": " + e.problem }

// Check returns an error for a key that does not exist, for a key that types a
// character where text is typed, and for a key that two actions share where both
// are active.
func Check(keys ui.KeyMap) error { return check(keys, nil) }

// check is Check, and blames a clash on the setting that is in given when the
// other is not.
func check(keys ui.KeyMap, given map[string]bool) error {
	contexts := contextsOf(keys)
	for _, name := range slices.Sorted(maps.Keys(contexts)) {
		for _, group := range contexts[name] {
			if err := checkNames(bindingsOf(group)); err != nil {
				return err
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(contexts)) {
		if err := checkContext(name, contexts[name], given); err != nil {
			return err
		}
	}
	return nil
}

func checkNames(bound map[string]key.Binding) error {
	for _, setting := range slices.Sorted(maps.Keys(bound)) {
		for _, name := range bound[setting].Keys() {
			if problem := cmp.Or(checkName(name), shadowsText(setting, name)); problem != "" {
				return &settingError{setting, problem}
			}
		}
	}
	return nil
}

// textGroups are the groups whose keys are active while text is typed.
var textGroups = []string{"global", "filter", "menu", "form"}

// choiceActions are the actions of the group form that are not: they are for
// choices.
var choiceActions = []string{"left", "right", "toggle"}

// shadowsText returns the reason when a key of a setting would take a character
// from someone who types text, or "".
func shadowsText(setting, name string) string {
	parts := strings.Split(setting, ".")
	group, action := parts[1], parts[2]
	if !slices.Contains(textGroups, group) || group == "form" && slices.Contains(choiceActions, action) {
		return ""
	}
	if isCharacter(name) || name == "space" {
		return fmt.Sprintf("%q types text there; use a key that is not a character", name)
	}
	return ""
}

// checkContext returns an error when two actions of a context share a key.
func checkContext(name string, groups []any, given map[string]bool) error {
	taken := map[string]string{}
	for _, group := range groups {
		bound := bindingsOf(group)
		for _, setting := range slices.Sorted(maps.Keys(bound)) {
			for _, pressed := range bound[setting].Keys() {
				if other, is := taken[pressed]; is && other != setting {
					if given[other] && !given[setting] {
						setting, other = other, setting
					}
					return &settingError{setting, fmt.Sprintf("%q is already %s in the %s; change one of them", pressed, other, name)}
				}
				taken[pressed] = setting
			}
		}
	}
	return nil
}

// subset is a group of which only some actions are active.
type subset struct {
	group   any
	actions []string
}

// contextsOf returns the groups whose actions are active at the same time, by the
// name of the place where they are.
func contextsOf(k ui.KeyMap) map[string][]any {
	rows := subset{k.List, []string{"Up", "Down", "First", "Last", "PageUp", "PageDown", "Open", "NextPane", "Back", "Filter"}}
	people := subset{k.List, []string{"Up", "Down", "First", "Last", "PageUp", "PageDown", "Open", "Back", "Filter", "Sort", "SortReverse", "Mark", "MarkAll"}}
	number := subset{k.List, []string{"Add", "Edit", "Remove", "Flip", "FlipUp", "FlipDown", "Copy", "CopyJSON"}}
	step := subset{k.List, []string{"Up", "Down", "PageUp", "PageDown", "Add", "Remove", "Back"}}
	rules := subset{k.List, []string{"Up", "Down", "First", "Last", "Open", "NextPane", "Add", "Remove", "Back"}}
	ofRule := subset{k.Ring, []string{"Up", "Down", "Switch", "Together", "Longer", "Shorter", "Join", "Split", "Apps", "Always", "Ending"}}
	text := subset{k.Form, []string{"Accept", "Next", "Previous", "Leave", "Copy"}}
	return map[string][]any{
		"list":                {k.Global, k.Screen, k.List},
		"detail":              {k.Global, k.Screen, k.Detail, number},
		"history":             {k.Global, k.Screen, k.History, rows},
		"detail of a change":  {k.Global, k.Screen, k.History, k.Detail},
		"list of rules":       {k.Global, k.Screen, ofRule, rules},
		"ring order":          {k.Global, k.Screen, k.Ring, step},
		"people":              {k.Global, k.Screen, k.People, people},
		"calls":               {k.Global, k.Screen, k.Calls, subset{k.List, []string{"Up", "Down", "Back"}}},
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

// bindingsOf returns the bindings of a group or a subset, by their settings.
func bindingsOf(group any) map[string]key.Binding {
	found := map[string]key.Binding{}
	part, is := group.(subset)
	if is {
		group = part.group
	}
	v := reflect.ValueOf(group)
	prefix := "keys." + groupName(v.Type()) + "."
	for i := range v.NumField() {
		f, name := v.Field(i), v.Type().Field(i).Name
		switch {
		case is && !slices.Contains(part.actions, name):
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

// groupName returns the name of the group of a type in the settings.
func groupName(t reflect.Type) string {
	all := reflect.TypeFor[ui.KeyMap]()
	for i := range all.NumField() {
		if all.Field(i).Type == t {
			return settingName(all.Field(i).Name)
		}
	}
	return t.Name()
}
