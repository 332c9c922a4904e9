package journal

import (
	"slices"
	"strings"
	"time"
)

// History is what a journal holds about one extension, the oldest entry first.
type History struct {
	Entries []Entry
	Damaged []Damage

	// Newer is a *settings.NewerFileError where a later rcfwd wrote in the journal: Entries
	// is what this one understands, and nothing can be added. Otherwise nil.
	Newer error

	undo *undoState
}

// Damage is a line that cannot be read. It stays in the file.
type Damage struct {
	File string `json:"file"`
	Line int    `json:"line"` // from 1
	Why  string `json:"why"`
}

// Entry returns the entry with an id. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (h *History) Entry(id string) (Entry, bool) {
	i := slices.IndexFunc(h.Entries, func(e Entry) bool { return e.ID == id })
	if i < 0 {
		return Entry{}, false
	}
	return h.Entries[i], true
}

// Last returns the change to undo next: the one made or redone last of those that are not
// undone.
func (h *History) Last() (Entry, bool) {
	return h.current(h.undo.lastDone())
}

// LastUndone returns the change to redo next: the one undone last, unless another change
// was made since.
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

// Pending returns the entries whose outcome is not known and can be looked up. That of a
// request of rcfwd api cannot: what it should have changed is not known.
func (h *History) Pending() []Entry {
	return slices.DeleteFunc(slices.Clone(h.Entries), func(e Entry) bool { return e.Resolved() || e.Op == OpAPI })
}

// Filter returns the entries in which every word of query occurs, in upper or lower case:
// in the id, the time, the operation, the outcome, the code or message, the lines, the
// fields of a number, the name of the rule or the person.
func (h *History) Filter(query string) []Entry {
	words := strings.Fields(strings.ToLower(query))
	return slices.DeleteFunc(slices.Clone(h.Entries), func(e Entry) bool {
		text := e.text()
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
	})
}

// text returns what Filter searches, in lower case.
func (e *Entry) text() string {
	parts := []string{e.ID, string(e.Op), e.Method, e.Path, string(e.Outcome), e.Code, e.Message, e.Who.Name, e.Who.Number, e.Time.Format(time.RFC3339)}
	parts = append(parts, e.Lines...)
	if r := e.Rule(); r != nil {
		parts = append(parts, r.Name)
	}
	for _, r := range slices.Concat(e.Before, e.Want, e.After) {
		for _, f := range fields {
			parts = append(parts, r.Value(f))
		}
	}
	return strings.ToLower(strings.Join(parts, "\n"))
}
