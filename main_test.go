package main

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"charm.land/bubbles/v2/key"

	"rcfwd/ui"
	"rcfwd/ui/keymap"
	"rcfwd/ui/uitest"
)

func TestMain(m *testing.M) { os.Exit(uitest.Main(m, keyMap())) }

// The suites, with the real keys; those that wait for programs come first.

func TestEndToEnd(t *testing.T)    { uitest.EndToEnd(t, keyMap()) }
func TestStart(t *testing.T)       { uitest.Start(t, keyMap()) }
func TestTerminal(t *testing.T)    { uitest.Terminal(t, keyMap()) }
func TestCommandLine(t *testing.T) { uitest.CommandLine(t, keyMap()) }
func TestCommands(t *testing.T)    { uitest.Commands(t, keyMap()) }
func TestExamples(t *testing.T)    { uitest.Examples(t, keyMap()) }
func TestSignIn(t *testing.T)      { uitest.SignIn(t, keyMap()) }
func TestBytes(t *testing.T)       { uitest.Bytes(t, keyMap()) }
func TestOpening(t *testing.T)     { uitest.Opening(t, keyMap()) }
func TestConnections(t *testing.T) { uitest.Connections(t, keyMap()) }
func TestPeople(t *testing.T)      { uitest.People(t, keyMap()) }
func TestNumbers(t *testing.T)     { uitest.Numbers(t, keyMap()) }
func TestShown(t *testing.T)       { uitest.Shown(t, keyMap()) }
func TestForms(t *testing.T)       { uitest.Forms(t, keyMap()) }
func TestChanges(t *testing.T)     { uitest.Changes(t, keyMap()) }
func TestLimits(t *testing.T)      { uitest.Limits(t, keyMap()) }
func TestHistory(t *testing.T)     { uitest.History(t, keyMap()) }
func TestNumberUses(t *testing.T)  { uitest.NumberUses(t, keyMap()) }
func TestRingOrder(t *testing.T)   { uitest.RingOrder(t, keyMap()) }
func TestHabits(t *testing.T)      { uitest.Habits(t, keyMap()) }
func TestUnseen(t *testing.T)      { uitest.Unseen(t, keyMap()) }
func TestMove(t *testing.T)        { uitest.Move(t, keyMap()) }
func TestCalls(t *testing.T)       { uitest.Calls(t, keyMap()) }
func TestDrawing(t *testing.T)     { uitest.Drawing(t, keyMap()) }
func TestGolden(t *testing.T)      { uitest.Golden(t, keyMap()) }
func TestCosts(t *testing.T)       { uitest.Costs(t, keyMap()) }
func TestTable(t *testing.T)       { uitest.Table(t, keyMap()) }
func TestStartTable(t *testing.T)  { uitest.StartTable(t, keyMap()) }

func TestImports_pointDown(t *testing.T) { uitest.Imports(t) }

func TestIntents_haveCommands(t *testing.T) { uitest.Intents(t) }

func TestWords_arePlain(t *testing.T)  { uitest.Words(t) }
func TestWords_areListed(t *testing.T) { uitest.Sentences(t) }

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

// The tables of keys are made from keys.go.
func TestDocs_nameEveryKey(t *testing.T) {
	compareSection(t, "docs/keys.md", "keys", keyTable())
}

// The actions of [keys.*], which a reader can copy into config.toml, are made from
// keys.go too.
func TestDocs_nameEveryAction(t *testing.T) {
	compareSection(t, "docs/settings.md", "actions", "\n"+actionSettings(nil)+"\n")
}

// What docs/settings.md prints is a valid file, and changes nothing.
func TestDocs_printKeysAsTheSettingsHaveThem(t *testing.T) {
	settings := keymap.NewSettings()
	actionSettings(func(path []string, keys []string) {
		list := reflect.ValueOf(settings).Elem().FieldByName(path[0]).FieldByName(path[1])
		list.Set(reflect.ValueOf(keys))
	})
	keys, err := keymap.Apply(keyMap(), settings)
	if err != nil {
		t.Fatal(err)
	}
	if have, want := printKeys(keys), printKeys(keyMap()); have != want {
		t.Errorf("the printed keys are\n%swant\n%s", have, want)
	}
}

// printKeys returns the keys of every action, a line each.
func printKeys(keys ui.KeyMap) string {
	var b strings.Builder
	bindings(reflect.ValueOf(keys), "", func(path string, binding key.Binding) {
		fmt.Fprintln(&b, path, binding.Keys())
	})
	return b.String()
}

// compareSection fails unless the section of a file between two comments has this text.
// With -update it writes the section.
func compareSection(t *testing.T, file, section, want string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	start, end := "<!-- "+section+": made from keys.go by go test -run Docs -update . -->\n", "<!-- end of "+section+" -->"
	before, rest, ok := strings.Cut(string(text), start)
	have, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no place for the %s", file, section)
	}
	if *uitest.Update {
		if err := os.WriteFile(file, []byte(before+start+want+end+after), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if have != want {
		t.Errorf("the %s in %s are not those of keys.go; want\n%s", section, file, want)
	}
}

// Paths in the README and in docs are such as `ui/styles.go`, or links to files.
func TestDocs_nameFilesThatExist(t *testing.T) {
	docs, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, file := range append(docs, "README.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range regexp.MustCompile("`((?:api|ui|docs)/[^` ]*|[a-z_]+\\.go)`|\\]\\(([^):#]+)[^):]*\\)").FindAllStringSubmatch(string(text), -1) {
			path := p[1]
			if p[2] != "" {
				path = filepath.Join(filepath.Dir(file), p[2])
			}
			found++
			if _, err := os.Stat(path); err != nil && !strings.HasSuffix(file, "mutation.md") {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	if found < 60 {
		t.Errorf("only %d paths were found", found)
	}
}

// actionSettings returns every action that the settings can give other keys, as in
// config.toml, with its built-in keys and what it does. visit may be nil; it is called
// with the names of the fields and the keys of each.
func actionSettings(visit func(path, keys []string)) string {
	var b strings.Builder
	groups := reflect.TypeOf(keymap.NewSettings()).Elem()
	for i := range groups.NumField() {
		group := groups.Field(i)
		fmt.Fprintf(&b, "    [keys.%s]\n", group.Tag.Get("toml"))
		for j := range group.Type.NumField() {
			action := group.Type.Field(j)
			binding := reflect.ValueOf(keyMap()).FieldByName(group.Name).FieldByName(action.Name).Interface().(key.Binding)
			if len(binding.Keys()) == 0 {
				continue // an action of text that has no key
			}
			list := fmt.Sprintf("%q", binding.Keys())
			line := action.Tag.Get("toml") + " = " + strings.ReplaceAll(list, "\" \"", "\", \"")
			if does := binding.Help().Desc; does != "" {
				line = fmt.Sprintf("%-43s # %s", line, does)
			}
			b.WriteString("    " + line + "\n")
			if visit != nil {
				visit([]string{group.Name, action.Name}, binding.Keys())
			}
		}
		if i+1 < groups.NumField() {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// keyTable returns the tables of keys in docs/keys.md.
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
