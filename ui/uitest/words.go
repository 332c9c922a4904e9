package uitest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// worded are the folders whose strings are for people. The sandbox answers in the words
// of RingCentral, and the suites of this package hold what they wait for.
var worded = []string{
	".", "ui", "ui/cli", "ui/keymap", "ui/terminal", "api", "api/calls", "api/change", "api/journal", "api/phonenumber", "api/rest",
	"api/settings", "api/signin", "api/tokenstore",
}

// Words tests that no string for people and no document contains a forbidden word. It
// runs in the root of the module.
func Words(t *testing.T) {
	forbidden := readForbidden(t)
	for _, s := range slices.Concat(readSentences(t), readDocuments(t)) {
		for _, f := range forbidden {
			if f.pattern.MatchString(s.text) {
				t.Errorf("%s: %q\n\tcontains %q; write: %s", s.where, s.text, f.words, f.instead)
			}
		}
	}
}

// sentencesFile lists every sentence for people, to be read in one sitting.
const sentencesFile = "ui/uitest/testdata/sentences.txt"

// Sentences tests that the list of the sentences for people is that of the source.
// With -update it writes the list.
func Sentences(t *testing.T) {
	want := sentenceList(readSentences(t))
	if *Update {
		if err := os.WriteFile(sentencesFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(sentencesFile)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(want, "\n") {
		if !strings.Contains("\n"+string(have)+"\n", "\n"+line+"\n") {
			t.Errorf("%s lacks %q; go test . -run TestWords -update writes it", sentencesFile, line)
		}
	}
	if !t.Failed() && string(have) != want {
		t.Errorf("%s holds sentences that are gone; go test . -run TestWords -update writes it", sentencesFile)
	}
}

// forbiddenWord is a line of the list of forbidden words.
type forbiddenWord struct {
	words, instead string
	pattern        *regexp.Regexp
}

func readForbidden(t *testing.T) (list []forbiddenWord) {
	t.Helper()
	data, err := os.ReadFile("ui/uitest/testdata/forbidden.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		words, instead, ok := strings.Cut(line, " -> ")
		if !ok {
			t.Fatalf("the forbidden word %q has no arrow", line)
		}
		list = append(list, forbiddenWord{words, instead, regexp.MustCompile(`(?i)\b` + regexp.QuoteMeta(words) + `\b`)})
	}
	if len(list) == 0 {
		t.Fatal("no word is forbidden")
	}
	return list
}

// sentence is a string of the source, with a mark for each value that is put into it.
type sentence struct {
	file, where, text string
}

// readSentences returns the strings of all non-test Go files in worded, in the order of
// folders, files and lines.
func readSentences(t *testing.T) (all []sentence) {
	t.Helper()
	files := token.NewFileSet()
	for _, folder := range worded {
		names, err := filepath.Glob(filepath.Join(folder, "*.go"))
		if err != nil || len(names) == 0 {
			t.Fatalf("no files in %s: %v", folder, err)
		}
		for _, name := range names {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(files, name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, sentencesOf(files, f)...)
		}
	}
	return all
}

// readDocuments returns the lines of the README, the changelog and docs.
func readDocuments(t *testing.T) (all []sentence) {
	t.Helper()
	names, err := filepath.Glob("docs/*.md")
	if err != nil || len(names) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	for _, name := range append(names, "README.md", "CHANGELOG.md") {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			all = append(all, sentence{name, name + ":" + strconv.Itoa(i+1), line})
		}
	}
	return all
}

// sentencesOf returns the strings of a file. Those that are joined by + are one.
func sentencesOf(files *token.FileSet, root ast.Node) (found []sentence) {
	ast.Inspect(root, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ImportSpec:
			return false
		case *ast.Field:
			return n.Tag == nil // a tag is no sentence
		case *ast.BinaryExpr, *ast.BasicLit:
			text, inner := joined(n.(ast.Expr))
			at := files.Position(n.Pos())
			if text != "" {
				found = append(found, sentence{filepath.ToSlash(at.Filename), at.String(), text})
			}
			for _, e := range inner {
				found = append(found, sentencesOf(files, e)...)
			}
			return false
		}
		return true
	})
	return found
}

// joined returns the text of strings that are joined by +, with {} for other values,
// and those values, which may contain strings of their own.
func joined(e ast.Expr) (text string, inner []ast.Expr) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, _ = strconv.Unquote(e.Value)
		}
		return text, nil
	case *ast.BinaryExpr:
		left, a := joined(e.X)
		right, b := joined(e.Y)
		if e.Op != token.ADD {
			return "", []ast.Expr{e.X, e.Y}
		}
		return left + right, append(a, b...)
	}
	return "{}", []ast.Expr{e}
}

// twoWords matches a text that has words to read, not a key, a name or a mark.
var twoWords = regexp.MustCompile(`[A-Za-z]{2,}[^A-Za-z{}]* [^A-Za-z]*[A-Za-z]{2,}|[A-Za-z]{3,} \{\}|\{\} [A-Za-z]{3,}|[A-Za-z]\.$`)

// sentenceList writes the sentences below the name of their file, each once.
func sentenceList(all []sentence) string {
	var b strings.Builder
	file := ""
	var seen []string
	for _, s := range all {
		text := strings.Trim(s.text, " ")
		if !twoWords.MatchString(text) || slices.Contains(seen, s.file+text) {
			continue
		}
		if s.file != file {
			file = s.file
			b.WriteString("\n" + file + "\n")
		}
		seen = append(seen, s.file+text)
		b.WriteString("    " + strings.ReplaceAll(text, "\n", "\n    ") + "\n")
	}
	return strings.TrimPrefix(b.String(), "\n")
}
