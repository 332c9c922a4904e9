package cli

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/api/journal"
	"rcfwd/ui/cli/output"
)

// Scripts read what rcfwd history --json prints: of the entries that commit 3466712 printed
// nothing is lost, and nothing is of another kind.
func TestHistory_jsonOnlyGrows(t *testing.T) {
	folder, found := filepath.Join("..", "..", "api", "journal", "testdata", "3466712"), map[string]bool{}
	for _, handling := range []string{"legacy", "new"} {
		noteMembers(found, "entries", printedHistory(t, filepath.Join(folder, handling)))
	}
	file, err := os.Open(filepath.Join(folder, "history_json.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if line := lines.Text(); strings.HasPrefix(line, "entries") && !found[line] {
			t.Errorf("there is no %s any more", line)
		}
	}
}

// printedHistory returns what is printed of a journal, decoded.
func printedHistory(t *testing.T, dir string) (all []any) {
	t.Helper()
	copied := t.TempDir()
	if err := os.CopyFS(copied, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	j, err := journal.Open(copied, journal.Scopes(copied)[0], journal.Actor{})
	if err != nil {
		t.Fatal(err)
	}
	h, err := j.History()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	p, err := output.NewPrinter(&b, historyList(), output.Options{Form: output.JSON})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range historyRows(h.Entries) {
		_ = p.Print(&row)
	}
	_ = p.Close()
	if err := json.Unmarshal(b.Bytes(), &all); err != nil || len(all) == 0 {
		t.Fatalf("%s: %v", b.Bytes(), err)
	}
	return all
}

// noteMembers notes the members of a value with their kinds; not those of whole records of
// the service.
func noteMembers(found map[string]bool, path string, value any) {
	switch v := value.(type) {
	case map[string]any:
		found[path+" object"] = true
		for name, member := range v {
			if !strings.HasSuffix(path, ".stored") {
				noteMembers(found, strings.TrimPrefix(path+"."+name, "."), member)
			}
		}
	case []any:
		found[path+" array"] = true
		for _, element := range v {
			noteMembers(found, path+"[]", element)
		}
	case string:
		found[path+" string"] = true
	case bool:
		found[path+" bool"] = true
	case float64:
		found[path+" number"] = true
	case nil:
		found[path+" null"] = true
	}
}
