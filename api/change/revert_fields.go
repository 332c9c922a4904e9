package change

import (
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Changing numbers back.

// change puts fields back that the entry changed, and no others, and where the number
// left or entered the flip list or rules with that, these too.
func (v *reversal) change(id string, from, to *journal.Record, is *api.Number, there bool) {
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
		v.note("%s no longer exists.", journal.Named(from.Label))
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
func (v *reversal) retarget(id string, is *api.Number) {
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
		v.retargetRules(&from, &to, v.Entry.Retargeted(id))
		return
	}
	if is.Phone == from.Phone && is.Label == from.Label {
		from, to = to, from
	}
	v.draft.Retarget(new(from.Number()), new(to.Number()), ids...)
}

// movedName reports whether the change reached the telephone number or the label of a
// number itself.
func (v *reversal) movedName(id string) bool {
	return slices.ContainsFunc(v.Entry.Moved(id), func(f api.Field) bool { return f == api.FieldPhone || f == api.FieldLabel })
}

func (v *reversal) retargetRules(from, to *journal.Record, ids []string) {
	rules := v.draft.Snapshot().Rules
	v.draft.Retarget(new(from.Number()), new(to.Number()), ids...)
	if !slices.EqualFunc(rules, v.draft.Snapshot().Rules, api.SameRule) {
		v.text("ring %s %s again in the rules that ring %s", journal.Named(to.Label), to.Phone, from.Phone)
	}
}

// changePlaces puts a number back into the places that a removal took it out of, or
// takes it out of these again.
func (v *reversal) changePlaces(id string, from, to *journal.Record, is *api.Number, there bool) {
	if v.Direction == Redo {
		v.remove(from, is, there, slices.DeleteFunc(slices.Clone(from.Features), to.Has))
		return
	}
	if inFlipList(to) && !(there && is.Has(api.CallFlip)) && !v.addBack(id, to) {
		return
	}
	v.ringAgain(id, to)
}

func (v *reversal) leaveFlipList(from *journal.Record, is *api.Number, there bool) {
	if is.Has(api.CallFlip) {
		v.remove(from, is, there, []api.Feature{api.CallFlip})
	}
}

// conflict is over a number that is gone.
func (v *reversal) conflict(from, to *journal.Record) {
	if !v.insists(from, &api.Number{}, false) {
		v.diffs = append(v.diffs, diffNumber(new(from.Number()), v.now.Numbers, func(journal.Record) journal.Record { return *to }))
	}
}

// changeFields gives a number the values of to in some fields. One that is neither as
// the entry left it nor as it was before is a conflict.
func (v *reversal) changeFields(is *api.Number, from, to *journal.Record, fields []api.Field) {
	record, c := journal.RecordOf(is), fieldChange{seen: journal.RecordOf(is)}
	for _, f := range fields {
		c.seen = c.seen.WithValue(f, from)
		if record.Value(f) != to.Value(f) {
			v.changeField(&c, is, from, to, f)
		}
	}
	switch {
	case c.edited && !v.insists(&c.seen, is, true):
		v.diffs = append(v.diffs, diffNumber(new(c.seen.Number()), v.now.Numbers, func(r journal.Record) journal.Record { return r.With(c.want) }))
	case c.want.Empty():
	default:
		if err := v.draft.Change(is.ID, c.want); err != nil {
			v.block(api.Explain(err).String())
			return
		}
		v.text("%s: %s", journal.Named(is.Label), strings.Join(c.words, ", "))
	}
}

// fieldChange is what changeFields gathers of one number.
type fieldChange struct {
	seen   journal.Record // as the entry left it
	want   api.Change
	words  []string
	edited bool // by another user, since the entry
}

// changeField adds one field to a change of a number, unless the person leaves it to the
// other user or its digit is taken.
func (v *reversal) changeField(c *fieldChange, is *api.Number, from, to *journal.Record, f api.Field) {
	now, value := new(journal.RecordOf(is)).Value(f), to.Value(f)
	edited := now != from.Value(f)
	c.edited = c.edited || edited
	if edited && v.fields != nil && !slices.Contains(v.fields, f) {
		return
	}
	switch f {
	case api.FieldPhone:
		c.want.Phone = &value
	case api.FieldLabel:
		label := to.SentLabel()
		c.want.Label = &label
	case api.FieldFlip:
		if v.digitTaken(is, to) {
			v.keepDigit(is)
			return
		}
		c.want.Flip = &value
	default:
		return
	}
	c.words = append(c.words, journal.FieldName(f)+" "+journal.OrNone(now)+" becomes "+journal.OrNone(value))
}

// digitTaken reports whether another number has the digit that one should have, and
// does not give it up here.
func (v *reversal) digitTaken(is *api.Number, to *journal.Record) bool {
	holder, taken := api.HolderOf(to.Flip, v.draft.Snapshot().Numbers)
	if !taken || holder.ID == is.ID {
		return false
	}
	v.note("Flip digit %s of %s now belongs to %s, so it is not restored.", to.Flip, journal.Named(is.Label), journal.Named(holder.Label))
	return true
}

// keepDigit gives a number the digit again that freeDigits took, unless that has found
// another holder.
func (v *reversal) keepDigit(was *api.Number) {
	is := *was
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
		is, there := v.current(id, &from)
		if had && has && there && from.Flip != to.Flip && is.Flip == from.Flip && is.Flip != "" {
			_ = v.draft.Change(is.ID, api.Change{Flip: &none})
		}
	}
}
