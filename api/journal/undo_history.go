package journal

import (
	"slices"
	"strings"

	"rcfwd/api"
)

// What package change asks of a history to undo and redo.

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
	h.undo.made++
	c.turned = h.undo.made
	for _, of := range c.ids {
		c.undone[of], c.half[of] = undone, false
	}
	h.undo.markRules(c, undone)
}

// TurnedSince are the changes that were made, undone or redone after the one with an id
// was made, in the order in which they were last.
func (h *History) TurnedSince(id string) []Entry {
	of := h.undo.changes[id]
	if of == nil {
		return nil
	}
	var later []*change
	for _, c := range h.undo.changes {
		if c != of && c.turned > of.made {
			later = append(later, c)
		}
	}
	slices.SortFunc(later, func(a, b *change) int { return a.turned - b.turned })
	entries := make([]Entry, 0, len(later))
	for _, c := range later {
		e := c.entry
		e.Undone = h.undo.undone(e.ID)
		entries = append(entries, e)
	}
	return entries
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
func (h *History) LeftHalf(before, want *Record) []string {
	for _, e := range slices.Backward(h.Entries) {
		last, ok := ByID(e.Want, before.ID)
		if !ok || !e.Effective() {
			continue
		}
		if e.Outcome != Partly || len(e.Moved(before.ID)) > 0 || len(Differing(&last, want)) > 0 {
			return nil
		}
		return e.Retargeted(before.ID)
	}
	return nil
}

// FinishedBy is the change of a number that was done in part and whose rest an entry did,
// which changes nothing itself that could be undone alone.
func (h *History) FinishedBy(e *Entry) (Entry, bool) {
	at := slices.IndexFunc(h.Entries, func(x Entry) bool { return x.ID == e.ID })
	if c := h.undo.changes[e.ID]; c == nil || len(c.ids) > 0 || e.Op != OpUpdate || len(e.rulesIn(api.Confirmed)) == 0 || len(e.Want) != 1 {
		return Entry{}, false
	}
	for _, earlier := range slices.Backward(h.Entries[:at]) {
		want, same := ByID(earlier.Want, e.Want[0].ID)
		if same && earlier.Op == OpUpdate && earlier.Outcome == Partly {
			return earlier, len(Differing(&want, &e.Want[0])) == 0
		}
	}
	return Entry{}, false
}

// Now is the present id of the number that had an id once.
func (h *History) Now(id string) string { return h.undo.now(id) }

// NowOfRule is the present id of the rule that had an id once. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (h *History) NowOfRule(id string) string {
	return strings.TrimPrefix(h.undo.now(ruleAlias(id)), ruleAlias(""))
}

// NowOf is the present id of a number of a change, by its id in it. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func (h *History) NowOf(change, id string) string { return h.undo.nowOf(h.undo.changes[change], id) }

// Latest is how the journal knows a number last, by its present id.
func (h *History) Latest(id string) (Record, bool) {
	r, ok := h.undo.latest[id]
	return r, ok
}

// LatestRule is how the journal knows a rule last, by its present id; nil for one that it
// does not know.
func (h *History) LatestRule(id string) *RuleRecord { return h.undo.latestRule[id] }

// PickedDigit is the digit that the service gave the number with an id as it was added to
// have none; empty for none.
func (h *History) PickedDigit(id string) string {
	for _, e := range slices.Backward(h.Entries) {
		for _, d := range e.Docs {
			if digit := d.pickedDigit(); digit != "" && numberID(d.After) == id {
				return digit
			}
		}
	}
	return ""
}

// Claimed reports which numbers and rules are known to have been made by other entries than one.
func (h *History) Claimed(except string) func(id string) bool {
	made := map[string]bool{}
	for _, e := range h.Entries {
		if e.ID == except || !e.Effective() {
			continue
		}
		if e.Op == OpCreate {
			for _, r := range e.After {
				made[r.ID] = true
			}
		}
		if e.Op == OpCreateRule && e.RuleAfter != nil {
			made[e.RuleAfter.ID] = true
		}
	}
	return func(id string) bool { return made[id] }
}
