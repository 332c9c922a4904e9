package journal

import (
	"bytes"
	"slices"

	"rcfwd/api"
)

// What a change is about, as far as it got.

// affected returns the ids of the numbers, or of the rule, that e changed. A number that
// is missing afterwards was removed by e only if e is a removal.
func affected(e *Entry) []string {
	if e.Op.OfRule() {
		return affectedRule(e)
	}
	var ids []string
	for _, b := range e.Before {
		if a, ok := ByID(e.After, b.ID); b.ID != "" && e.changed(&b, &a, ok) {
			ids = append(ids, b.ID)
		}
	}
	for _, a := range e.After {
		if _, ok := e.before(&a); !ok && e.Op == OpCreate {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// changed reports whether e changed the number b, which is a afterwards if it is there.
func (e *Entry) changed(b, a *Record, there bool) bool {
	switch {
	case e.Op == OpRemove:
		return !there || b.HasPlaces() && e.took(b, a)
	case e.Op == OpCreate:
		return there && len(Misplaced(b, a)) > 0
	}
	return there && (len(e.moved(b, a)) > 0 || len(e.Retargeted(b.ID)) > 0)
}

// Retargeted are the ids of the rules in which e, which changes a number, changed it too:
// also where that is all that e got to.
func (e *Entry) Retargeted(number string) []string {
	before, _ := ByID(e.Before, number)
	want, _ := ByID(e.Want, number)
	if e.Op != OpUpdate || before.Phone == want.Phone && before.Label == want.Label {
		return nil
	}
	return e.rulesIn(api.Confirmed)
}

// RuleDocuments are the ids of the rules that e edits.
func (e *Entry) RuleDocuments() []string {
	return e.rulesIn(api.Confirmed, api.Refused, api.Unsent, api.Lost)
}

func (e *Entry) rulesIn(states ...api.EditState) []string {
	var ids []string
	for _, d := range e.Docs {
		if d.ID().Kind == api.RuleDocument && slices.Contains(states, d.State) {
			ids = append(ids, d.ID().ID)
		}
	}
	return ids
}

// affectedRule is the rule of e if e changed it.
func affectedRule(e *Entry) []string {
	switch {
	case e.Op == OpCreateRule && e.RuleAfter != nil:
		return []string{e.RuleAfter.ID}
	case e.Op == OpRemoveRule && e.RuleBefore != nil && e.RuleAfter == nil:
		return []string{e.RuleBefore.ID}
	case e.RuleBefore == nil || e.RuleAfter == nil:
		return nil
	}
	if e.RuleBefore.Enabled == e.RuleAfter.Enabled && (e.Op == OpSwitch || bytes.Equal(e.RuleBefore.Stored, e.RuleAfter.Stored)) {
		return nil
	}
	return []string{e.RuleBefore.ID}
}

// Moved are the fields that e changed in the number with an id. What another user
// changed in the same moment shows in After too, and is not e's to undo.
func (e *Entry) Moved(id string) []api.Field {
	before, _ := ByID(e.Before, id)
	after, _ := ByID(e.After, id)
	return e.moved(&before, &after)
}

func (e *Entry) moved(before, after *Record) []api.Field {
	want, ok := ByID(e.Want, before.ID)
	if !ok {
		return nil
	}
	asked := Differing(before, &want)
	return slices.DeleteFunc(Differing(before, after), func(f api.Field) bool { return !slices.Contains(asked, f) })
}

// ruleAlias is the key under which the ids of a rule are kept beside those of numbers.
func ruleAlias(id string) string { return "rule " + id }

// keysOf are the keys of the rules that e writes. Whether a rule is on is apart from
// whom it rings, and what numbers are and are called in it follows these. A rule that was
// made again keeps the key that it had first.
func (s *undoState) keysOf(e *Entry) []string {
	if r := e.Rule(); r != nil {
		if e.Op == OpSwitch {
			return []string{"switch " + s.firstID(r.ID)}
		}
		return []string{s.firstID(r.ID)}
	}
	var keys []string
	for _, r := range e.Rang {
		keys = append(keys, s.firstID(r.ID))
	}
	if e.Op == OpUpdate {
		return keys
	}
	for _, id := range e.rulesIn(api.Confirmed) {
		keys = append(keys, s.firstID(id))
	}
	return keys
}

// firstID is the id that a rule had first.
func (s *undoState) firstID(id string) string {
	if first, ok := s.first[id]; ok {
		return first
	}
	return id
}

// renameRule notes that the rule with an id was made again with another one.
func (s *undoState) renameRule(id, now string) {
	if first := s.firstID(id); now != first {
		s.first[now] = first
	}
	s.rename(ruleAlias(id), ruleAlias(now))
}
