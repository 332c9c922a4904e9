package journal

import (
	"slices"

	"rcfwd/api"
)

// undoState is what the entries of a journal say about undo and redo. A change may
// concern several numbers; a journal of versions before 2 may have undone them one by
// one.
type undoState struct {
	changes map[string]*change
	made    int // counts entries, to tell what came later

	// alias maps the id that a number had to the one that it got when it was restored. Rules
	// have keys that ruleAlias makes.
	alias map[string]string

	// first maps the id of a rule that was made again to the one that it had first.
	first map[string]string

	// latest maps the current id of each number to its last record.
	latest map[string]Record

	// latestRule maps the current id of each rule that a change wrote to its last record.
	latestRule map[string]*RuleRecord

	// versions is, for each rule, the change by which it is as it is. Undo gives it the
	// version that it had before.
	versions map[string]string
}

// change is an entry that is not itself an undo or redo.
type change struct {
	entry  Entry
	ids    []string        // of the numbers, or the rule, that it changed
	undone map[string]bool // which of them are undone
	half   map[string]bool // which of these a redo, or of the others an undo, did in part
	made   int             // when it was made
	done   int             // when it was made or redone last, if only in part
	turned int             // the same, or when it was undone
	final  bool            // another change was made after it was undone

	// at is the id that a number had after the change was undone or redone last. The id
	// of before may be that of another number since.
	at map[string]string

	// before is, for each rule that it wrote, the version of before.
	before map[string]string
}

func newUndoState(entries []Entry) *undoState {
	s := &undoState{
		changes: map[string]*change{}, alias: map[string]string{}, first: map[string]string{}, latest: map[string]Record{},
		latestRule: map[string]*RuleRecord{}, versions: map[string]string{},
	}
	for _, e := range entries {
		if e.Effective() || e.Outcome == Unchanged {
			s.take(&e)
		}
	}
	return s
}

func (s *undoState) take(e *Entry) {
	s.made++
	s.observe(e)
	if of := e.Undoes + e.Redoes; of != "" {
		if c := s.changes[of]; c != nil {
			s.markUndone(c, e)
		}
		return
	}
	for _, c := range s.changes {
		c.final = c.final || c.anyUndone()
	}
	c := &change{
		entry: *e, ids: affected(e), undone: map[string]bool{}, half: map[string]bool{}, made: s.made, done: s.made, turned: s.made,
		at: map[string]string{}, before: map[string]string{},
	}
	for _, id := range c.ids {
		c.at[id] = id
		if a, there := ByID(e.After, id); there {
			c.at[id] = a.ID
		}
	}
	s.changes[e.ID] = c
	if len(c.ids) == 0 {
		return // it cannot be undone, and must not be in the way of others
	}
	for _, key := range s.keysOf(e) {
		c.before[key], s.versions[key] = s.versions[key], e.ID
	}
}

// markUndone marks numbers of c as undone, or redone. What ended half way can be
// finished, and it can be turned round.
func (s *undoState) markUndone(c *change, e *Entry) {
	for _, id := range e.For {
		if e.Op == OpCreateRule && e.RuleAfter != nil {
			s.renameRule(id, e.RuleAfter.ID)
		}
		if now, back := e.cameBackAs(s.nowOf(c, id), len(e.For) == 1); back {
			s.rename(s.nowOf(c, id), now)
		}
		c.at[id] = s.nowOf(c, id)
		c.half[id] = e.Outcome == Partly || e.More
		if !c.half[id] {
			c.undone[id] = e.Undoes != ""
		}
	}
	c.turned, c.final = s.made, false
	if e.Redoes != "" {
		c.done = s.made
	}
	if e.Outcome != Partly && !e.More {
		s.markRules(c, e.Undoes != "")
	}
}

// markRules gives the rules of c the version that they had before it, or that of c again.
// A rule that another change wrote since keeps that one's. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (s *undoState) markRules(c *change, undo bool) {
	for key, before := range c.before {
		from, to := c.entry.ID, before
		if !undo {
			from, to = to, from
		}
		if s.versions[key] == from {
			s.versions[key] = to
		}
	}
}

// cameBackAs is the id that a number got which an undo or redo added again. Of one that
// was divided, because a part of that was not done, the half that kept its id counts.
func (e *Entry) cameBackAs(id string, single bool) (now string, back bool) {
	if d, ok := e.doc(api.NumberDocument, id); ok && d.Before == nil && d.After != nil {
		return numberID(d.After), true
	}
	if len(e.Docs) == 0 && e.Op == OpCreate && single && len(e.After) == 1 {
		return e.After[0].ID, true
	}
	i := slices.IndexFunc(e.After, func(r Record) bool { return r.Was == id })
	kept := slices.ContainsFunc(e.After, func(r Record) bool { return r.ID == id })
	if i < 0 || kept {
		return "", false
	}
	return e.After[i].ID, true
}

// rename notes that the number with an id was restored with another one.
func (s *undoState) rename(id, now string) {
	if old := s.now(id); old != now {
		delete(s.alias, now)
		s.alias[old] = now
	}
}

// nowOf is the present id of a number of a change. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (s *undoState) nowOf(c *change, id string) string {
	if c != nil && c.at[id] != "" {
		id = c.at[id]
	}
	return s.now(id)
}

// now is the present id of a number. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (s *undoState) now(id string) string {
	for range len(s.alias) + 1 {
		next, ok := s.alias[id]
		if !ok {
			break
		}
		id = next
	}
	return id
}

// observe notes the numbers as e left them.
func (s *undoState) observe(e *Entry) {
	if e.RuleAfter != nil && e.Effective() {
		s.latestRule[e.RuleAfter.ID] = e.RuleAfter
	}
	for _, b := range e.Before {
		delete(s.latest, b.ID)
		delete(s.alias, b.ID) // it is there under that id, whichever number had it before
	}
	for _, a := range e.After {
		if a.ID == "" {
			continue
		}
		s.latest[a.ID] = a
		delete(s.alias, a.ID)
		if a.Was != "" {
			s.rename(a.Was, a.ID)
		}
	}
}

func (c *change) anyUndone() bool {
	return slices.ContainsFunc(c.ids, func(id string) bool { return c.undone[id] || c.half[id] })
}

func (c *change) allUndone() bool {
	return !slices.ContainsFunc(c.ids, func(id string) bool { return !c.undone[id] || c.half[id] })
}

func (s *undoState) undone(id string) bool {
	c := s.changes[id]
	return c != nil && len(c.ids) > 0 && c.allUndone()
}

// lastDone returns the change that was made or redone last of those that are not undone.
// One that is undone in part keeps its place: changes made after it, for example while
// its outcome was unknown, still come first.
func (s *undoState) lastDone() (Entry, bool) {
	return s.top(func(c *change) bool { return !c.allUndone() }, func(c *change) int { return c.done })
}

// lastUndone returns the change that was undone last, unless another was made since.
func (s *undoState) lastUndone() (Entry, bool) {
	return s.top(func(c *change) bool { return c.anyUndone() && !c.final }, func(c *change) int { return c.turned })
}

// top is the latest change of those that qualify.
func (s *undoState) top(qualifies func(*change) bool, when func(*change) int) (Entry, bool) {
	var best *change
	for _, c := range s.changes {
		if len(c.ids) > 0 && qualifies(c) && (best == nil || when(c) > when(best)) {
			best = c
		}
	}
	if best == nil {
		return Entry{}, false
	}
	return best.entry, true
}
