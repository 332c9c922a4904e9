package main

import (
	"fmt"
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"rcfwd/ui/keymap"
	"rcfwd/ui/uitest"
)

func TestMain(m *testing.M) { os.Exit(uitest.Main(m, keyMap())) }

// The suites, with the real keys; those that wait for programs come first.

func TestEndToEnd(t *testing.T)    { uitest.EndToEnd(t, keyMap()) }
func TestTerminal(t *testing.T)    { uitest.Terminal(t, keyMap()) }
func TestCommandLine(t *testing.T) { uitest.CommandLine(t, keyMap()) }
func TestSignIn(t *testing.T)      { uitest.SignIn(t, keyMap()) }
func TestBytes(t *testing.T)       { uitest.Bytes(t, keyMap()) }
func TestOpening(t *testing.T)     { uitest.Opening(t, keyMap()) }
func TestConnections(t *testing.T) { uitest.Connections(t, keyMap()) }
func TestNumbers(t *testing.T)     { uitest.Numbers(t, keyMap()) }
func TestShown(t *testing.T)       { uitest.Shown(t, keyMap()) }
func TestForms(t *testing.T)       { uitest.Forms(t, keyMap()) }
func TestChanges(t *testing.T)     { uitest.Changes(t, keyMap()) }
func TestLimits(t *testing.T)      { uitest.Limits(t, keyMap()) }
func TestHistory(t *testing.T)     { uitest.History(t, keyMap()) }
func TestNumberUses(t *testing.T)  { uitest.NumberUses(t, keyMap()) }
func TestRingOrder(t *testing.T)   { uitest.RingOrder(t, keyMap()) }
func TestUnseen(t *testing.T)      { uitest.Unseen(t, keyMap()) }
func TestMove(t *testing.T)        { uitest.Move(t, keyMap()) }
func TestCalls(t *testing.T)       { uitest.Calls(t, keyMap()) }
func TestDrawing(t *testing.T)     { uitest.Drawing(t, keyMap()) }
func TestGolden(t *testing.T)      { uitest.Golden(t, keyMap()) }
func TestCosts(t *testing.T)       { uitest.Costs(t, keyMap()) }
func TestTable(t *testing.T)       { uitest.Table(t, keyMap()) }

func TestImports_pointDown(t *testing.T) { uitest.Imports(t) }

// A forgotten binding is silently dead.
func TestKeyMap_hasKeyAndHelpForEveryAction(t *testing.T) {
	bindings(reflect.ValueOf(keyMap()), "", func(path string, b key.Binding) {
		if strings.HasPrefix(path, ".Text.") {
			return // no page of keys shows those
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

// The list of keys in the README is made from keys.go.
func TestREADME_namesEveryKey(t *testing.T) {
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
	if *uitest.Update {
		if err := os.WriteFile("README.md", []byte(before+start+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if have != want {
		t.Errorf("the README's keys are not those of keys.go; want\n%s", want)
	}
}

// Paths in the README are such as `ui/styles.go`, or links to files.
func TestREADME_namesFilesThatExist(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	paths := regexp.MustCompile("`((?:api|ui|docs)/[^` ]*|[a-z_]+\\.go)`|\\]\\(([^):]+)\\)").FindAllStringSubmatch(string(readme), -1)
	for _, p := range paths {
		if _, err := os.Stat(p[1] + p[2]); err != nil {
			t.Error(err)
		}
	}
	if len(paths) < 20 {
		t.Errorf("only %d paths were found", len(paths))
	}
}

// keyTable returns the tables of keys of the README.
func keyTable() string {
	k := keyMap()
	var b strings.Builder
	for _, group := range []struct {
		title string
		keys  any
	}{
		{"Numbers", k.List}, {"Detail", k.Detail}, {"Filter", k.Filter}, {"Flip digit", k.Digit},
		{"Form", k.Form}, {"Question", k.Question}, {"Conflict", k.Conflict}, {"Page of keys, requests", k.Page}, {"Palette", k.Menu},
		{"Ring order", k.Ring}, {"Calls", k.Calls}, {"History", k.History}, {"Any screen", k.Screen}, {"Anywhere", k.Global},
	} {
		fmt.Fprintf(&b, "\n| %s | |\n|---|---|\n", group.title)
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

// bindings visits all bindings within v, with the path to each.
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
