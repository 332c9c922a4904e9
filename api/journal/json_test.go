package journal

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

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
	e = record(t, j, &e)
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
	for _, member := range []string{`"doc":"flips"`, `"name":"the flip list"`, `"before":{`, `"want":{`, `"state":"done"`, `"after":{`, `"derived":true`, `"code":"CMN-101"`, `"notes":[`} {
		if text := canonicalDocs(t, got.Docs); !strings.Contains(text, member) {
			t.Errorf("history --json has no %s: %s", member, text)
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
