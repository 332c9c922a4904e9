package journal

import (
	"slices"

	"rcfwd/api"
)

// stack is what the entries of a journal say about taking back and doing again.
// A change may concern several numbers, each of which is taken back by itself.
type stack struct {
	changes map[string]*change
	made    int // counts, to tell what came later

	// alias is the id that a number has since it came back, by the one it had.
	alias map[string]string

	// latest is how the journal knows each number last, by its present id.
	latest map[string]Record

	// versions says of each rule by which change it is as it is. Undo gives it the
	// version that it had before.
	versions map[string]string
}

// change is an entry that is not itself a taking back or doing again.
type change struct {
	entry  Entry
	ids    []string          // of the numbers that it changed
	undone map[string]bool   // which of them are taken back
	half   map[string]Record // how a taking back that stopped half way left them
	turned int               // when it was made, taken back or done again last
	final  bool              // another change was made after it was taken back

	from   map[string]string       // the versions that its rules had before
	places map[string][]RuleRecord // the rules that rang a number before it was removed last
	gone   map[string]int          // when that was, to tell what came later
	placed map[string][]string     // in which of them it was put back, by their ids
}

func stackOf(entries []Entry) *stack {
	s := &stack{changes: map[string]*change{}, alias: map[string]string{}, latest: map[string]Record{}, versions: map[string]string{}}
	for _, e := range entries {
		if e.Effective() || e.Outcome == Unchanged {
			s.take(e)
		}
	}
	return s
}

func (s *stack) take(e Entry) {
	s.made++
	s.learn(e)
	of := e.Undoes + e.Redoes
	if of != "" {
		if c := s.changes[of]; c != nil {
			s.turn(c, e)
		}
		return
	}
	for _, c := range s.changes {
		c.final = c.final || c.anyUndone()
	}
	c := &change{
		entry: e, ids: affected(e), undone: map[string]bool{}, half: map[string]Record{}, turned: s.made,
		from: map[string]string{}, places: map[string][]RuleRecord{}, placed: map[string][]string{}, gone: map[string]int{},
	}
	s.changes[e.ID] = c
	c.leave(e, s.made, c.ids, c.ids)
	if len(c.ids) == 0 {
		return
	}
	for _, key := range c.rules() {
		c.from[key], s.versions[key] = s.versions[key], e.ID
	}
}

// turn marks numbers of c as taken back, or done again.
func (s *stack) turn(c *change, e Entry) {
	for _, id := range e.of {
		c.leave(e, s.made, []string{id}, []string{s.now(id)})
		if e.Op.ofRule() && !c.entry.Op.ofRule() {
			c.placed[id] = append(c.placed[id], e.RuleBefore.ID)
		}
		if e.Op == OpCreate && len(e.After) == 1 {
			s.rename(id, e.After[0].ID)
		}
		c.turn(id, s.now(id), e)
	}
	c.turned, c.final = s.made, false
	if !e.more {
		s.turnRules(c, e.Undoes != "")
	}
}

// turn marks one number. What stopped half way leaves it to be planned again.
func (c *change) turn(id, now string, e Entry) {
	left, there := byID(e.After, now)
	switch {
	case e.Outcome == Partly && there:
		c.half[id] = left
	case !e.more:
		c.undone[id] = e.Undoes != ""
		delete(c.half, id)
	}
}

// rename says that the number with an id came back with another.
func (s *stack) rename(id, now string) {
	if old := s.now(id); old != now {
		s.alias[old] = now
	}
}

// now is the present id of a number.
func (s *stack) now(id string) string {
	for range len(s.alias) + 1 {
		next, ok := s.alias[id]
		if !ok {
			break
		}
		id = next
	}
	return id
}

func (s *stack) learn(e Entry) {
	for _, b := range e.Before {
		delete(s.latest, b.ID)
	}
	for _, a := range e.After {
		s.latest[a.ID] = a
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
		a, ok := byID(e.After, b.ID)
		if !ok && e.Op == OpRemove || ok && len(moved(e, b, a)) > 0 {
			ids = append(ids, b.ID)
		}
	}
	for _, a := range e.After {
		if _, ok := byID(e.Before, a.ID); !ok {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// moved are the fields that e changed in a number. What somebody else changed
// in the same moment shows in After too, and is not e's to take back.
func moved(e Entry, before, after Record) []api.Field {
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
	return !slices.ContainsFunc(c.ids, func(id string) bool { return !c.undone[id] })
}

func (s *stack) undone(id string) bool {
	c := s.changes[id]
	return c != nil && len(c.ids) > 0 && c.allUndone()
}

// top is the change that was turned last of those that qualify.
func (s *stack) top(qualifies func(*change) bool) (Entry, bool) {
	var best *change
	for _, c := range s.changes {
		if len(c.ids) > 0 && qualifies(c) && (best == nil || c.turned > best.turned) {
			best = c
		}
	}
	if best == nil {
		return Entry{}, false
	}
	return best.entry, true
}
