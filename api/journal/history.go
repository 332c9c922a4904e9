package journal

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// History is what a journal holds of one extension, the oldest first.
type History struct {
	Entries []Entry
	Damaged []Damage

	undo *undoState
}

// Damage is a line that cannot be read. It stays in its file.
type Damage struct {
	File string `json:"file"`
	Line int    `json:"line"` // from 1
	Why  string `json:"why"`
}

// Entry finds an entry by its id.
func (h *History) Entry(id string) (Entry, bool) {
	i := slices.IndexFunc(h.Entries, func(e Entry) bool { return e.ID == id })
	if i < 0 {
		return Entry{}, false
	}
	return h.Entries[i], true
}

// Last is what undo would take back: the change that was made, or done again, last.
func (h *History) Last() (Entry, bool) {
	return h.current(h.undo.lastDone())
}

// LastUndone is what redo would do again: the change that was taken back last, unless
// another was made since.
func (h *History) LastUndone() (Entry, bool) {
	return h.current(h.undo.lastUndone())
}

func (h *History) current(e Entry, ok bool) (Entry, bool) {
	if !ok {
		return e, false
	}
	return h.Entry(e.ID)
}

// SinceEntry returns the change with this id and those made after it, without those that
// are undone, the newest first, as Plan takes them.
func (h *History) SinceEntry(id string) []Entry {
	first := slices.IndexFunc(h.Entries, func(e Entry) bool { return e.ID == id })
	if first < 0 {
		return nil
	}
	var found []Entry
	for _, e := range slices.Backward(h.Entries[first:]) {
		if c := h.undo.changes[e.ID]; c != nil && len(c.ids) > 0 && !c.allUndone() {
			found = append(found, e)
		}
	}
	return found
}

// Pending are the entries whose outcome is not known.
func (h *History) Pending() []Entry {
	return slices.DeleteFunc(slices.Clone(h.Entries), Entry.Resolved)
}

// Filter gives the entries that hold every word of query, in any case: in the name
// of the operation, the outcome, the texts of a number or the person.
func (h *History) Filter(query string) []Entry {
	words := strings.Fields(strings.ToLower(query))
	return slices.DeleteFunc(slices.Clone(h.Entries), func(e Entry) bool {
		text := e.text()
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	})
}

// text is what a filter looks at, in lower case.
func (e Entry) text() string {
	parts := []string{e.ID, string(e.Op), string(e.Outcome), e.Code, e.Message, e.Who.Name, e.Who.Number, e.Time.Format(time.RFC3339)}
	parts = append(parts, e.Lines...)
	if e.RuleBefore != nil {
		parts = append(parts, e.RuleBefore.Name)
	}
	for _, r := range slices.Concat(e.Before, e.Want, e.After) {
		for _, f := range fields {
			parts = append(parts, r.Value(f))
		}
	}
	return strings.ToLower(strings.Join(parts, "\n"))
}

// JSON is entries for other programs, as `rcfwd history --json` prints them: an
// object with entries, each with the comparisons of its numbers under changes and
// the words about its rule under lines, and the damaged lines.
func (h *History) JSON(entries []Entry) ([]byte, error) {
	type shown struct {
		Entry
		Changes []Comparison `json:"changes"`
	}
	out := struct {
		Entries []shown  `json:"entries"`
		Damaged []Damage `json:"damaged,omitempty"`
	}{Entries: make([]shown, 0, len(entries)), Damaged: h.Damaged}
	for _, e := range entries {
		out.Entries = append(out.Entries, shown{e, e.Comparisons()})
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(out)
	return b.Bytes(), err
}
