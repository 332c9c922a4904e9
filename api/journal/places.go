package journal

import (
	"slices"
	"strings"

	"rcfwd/api"
)

// Where numbers of new call handling are: in the flip list, in rules, or in both.

// PlaceRecord is a rule that rings a number.
type PlaceRecord struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	Step int    `json:"step,omitempty"`  // from 1
	As   string `json:"label,omitempty"` // what the rule calls the number
	Off  bool   `json:"off,omitempty"`   // in a step that is switched off
}

func placeRecords(rings []api.RuleRef) []PlaceRecord {
	if rings == nil {
		return nil
	}
	all := make([]PlaceRecord, 0, len(rings))
	for _, r := range rings {
		all = append(all, PlaceRecord{r.ID, r.Name, r.Step, r.As, r.Off})
	}
	return all
}

func placeRefs(places []PlaceRecord) []api.RuleRef {
	if places == nil {
		return nil
	}
	all := make([]api.RuleRef, 0, len(places))
	for _, p := range places {
		all = append(all, api.RuleRef{ID: p.ID, Name: p.Name, Off: p.Off, Step: p.Step, As: p.As})
	}
	return all
}

// placeFields are compared beside fields where the places of numbers are known.
var placeFields = []api.Field{api.FieldUses, api.FieldRules}

// HasPlaces reports whether r tells where the number is used, as on new call handling:
// there it is in the flip list, in rules, or in both.
func (r Record) HasPlaces() bool { return r.CallHandling.Capabilities().PartRemoval }

// Has reports whether the number is used for f. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (r Record) Has(f api.Feature) bool { return slices.Contains(r.Features, f) }

// Place is the place of r in a rule. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (r *Record) Place(rule string) (PlaceRecord, bool) {
	i := slices.IndexFunc(r.Rings, func(p PlaceRecord) bool { return p.ID == rule })
	if i < 0 {
		return PlaceRecord{}, false
	}
	return r.Rings[i], true
}

// uses are in words what a number of new call handling is used for.
func (r *Record) uses() string {
	var words []string
	for f, word := range map[api.Feature]string{api.CallFlip: "call flip", api.CallForwarding: "call forwarding"} {
		if r.HasPlaces() && r.Has(f) {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

// rules are the names of the rules that ring a number of new call handling.
func (r *Record) rules() string {
	var names []string
	for _, p := range r.Rings {
		name := p.Name
		if p.Off {
			name += " (off)"
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}

// Misplaced are the places in which two records of a number differ, as far as they
// know them.
func Misplaced(a, b *Record) []api.Field {
	if !a.HasPlaces() || !b.HasPlaces() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(placeFields), func(f api.Field) bool {
		unknown := f == api.FieldRules && (a.Rings == nil || b.Rings == nil)
		return unknown || a.Value(f) == b.Value(f)
	})
}

// FieldsOf are the fields of a number to compare, its places among them where it has
// such.
func FieldsOf(r *Record) []api.Field {
	if r.HasPlaces() {
		return slices.Concat(fields, placeFields)
	}
	return fields
}

// TakesFrom reports whether e, which removes, takes numbers out of a use.
func (e *Entry) TakesFrom(f api.Feature) bool { return len(e.From) == 0 || slices.Contains(e.From, f) }

// took reports whether e, which removes, took anything of b, which is a afterwards.
func (e *Entry) took(b, a *Record) bool {
	flip := e.TakesFrom(api.CallFlip) && b.Has(api.CallFlip) && !a.Has(api.CallFlip)
	rules := e.TakesFrom(api.CallForwarding) && b.Has(api.CallForwarding) && !rungAs(b, a)
	return flip || rules
}

// rungAs reports whether any rule that rang a number rings it still.
func rungAs(before, now *Record) bool {
	if before.Rings == nil || now.Rings == nil {
		return now.Has(api.CallForwarding)
	}
	return slices.ContainsFunc(before.Rings, func(p PlaceRecord) bool { _, still := now.Place(p.ID); return still })
}

// RangBy are the rules that rang a number before e removed it.
func (e *Entry) RangBy(id string) []RuleRecord {
	return slices.DeleteFunc(slices.Clone(e.Rang), func(r RuleRecord) bool { return !slices.Contains(r.Rang, id) })
}

// PutsInto reports whether e, or with undone its undo, has a rule ring a number of e.
func (e *Entry) PutsInto(rule string, n *Record, undone bool) bool {
	if e.Op == OpRemove {
		return undone && slices.ContainsFunc(e.RangBy(n.ID), func(r RuleRecord) bool { return r.ID == rule })
	}
	before, _ := ByID(e.Before, n.ID)
	after, _ := ByID(e.After, n.ID)
	_, rang := before.Place(rule)
	_, rings := after.Place(rule)
	return e.Op == OpCreate && !undone && rings && !rang
}

// hasPlaces reports whether e tells where its numbers are used.
func (e *Entry) hasPlaces() bool {
	return slices.ContainsFunc(slices.Concat(e.Before, e.Want), Record.HasPlaces)
}

// before is what a number of e was before.
func (e *Entry) before(r *Record) (Record, bool) {
	if b, ok := ByID(e.Before, r.ID); ok {
		return b, true
	}
	return ByID(e.Before, r.Was)
}
