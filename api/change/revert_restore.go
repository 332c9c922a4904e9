package change

import (
	"cmp"
	"slices"
	"strconv"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Bringing numbers back that are gone.

// restore brings a number back, as far as it is not, and then into the rules that rang it.
func (v *reversal) restore(id string, to *journal.Record, is *api.Number, there bool) {
	listed := there && (is.Has(api.CallFlip) || !v.now.Capabilities().PartRemoval)
	if inFlipList(to) && !listed && !v.addBack(id, to) {
		return
	}
	if there && to.Flip == "" && is.Flip != "" && v.h.PickedDigit(is.ID) == is.Flip {
		v.takeDigit(is)
	}
	v.ringAgain(id, to)
}

// takeDigit takes the digit away that the service gave a number as it came back.
func (v *reversal) takeDigit(is *api.Number) {
	none := ""
	v.text("%s: flip digit %s becomes none", journal.Named(is.Label), is.Flip)
	v.try(v.draft.Change(is.ID, api.Change{Flip: &none}))
}

// inFlipList reports whether a number of an entry was in the flip list. Where a number is
// not used for calls and flips apart, all are.
func inFlipList(r *journal.Record) bool { return !r.HasPlaces() || r.Has(api.CallFlip) }

// addBack adds a number as it was.
func (v *reversal) addBack(id string, to *journal.Record) bool {
	n, why := v.recreation(to)
	if why != "" {
		v.block(why)
		return false
	}
	if err := v.draft.Restore(v.h.NowOf(v.Entry.ID, id), &n, v.restored(id, to)); err != nil {
		v.block(api.Explain(err).String())
		return false
	}
	v.tellAddition(id, to, &n)
	return true
}

// recreation is the request that makes a number like r as things are now, or why there is
// none.
func (v *reversal) recreation(r *journal.Record) (n api.NewNumber, why string) {
	if n, why = recreation(r); why != "" {
		return n, why
	}
	if !slices.Contains(v.now.Capabilities().Types, n.Type) {
		n.Type, n.Label = api.Other, cmp.Or(n.Label, r.Label)
	}
	v.freeDigit(&n, r)
	if problems := api.CheckNew(&n, v.others()); len(problems) > 0 {
		return n, journal.Named(r.Label) + " cannot be restored: " + problems[0].Text
	}
	return n, ""
}

// recreation is the request that makes a number like r, or why there is none.
func recreation(r *journal.Record) (n api.NewNumber, why string) {
	n = api.NewNumber{Type: r.Type, Phone: r.Phone}
	switch {
	case r.Type == api.PhoneLine:
		n.Phone, n.DeviceID = "", r.DeviceID
	case r.Type == api.Other:
		n.Label = r.SentLabel()
	case !r.Type.Predefined():
		return n, journal.Named(r.Label) + " cannot be restored: only RingCentral can create numbers of type " + string(r.Type) + "."
	}
	n.Flip, _ = strconv.Atoi(r.Flip)
	n.NoDigit = n.Flip == 0
	return n, ""
}

// others are the numbers that one that comes back must not clash with: on v2 it may be
// there in part, because rules ring it.
func (v *reversal) others() []api.Number {
	return slices.DeleteFunc(slices.Clone(v.draft.Snapshot().Numbers), api.Number.OnlyRung)
}

// freeDigit leaves out a digit that another number has now. Where the service picks a
// digit it does so.
func (v *reversal) freeDigit(n *api.NewNumber, to *journal.Record) {
	holder, taken := api.HolderOf(to.Flip, v.draft.Snapshot().Numbers)
	if !taken {
		return
	}
	n.Flip, n.NoDigit = 0, false
	instead := "it is restored without one"
	if v.now.Capabilities().PicksDigit {
		instead = "RingCentral chooses another"
	}
	v.note("Flip digit %s of %s now belongs to %s, so %s.", to.Flip, journal.Named(to.Label), journal.Named(holder.Label), instead)
}

// restored is what the journal has of a number in the flip list: also behind which of
// those that are still there it stood.
func (v *reversal) restored(id string, to *journal.Record) api.Restored {
	ahead, known := v.Entry.Ahead(id)
	was := api.Restored{Record: to.Stored, Placed: known}
	numbers := v.draft.Snapshot().Numbers
	for _, r := range ahead {
		n, there := api.Current(numbers, new(numberWithID(&r, v.h.NowOf(v.Entry.ID, r.ID))))
		if there && n.Has(api.CallFlip) {
			was.After = n.ID
			break
		}
	}
	return was
}

// tellAddition says what adding a number back does.
func (v *reversal) tellAddition(id string, to *journal.Record, n *api.NewNumber) {
	if v.now.Capabilities().SharedDocument {
		digit := ", without a digit"
		if n.Flip != 0 {
			digit = " with digit " + strconv.Itoa(n.Flip)
		}
		v.text("add %s %s to the flip list%s", journal.Named(to.Label), to.Phone, digit)
		return
	}
	alone := ""
	if len(v.Entry.RangBy(id)) == 0 {
		alone = ", and the rules that rang it do not ring it again automatically"
	}
	v.note("%s gets a new id%s.", journal.Named(to.Label), alone)
	v.text("add %s %s", namedWithType(to), to.Phone)
}

// namedWithType is the type and the label of a number, once where they are the same.
func namedWithType(r *journal.Record) string {
	if r.Label == string(r.Type) {
		return r.Label
	}
	return string(r.Type) + " " + journal.Named(r.Label)
}
