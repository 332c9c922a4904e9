package uitest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// layers are the packages of the module, from the top down. A package imports those
// of lower layers only.
var layers = [][]string{
	{"."},
	{"ui/uitest"},
	{"ui/cli"},
	{"ui/cli/output"},
	{"ui/keymap", "ui/terminal"},
	{"ui"},
	{"api/sweep", "api/filter", "api/audit"},
	{"api/index", "api/risk"},
	{"api/change"},
	{"api/journal", "api/calls", "api/signin"},
	{"api/tokenstore"},
	{"api/settings"},
	{"api"},
	{"api/rest"},
	{"api/jsonobj", "api/phonenumber", "api/toml"},
}

// apart are the packages outside of the layers, with what they may import: a fake
// that shared types with the client would agree with its typos, and the floor
// program measures what a program costs that has nothing of this one. Pictures and
// mutants are made from the outside. Only tests have the contract.
var apart = map[string][]string{
	"api/sandbox":     {"api/jsonobj"},
	"api/schema":      nil,
	"ui/uitest/floor": nil,
	"ui/pictures":     nil,
	"docs/mutate":     nil,
}

// sandboxUsers are the packages that may import the sandbox, besides tests.
var sandboxUsers = []string{"ui/cli", "ui/uitest"}

// Imports tests that every import of the module points down, that tests of api
// import nothing of ui, and that the README and the table of layers name every
// package. It runs in the root of the module.
func Imports(t *testing.T) {
	packages := readImports(t)
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range packages {
		if name != "." && !strings.Contains(string(readme), "\n    "+name+"/ ") {
			t.Errorf("the README does not say what %s is for", name)
		}
		for _, to := range p.code {
			if problem := checkImport(name, to); problem != "" {
				t.Errorf("%s imports %s: %s", name, to, problem)
			}
		}
		for _, to := range p.tests {
			if strings.HasPrefix(name, "api") && !strings.HasPrefix(to, "api") {
				t.Errorf("a test of %s imports %s, which is above api", name, to)
			}
		}
	}
	for _, name := range slices.Concat(layers...) {
		if packages[name] == nil {
			t.Errorf("there is no package %s, which is in the table of layers", name)
		}
	}
}

// checkImport returns the reason why a package must not import another, or "".
func checkImport(from, to string) string {
	if allowed, is := apart[from]; is {
		if slices.Contains(allowed, to) {
			return ""
		}
		return "it stands apart"
	}
	if to == "ui/uitest" {
		return "only tests import it"
	}
	if to == "api/schema" {
		return "only tests have the contract"
	}
	if to == "api/sandbox" {
		if slices.Contains(sandboxUsers, from) {
			return ""
		}
		return "only the command line and tests know the sandbox"
	}
	switch above, below := layerOf(from), layerOf(to); {
	case above < 0:
		return from + " is in no layer"
	case below < 0:
		return to + " is in no layer"
	case above >= below:
		return "it is in no lower layer"
	}
	return ""
}

// layerOf returns the layer of a package, 0 being the top; -1 when it has none.
func layerOf(name string) int {
	return slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, name) })
}

// imports are the packages of the module that a package imports.
type imports struct{ code, tests []string }

// readImports returns the imports of every package of the module, for all systems,
// by its folder.
func readImports(t *testing.T) map[string]*imports {
	t.Helper()
	found := map[string]*imports{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && file != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata" || d.Name() == "dist"):
			return fs.SkipDir
		case d.IsDir() || path.Ext(file) != ".go":
			return nil
		}
		folder := path.Dir(filepath.ToSlash(file))
		if found[folder] == nil {
			found[folder] = &imports{}
		}
		return found[folder].read(file)
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// read adds the imports of a file.
func (p *imports) read(file string) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		return err
	}
	for _, spec := range parsed.Imports {
		to, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		to, ours := strings.CutPrefix(to, "rcfwd/")
		switch {
		case !ours:
		case strings.HasSuffix(file, "_test.go"):
			p.tests = append(p.tests, to)
		default:
			p.code = append(p.code, to)
		}
	}
	return nil
}
