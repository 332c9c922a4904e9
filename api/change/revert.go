package change

import (
	"fmt"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// reversal works out a Revert: it drafts what makes a change undone, or done again, and
// says in words what that does and what will not be as it was.
type reversal struct {
	Revert
	now   api.Snapshot
	h     *journal.History
	draft *api.Draft

	texts   []string // what it does
	notes   []string // what will not be as it was
	blocked []string // for what nothing can be done
	diffs   []NumberDiff
	rule    *api.RuleConflict
	done    []string            // ids, in the entry, of what is reverted
	before  []api.Number        // the numbers concerned, as they are now
	lines   []string            // of the rules
	ofRule  *journal.RuleRecord // of the change of a rule: as it is now
	want    *journal.RuleRecord
	made    *api.Rule // the rule that the draft adds
}

// newReversal is not inlined: its copies would make the program larger.
//
//go:noinline
func newReversal(r *Revert, now *api.Snapshot, h *journal.History) *reversal {
	return &reversal{Revert: *r, now: *now, h: h, draft: now.Draft()}
}

func (v *reversal) run() {
	switch {
	case v.Entry.Op == journal.OpAPI:
		v.block("rcfwd api sent this request, and what would undo it is not known.")
	case v.Entry.Op.OfRule():
		v.revertRule()
	default:
		v.revertNumbers()
	}
	if len(v.texts)+len(v.blocked)+len(v.diffs) == 0 && v.rule == nil && len(v.done) > 0 {
		v.text("nothing is left to change")
	}
}

// task is the reversal made ready.
func (v *reversal) task() task {
	t := task{draft: v.draft, why: v.why()}
	t.entry = journal.Entry{
		Op: v.op(), Before: journal.RecordsOf(v.before), RuleBefore: v.ofRule, RuleWant: v.want, Lines: v.lines, For: v.done,
	}
	if v.Direction == Undo {
		t.entry.Undoes = v.Entry.ID
	} else {
		t.entry.Redoes = v.Entry.ID
	}
	if v.made != nil {
		t.creates(&v.now, v.made)
		return t
	}
	for _, n := range v.now.Numbers {
		t.entry.Had = append(t.entry.Had, n.ID)
	}
	v.wants(&t)
	return t
}

// op is what the reversal does to numbers or the rule.
func (v *reversal) op() journal.Op {
	switch op := v.Entry.Op; {
	case v.Direction == Redo:
		return op
	case op == journal.OpCreate:
		return journal.OpRemove
	case op == journal.OpRemove:
		return journal.OpCreate
	case op == journal.OpCreateRule:
		return journal.OpRemoveRule
	case op == journal.OpRemoveRule:
		return journal.OpCreateRule
	default:
		return op
	}
}

// wants notes how the numbers concerned should read, those that come back among them.
func (v *reversal) wants(t *task) {
	after := v.draft.Snapshot().Numbers
	for _, id := range v.done {
		_, _, to, has := v.sides(id)
		if !has {
			continue
		}
		to.ID = v.h.NowOf(v.Entry.ID, id)
		if n, there := api.Current(after, new(to.Number())); there {
			want := journal.RecordOf(&n)
			if want.ID != to.ID {
				want.Was = to.ID
			}
			if n.Label == to.Label {
				want.RawLabel = to.RawLabel
			}
			t.entry.Want = append(t.entry.Want, want)
		}
	}
	if t.entry.Op == journal.OpRemove {
		t.entry.From = v.Entry.From
		t.entry.Rang = ringing(v.now.Rules, v.before)
	}
}

// text is not inlined: what grows the list would be in 17 places.
//
//go:noinline
func (v *reversal) text(format string, args ...any) {
	v.texts = append(v.texts, fmt.Sprintf(format, args...))
}

// note is not inlined: its copies would make the program larger.
//
//go:noinline
func (v *reversal) note(format string, args ...any) {
	v.notes = append(v.notes, fmt.Sprintf(format, args...))
}

// block is not inlined: its copies would make the program larger.
//
//go:noinline
func (v *reversal) block(why string) { v.blocked = append(v.blocked, why) }

// sides are a number of the entry before and after the reversal, and whether it was
// there.
func (v *reversal) sides(id string) (from journal.Record, had bool, to journal.Record, has bool) {
	from, had = journal.ByID(v.Entry.After, id)
	to, has = journal.ByID(v.Entry.Before, id)
	if v.Direction == Redo {
		from, had, to, has = to, has, from, had
	}
	return from, had, to, has
}

// revertNumbers goes through the numbers of the entry: those that give up a digit come
// before those that need it.
func (v *reversal) revertNumbers() {
	left := v.h.Open(v.Entry.ID, v.Direction == Undo)
	if len(left) == 0 {
		v.block("There is nothing left to undo or redo.")
		return
	}
	v.freeDigits(left)
	for _, id := range left {
		v.number(id)
	}
}

// current is what a number of the entry is now, before anything is reverted.
func (v *reversal) current(id string, as *journal.Record) (api.Number, bool) {
	is, there := api.Current(v.now.Numbers, new(numberWithID(as, v.h.NowOf(v.Entry.ID, id))))
	if !there && v.now.Capabilities().SharedDocument {
		return api.ByPhone(v.now.Numbers, as.Phone) // it may have come back with an id that no journal knows
	}
	return is, there
}

func (v *reversal) number(id string) {
	from, had, to, has := v.sides(id)
	known := from
	if !had {
		known = to
	}
	is, there := v.current(id, &known)
	if there {
		v.before = append(v.before, is)
	}
	blocked := len(v.blocked)
	switch {
	case had && !has:
		v.remove(&from, &is, there, v.taken())
	case !had && has:
		v.restore(id, &to, &is, there)
	default:
		v.change(id, &from, &to, &is, there)
	}
	if len(v.blocked) == blocked {
		v.done = append(v.done, id)
	}
}

// taken are the uses that a removal which is done again takes numbers out of; none is all.
func (v *reversal) taken() []api.Feature {
	if v.Entry.Op != journal.OpRemove {
		return nil
	}
	return v.Entry.From
}

// numberWithID is not inlined: its copies would make the program larger.
//
//go:noinline
func numberWithID(was *journal.Record, id string) api.Number {
	r := *was
	r.ID = id
	return r.Number()
}

// remove takes away a number that should not be there, if it is as the journal knows
// it.
func (v *reversal) remove(was *journal.Record, is *api.Number, there bool, from []api.Feature) {
	switch {
	case was.Type == api.PhoneLine:
		v.block(api.LineStays(new(was.Number())).Error())
		return
	case !there:
		v.note("%s no longer exists.", journal.Named(was.Label))
		return
	}
	seen := *was
	if known, ok := v.h.Latest(is.ID); ok {
		seen = known
	}
	seen.ID = is.ID
	if changed(new(seen.Number()), is) && !v.insists(&seen, is, there) {
		v.diffs = append(v.diffs, diffNumber(new(seen.Number()), v.now.Numbers, nil))
		return
	}
	if err := v.draft.Remove(is.ID, from...); err != nil {
		v.block(api.Explain(err).String())
		return
	}
	if len(from) > 0 {
		v.text("remove %s from %s", journal.Named(was.Label), placeNames(from))
		return
	}
	v.text("remove %s %s", journal.Named(is.Label), is.Phone)
}

func placeNames(from []api.Feature) string {
	switch {
	case len(from) == 1 && from[0] == api.CallFlip:
		return "the flip list"
	case len(from) == 1:
		return "every rule"
	}
	return "the flip list and every rule"
}
