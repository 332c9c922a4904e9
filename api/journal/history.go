package journal

import "time"

// History is what a journal holds of one extension, the oldest first.
type History struct {
	Entries []Entry  `json:"entries"`
	Damaged []Damage `json:"damaged,omitempty"`
}

// Damage is a line that cannot be read. It stays in its file.
type Damage struct {
	File string `json:"file"`
	Line int    `json:"line"` // from 1
	Why  string `json:"why"`
}

// Last is what undo would take back: the change that was made, or done again, last.
func (h *History) Last() (Entry, bool) { return Entry{}, false }

// LastUndone is what redo would do again: the change that was taken back last, unless
// another was made since.
func (h *History) LastUndone() (Entry, bool) { return Entry{}, false }

// Since are the changes made since t that are not taken back, the newest first, as
// Plan takes them.
func (h *History) Since(t time.Time) []Entry { return nil }

// SinceEntry are the change with this id and those after it, like Since.
func (h *History) SinceEntry(id string) []Entry { return nil }

// Filter gives the entries that hold every word of query, in any case: in the name
// of the operation, the outcome, the texts of a number or the person.
func (h *History) Filter(query string) []Entry { return nil }

// JSON is the history for other programs: an object with entries and damaged,
// each entry with its comparisons.
func (h *History) JSON() ([]byte, error) { return nil, nil }
