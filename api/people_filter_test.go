package api

import (
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"

	"rcfwd/api/rest"
)

var update = flag.Bool("update", false, "write the golden files")

// filtered are people with everything that a filter looks at.
const filtered = `[
	{"id":1,"extensionNumber":"101","name":"Ines Okafor","type":"User","status":"Enabled","contact":{"email":"ines.okafor@example.com"},"site":{"id":"main-site","name":"Main Site"}},
	{"id":2,"extensionNumber":"104","name":"Dana \u001b[31mWhitfield","type":"User","status":"Enabled","contact":{"email":"dana@example.com"},"site":{"id":"77","name":"Perth"}},
	{"id":3,"extensionNumber":"1040","name":"To: Let","type":"User","status":"NotActivated","contact":{}},
	{"id":4,"extensionNumber":"200","name":"Support","type":"Department","status":"Enabled","site":{"id":"78","name":"New York"}},
	{"id":5,"extensionNumber":"0104","name":"Menu \"A\"","type":"IvrMenu","status":"Disabled"},
	{"id":6,"name":"Ümit","type":"Hologram","status":"Frozen"}
]`

// The screen and the commands take the same filters: each of the golden file, and what it
// selects or why it is refused.
func TestPeopleFilter_selects(t *testing.T) {
	const golden = "testdata/people-filter.txt"
	have, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	for line := range strings.Lines(string(have)) {
		if !strings.HasPrefix(line, "\t") {
			got.WriteString(line)
			got.WriteString(selected(t, strings.TrimSuffix(line, "\n")))
		}
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got.String() != string(have) {
		t.Errorf("%s", got.String())
	}
}

// selected returns the numbers of those that a filter selects, or its error.
func selected(t *testing.T, filter string) string {
	t.Helper()
	var records []json.RawMessage
	if err := json.Unmarshal([]byte(filtered), &records); err != nil {
		t.Fatal(err)
	}
	people, _, err := readAll(opListPeople, records, readPerson)
	if err != nil {
		t.Fatal(err)
	}
	f, err := ParsePeopleFilter(filter)
	if err != nil {
		return "\tERROR " + err.Error() + "\n"
	}
	text := "\t"
	for _, p := range people {
		if f.Matches(p) {
			text += " " + p.ID
		}
	}
	return text + "\n"
}

func TestPeopleFilterText_readsBack(t *testing.T) {
	for _, words := range [][]string{{"a", "b"}, {"New York"}, {"site:New York", "x"}, {`say "hi"`}, {"--", "to:x"}} {
		got, err := filterWords(PeopleFilterText(words))
		if err != nil || strings.Join(got, "|") != strings.Join(words, "|") {
			t.Errorf("%q is read as %q, %v", words, got, err)
		}
	}
}

func TestPerson_keepsTheExactText(t *testing.T) {
	p, err := readPerson(json.RawMessage(`{"id":2,"name":"Dana \u001b[31mWhitfield","contact":{"email":"a\u202eb"}}`))
	if err != nil || p.Name != "Dana Whitfield" || p.Exact().Name != "Dana \x1b[31mWhitfield" || p.Exact().Email != "a\u202eb" || p.Email != rest.Clean(p.Exact().Email) {
		t.Errorf("%+v, exact %+v, %v", p, p.Exact(), err)
	}
}
