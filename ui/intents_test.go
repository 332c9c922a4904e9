package ui

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Model.apply must have a case for each type that is an intent: one that it
// does not know would be dropped without a word, and its key would be dead.
func TestApply_handlesEveryIntent(t *testing.T) {
	fset, files := parsePackage(t)
	handled := casesOfApply(files)
	intents := intentTypes(t, fset, files)
	for _, name := range intents {
		if !slices.Contains(handled, name) {
			t.Errorf("Model.apply has no case for the intent %s", name)
		}
	}
	for _, name := range handled {
		if name != "nil" && !slices.Contains(intents, name) {
			t.Errorf("Model.apply has a case for %s, which is no intent", name)
		}
	}
}

// parsePackage parses the files of this package, without its tests.
func parsePackage(t *testing.T) (*token.FileSet, []*ast.File) {
	t.Helper()
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
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

// casesOfApply returns the names of the types in the type switch of Model.apply.
func casesOfApply(files []*ast.File) (names []string) {
	for _, f := range files {
		for _, d := range f.Decls {
			if fn, is := d.(*ast.FuncDecl); !is || fn.Name.Name != "apply" {
				continue
			}
			ast.Inspect(d, func(n ast.Node) bool {
				if c, is := n.(*ast.CaseClause); is {
					for _, e := range c.List {
						names = append(names, types.ExprString(e))
					}
				}
				return true
			})
		}
	}
	return names
}

// intentTypes returns the names of the types that have the method of intent.
// Imports are not resolved, for no type of another package can have it.
func intentTypes(t *testing.T, fset *token.FileSet, files []*ast.File) (names []string) {
	t.Helper()
	conf := types.Config{IgnoreFuncBodies: true, Error: func(error) {}}
	pkg, _ := conf.Check("ui", fset, files, nil)
	for _, name := range pkg.Scope().Names() {
		o, is := pkg.Scope().Lookup(name).(*types.TypeName)
		if is && !types.IsInterface(o.Type()) && types.NewMethodSet(types.NewPointer(o.Type())).Lookup(pkg, "isIntent") != nil {
			names = append(names, name)
		}
	}
	if len(names) < 10 {
		t.Fatalf("only %d types are intents: %v", len(names), names)
	}
	return names
}
