package api

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"rcfwd/api/rest"
)

// writeFlipList writes changes to a list of A and B, which is answered with other
// records.
func writeFlipList(t *testing.T, answered string, changes ...func(*Draft) error) (Applied, Snapshot) {
	t.Helper()
	s := snapshotV2(t, []Rule{}, flipText("1", "A", phoneA, "1"), flipText("2", "B", phoneB, "2"))
	d := s.Draft()
	apply(t, d, changes...)
	c := newTestClientOn(V2, func(*http.Request) (*http.Response, error) { return answer(200, answered), nil })
	done, next := c.Write(t.Context(), &s, d.Edits())
	return done[0], next
}

// A list that lacks what was sent, or has what was left out, leaves it unknown what is
// stored.
func TestWriteFlips_isLostWhenTheAnswerDiffers(t *testing.T) {
	for name, test := range map[string]struct {
		change   func(*Draft) error
		answered string
	}{
		"another digit":        {changing("1", digitOf("7")), records(flipText("1", "A", phoneA, "1"), flipText("2", "B", phoneB, "2"))},
		"another label":        {changing("1", labelOf("Hut")), records(flipText("1", "A", phoneA, "1"), flipText("2", "B", phoneB, "2"))},
		"one is missing":       {changing("1", digitOf("7")), records(flipText("1", "A", phoneA, "7"))},
		"what was added":       {adding(&NewNumber{Phone: phoneC, Label: "C"}), records(flipText("1", "A", phoneA, "1"), flipText("2", "B", phoneB, "2"))},
		"what was removed":     {removing("2"), records(flipText("1", "A", phoneA, "1"), flipText("2", "B", phoneB, "2"))},
		"none":                 {changing("1", digitOf("7")), records()},
		"no list":              {changing("1", digitOf("7")), `{}`},
		"records of no number": {changing("1", digitOf("7")), records(flipText("1", "A", phoneA, "7"), flipText("2", "B", phoneB, "2"), "3")},
	} {
		got, next := writeFlipList(t, test.answered, test.change)
		if got.State != Lost || !errors.Is(got.Err, rest.ErrLost) || got.After != nil || len(got.Notes) > 0 {
			t.Errorf("%s: %s, %v, %s, %q", name, got.State, got.Err, got.After, got.Notes)
		}
		if contents(&next) != "A B; " {
			t.Errorf("%s: %s", name, contents(&next))
		}
	}
}

// What the answer holds beside what was sent is told, and is in the next snapshot.
func TestWriteFlips_tellsWhatElseTheAnswerShows(t *testing.T) {
	a7, b := flipText("1", "A", phoneA, "7"), flipText("2", "B", phoneB, "2")
	for name, test := range map[string]struct {
		answered string
		notes    []string
		numbers  string
	}{
		"as sent":              {records(a7, b), nil, "A B"},
		"in another order":     {records(b, a7), nil, "B A"},
		"with more fields":     {records(strings.Replace(a7, `{`, `{"glow":1,`, 1), b), nil, "A B"},
		"one more":             {records(a7, b, flipText("3", "Theirs", phoneC, "3")), []string{`The list also has "Theirs", which was not sent.`}, "A B Theirs"},
		"two more, one in it":  {records(flipText("3", "Theirs", phoneC, "3"), a7, b, flipText("4", "\u202eOdd", "+16505550149", "4")), []string{`The list also has "Theirs", which was not sent.`, `The list also has "Odd", which was not sent.`}, "Theirs A B Odd"},
		"another id":           {records(a7, strings.Replace(b, `"2"`, `"22"`, 1)), []string{`RingCentral assigned another id to "B".`}, "A B"},
		"nothing that is null": {records(a7, "null", b), nil, "A B"},
	} {
		got, next := writeFlipList(t, test.answered, changing("1", digitOf("7")))
		if got.State != Confirmed || !slices.Equal(got.Notes, test.notes) || contents(&next) != test.numbers+"; " || next.Derived || got.Derived {
			t.Errorf("%s: %s, %q, %s", name, got.State, got.Notes, contents(&next))
		}
		if !next.Holds(DocumentID{FlipDocument, ""}, got.After) {
			t.Errorf("%s: %s", name, got.After)
		}
	}
}
