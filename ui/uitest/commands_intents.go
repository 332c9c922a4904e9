package uitest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rcfwd/ui/cli"
)

// Intents tests that scripts can do what screens do: every type of package ui that is an
// intent has a command, or a reason why it has none. It runs in the root of the module.
func Intents(t *testing.T) {
	intents := readIntents(t)
	commands, reasons := cli.IntentVerbs()
	have := map[string]bool{}
	for _, c := range allCommands() {
		have[c.Name] = true
	}
	for _, name := range intents {
		if commands[name] == "" && reasons[name] == "" {
			t.Errorf("the intent %s has no command and no reason why; add it to ui/cli/intents.go", name)
		}
	}
	for _, table := range []map[string]string{commands, reasons} {
		for _, name := range slices.Sorted(maps.Keys(table)) {
			if !slices.Contains(intents, name) {
				t.Errorf("ui/cli/intents.go has %s, which is no intent of package ui", name)
			}
		}
	}
	for name, command := range commands {
		if !have[command] {
			t.Errorf("ui/cli/intents.go has rcfwd %s for %s, and there is no such command", command, name)
		}
	}
}

// readIntents returns the types of package ui that are intents, by the type checker, so that
// an embedded intent counts too. Imports are not resolved: no type of another package can
// have the method.
func readIntents(t *testing.T) (names []string) {
	t.Helper()
	fset, files := parseScreens(t)
	conf := types.Config{IgnoreFuncBodies: true, Error: func(error) {}}
	pkg, _ := conf.Check("ui", fset, files, nil)
	for _, name := range pkg.Scope().Names() {
		o, is := pkg.Scope().Lookup(name).(*types.TypeName)
		if is && !types.IsInterface(o.Type()) && types.NewMethodSet(types.NewPointer(o.Type())).Lookup(pkg, "isIntent") != nil {
			names = append(names, name)
		}
	}
	if len(names) < 40 {
		t.Fatalf("only %d intents are in package ui: %v", len(names), names)
	}
	return names
}

// parseScreens parses the files of package ui, without its tests.
func parseScreens(t *testing.T) (fset *token.FileSet, files []*ast.File) {
	t.Helper()
	names, err := filepath.Glob("ui/*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset = token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, f)
	}
	return fset, files
}
