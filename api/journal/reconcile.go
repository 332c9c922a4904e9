package journal

import (
	"encoding/json"
	"slices"

	"rcfwd/api"
)

// Reconcile finds out from a snapshot what became of e, whose answer was lost or whose
// program ended; claimed reports which numbers other changes are known to have made.
// Each document whose outcome is not known tells of itself: one that shows nothing of
// the change counts as not done. Where the snapshot lacks what tells, e stays as it is.
func (e *Entry) Reconcile(now *api.Snapshot, claimed func(id string) bool) {
	if len(e.Docs) == 0 {
		e.reconcileRecords(now, claimed)
		return
	}
	docs := slices.Clone(e.Docs) // histories share what their entries point to
	r := reconciliation{*now, e.Had, claimed, addedIDs(docs)}
	var t tally
	for i := range docs {
		d := &docs[i]
		looked := d.open()
		if looked && !r.resolve(d) {
			return
		}
		t.note(d.State == api.Confirmed)
		if d.pickedDigit() != "" {
			t.note(false) // that it goes again is a second request
		}
		if looked && d.State == api.Unsent && r.steppedAside(docs, d) {
			t.note(true) // it is neither
		}
	}
	e.Docs = docs
	e.settle(t, now)
	e.keepOwn()
}

// reconciliation looks up the documents of one change.
type reconciliation struct {
	now     api.Snapshot
	had     []string // ids of the numbers that were there before
	claimed func(id string) bool
	added   map[string]string // ids of the numbers that the change made, by those of the draft
}

// addedIDs are the ids of the numbers that a change is known to have made.
func addedIDs(docs []DocRecord) map[string]string {
	ids := map[string]string{}
	for _, d := range docs {
		if d.ID().Kind == api.NumberDocument && d.Before == nil && d.After != nil {
			ids[d.ID().ID] = numberID(d.After)
		}
	}
	return ids
}

// withAdded is a rule that knows the numbers which the same change made by the ids that
// they have now.
func (r reconciliation) withAdded(rule *api.Rule) api.Rule {
	return rule.WithNumbers(func(id string) api.Number {
		if made, ok := r.added[id]; ok {
			id = made
		}
		n, _ := r.now.Number(id, "")
		n.ID = id
		return n
	})
}

// resolve notes what became of a document, and reports whether that is known.
func (r *reconciliation) resolve(d *DocRecord) bool {
	done, after, known := r.look(d)
	if !known {
		return false
	}
	d.State, d.After = api.Unsent, nil
	if done {
		d.State, d.After = api.Confirmed, after
	}
	return true
}

// look reports whether an edit was made, and what its document is now.
func (r *reconciliation) look(d *DocRecord) (done bool, after json.RawMessage, known bool) {
	switch id := d.ID(); id.Kind {
	case api.NumberDocument:
		done, after = r.number(d)
		return done, after, r.now.Numbers != nil
	case api.FlipDocument:
		after, known = r.now.Document(id)
		return flipsDone(d, after), after, known
	case api.TargetDocument:
		n, there := r.now.Number("", id.ID)
		rung := there && n.Has(api.CallForwarding)
		return !rung, nil, r.now.Numbers != nil && (rung || !r.now.HidesRinging())
	case api.HoursDocument:
		after, known = r.now.Document(id)
		return r.now.Holds(id, d.Want), after, known
	case api.RuleDocument, api.StateDocument:
		if d.Before == nil {
			rule, made := r.madeRule(d)
			return made, rule.Record(), r.readsRules()
		}
		if _, there := r.now.Rule(id.ID); d.Want == nil {
			return !there, nil, r.readsRules()
		}
		rule, there := r.now.Rule(id.ID)
		known = there || r.readsRules()
		return there && r.ruleDone(d, &rule), rule.Record(), known
	}
	return false, nil, false // a document of a later version
}

// readsRules reports whether the snapshot has all rules.
func (r *reconciliation) readsRules() bool { return r.now.Rules != nil && r.now.RulesRefused == nil }

// madeRule finds the rule that a change made: one that was not there before, that no other
// change made, and that has what was sent. Where another user has edited it since, the name
// tells.
func (r *reconciliation) madeRule(d *DocRecord) (api.Rule, bool) {
	var named []api.Rule
	for _, is := range r.now.Rules {
		want, err := api.ReadRule(is.CallHandling, d.Want)
		if err != nil || is.Kind != api.Custom || is.Name != want.Name || slices.Contains(r.had, is.ID) || r.claimed(is.ID) {
			continue
		}
		if api.SameWhole(new(want.As(&is)), &is) {
			return is, true
		}
		named = append(named, is)
	}
	if len(named) != 1 {
		return api.Rule{}, false
	}
	return named[0], true
}

// ruleDone reports whether a rule shows the change of it. A change of a rule is one
// request, so that part of it tells of all; the rest may have been changed by others
// since. A rule that is another, as when the account has moved, holds nothing that could
// be undone.
func (r *reconciliation) ruleDone(d *DocRecord, is *api.Rule) bool {
	before, err := api.ReadRule(is.CallHandling, d.Before)
	want, unread := api.ReadRule(is.CallHandling, d.Want)
	if err != nil || unread != nil || before.ID != is.ID {
		return false
	}
	if d.ID().Kind == api.StateDocument {
		return (before.Enabled == want.Enabled || is.Enabled == want.Enabled) &&
			(api.SameConditions(&before, &want) || api.SameConditions(&want, is))
	}
	if is.Kind != api.Custom { // their times are a document of their own
		before, want = before.WithConditionsOf(is), want.WithConditionsOf(is)
	}
	before, want = before.WithNumbersOf(is), new(r.withAdded(&want)).WithNumbersOf(is)
	same := func(a api.Rule) bool { return api.SameWhole(&a, is) && a.Enabled == is.Enabled }
	switch {
	case same(want):
		return true
	case same(before):
		return false
	}
	since := api.Diff(&before, is)
	if slices.ContainsFunc(api.Diff(&before, &want), func(line string) bool { return slices.Contains(since, line) }) {
		return true
	}
	// Where it could come from either, it counts as not done: trying again compares what
	// is now.
	return len(api.Diff(&want, is)) < len(since)
}
