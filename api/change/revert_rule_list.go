package change

import (
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// revertRuleList removes a rule that the entry made, or makes one again that it removed.
func (v *reversal) revertRuleList() {
	e, undo := v.Entry, v.Direction == Undo
	record := e.Rule()
	switch {
	case record == nil || len(v.h.Open(e.ID, undo)) == 0:
		v.block("There is nothing left to undo or redo.")
	case v.hasMoved(record.CallHandling):
		v.block("The account has moved to new call handling and has other rules, so " + record.Name + " cannot be restored.")
	case v.h.Rewritten(e.ID, undo):
		v.block(record.Name + " was changed again later, and a rule is restored as a whole. Undo the later changes first.")
	case (e.Op == journal.OpCreateRule) == undo:
		v.removeRule(record)
	default:
		v.makeRule(record)
	}
}

// removeRule removes a rule that is as the journal knows it.
func (v *reversal) removeRule(record *journal.RuleRecord) {
	id := v.h.NowOfRule(record.ID)
	now, there := v.now.Rule(id)
	if latest := v.h.LatestRule(id); latest != nil {
		record = latest // what another change left of it
	}
	saw, err := record.Rule()
	v.done = []string{v.Entry.Rule().ID}
	switch {
	case err != nil:
		v.done = nil
		v.block("The record of " + record.Name + " in the journal cannot be read.")
		return
	case !there && v.now.Rules != nil:
		v.note("The rule %s no longer exists.", record.Name)
		return
	case !there:
		v.text("remove the rule %s", record.Name) // a plan that is made before the rules were read
		return
	}
	saw = saw.WithNumbers(v.present).As(&now)
	v.ofRule = journal.RecordOfRule(&now)
	if !api.SameWhole(&saw, &now) && !v.insistsOnRule(&now) {
		v.rule = &api.RuleConflict{Saw: saw, Now: now, Want: now, Removing: true}
		return
	}
	v.text("remove the rule %s", now.Name)
	v.try(v.draft.RemoveRule(id))
}

// makeRule makes a rule again with what it held. The service gives it another id.
func (v *reversal) makeRule(record *journal.RuleRecord) {
	rule, err := record.Rule()
	switch _, there := v.now.Rule(v.h.NowOfRule(record.ID)); {
	case err != nil:
		v.block("The record of " + record.Name + " in the journal cannot be read.")
		return
	case there:
		v.done = []string{record.ID}
		return
	}
	v.text("add the rule %s again", record.Name)
	v.note("The rule %s gets a new id.", record.Name)
	if lost := rule.Unrestored(); len(lost) > 0 {
		v.note("RingCentral takes these parts of %s in no new rule, so they are not restored: %s.", record.Name, strings.Join(lost, ", "))
	}
	v.done = []string{record.ID}
	if v.now.Rules == nil {
		return // a plan that is made before the rules were read
	}
	rule = v.withoutGone(new(rule.WithNumbers(v.present)), &api.Rule{})
	added, err := v.draft.AddRule(&rule)
	if err != nil {
		v.done = nil
		v.try(err)
		return
	}
	v.made = &added
}
