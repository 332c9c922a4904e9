package journal

import (
	"slices"
	"strings"

	"rcfwd/api"
)

// What a number of a new account is used for: it is in the flip list, or in rules, or
// in both. A change of it takes a request for each, so that the journal keeps where it
// was and where it should be.

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

func (r Record) isV2() bool { return r.CallHandling == api.V2 }

func (r Record) has(f api.Feature) bool { return slices.Contains(r.Features, f) }

// place is the place of r in a rule.
func (r Record) place(rule string) (PlaceRecord, bool) {
	i := slices.IndexFunc(r.Rings, func(p PlaceRecord) bool { return p.ID == rule })
	if i < 0 {
		return PlaceRecord{}, false
	}
	return r.Rings[i], true
}

// uses are in words what a number of a new account is used for.
func (r Record) uses() string {
	var words []string
	for f, word := range map[api.Feature]string{api.CallFlip: "call flip", api.CallForwarding: "call forwarding"} {
		if r.isV2() && r.has(f) {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return strings.Join(words, ", ")
}

// rules are the names of the rules that ring a number of a new account.
func (r Record) rules() string {
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

// misplaced are the places in which two records of a number differ, as far as they
// know them.
func misplaced(a, b Record) []api.Field {
	if !a.isV2() || !b.isV2() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(placeFields), func(f api.Field) bool {
		unknown := f == api.FieldRules && (a.Rings == nil || b.Rings == nil)
		return unknown || a.Value(f) == b.Value(f)
	})
}

// ruleIDs are the rules of r that other has not.
func (r Record) ruleIDs(other Record) []string {
	var all []string
	for _, p := range r.Rings {
		if _, too := other.place(p.ID); !too {
			all = append(all, p.ID)
		}
	}
	return all
}

// present returns what a number that a person saw is now. On new accounts it has another id
// once it has entered or left the flip list, and is known by its number. One of the
// service's own ids in place of another is a number that another user has added since.
func present(now []api.Number, saw api.Number) (api.Number, bool) {
	if n, ok := find(now, saw.ID); ok {
		return n, true
	}
	n, ok := withPhone(now, saw.Phone)
	return n, ok && (isRuleOnly(saw.ID) || isRuleOnly(n.ID))
}

// withPhone finds the number of a new account with this phone number.
func withPhone(now []api.Number, phone string) (api.Number, bool) {
	if n, there := api.ByPhone(now, phone); there && n.CallHandling == api.V2 {
		return n, true
	}
	return api.Number{}, false
}

// wanted is what a number should read once c is applied to it. One that only rules
// ring is known by its number, and enters the flip list when it is given a digit.
func wanted(old api.Number, c api.Change) Record {
	want := recordOf(old).with(c)
	if !want.isV2() {
		return want
	}
	if want.Flip != "" && !want.has(api.CallFlip) {
		want.Features = append(want.Features, api.CallFlip)
	}
	if id := c.Of(old).IDInRules(); isRuleOnly(old.ID) && id != old.ID && !want.has(api.CallFlip) {
		want.ID, want.Was = id, old.ID
	}
	return want
}

// unfinished is what rules still have of a number as it was before an attempt to change
// it that ended half way: a record without an id. The same again finishes that.
func (u Update) unfinished(old api.Number, now []api.Number) (Record, bool) {
	was := recordOf(u.Seen)
	if u.rest != nil {
		was = *u.rest
	}
	is := recordOf(old)
	if want := is.with(u.Want); !is.isV2() || is.Phone != want.Phone || is.Label != want.Label {
		return Record{}, false
	}
	rest := Record{Type: is.Type, Phone: is.Phone, Label: is.Label, CallHandling: api.V2, Features: []api.Feature{api.CallForwarding}}
	if u.Want.Phone != nil && was.Phone != is.Phone {
		if left, rung := withPhone(now, was.Phone); rung && isRuleOnly(left.ID) {
			rest.Phone, rest.Rings = was.Phone, placeRecords(left.Rings)
			if u.Want.Label != nil {
				rest.Label = was.Label
			}
		}
	}
	if u.Want.Label != nil && was.Label != is.Label {
		left := slices.DeleteFunc(slices.Clone(is.Rings), func(p PlaceRecord) bool { return p.As != was.Label })
		if len(left) > 0 {
			rest.Label, rest.Rings = was.Label, append(rest.Rings, left...)
		}
	}
	return rest, len(rest.Rings) > 0
}
