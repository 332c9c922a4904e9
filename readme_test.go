package main

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"
)

// The README lists every key, and keys.go is where the list comes from.
func TestReadmeNamesEveryKey(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const start, end = "-update . -->\n", "<!-- end of keys -->"
	before, rest, ok := strings.Cut(string(readme), start)
	have, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("the README has no place for the keys")
	}
	want := keyTable()
	if *update {
		if err := os.WriteFile("README.md", []byte(before+start+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if have != want {
		t.Errorf("the README's keys are not those of keys.go; want\n%s", want)
	}
}

func keyTable() string {
	k := keyMap()
	var b strings.Builder
	for _, group := range []struct {
		where string
		keys  any
	}{
		{"Numbers", k.List}, {"Detail", k.Detail}, {"Filter", k.Filter}, {"Flip digit", k.Digit},
		{"Form", k.Form}, {"Question", k.Question}, {"Conflict", k.Conflict}, {"Page of keys, requests", k.Page}, {"Palette", k.Menu},
		{"Ring order", k.Ring}, {"Calls", k.Calls}, {"History", k.History}, {"Any screen", k.Screen}, {"Anywhere", k.Global},
	} {
		fmt.Fprintf(&b, "\n| %s | |\n|---|---|\n", group.where)
		bindings(reflect.ValueOf(group.keys), "", func(_ string, binding key.Binding) {
			fmt.Fprintf(&b, "| %s | %s |\n", keyNames(binding), binding.Help().Desc)
		})
	}
	return b.String() + "\n"
}

func keyNames(b key.Binding) string {
	names := strings.Fields(b.Help().Key)
	for i, n := range names {
		names[i] = "`" + n + "`"
	}
	return strings.Join(names, " ")
}
