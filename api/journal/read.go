package journal

import "bytes"

// History reads everything that the journal holds of its extension. Two histories
// share what their entries point to, so callers must not change that in place.
func (j *Journal) History() (*History, error) {
	parts, err := j.store.read()
	if err != nil {
		return nil, j.fileError(err)
	}
	r := reader{where: j.scope, lines: map[string]line{}, index: map[string]int{}}
	if p := j.lines.Load(); p != nil {
		r.known = *p
	}
	for _, p := range parts {
		r.read(p)
	}
	j.lines.Store(&r.lines)
	h := &History{Entries: r.entries, Damaged: r.damaged}
	h.undo = newUndoState(h.Entries)
	for i := range h.Entries {
		h.Entries[i].Undone = h.undo.undone(h.Entries[i].ID)
	}
	return h, nil
}

// reader puts entries together from lines.
type reader struct {
	where   Scope
	known   map[string]line // decoded by the last read, by their text
	lines   map[string]line // the same for the next one
	entries []Entry
	index   map[string]int // where in entries an id is
	damaged []Damage
}

func (r *reader) read(p part) {
	number := 0
	for raw := range bytes.Lines(p.text) {
		number++
		if len(bytes.TrimSpace(raw)) == 0 {
			continue
		}
		l, err := r.decode(raw)
		if err != nil {
			r.damaged = append(r.damaged, Damage{p.name, number, err.Error()})
			continue
		}
		r.add(l)
	}
}

// decode decodes a line unless the last read has: a program reads the whole journal
// several times for every change, and lines never change.
func (r *reader) decode(raw []byte) (line, error) {
	l, ok := r.known[string(raw)]
	if !ok {
		var err error
		if l, err = decode(raw); err != nil {
			return line{}, err
		}
		l.text = string(raw)
	}
	r.lines[l.text] = l
	return l, nil
}

// add leaves alone what is about another place, and what became of a change
// whose intent is no longer there. A rotation may repeat an intent.
func (r *reader) add(l line) {
	i, known := r.index[l.ID]
	switch {
	case l.Event == intent && !known && r.inScope(l):
		r.index[l.ID] = len(r.entries)
		r.entries = append(r.entries, l.entry())
	case (l.Event == outcome || l.Event == settlement) && known:
		r.entries[i].addOutcome(l)
	}
}

// inScope says whether an intent is about the place of this journal: a profile may
// have been pointed at another server. What the place leaves open is not asked
// for.
func (r *reader) inScope(l line) bool {
	same := func(of, here string) bool { return here == "" || of == here }
	return same(l.Server, r.where.Server) && same(l.Account, r.where.Account) && same(l.Extension, r.where.Extension)
}

func (l line) entry() Entry {
	e := Entry{
		ID: l.ID, Time: l.Time, Server: l.Server, Account: l.Account, Extension: l.Extension,
		Op: l.Op, Before: l.Before, Want: l.Want, had: l.Had,
		RuleBefore: l.RuleBefore, RuleWant: l.RuleWant, Lines: l.Lines, Rang: l.Rang, From: l.From,
		Undoes: l.Undoes, Redoes: l.Redoes, of: l.For, more: l.More,
	}
	if l.Who != nil {
		e.Who = *l.Who
	}
	return e
}

// addOutcome takes in the first outcome that is known; a later one would be somebody
// else's finding about the same.
func (e *Entry) addOutcome(l line) {
	if e.Resolved() {
		return
	}
	e.Outcome, e.Ended, e.After, e.RuleAfter = l.Outcome, l.Time, l.After, l.RuleAfter
	if l.Lines != nil {
		e.Lines = l.Lines
	}
	if l.Code != "" || l.Message != "" {
		e.Code, e.Message = l.Code, l.Message
	}
	if l.Request != "" {
		e.RequestID = l.Request
	}
	e.LookedUp = l.Event == settlement
}
