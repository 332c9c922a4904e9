package uitest

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"rcfwd/ui"
)

// columnPattern finds a column of the file of rows, as in "outside: 'BOOLEAN'".
var columnPattern = regexp.MustCompile(`(\w+): '`)

// The query of the docs names fields that rcfwd forwards prints. Where DuckDB is installed
// it runs on them.
func accountQuery_readsTheRows(t *testing.T, keys ui.KeyMap) {
	query := readFile(t, "docs/scripts/forwards.sql")
	rows := asAdmin(t, keys).must("forwards", "--jsonl")
	columns := columnPattern.FindAllStringSubmatch(query, -1)
	if len(columns) < 5 {
		t.Fatalf("the query has the columns %v", columns)
	}
	first, _, _ := strings.Cut(rows, "\n")
	for _, c := range columns {
		if !strings.Contains(first, `"`+c[1]+`":`) {
			t.Errorf("the query reads %s, which no row has: %s", c[1], first)
		}
	}
	duckdb, err := exec.LookPath("duckdb")
	if err != nil {
		t.Log("DuckDB is not installed")
		return
	}
	cmd := exec.Command(duckdb)
	cmd.Dir, cmd.Stdin = t.TempDir(), strings.NewReader(query)
	if err := os.WriteFile(filepath.Join(cmd.Dir, "forwards.jsonl"), []byte(rows), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "+14155550189") {
		t.Errorf("%v: %s", err, out)
	}
}
