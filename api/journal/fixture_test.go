package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
)

// fixtures are the journals of commit 3466712, by the call handling of the account, which
// is also the name of the folder. testdata/3466712/README.md says what is in them.
var fixtures = []string{sandbox.LegacyCallHandling, sandbox.NewCallHandling}

// onFixtures runs a test on a copy of each fixture.
func onFixtures(t *testing.T, test func(t *testing.T, folder string, j *Journal)) {
	for _, handling := range fixtures {
		t.Run(handling, func(t *testing.T) {
			t.Parallel()
			folder, dir := filepath.Join("testdata", "3466712", handling), t.TempDir()
			if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
				t.Fatal(err)
			}
			test(t, folder, openJournal(t, dir))
		})
	}
}

func TestFixture_isReadCompletely(t *testing.T) {
	t.Parallel()
	onFixtures(t, func(t *testing.T, _ string, j *Journal) {
		h := historyOf(t, j)
		if len(h.Damaged) > 0 || len(h.Pending()) != 1 {
			t.Errorf("damaged %+v, pending %+v", h.Damaged, h.Pending())
		}
		seen := map[string]bool{}
		for _, e := range h.Entries {
			seen[string(e.Op)], seen[string(e.Outcome)] = true, true
		}
		for _, word := range []string{
			"create", "update", "remove", "swap", "ring", "switch",
			"done", "partly", "refused", "not done", "unknown", "cancelled", "unchanged",
		} {
			if !seen[word] {
				t.Errorf("no entry is %s", word)
			}
		}
		parts, err := j.store.read()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range parts {
			for raw := range bytes.Lines(p.text) {
				wantLossless(t, raw)
			}
		}
	})
}

// wantLossless reports an error unless a line is written as it was read.
func wantLossless(t *testing.T, raw []byte) {
	t.Helper()
	l, err := decode(raw)
	if err != nil {
		t.Errorf("%v: %s", err, raw)
		return
	}
	if again, err := l.encode(); err != nil || canonicalJSON(t, string(again)) != canonicalJSON(t, string(raw)) {
		t.Errorf("%s\nis written as\n%s, %v", raw, again, err)
	}
}

// canonicalJSON returns JSON with its members in order, and its numbers as they were.
func canonicalJSON(t testing.TB, text string) string {
	t.Helper()
	var value any
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		t.Fatal(err)
	}
	ordered, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(ordered)
}

func TestFixture_historyShowsEachChange(t *testing.T) {
	t.Parallel()
	onFixtures(t, func(t *testing.T, folder string, j *Journal) {
		want, err := os.ReadFile(filepath.Join(folder, "history.txt"))
		if err != nil {
			t.Fatal(err)
		}
		if got := historyText(historyOf(t, j)); got != string(want) {
			t.Errorf("history is\n%s\nand was\n%s", got, want)
		}
	})
}

// historyText is the form of history.txt.
func historyText(h *History) string {
	var b strings.Builder
	for _, e := range h.Entries {
		fmt.Fprintf(&b, "%s %s: %s, %s\n", e.ID, e.Who.Name, e.Op, e.Outcome)
		if e.Undone {
			fmt.Fprintf(&b, "\tundone\n")
		}
		if e.Undoes != "" {
			fmt.Fprintf(&b, "\tundoes %s\n", e.Undoes)
		}
		if e.Redoes != "" {
			fmt.Fprintf(&b, "\tredoes %s\n", e.Redoes)
		}
		if e.LookedUp {
			fmt.Fprintf(&b, "\tlooked up\n")
		}
		if e.Message != "" {
			fmt.Fprintf(&b, "\t%s\n", e.Message)
		}
		for _, line := range e.Lines {
			fmt.Fprintf(&b, "\t%s\n", line)
		}
		for _, c := range e.Comparisons() {
			for _, f := range c.Fields {
				if f.Differs {
					fmt.Fprintf(&b, "\t%s %s: %q, then %q\n", c.ID, f.Field, f.Before, f.After)
				}
			}
		}
	}
	return b.String()
}
