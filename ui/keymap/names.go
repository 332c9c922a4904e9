package keymap

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// namedKeys are the keys that have a name, as Bubble Tea names them.
var namedKeys = []string{
	"enter", "tab", "space", "esc", "backspace", "delete", "insert", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
	"f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12",
}

// aliases are other names by which people know such keys.
var aliases = map[string]string{
	"return": "enter", "escape": "esc", "del": "delete", "ins": "insert", "pgdn": "pgdown", "pagedown": "pgdown", "page_down": "pgdown",
	"pageup": "pgup", "page_up": "pgup", " ": "space", "bs": "backspace",
}

// modifiers precede a key, in this order.
var modifiers = []string{"ctrl+", "alt+", "shift+", "meta+", "super+"}

// checkName returns the reason when name is not the name of a key, with the name
// that may be meant, or "".
func checkName(name string) string {
	meant := canonicalName(name)
	switch {
	case name != "" && meant == name:
		return ""
	case meant == "":
		return fmt.Sprintf("unknown key %q; use a name such as x, X, ctrl+x, alt+x, f1, %s", name, strings.Join(namedKeys[:15], ", "))
	}
	return fmt.Sprintf("unknown key %q; did you mean %q?", name, meant)
}

// canonicalName returns Bubble Tea's name of the key that name means, or "" when
// it means none.
func canonicalName(name string) string {
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
	case aliases[lower] != "":
		base = aliases[lower]
	case !isCharacter(base):
		return ""
	case len(held) == 1 && held["shift+"]:
		return strings.ToUpper(base)
	case len(held) > 0:
		base = lower
	}
	prefix := ""
	for _, m := range modifiers {
		if held[m] {
			prefix += m
		}
	}
	return prefix + base
}

// isCharacter reports whether a key types a character.
func isCharacter(name string) bool {
	r, size := utf8.DecodeRuneInString(name)
	return size == len(name) && r != ' ' && r != utf8.RuneError && unicode.IsGraphic(r)
}
