package journal

import (
	"slices"

	"rcfwd/api"
)

// undoState is what the entries of a journal add up to for undo and redo. A change may
// concern several numbers, each of which is undone on its own.
type undoState struct {
	changes map[string]*change
	seq     int // number of entries so far, to tell which came later

	// alias maps the id that a number had to the one that it got when it was restored.
	alias map[string]string

	// latest maps the current id of each number to its last record.
	latest map[string]Record

	backend api.CallHandling // of the account now; empty if not known

	// versions maps the key of each rule to the id of the change that made it what it
	// is. Undo sets the version from before the change.
	versions map[string]string
}

// change is an entry that does not undo or redo another one, and its state.
type change struct {
	entry        Entry
	ids          []string          // of the numbers that it changed; keys of the maps below
	undone       map[string]bool   // which of them are undone
	partial      map[string]Record // how an undo or redo that stopped half way left them
	partlyRedone map[string]bool   // which of them a redo has changed in part
	doneAt       int               // seq when it was made or redone last, if only in part
	markedAt     int               // seq when it was made, undone or redone last
	superseded   bool              // another change was made after it was undone

	versionsBefore map[string]string       // undoState.versions of its rules before it, by their keys
	ruleTargets    map[string][]RuleRecord // the rules that rang a number before it was removed last
	removedAt      map[string]int          // seq of that removal
	restoredRules  map[string][]string     // ids of those of the rules to which it was added again

	// currentIDs maps to the id that a number had after the change was made, undone or
	// redone last. On new call handling another number may have its earlier id now.
	currentIDs map[string]string
}

func newUndoState(entries []Entry) *undoState {
	s := &undoState{changes: map[string]*change{}, alias: map[string]string{}, latest: map[string]Record{}, versions: map[string]string{}}
	for _, e := range entries {
		if e.Effective() || e.Outcome == Unchanged {
			s.add(e)
		}
	}
	return s
}

func (s *undoState) add(e Entry) {
	s.seq++
	s.observe(e)
	of := e.Undoes + e.Redoes
	if of != "" {
		if c := s.changes[of]; c != nil {
			s.markUndone(c, e)
		}
		return
	}
	for _, c := range s.changes {
		c.superseded = c.superseded || c.anyUndone()
	}
	c := newChange(e, s.seq)
	s.changes[e.ID] = c
	c.rememberPlaces(e, s.seq, c.ids, c.ids)
	if len(c.ids) == 0 {
		return
	}
	for _, key := range c.rules() {
		c.versionsBefore[key], s.versions[key] = s.versions[key], e.ID
	}
}

func newChange(e Entry, seq int) *change {
	c := &change{
		entry: e, ids: affected(e), doneAt: seq, markedAt: seq,
		undone: map[string]bool{}, partial: map[string]Record{}, partlyRedone: map[string]bool{},
		versionsBefore: map[string]string{}, ruleTargets: map[string][]RuleRecord{},
		removedAt: map[string]int{}, restoredRules: map[string][]string{}, currentIDs: map[string]string{},
	}
	for _, id := range c.ids {
		c.currentIDs[id] = id
		if a, there := byID(e.After, id); there {
			c.currentIDs[id] = a.ID
		}
	}
	return c
}

// markUndone marks numbers of c as undone or redone by e.
func (s *undoState) markUndone(c *change, e Entry) {
	for _, id := range e.of {
		c.rememberPlaces(e, s.seq, []string{id}, []string{s.currentIDOf(c, id)})
		if e.Op.ofRule() && !c.entry.Op.ofRule() {
			c.restoredRules[id] = append(c.restoredRules[id], e.RuleBefore.ID)
		}
		if e.Op == OpCreate && len(e.After) == 1 {
			s.rename(s.currentIDOf(c, id), e.After[0].ID)
			c.currentIDs[id] = e.After[0].ID
		}
		c.currentIDs[id] = s.currentIDOf(c, id)
		c.markNumber(id, c.currentIDs[id], e)
	}
	c.markedAt, c.superseded = s.seq, false
	if e.Redoes != "" {
		c.doneAt = s.seq
	}
	if !e.more {
		s.markRules(c, e.Undoes != "")
	}
}

// markNumber marks one number. One that e left half way is planned for again.
func (c *change) markNumber(id, now string, e Entry) {
	left, there := byID(e.After, now)
	switch {
	case e.Outcome == Partly && there:
		c.partial[id] = left
		c.partlyRedone[id] = c.undone[id]
	case e.more:
		c.partlyRedone[id] = c.undone[id]
	default:
		c.undone[id] = e.Undoes != ""
		delete(c.partial, id)
		delete(c.partlyRedone, id)
		delete(c.restoredRules, id)
	}
}

// rename notes that the number with an id was restored with another one.
func (s *undoState) rename(id, now string) {
	if old := s.currentID(id); old != now {
		delete(s.alias, now)
		s.alias[old] = now
	}
}

// currentIDOf returns the current id of a number of a change.
func (s *undoState) currentIDOf(c *change, id string) string {
	if c != nil && c.currentIDs[id] != "" {
		id = c.currentIDs[id]
	}
	return s.currentID(id)
}

// currentID returns the current id of a number.
func (s *undoState) currentID(id string) string {
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
func (s *undoState) observe(e Entry) {
	for _, b := range e.Before {
		delete(s.latest, b.ID)
		delete(s.alias, b.ID) // the id is in use again
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

// affected returns the ids of the numbers, or of the rule, that e changed. A number that
// is missing afterwards was removed by e only if e is a removal.
func affected(e Entry) []string {
	if e.Op.ofRule() {
		return affectedRule(e)
	}
	var ids []string
	for _, b := range e.Before {
		if a, ok := byID(e.After, b.ID); e.changed(b, a, ok) {
			ids = append(ids, b.ID)
		}
	}
	for _, a := range e.After {
		if _, ok := e.before(a); !ok && e.Op == OpCreate {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// changed reports whether e changed the number b, which is a afterwards if it is there.
func (e Entry) changed(b, a Record, there bool) bool {
	switch {
	case e.Op == OpRemove:
		return !there || b.isV2() && e.took(b, a)
	case e.Op == OpCreate:
		return there && len(misplaced(b, a)) > 0
	}
	return there && len(changedFields(e, b, a)) > 0
}

// changedFields returns the fields of a number that e changed. After also has what
// another user changed at the same time, which is not for e to undo.
func changedFields(e Entry, before, after Record) []api.Field {
	want, ok := byID(e.Want, before.ID)
	if !ok {
		return nil
	}
	asked := differing(before, want)
	return slices.DeleteFunc(differing(before, after), func(f api.Field) bool { return !slices.Contains(asked, f) })
}

func (c *change) anyUndone() bool {
	return slices.ContainsFunc(c.ids, func(id string) bool { return c.undone[id] })
}

func (c *change) allUndone() bool {
	return !slices.ContainsFunc(c.ids, func(id string) bool { return !c.undone[id] || c.partlyRedone[id] })
}

func (s *undoState) undone(id string) bool {
	c := s.changes[id]
	return c != nil && len(c.ids) > 0 && c.allUndone()
}

// lastDone returns the change that was made or redone last of those that are not undone.
// One that is undone in part keeps its place: changes made after it, for example while
// its outcome was unknown, still come first.
func (s *undoState) lastDone() (Entry, bool) {
	return s.latestChange(func(c *change) bool { return !c.allUndone() }, func(c *change) int { return c.doneAt })
}

// lastUndone returns the change that was undone last, unless another was made since.
func (s *undoState) lastUndone() (Entry, bool) {
	return s.latestChange(func(c *change) bool { return c.anyUndone() && !c.superseded }, func(c *change) int { return c.markedAt })
}

// latestChange returns the latest of the changes that qualify.
func (s *undoState) latestChange(qualifies func(*change) bool, when func(*change) int) (Entry, bool) {
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
