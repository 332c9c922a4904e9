package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"rcfwd/ui"
)

// What the settings may say of keys. Errors name the setting, which settingLine finds
// in the file.

// keyError is a setting of keys that cannot be.
type keyError struct {
	setting string // such as keys.list.remove
	why     string
}

func (e *keyError) Error() string { return e.setting + ": " + e.why }

// namedKeys are the keys that have a name, as Bubble Tea calls them.
var namedKeys = []string{
	"enter", "tab", "space", "esc", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
	"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
}

// otherNames are names that people know such keys by.
var otherNames = map[string]string{
	"return": "enter", "escape": "esc", "del": "delete", "ins": "insert", "pgdn": "pgdown", "pagedown": "pgdown", "page_down": "pgdown",
	"pageup": "pgup", "page_up": "pgup", " ": "space", "bs": "backspace",
}

// modifiers stand before a key, in this order.
var modifiers = []string{"ctrl+", "alt+", "shift+", "meta+", "super+"}

// checkKey says why no press of a key is called name; with what it may be called,
// where that is plain.
func checkKey(name string) string {
	right := rightName(name)
	switch {
	case name != "" && right == name:
		return ""
	case right == "":
		return fmt.Sprintf("there is no key called %q; keys are called like x, X, ctrl+x, alt+x, f1, %s", name, strings.Join(namedKeys[:15], ", "))
	}
	return fmt.Sprintf("there is no key called %q; did you mean %q?", name, right)
}

// rightName is what the key is called that name is meant for; empty when nobody
// can tell.
func rightName(name string) string {
	base, held := name, map[string]bool{}
	for cut := true; cut; {
		cut = false
		for _, m := range modifiers {
			if len(base) > len(m) && strings.EqualFold(base[:len(m)], m) {
				base, held[m], cut = base[len(m):], true, true
			}
		}
	}
	switch lower := strings.ToLower(base); {
	case slices.Contains(namedKeys, lower):
		base = lower
	case otherNames[lower] != "":
		base = otherNames[lower]
	case !isCharacter(base):
		return ""
	case len(held) == 1 && held["shift+"]:
		return strings.ToUpper(base)
	case len(held) > 0:
		base = lower
	}
	right := ""
	for _, m := range modifiers {
		if held[m] {
			right += m
		}
	}
	return right + base
}

// isCharacter says whether a key is one that types a character.
func isCharacter(name string) bool {
	r, size := utf8.DecodeRuneInString(name)
	return size == len(name) && r != ' ' && r != utf8.RuneError && unicode.IsGraphic(r)
}

// typing are the groups whose keys are live while text is typed.
var typing = []string{"Global", "Filter", "Menu", "Form"}

// choosing are the actions of those groups that are not: they are for choices.
var choosing = []string{"Left", "Right", "Toggle"}

// shadows says why a key would take something from whoever types text.
func shadows(group, action, name string) string {
	if !slices.Contains(typing, group) || group == "Form" && slices.Contains(choosing, action) {
		return ""
	}
	if isCharacter(name) || name == "space" {
		return fmt.Sprintf("%q could no longer be typed there; give it a key that is no character", name)
	}
	return ""
}

// clash finds a key that means two things where both are live. The error is about
// the setting that was given, where only one was.
func clash(k ui.KeyMap, given map[string]bool) error {
	places := live(k)
	for _, where := range slices.Sorted(maps.Keys(places)) {
		taken := map[string]string{}
		for _, group := range places[where] {
			bound := bindingsOf(group)
			for _, setting := range slices.Sorted(maps.Keys(bound)) {
				for _, pressed := range bound[setting].Keys() {
					if other, is := taken[pressed]; is && other != setting {
						if given[other] && !given[setting] {
							setting, other = other, setting
						}
						return &keyError{setting, fmt.Sprintf("%q is %s already, in the %s; give one of them another key", pressed, other, where)}
					}
					taken[pressed] = setting
				}
			}
		}
	}
	return nil
}
