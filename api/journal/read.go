package journal

import (
	"bytes"
	"slices"
)

// History reads everything that the journal holds about its scope. The error is a
// *FileError. Two histories share the records in their entries, so callers must not
// modify these.
func (j *Journal) History() (*History, error) {
	parts, err := j.store.read()
	if err != nil {
		return nil, j.fileError(err)
	}
	r := reader{scope: j.scope, lines: map[string]line{}, index: map[string]int{}}
	if p := j.lines.Load(); p != nil {
		r.known = *p
	}
	for _, p := range parts {
		r.read(p)
	}
	j.lines.Store(&r.lines)
	j.newest.Store(int64(r.newest))
	h := &History{Entries: r.entries, Damaged: r.damaged, Newer: j.checkVersion()}
	h.undo = newUndoState(h.Entries)
	for i := range h.Entries {
		h.Entries[i].Undone = h.undo.undone(h.Entries[i].ID)
	}
	return h, nil
}

// reader makes entries of lines.
type reader struct {
	scope   Scope
	known   map[string]line // decoded by the last read, by their text
	lines   map[string]line // the same for the next one
	entries []Entry
	index   map[string]int // where in entries an id is
	damaged []Damage
	newest  int // version of a line
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
		r.newest = max(r.newest, l.V)
		r.add(&l)
	}
}

// decode decodes a line unless the last read did. A Writer reads the whole journal
// several times for each change, and lines never change.
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

// add ignores lines about another scope, outcomes of changes whose intent is no longer
// there, and intents that a rotation repeated.
func (r *reader) add(l *line) {
	i, known := r.index[l.ID]
	switch {
	case l.Event == intentEvent && !known && r.inScope(l):
		r.index[l.ID] = len(r.entries)
		r.entries = append(r.entries, l.entry())
	case (l.Event == OutcomeEvent || l.Event == SettlementEvent) && known:
		r.entries[i].addOutcome(l)
	}
}

// inScope reports whether an intent is about the scope of this journal: the server of a
// profile may have changed. Empty fields of the scope match anything.
func (r *reader) inScope(l *line) bool {
	same := func(of, here string) bool { return here == "" || of == here }
	return same(serverKey(l.Server), serverKey(r.scope.Server)) && same(l.Account, r.scope.Account) && same(l.Extension, r.scope.Extension)
}

func (l line) entry() Entry {
	e := Entry{
		ID: l.ID, Time: l.Time, Profile: l.Profile, Server: l.Server, Account: l.Account, Extension: l.Extension,
		Op: l.Op, Method: l.Method, Path: l.Path, Body: l.Body, Before: l.Before, Want: l.Want, Had: l.Had,
		RuleBefore: l.RuleBefore, RuleWant: l.RuleWant, Lines: l.Lines, Rang: l.Rang, From: l.From,
		Undoes: l.Undoes, Redoes: l.Redoes, For: l.For, More: l.More, Docs: slices.Clone(l.Docs),
	}
	if l.Who != nil {
		e.Who = *l.Who
	}
	return e
}

// addOutcome sets the outcome of e unless it is known already. A later one would be what
// another program found out about the same change.
func (e *Entry) addOutcome(l *line) {
	if e.Resolved() {
		return
	}
	e.Outcome, e.Ended, e.After, e.RuleAfter = l.Outcome, l.Time, l.After, l.RuleAfter
	e.takeDocs(l.Docs)
	if l.Lines != nil {
		e.Lines = l.Lines
	}
	if l.Code != "" || l.Message != "" {
		e.Code, e.Message = l.Code, l.Message
	}
	if l.Request != "" {
		e.RequestID = l.Request
	}
	e.LookedUp = l.Event == SettlementEvent
}
