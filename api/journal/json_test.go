package journal

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Scripts read what `rcfwd history --json` prints: of what commit 3466712 printed nothing
// is lost and nothing is of another kind.
func TestHistory_jsonOnlyGrows(t *testing.T) {
	t.Parallel()
	found := map[string]bool{}
	for _, handling := range fixtures {
		dir := t.TempDir()
		if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "3466712", handling))); err != nil {
			t.Fatal(err)
		}
		h := historyOf(t, openJournal(t, dir))
		noteMembers(found, "", printed(t, h))
	}
	file, err := os.Open(filepath.Join("testdata", "3466712", "history_json.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if !found[lines.Text()] {
			t.Errorf("there is no %s any more", lines.Text())
		}
	}
}

// printed is what is printed of a history, decoded.
func printed(t *testing.T, h *History) any {
	t.Helper()
	raw, err := h.JSON(h.Entries)
	if err != nil {
		t.Fatal(err)
	}
	var out any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
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

// The documents of a change are divided between its two lines and come together again.
// A settlement has those that were looked up.
func TestJournal_keepsDocuments(t *testing.T) {
	t.Parallel()
	j := openJournal(t, t.TempDir())
	want := []DocRecord{
		{Doc: "flips", Name: "the flip list", Before: json.RawMessage(`{"records":[]}`), Want: json.RawMessage(`{"records":[{"label":"<Boat>"}]}`),
			State: "done", After: json.RawMessage(`{"records":[{"id":"9","label":"<Boat>"}]}`), Notes: []string{"The list also has \"Van\", which was not sent."}},
		{Doc: "rule work-hours", Name: "Work Hours", Before: json.RawMessage(`{"a":1.50}`), Want: json.RawMessage(`{"a":2}`), State: "refused", Code: "CMN-101"},
		{Doc: "number new:6", Name: "Boat", Want: json.RawMessage(`{"label":"Boat"}`), State: "done", After: json.RawMessage(`{"id":"9"}`), Derived: true},
		{Doc: "target +14155550150", Name: "Boat", Before: json.RawMessage(`{}`), State: "unsent"},
	}
	e := addedBoat
	e.Docs, e.Outcome, e.Undoes, e.For = slices.Clone(want), "", "1", []string{"2"}
	for i := range e.Docs {
		e.Docs[i] = DocRecord{Doc: want[i].Doc, Name: want[i].Name, Before: want[i].Before, Want: want[i].Want}
	}
	e = record(t, j, e)
	if got := historyOf(t, j).Entries[0]; canonicalDocs(t, got.Docs) != canonicalDocs(t, e.Docs) || got.More || !slices.Equal(got.For, e.For) {
		t.Errorf("%s", canonicalDocs(t, got.Docs))
	}
	e.Docs, e.Outcome = want, Partly
	if err := j.AppendOutcome(&e, SettlementEvent); err != nil {
		t.Fatal(err)
	}
	got := historyOf(t, j).Entries[0]
	if canonicalDocs(t, got.Docs) != canonicalDocs(t, want) || got.Outcome != Partly || !got.LookedUp {
		t.Errorf("%s", canonicalDocs(t, got.Docs))
	}
	if notes := got.Notes(); len(notes) != 1 || !strings.Contains(notes[0], "Van") {
		t.Errorf("%q", notes)
	}
	docs := map[string]bool{}
	noteMembers(docs, "", printed(t, historyOf(t, j)))
	for _, member := range []string{"doc string", "name string", "before object", "want object", "state string", "after object", "derived bool", "code string", "notes array"} {
		if !docs["entries[].docs[]."+member] {
			t.Errorf("history --json has no %s", member)
		}
	}
}

func canonicalDocs(t *testing.T, docs []DocRecord) string {
	t.Helper()
	raw, err := json.Marshal(docs)
	if err != nil {
		t.Fatal(err)
	}
	return canonicalJSON(t, string(raw))
}
