package change

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

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
}

func newReversal(r Revert, now api.Snapshot, h *journal.History) *reversal {
	return &reversal{Revert: r, now: now, h: h, draft: now.Draft()}
}

func (v *reversal) run() {
	if v.Entry.RuleBefore != nil {
		v.revertRule()
	} else {
		v.revertNumbers()
	}
	if len(v.texts)+len(v.blocked)+len(v.diffs) == 0 && v.rule == nil && len(v.done) > 0 {
		v.text("all of it is so already")
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
		if n, there := api.Current(after, to.Number()); there {
			want := journal.RecordOf(n)
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

func (v *reversal) text(format string, args ...any) {
	v.texts = append(v.texts, fmt.Sprintf(format, args...))
}

func (v *reversal) note(format string, args ...any) {
	v.notes = append(v.notes, fmt.Sprintf(format, args...))
}

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
		v.block("There is nothing left of it to take back or to do again.")
		return
	}
	v.freeDigits(left)
	for _, id := range left {
		v.number(id)
	}
}

// current is what a number of the entry is now, before anything is reverted.
func (v *reversal) current(id string, as journal.Record) (api.Number, bool) {
	is, there := api.Current(v.now.Numbers, numberWithID(as, v.h.NowOf(v.Entry.ID, id)))
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
	is, there := v.current(id, known)
	if there {
		v.before = append(v.before, is)
	}
	blocked := len(v.blocked)
	switch {
	case had && !has:
		v.remove(from, is, there, nil)
	case !had && has:
		v.restore(id, to, is, there)
	default:
		v.change(id, from, to, is, there)
	}
	if len(v.blocked) == blocked {
		v.done = append(v.done, id)
	}
}

func numberWithID(r journal.Record, id string) api.Number {
	r.ID = id
	return r.Number()
}

// remove takes away a number that should not be there, if it is as the journal knows
// it.
func (v *reversal) remove(was journal.Record, is api.Number, there bool, from []api.Feature) {
	switch {
	case was.Type == api.PhoneLine:
		v.block(api.LineStays(was.Number()).Error())
		return
	case !there:
		v.note("%s is no longer there.", journal.Quote(was.Label))
		return
	}
	seen := was
	if known, ok := v.h.Latest(is.ID); ok {
		seen = known
	}
	seen.ID = is.ID
	if changed(seen.Number(), is) && !v.insist {
		v.diffs = append(v.diffs, diffNumber(seen.Number(), v.now.Numbers, nil))
		return
	}
	if err := v.draft.Remove(is.ID, from...); err != nil {
		v.block(api.Explain(err).String())
		return
	}
	if len(from) > 0 {
		v.text("take %s out of %s", journal.Quote(was.Label), placeNames(from))
		return
	}
	v.text("remove %s %s", journal.Quote(is.Label), is.Phone)
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

// restore brings a number back, and then into the rules that rang it.
func (v *reversal) restore(id string, to journal.Record, is api.Number, there bool) {
	caps := v.now.Capabilities()
	switch {
	case caps.PartRemoval && !inFlipList(to):
		v.ringAgain(id, to)
	case there && is.Has(api.CallFlip), there && !caps.PartRemoval, v.addBack(id, to):
		v.ringAgain(id, to)
	}
}

// inFlipList reports whether a number of an entry was in the flip list. On v1 every
// number is flipped to.
func inFlipList(r journal.Record) bool { return !r.IsV2() || r.Has(api.CallFlip) }

// addBack adds a number as it was.
func (v *reversal) addBack(id string, to journal.Record) bool {
	n, why := recreation(to)
	if why == "" {
		v.freeDigit(&n, to)
		if v.now.CallHandling == api.V2 {
			n.Type = api.Other
		}
		if problems := api.CheckNew(n, v.others()); len(problems) > 0 {
			why = journal.Quote(to.Label) + " cannot come back: " + problems[0].Text
		}
	}
	if why != "" {
		v.block(why)
		return false
	}
	if err := v.draft.Restore(v.h.NowOf(v.Entry.ID, id), n, v.restored(id, to)); err != nil {
		v.block(api.Explain(err).String())
		return false
	}
	if v.now.Capabilities().SharedDocument {
		digit := ", without a digit"
		if n.Flip != 0 {
			digit = " with digit " + strconv.Itoa(n.Flip)
		}
		v.text("put %s %s into the flip list%s", journal.Quote(to.Label), to.Phone, digit)
		return true
	}
	if len(v.Entry.RangBy(id)) > 0 {
		v.note("%s comes back with a new id.", journal.Quote(to.Label))
	} else {
		v.note("%s comes back with a new id, and rules that rang it do not ring it again by themselves.", journal.Quote(to.Label))
	}
	v.text("add %s %s %s", to.Type, journal.Quote(to.Label), to.Phone)
	return true
}

// others are the numbers that one that comes back must not clash with: on v2 it may be
// there in part, because rules ring it.
func (v *reversal) others() []api.Number {
	return slices.DeleteFunc(slices.Clone(v.draft.Snapshot().Numbers), api.Number.OnlyRung)
}

// recreation is the request that makes a number like r, or why there is none.
func recreation(r journal.Record) (n api.NewNumber, why string) {
	n = api.NewNumber{Type: r.Type, Phone: r.Phone}
	switch {
	case r.Type == api.PhoneLine:
		n.Phone, n.DeviceID = "", r.DeviceID
	case r.Type == api.Other:
		n.Label = r.SentLabel()
	case !r.Type.Predefined():
		return n, journal.Quote(r.Label) + " cannot come back: RingCentral alone makes numbers of type " + string(r.Type) + "."
	}
	n.Flip, _ = strconv.Atoi(r.Flip)
	n.NoDigit = n.Flip == 0
	return n, ""
}

// freeDigit leaves out a digit that another number has now. Where the service picks a
// digit it does so.
func (v *reversal) freeDigit(n *api.NewNumber, to journal.Record) {
	if v.now.CallHandling == api.V2 && n.Label == "" {
		n.Label = to.Label
	}
	holder, taken := api.HolderOf(to.Flip, v.draft.Snapshot().Numbers)
	if !taken {
		return
	}
	n.Flip, n.NoDigit = 0, false
	instead := "it comes back without one"
	if v.now.Capabilities().PicksDigit {
		instead = "the service chooses another"
	}
	v.note("Flip digit %s of %s belongs to %s now, so %s.", to.Flip, journal.Quote(to.Label), journal.Quote(holder.Label), instead)
}

// restored is what the journal has of a number in the flip list: also behind which of
// those that are still there it stood.
func (v *reversal) restored(id string, to journal.Record) api.Restored {
	ahead, known := v.Entry.Ahead(id)
	was := api.Restored{Record: to.Stored, Placed: known}
	numbers := v.draft.Snapshot().Numbers
	for _, r := range ahead {
		n, there := api.Current(numbers, numberWithID(r, v.h.NowOf(v.Entry.ID, r.ID)))
		if there && n.Has(api.CallFlip) {
			was.After = n.ID
			break
		}
	}
	return was
}

// change puts fields back that the entry changed, and no others, and where the number
// left or entered the flip list or rules with that, these too.
func (v *reversal) change(id string, from, to journal.Record, is api.Number, there bool) {
	if v.Entry.Op == journal.OpRemove {
		v.changePlaces(id, from, to, is, there)
		return
	}
	switch {
	case there:
	case !inFlipList(from) && inFlipList(to):
		v.restore(id, to, is, there)
		return
	default:
		v.note("%s is no longer there.", journal.Quote(from.Label))
		v.conflict(from, to)
		return
	}
	v.retarget(id, is)
	switch {
	case inFlipList(from) && !inFlipList(to):
		v.changeFields(is, from, to, slices.DeleteFunc(v.Entry.Moved(id), func(f api.Field) bool { return f == api.FieldFlip }))
		v.leaveFlipList(from, is, there)
	case !inFlipList(from) && inFlipList(to) && !is.Has(api.CallFlip):
		v.addBack(id, to)
	default:
		v.changeFields(is, from, to, v.Entry.Moved(id))
	}
	v.changeRules(from, to)
}

// retarget is for a change that another half of was not done: the rules, or the number
// itself. Where the number was changed, rules ring it as it is first, so that it changes
// back with them. Where only rules were, they ring it as it was again.
func (v *reversal) retarget(id string, is api.Number) {
	ids := v.Entry.RuleDocuments()
	before, _ := journal.ByID(v.Entry.Before, id)
	want, _ := journal.ByID(v.Entry.Want, id)
	if v.Entry.Op != journal.OpUpdate || len(ids) == 0 || before.Phone == want.Phone && before.Label == want.Label {
		return
	}
	from, to := want, before
	if v.Direction == Redo {
		from, to = to, from
	}
	if !v.movedName(id) {
		v.retargetRules(from, to, v.Entry.Retargeted(id))
		return
	}
	if is.Phone == from.Phone && is.Label == from.Label {
		from, to = to, from
	}
	v.draft.Retarget(from.Number(), to.Number(), ids...)
}

// movedName reports whether the change reached the telephone number or the label of a
// number itself.
func (v *reversal) movedName(id string) bool {
	return slices.ContainsFunc(v.Entry.Moved(id), func(f api.Field) bool { return f == api.FieldPhone || f == api.FieldLabel })
}

func (v *reversal) retargetRules(from, to journal.Record, ids []string) {
	rules := v.draft.Snapshot().Rules
	v.draft.Retarget(from.Number(), to.Number(), ids...)
	if !slices.EqualFunc(rules, v.draft.Snapshot().Rules, api.SameRule) {
		v.text("ring %s %s again in the rules that ring %s", journal.Quote(to.Label), to.Phone, from.Phone)
	}
}

// changePlaces puts a number back into the places that a removal took it out of, or
// takes it out of these again.
func (v *reversal) changePlaces(id string, from, to journal.Record, is api.Number, there bool) {
	if v.Direction == Redo {
		v.remove(from, is, there, slices.DeleteFunc(slices.Clone(from.Features), to.Has))
		return
	}
	if inFlipList(to) && !(there && is.Has(api.CallFlip)) && !v.addBack(id, to) {
		return
	}
	v.ringAgain(id, to)
}

func (v *reversal) leaveFlipList(from journal.Record, is api.Number, there bool) {
	if is.Has(api.CallFlip) {
		v.remove(from, is, there, []api.Feature{api.CallFlip})
	}
}

// conflict is over a number that is gone.
func (v *reversal) conflict(from, to journal.Record) {
	if !v.insist {
		v.diffs = append(v.diffs, diffNumber(from.Number(), v.now.Numbers, func(journal.Record) journal.Record { return to }))
	}
}

// changeFields gives a number the values of to in some fields. One that is neither as
// the entry left it nor as it was before is a conflict.
func (v *reversal) changeFields(is api.Number, from, to journal.Record, fields []api.Field) {
	record, want, words := journal.RecordOf(is), api.Change{}, []string(nil)
	var others bool
	for _, f := range fields {
		value := to.Value(f)
		if record.Value(f) == value {
			continue
		}
		if record.Value(f) != from.Value(f) {
			others = others || !v.insist
			if v.fields != nil && !slices.Contains(v.fields, f) {
				continue
			}
		}
		switch f {
		case api.FieldPhone:
			want.Phone = &value
		case api.FieldLabel:
			label := to.SentLabel()
			want.Label = &label
		case api.FieldFlip:
			if v.digitTaken(is, to) {
				v.keepDigit(is)
				continue
			}
			want.Flip = &value
		default:
			continue
		}
		words = append(words, journal.FieldName(f)+" "+journal.OrNone(record.Value(f))+" becomes "+journal.OrNone(value))
	}
	if others {
		seen := record
		seen.Phone, seen.Label, seen.Flip = from.Phone, from.Label, from.Flip
		v.diffs = append(v.diffs, diffNumber(seen.Number(), v.now.Numbers, func(r journal.Record) journal.Record { return r.With(want) }))
		return
	}
	if want.Empty() {
		return
	}
	if err := v.draft.Change(is.ID, want); err != nil {
		v.block(api.Explain(err).String())
		return
	}
	v.text("%s: %s", journal.Quote(is.Label), strings.Join(words, ", "))
}

// digitTaken reports whether another number has the digit that one should have, and
// does not give it up here.
func (v *reversal) digitTaken(is api.Number, to journal.Record) bool {
	holder, taken := api.HolderOf(to.Flip, v.draft.Snapshot().Numbers)
	if !taken || holder.ID == is.ID {
		return false
	}
	v.note("Flip digit %s of %s belongs to %s now, so it does not come back.", to.Flip, journal.Quote(is.Label), journal.Quote(holder.Label))
	return true
}

// keepDigit gives a number the digit again that freeDigits took, unless that has found
// another holder.
func (v *reversal) keepDigit(is api.Number) {
	if _, taken := api.HolderOf(is.Flip, v.draft.Snapshot().Numbers); !taken && is.Flip != "" {
		_ = v.draft.Change(is.ID, api.Change{Flip: &is.Flip})
	}
}

// freeDigits takes the digits of numbers that exchange them first, so that each is free
// when its new holder gets it. Nothing of that is sent: only how the draft ends counts.
func (v *reversal) freeDigits(ids []string) {
	if len(ids) < 2 {
		return
	}
	none := ""
	for _, id := range ids {
		from, had, to, has := v.sides(id)
		is, there := v.current(id, from)
		if had && has && there && from.Flip != to.Flip && is.Flip == from.Flip && is.Flip != "" {
			_ = v.draft.Change(is.ID, api.Change{Flip: &none})
		}
	}
}
