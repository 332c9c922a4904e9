package journal

import (
	"slices"

	"rcfwd/api"
)

// undoState is what the entries of a journal say about taking back and doing again.
// A change may concern several numbers, each of which is taken back by itself.
type undoState struct {
	changes map[string]*change
	seq     int // counts, to tell what came later

	// alias is the id that a number has since it came back, by the one it had.
	alias map[string]string

	// latest is how the journal knows each number last, by its present id.
	latest map[string]Record

	backend api.CallHandling // the call handling that the account is on now; empty is not known

	// versions says of each rule by which change it is as it is. Undo gives it the
	// version that it had before.
	versions map[string]string
}

// change is an entry that is not itself a taking back or doing again.
type change struct {
	entry        Entry
	ids          []string          // of the numbers that it changed
	undone       map[string]bool   // which of them are taken back
	partial      map[string]Record // how a taking back that stopped half way left them
	partlyRedone map[string]bool   // which of these an attempt to do it again has changed in part
	doneAt       int               // when it was made or done again last, if only in part
	markedAt     int               // the same, or when it was taken back
	superseded   bool              // another change was made after it was taken back

	versionsBefore map[string]string       // the versions that its rules had before
	ruleTargets    map[string][]RuleRecord // the rules that rang a number before it was removed last
	removedAt      map[string]int          // when that was, to tell what came later
	restoredRules  map[string][]string     // in which of them it was put back, by their ids

	// currentIDs is the id that a number had after the change was turned last. On new accounts
	// the id of before may be that of another number since.
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
	c := &change{
		entry: e, ids: affected(e), undone: map[string]bool{}, partial: map[string]Record{}, partlyRedone: map[string]bool{},
		doneAt: s.seq, markedAt: s.seq,
		versionsBefore: map[string]string{}, ruleTargets: map[string][]RuleRecord{}, restoredRules: map[string][]string{}, removedAt: map[string]int{},
		currentIDs: map[string]string{},
	}
	for _, id := range c.ids {
		c.currentIDs[id] = id
		if a, there := byID(e.After, id); there {
			c.currentIDs[id] = a.ID
		}
	}
	s.changes[e.ID] = c
	c.rememberPlaces(e, s.seq, c.ids, c.ids)
	if len(c.ids) == 0 {
		return
	}
	for _, key := range c.rules() {
		c.versionsBefore[key], s.versions[key] = s.versions[key], e.ID
	}
}

// markUndone marks numbers of c as taken back, or done again.
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

// markNumber marks one number. What stopped half way leaves it to be planned again.
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

// rename says that the number with an id came back with another.
func (s *undoState) rename(id, now string) {
	if old := s.currentID(id); old != now {
		delete(s.alias, now)
		s.alias[old] = now
	}
}

// currentIDOf is the present id of a number of a change.
func (s *undoState) currentIDOf(c *change, id string) string {
	if c != nil && c.currentIDs[id] != "" {
		id = c.currentIDs[id]
	}
	return s.currentID(id)
}

// currentID is the present id of a number.
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

func (s *undoState) observe(e Entry) {
	for _, b := range e.Before {
		delete(s.latest, b.ID)
		delete(s.alias, b.ID) // it is there under that id, whoever had it before
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

// affected are the ids of the numbers that e changed. That one is missing
// afterwards is e's doing only when e removes.
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

// changed says whether e changed the number b, which is a now if it is still there.
func (e Entry) changed(b, a Record, there bool) bool {
	switch {
	case e.Op == OpRemove:
		return !there || b.isV2() && e.took(b, a)
	case e.Op == OpCreate:
		return there && len(misplaced(b, a)) > 0
	}
	return there && len(changedFields(e, b, a)) > 0
}

// changedFields are the fields that e changed in a number. What somebody else changed
// in the same moment shows in After too, and is not e's to take back.
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

// lastDone is the change that was made or done again last of those that are not taken
// back. One that is taken back in part keeps its place: what was made after it, as while
// nobody knew its outcome, comes first all the same.
func (s *undoState) lastDone() (Entry, bool) {
	return s.latestChange(func(c *change) bool { return !c.allUndone() }, func(c *change) int { return c.doneAt })
}

// lastUndone is the change that was taken back last, unless another was made since.
func (s *undoState) lastUndone() (Entry, bool) {
	return s.latestChange(func(c *change) bool { return c.anyUndone() && !c.superseded }, func(c *change) int { return c.markedAt })
}

// latestChange is the latest change of those that qualify.
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
