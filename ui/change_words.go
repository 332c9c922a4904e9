package ui

import (
	"cmp"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// What a change of the journal did, in a few words.

// Describe says what a change did. For a ring order it reads two versions of a rule, so
// it is not for a view.
func Describe(e *journal.Entry) string {
	switch e.Op {
	case journal.OpRing, journal.OpSwitch:
		return describeRule(e)
	case journal.OpCreateRule, journal.OpRemoveRule:
		return describeRuleList(e)
	case journal.OpCreate:
		return "added " + strings.Join(recordNames(e.Added()), ", ")
	case journal.OpRemove:
		return removalWords(e.From, strings.Join(recordNames(e.Before), ", "))
	case journal.OpSwap:
		if names := recordNames(e.Before); len(names) == 2 {
			return "swapped digits of " + names[0] + " and " + names[1]
		}
		return "changed digits of " + strings.Join(recordNames(e.Before), ", ")
	case journal.OpUpdate:
		return describeUpdate(e)
	case journal.OpAPI:
		return "sent " + e.Method + " " + e.Path
	}
	return strings.TrimSpace(string(e.Op) + " " + strings.Join(recordNames(e.Before), ", "))
}

// recordNames names numbers: by their labels or, where they have none, by their types or
// their digits.
func recordNames(records []journal.Record) []string {
	var names []string
	for _, r := range records {
		name := typeName(r.Type)
		if r.Type == api.Other {
			name = cmp.Or(r.Phone, name)
		}
		names = append(names, cmp.Or(r.Label, name))
	}
	return names
}

// describeUpdate says how each value changed, as in "Cabin: flip digit 5 → 7".
func describeUpdate(e *journal.Entry) string {
	names := strings.Join(recordNames(e.Before), ", ")
	var changed []string
	for _, c := range e.Comparisons() {
		for _, f := range c.Fields {
			if f.Differs {
				changed = append(changed, journal.FieldName(f.Field)+" "+orNone(f.Before)+" "+arrow+" "+orNone(f.After))
			}
		}
	}
	if len(changed) == 0 {
		return "changed " + names
	}
	return names + ": " + strings.Join(changed, ", ")
}

// describeRuleList says which rule was made or removed.
func describeRuleList(e *journal.Entry) string {
	did, name := "added", ""
	if e.Op == journal.OpRemoveRule {
		did = "removed"
	}
	if r := e.Rule(); r != nil {
		name = " " + r.Name
	}
	return did + " the rule" + name
}

// maxDone is how many edits of a rule are named.
const maxDone = 3

// describeRule says what was done to a rule, as in "Work hours: moved Cabin up".
func describeRule(e *journal.Entry) string {
	if e.RuleBefore == nil || e.RuleWant == nil {
		return "changed a rule"
	}
	name := e.RuleBefore.Name
	if e.Op == journal.OpSwitch {
		if e.RuleWant.Enabled {
			return "switched " + name + " on"
		}
		return "switched " + name + " off"
	}
	before, unreadable := e.RuleBefore.Rule()
	want, alsoUnreadable := e.RuleWant.Rule()
	if unreadable != nil || alsoUnreadable != nil {
		return "changed " + name
	}
	var done []string
	for _, d := range api.Differences(&before, &want) {
		done = append(done, d.Done)
	}
	if more := len(done) - maxDone; more > 0 {
		done = append(done[:maxDone], itoa(more)+" more")
	}
	if len(done) == 0 {
		return "changed " + name
	}
	return name + ": " + strings.Join(done, ", ")
}
