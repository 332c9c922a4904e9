package sweep

import (
	"time"

	"rcfwd/api/index"
)

// noteBatch is how many lines are written at once.
const noteBatch = 1000

// note writes to the index what the list has that the index does not know, and who is gone,
// and finds out what is to be read.
func (s *Sweep) note(l *list) error {
	all, err := s.Index.Heads()
	if err != nil {
		return err
	}
	heads := make(map[string]*index.Head, len(all))
	for i := range all {
		heads[all[i].ID] = &all[i]
	}
	w := noter{index: s.Index}
	for i := range l.all {
		if one := &l.all[i]; !isNoted(heads[one.id], one) {
			w.add(one.reading())
		}
	}
	for i := range all {
		if _, listed := l.byID[all[i].ID]; !listed && !all[i].Gone {
			w.add(goneReading(&all[i], l.at))
		}
	}
	w.flush()
	if w.err == nil {
		w.err = s.mark(l)
	}
	s.queue = s.order(l.all, heads, time.Now().Add(-s.maxAge(l)))
	s.list = l
	return w.err
}

// isNoted reports whether the index has all of what the list says of an extension that may
// decide which extensions a person selects.
func isNoted(h *index.Head, l *listed) bool {
	return h != nil && !h.Gone && h.Number == l.number && h.Name == l.name && h.Type == l.kind && h.Status == l.status && h.Class == l.class
}

func goneReading(h *index.Head, at time.Time) index.Reading {
	return index.Reading{
		V: index.Version, Class: h.Class, ListedAt: at.UTC(), Gone: true,
		ID: h.ID, Number: h.Number, Name: h.Name, Type: h.Type, Status: h.Status,
	}
}

// mark notes that the list was read to its end, and how many extensions it has. What
// earlier sweeps were refused holds until a reading shows otherwise.
func (s *Sweep) mark(l *list) error {
	before, _, err := s.Index.LastMark()
	if err != nil {
		return err
	}
	s.refused = before.NotRead
	return s.Index.Mark(index.Mark{At: l.at.UTC(), Expected: l.expected(), NotRead: s.refused})
}

// expected is how many extensions of each class the list has. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (l *list) expected() (all []index.ClassCount) {
	count := map[index.Class]int{}
	for i := range l.all {
		count[l.all[i].class]++
	}
	for _, c := range index.Classes {
		all = append(all, index.ClassCount{Class: c, Count: count[c]})
	}
	return all
}

// noter writes lines in batches. err is the first error; nothing is written after it.
type noter struct {
	index *index.Index
	lines []index.Reading
	err   error
}

func (w *noter) add(r index.Reading) {
	if w.lines = append(w.lines, r); len(w.lines) == noteBatch {
		w.flush()
	}
}

func (w *noter) flush() {
	if w.err == nil && len(w.lines) > 0 {
		w.err = w.index.Append(w.lines...)
	}
	w.lines = w.lines[:0]
}
