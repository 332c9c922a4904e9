package change

import (
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// revertRule restores a rule as a whole, so that a later change of it has to be taken
// back first.
func (v *reversal) revertRule() {
	e := v.Entry
	if e.Op == journal.OpCreateRule || e.Op == journal.OpRemoveRule {
		v.revertRuleList()
		return
	}
	from, to := e.RuleAfter, e.RuleBefore
	if v.Direction == Redo {
		from, to = to, from
	}
	switch undo := v.Direction == Undo; {
	case from == nil || to == nil || len(v.h.Open(e.ID, undo)) == 0:
		v.block("There is nothing left to undo or redo.")
	case v.h.Rewritten(e.ID, undo):
		v.block(e.RuleBefore.Name + " was changed again later, and a rule is restored as a whole. Undo the later changes first.")
	case v.hasMoved(from.CallHandling):
		v.block("The account has moved to new call handling and has other rules, so " + e.RuleBefore.Name + " cannot be restored.")
	default:
		v.restoreRule(from, to)
	}
}

// hasMoved reports whether the account is on new call handling since a rule was
// journalled.
func (v *reversal) hasMoved(h api.CallHandling) bool {
	return v.now.CallHandling != "" && h != v.now.CallHandling
}

func (v *reversal) restoreRule(from, to *journal.RuleRecord) {
	saw, errFrom := from.Rule()
	want, errTo := to.Rule()
	if errFrom != nil || errTo != nil {
		v.block("The record of " + from.Name + " in the journal cannot be read.")
		return
	}
	id := v.h.NowOfRule(from.ID)
	saw, want = new(saw.WithID(id)).WithNumbers(v.present), new(want.WithID(id)).WithNumbers(v.present)
	now, known := v.now.Rule(id)
	if !known {
		if v.now.Rules != nil {
			v.block("The rule " + from.Name + " no longer exists.")
			return
		}
		now = saw // a plan that is made before the rules were read
	}
	v.ofRule, v.done = journal.RecordOfRule(&now), []string{from.ID}
	if v.Entry.Op == journal.OpSwitch && !(now.Kind == api.ForwardAll && now.CallHandling == api.V1) { // which goes with its destination
		v.toggleRule(&now, want.Enabled, known)
		return
	}
	saw, want = v.follow(&saw, new(v.withoutGone(&want, &saw)), &now)
	v.setRule(&saw, &now, &want, known)
}

// follow returns two versions of a rule, as an entry left it and as it should be, with what
// later changes of numbers, and undoing earlier ones, made of the rule since.
func (v *reversal) follow(was, given, now *api.Rule) (api.Rule, api.Rule) {
	want := *given
	saw := *was
	for _, e := range v.h.TurnedSince(v.Entry.ID) {
		for _, n := range slices.Concat(e.Before, e.After) {
			switch {
			case slices.Contains(e.Retargeted(n.ID), now.ID):
				from, to := retargeting(&e, n.ID)
				saw, want = saw.Retarget(&from, &to), want.Retarget(&from, &to)
			case e.PutsInto(now.ID, &n, e.Undone):
				saw, want = followPlace(&saw, &want, now, new(numberWithID(&n, v.h.NowOf(e.ID, n.ID))), true)
			case e.PutsInto(now.ID, &n, !e.Undone):
				saw, want = followPlace(&saw, &want, now, new(numberWithID(&n, v.h.NowOf(e.ID, n.ID))), false)
			}
		}
	}
	return saw, want
}

// retargeting is what a number of an entry was, and is since the entry was made or
// undone last.
func retargeting(e *journal.Entry, id string) (from, to api.Number) {
	before, _ := journal.ByID(e.Before, id)
	want, _ := journal.ByID(e.Want, id)
	if e.Undone {
		before, want = want, before
	}
	return before.Number(), want.Number()
}

// followPlace puts a number that is in a rule again into two versions of the rule, where it
// is now, or takes one that left it out of both. Where a version rings it as it is now, the
// one that is wanted decides.
func followPlace(saw, want, now *api.Rule, n *api.Number, rings bool) (api.Rule, api.Rule) {
	rang, is := len(placesOf(saw, n)) > 0, len(placesOf(now, n)) > 0
	switch {
	case is == rang || is != rings:
		return *saw, *want
	case is:
		return withPlaces(saw, now, n), withPlaces(want, now, n)
	}
	others := func(t api.Target, _ bool) bool { return !isNumber(&t, n) }
	return keepTargets(saw, others), keepTargets(want, others)
}

func (v *reversal) toggleRule(now *api.Rule, on, known bool) {
	want := *now
	want.Enabled = on
	v.want, v.lines = journal.RecordOfRule(&want), api.Diff(now, &want)
	if now.Enabled == on {
		return
	}
	v.text("%s: %s", now.Name, strings.Join(v.lines, "; "))
	if known {
		v.try(v.draft.Switch(now.ID, on))
	}
}

func (v *reversal) setRule(was, now, given *api.Rule, known bool) {
	want := *given
	saw := *was
	if saw.Enabled == want.Enabled { // what switched the rule is another change
		saw.Enabled, want.Enabled = now.Enabled, now.Enabled
	}
	saw, want = api.Rebase(&saw, &want, now)
	v.want, v.lines = journal.RecordOfRule(&want), api.Diff(now, &want)
	switch {
	case api.SameWhole(now, &want) && now.Enabled == want.Enabled:
		return
	case !api.SameWhole(&saw, now) && !v.insistsOnRule(now):
		v.rule = &api.RuleConflict{Saw: saw, Now: *now, Want: want}
		return
	}
	v.text("%s: %s", now.Name, strings.Join(v.lines, "; "))
	if known {
		v.try(v.draft.SetRule(&want))
	}
}

func (v *reversal) try(err error) {
	if err != nil {
		v.block(api.Explain(err).String())
	}
}

// present is the number that had an id once, as it is now; of one that is gone the id
// it had last.
func (v *reversal) present(id string) api.Number {
	now := v.h.Now(id)
	for _, n := range v.draft.Snapshot().Numbers {
		if n.ID == now {
			return n
		}
	}
	return api.Number{ID: now}
}

// withoutGone takes out of a rule the numbers that are no longer there, which a rule
// that knows them by their ids cannot ring.
func (v *reversal) withoutGone(want, saw *api.Rule) api.Rule {
	if v.now.Capabilities().RingsDevices || v.now.Numbers == nil {
		return *want
	}
	return keepTargets(want, func(t api.Target, on bool) bool {
		gone := t.Kind == api.NumberTarget && t.ID != "" && !v.has(t.ID) && !saw.Has(&t)
		if gone && on {
			v.note("%s no longer exists, so %s does not ring it.", journal.Named(t.Name), want.Name)
		}
		return !gone
	})
}

func (v *reversal) has(id string) bool {
	return slices.ContainsFunc(v.draft.Snapshot().Numbers, func(n api.Number) bool { return n.ID == id })
}

// ringAgain puts a number that came back into the rules that rang it.
func (v *reversal) ringAgain(id string, to *journal.Record) {
	rang := v.Entry.RangBy(id)
	kept := slices.DeleteFunc(slices.Clone(rang), func(r journal.RuleRecord) bool { return v.hasMoved(r.CallHandling) })
	if len(kept) < len(rang) {
		v.note("The account has moved to new call handling, so %s is not added back to the old rules.", journal.Named(to.Label))
	}
	is, _ := v.current(id, to)
	switch {
	case len(rang) == 0 && v.Entry.Op == journal.OpCreate:
		v.changeRules(&journal.Record{}, to)
	case is.Has(api.CallForwarding):
	case len(rang) == 0 && to.HasPlaces() && (to.Rings == nil || to.Has(api.CallForwarding)) && v.Entry.TakesFrom(api.CallForwarding):
		v.note("It is not known which rules rang %s, so they do not ring it again automatically.", journal.Named(to.Label))
	}
	for _, r := range kept {
		v.putBack(id, to, &r)
	}
}

// putBack puts a number into its old places of a rule, as that is now.
func (v *reversal) putBack(id string, to *journal.Record, record *journal.RuleRecord) {
	was, err := record.Rule()
	now, ok := new(v.draft.Snapshot()).Rule(v.h.NowOfRule(record.ID))
	was = was.WithID(now.ID)
	switch {
	case err != nil:
		v.never(to, record, "its record in the journal cannot be read")
		return
	case !ok && v.now.Rules == nil:
		v.text("add %s back to %s", journal.Named(to.Label), record.Name)
		return
	case !ok:
		v.never(to, record, "the rule no longer exists")
		return
	case now.Fixed != "":
		v.never(to, record, strings.TrimSuffix(now.Fixed, "."))
		return
	}
	n := numberWithID(to, v.h.NowOf(v.Entry.ID, id))
	want, exactly := asBefore(&now, &was, &n)
	if !exactly {
		want = withPlaces(&now, new(was.WithNumbers(v.present)), &n)
	}
	if !api.SameRule(now, want) {
		v.text("add %s back to %s", journal.Named(to.Label), record.Name)
		v.try(v.draft.SetRule(&want))
	}
}

func (v *reversal) never(to *journal.Record, r *journal.RuleRecord, why string) {
	v.note("%s is not added back to %s: %s.", journal.Named(to.Label), r.Name, why)
}

// changeRules puts a number into the rules that it gained with the entry, or takes it
// out of these again.
func (v *reversal) changeRules(from, to *journal.Record) {
	if !to.HasPlaces() && !from.HasPlaces() || v.Entry.Op != journal.OpCreate {
		return
	}
	for _, p := range to.Rings {
		if had, there := from.Place(p.ID); !there || had.Off != p.Off {
			v.ringIn(to, p)
		}
	}
	for _, p := range from.Rings {
		if left, there := to.Place(p.ID); !there || left.Off != p.Off {
			v.ringOut(from, p, there)
		}
	}
}

func (v *reversal) ringIn(to *journal.Record, p journal.PlaceRecord) {
	now, ok := new(v.draft.Snapshot()).Rule(v.h.NowOfRule(p.ID))
	if !ok {
		v.note("%s is not added back to %s: the rule no longer exists.", journal.Named(to.Label), p.Name)
		return
	}
	want, err := now.Ring(new(to.Number()))
	if err != nil {
		v.try(err)
		return
	}
	if !api.SameRule(now, want) {
		v.text("add %s to %s", journal.Named(to.Label), p.Name)
		v.try(v.draft.SetRule(&want))
	}
}

// ringOut takes a number out of a rule, or only switches its step off again.
func (v *reversal) ringOut(from *journal.Record, p journal.PlaceRecord, off bool) {
	now, ok := new(v.draft.Snapshot()).Rule(v.h.NowOfRule(p.ID))
	if !ok {
		return
	}
	want := now
	for _, at := range slices.Backward(placesOf(&now, new(from.Number()))) {
		var err error
		if off {
			want, err = want.Switch(at.step)
		} else {
			want, err = want.RemoveTarget(at.step, at.target)
		}
		if err != nil {
			v.try(err)
			return
		}
	}
	if !api.SameRule(now, want) {
		v.text("remove %s from %s", journal.Named(from.Label), p.Name)
		v.try(v.draft.SetRule(&want))
	}
}
