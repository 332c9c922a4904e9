package journal

import (
	"bytes"
	"slices"

	"rcfwd/api"
)

// undoState is what the entries of a journal say about undo and redo. A change may
// concern several numbers; a journal of versions before 2 may have undone them one by
// one.
type undoState struct {
	changes map[string]*change
	made    int // counts entries, to tell what came later

	// alias maps the id that a number had to the one that it got when it was restored.
	alias map[string]string

	// latest maps the current id of each number to its last record.
	latest map[string]Record

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
		changes: map[string]*change{}, alias: map[string]string{}, latest: map[string]Record{}, versions: map[string]string{},
	}
	for _, e := range entries {
		if e.Effective() || e.Outcome == Unchanged {
			s.take(e)
		}
	}
	return s
}

func (s *undoState) take(e Entry) {
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
		entry: e, ids: affected(e), undone: map[string]bool{}, half: map[string]bool{}, done: s.made, turned: s.made,
		at: map[string]string{}, before: map[string]string{},
	}
	for _, id := range c.ids {
		c.at[id] = id
		if a, there := ByID(e.After, id); there {
			c.at[id] = a.ID
		}
	}
	s.changes[e.ID] = c
	for _, key := range c.rules() {
		c.before[key], s.versions[key] = s.versions[key], e.ID
	}
}

// markUndone marks numbers of c as undone, or redone. What ended half way can be
// finished, and it can be turned round.
func (s *undoState) markUndone(c *change, e Entry) {
	for _, id := range e.For {
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
// A rule that another change wrote since keeps that one's.
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
func (e Entry) cameBackAs(id string, single bool) (now string, back bool) {
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

// nowOf is the present id of a number of a change.
func (s *undoState) nowOf(c *change, id string) string {
	if c != nil && c.at[id] != "" {
		id = c.at[id]
	}
	return s.now(id)
}

// now is the present id of a number.
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
func (s *undoState) observe(e Entry) {
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

// affected returns the ids of the numbers, or of the rule, that e changed. A number that
// is missing afterwards was removed by e only if e is a removal.
func affected(e Entry) []string {
	if e.Op.OfRule() {
		return affectedRule(e)
	}
	var ids []string
	for _, b := range e.Before {
		if a, ok := ByID(e.After, b.ID); b.ID != "" && e.changed(b, a, ok) {
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
		return !there || b.IsV2() && e.took(b, a)
	case e.Op == OpCreate:
		return there && len(Misplaced(b, a)) > 0
	}
	return there && (len(e.moved(b, a)) > 0 || len(e.Retargeted(b.ID)) > 0)
}

// Retargeted are the ids of the rules in which e, which changes a number, changed it too:
// also where that is all that e got to.
func (e Entry) Retargeted(number string) []string {
	before, _ := ByID(e.Before, number)
	want, _ := ByID(e.Want, number)
	if e.Op != OpUpdate || before.Phone == want.Phone && before.Label == want.Label {
		return nil
	}
	return e.rulesIn(api.Confirmed)
}

// RuleDocuments are the ids of the rules that e edits.
func (e Entry) RuleDocuments() []string {
	return e.rulesIn(api.Confirmed, api.Refused, api.Unsent, api.Lost)
}

func (e Entry) rulesIn(states ...api.EditState) []string {
	var ids []string
	for _, d := range e.Docs {
		if d.ID().Kind == api.RuleDocument && slices.Contains(states, d.State) {
			ids = append(ids, d.ID().ID)
		}
	}
	return ids
}

// affectedRule is the rule of e if e changed it.
func affectedRule(e Entry) []string {
	if e.RuleBefore == nil || e.RuleAfter == nil {
		return nil
	}
	if e.RuleBefore.Enabled == e.RuleAfter.Enabled && (e.Op == OpSwitch || bytes.Equal(e.RuleBefore.Stored, e.RuleAfter.Stored)) {
		return nil
	}
	return []string{e.RuleBefore.ID}
}

// Moved are the fields that e changed in the number with an id. What another user
// changed in the same moment shows in After too, and is not e's to undo.
func (e Entry) Moved(id string) []api.Field {
	before, _ := ByID(e.Before, id)
	after, _ := ByID(e.After, id)
	return e.moved(before, after)
}

func (e Entry) moved(before, after Record) []api.Field {
	want, ok := ByID(e.Want, before.ID)
	if !ok {
		return nil
	}
	asked := Differing(before, want)
	return slices.DeleteFunc(Differing(before, after), func(f api.Field) bool { return !slices.Contains(asked, f) })
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

// rules are the keys of the rules that the change writes. On new call handling whether
// a rule is on has nothing to do with whom it rings.
func (c *change) rules() []string {
	e := c.entry
	if b := e.RuleBefore; b != nil {
		if e.Op == OpSwitch && b.CallHandling == api.V2 {
			return []string{"switch " + b.ID}
		}
		return []string{b.ID}
	}
	var keys []string
	for _, r := range e.Rang {
		keys = append(keys, r.ID)
	}
	if e.relabels() {
		return keys
	}
	return append(keys, e.rulesIn(api.Confirmed)...)
}

// relabels reports whether e edits rules only for what numbers are called in them, which
// other changes of a rule leave as it is.
func (e Entry) relabels() bool {
	return e.Op == OpUpdate && !slices.ContainsFunc(e.Want, func(want Record) bool {
		before, _ := e.before(want)
		return before.Phone != want.Phone
	})
}

// Open are the numbers, or the rule, of a change that are still to be undone, or
// redone, by their ids in it.
func (h *History) Open(id string, undo bool) []string {
	c := h.undo.changes[id]
	if c == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.ids), func(of string) bool { return c.undone[of] == undo && !c.half[of] })
}

// Assume counts a change as undone, or redone, for planning what comes after it.
func (h *History) Assume(id string, undone bool) {
	c := h.undo.changes[id]
	if c == nil {
		return
	}
	for _, of := range c.ids {
		c.undone[of], c.half[of] = undone, false
	}
	h.undo.markRules(c, undone)
}

// Rewritten reports whether a rule that the change with an id wrote is another now than
// the change, or its undo, left it, by what else the journal has.
func (h *History) Rewritten(id string, undo bool) bool {
	c := h.undo.changes[id]
	if c == nil {
		return false
	}
	for key, before := range c.before {
		left := c.entry.ID
		if !undo {
			left = before
		}
		if h.undo.versions[key] != left {
			return true
		}
	}
	return false
}

// LeftHalf are the rules that the last attempt to make before into want changed, and not
// the number itself, by their ids.
func (h *History) LeftHalf(before, want Record) []string {
	for _, e := range slices.Backward(h.Entries) {
		last, ok := ByID(e.Want, before.ID)
		if !ok || !e.Effective() {
			continue
		}
		if e.Outcome != Partly || len(e.Moved(before.ID)) > 0 || len(Differing(last, want)) > 0 {
			return nil
		}
		return e.Retargeted(before.ID)
	}
	return nil
}

// Now is the present id of the number that had an id once.
func (h *History) Now(id string) string { return h.undo.now(id) }

// NowOf is the present id of a number of a change, by its id in it.
func (h *History) NowOf(change, id string) string { return h.undo.nowOf(h.undo.changes[change], id) }

// Latest is how the journal knows a number last, by its present id.
func (h *History) Latest(id string) (Record, bool) {
	r, ok := h.undo.latest[id]
	return r, ok
}

// Claimed reports which numbers are known to have been made by other entries than one.
func (h *History) Claimed(except string) func(id string) bool {
	made := map[string]bool{}
	for _, e := range h.Entries {
		if e.ID != except && e.Op == OpCreate && e.Effective() {
			for _, r := range e.After {
				made[r.ID] = true
			}
		}
	}
	return func(id string) bool { return made[id] }
}
