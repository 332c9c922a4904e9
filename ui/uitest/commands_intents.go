package uitest

import (
	"go/ast"
	"go/parser"
	"go/token"
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
	types := readIntents(t)
	commands, reasons := cli.IntentVerbs()
	have := map[string]bool{}
	for _, c := range cli.Commands() {
		have[c.Name] = true
	}
	for _, name := range types {
		if commands[name] == "" && reasons[name] == "" {
			t.Errorf("the intent %s has no command and no reason why; add it to ui/cli/intents.go", name)
		}
	}
	for _, table := range []map[string]string{commands, reasons} {
		for _, name := range slices.Sorted(maps.Keys(table)) {
			if !slices.Contains(types, name) {
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

// readIntents returns the types of package ui with the method isIntent.
func readIntents(t *testing.T) (types []string) {
	t.Helper()
	names, err := filepath.Glob("ui/*.go")
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range f.Decls {
			if of := intentOf(d); of != "" {
				types = append(types, of)
			}
		}
	}
	if len(types) < 40 {
		t.Fatalf("only %d intents are in package ui: %v", len(types), types)
	}
	return types
}

// intentOf returns the type whose method isIntent d declares; empty for another
// declaration.
func intentOf(d ast.Decl) string {
	f, is := d.(*ast.FuncDecl)
	if !is || f.Name.Name != "isIntent" || f.Recv == nil {
		return ""
	}
	of := f.Recv.List[0].Type
	if pointer, is := of.(*ast.StarExpr); is {
		of = pointer.X
	}
	if name, is := of.(*ast.Ident); is {
		return name.Name
	}
	return "?"
}
