package journal

import (
	"slices"

	"rcfwd/api"
)

// reconcile finds out from what is now what became of e.
func (e *Entry) reconcile(now Result, claimed func(id string) bool) {
	switch {
	case !e.Op.ofRule():
		e.lookUpNumbers(now.Numbers, claimed)
	case now.Rules != nil:
		e.lookUpRule(now.Rules)
	}
}

// lookUpNumbers is lookUp for a change of numbers. On new accounts such a change takes
// several requests.
func (e *Entry) lookUpNumbers(now []api.Number, claimed func(id string) bool) {
	if e.isV2() {
		e.Outcome, e.After = lookUpPlaces(*e, now, claimed)
		e.After = e.paired(e.After)
		return
	}
	e.Outcome, e.After = reconcile(*e, now, claimed)
}

// reconcile finds out from the numbers as they are now what became of e; claimed says
// which of them other changes are known to have made.
func reconcile(e Entry, now []api.Number, claimed func(id string) bool) (Outcome, []Record) {
	switch e.Op {
	case OpCreate:
		return lookUpCreate(e, now, claimed)
	case OpRemove:
		return lookUpRemove(e, now)
	case OpUpdate, OpSwap:
		return lookUpChange(e, now)
	}
	return Unknown, nil // an operation of a later version
}

// lookUpCreate takes for the new number one that was not there before and that no other entry
// made: one with the number, the device and the label that were asked for, or
// else one of the same type with one of them, which another user has edited since. To
// take such a one for missing would make it twice.
func lookUpCreate(e Entry, now []api.Number, claimed func(string) bool) (Outcome, []Record) {
	if len(e.Want) != 1 {
		return Unknown, nil
	}
	var like []Record
	for _, n := range now {
		r := recordOf(n)
		switch {
		case slices.Contains(e.had, n.ID) || claimed(n.ID) || r.Type != e.Want[0].Type:
		case isTheNew(r, e.Want[0]):
			return Done, []Record{r}
		case isLike(r, e.Want[0]):
			like = append(like, r)
		}
	}
	if len(like) > 0 {
		return Done, like[:1]
	}
	return NotDone, nil
}

// isTheNew compares by number, device and label. The flip digit may have been
// exchanged since.
func isTheNew(r, want Record) bool {
	return (want.Phone == "" || r.Phone == want.Phone) &&
		(want.DeviceID == "" || r.DeviceID == want.DeviceID) &&
		(want.Label == "" || r.Label == want.Label)
}

// isLike finds what was edited. There is only one number of a predefined type.
func isLike(r, want Record) bool {
	return want.Phone != "" && r.Phone == want.Phone ||
		want.DeviceID != "" && r.DeviceID == want.DeviceID ||
		want.Label != "" && r.Label == want.Label ||
		want.Type.Predefined()
}

func lookUpRemove(e Entry, now []api.Number) (Outcome, []Record) {
	left := thoseThere(e.Before, now)
	switch len(left) {
	case 0:
		return Done, nil
	case len(e.Before):
		return NotDone, left
	}
	return Partly, left
}

func thoseThere(records []Record, now []api.Number) []Record {
	var there []Record
	for _, r := range records {
		if n, ok := find(now, r.ID); ok {
			there = append(there, recordOf(n))
		}
	}
	return there
}

// lookUpChange goes by the fields that were to change. An update is all or
// nothing, so one of its fields that has the value tells of all; the rest may have
// been changed by others since.
func lookUpChange(e Entry, now []api.Number) (Outcome, []Record) {
	done, not := 0, 0
	for _, want := range e.Want {
		before, _ := byID(e.Before, want.ID)
		n, there := find(now, want.ID)
		switch {
		case len(differing(before, want)) == 0:
		case there && has(recordOf(n), before, want):
			done++
		default:
			not++
		}
	}
	after := thoseThere(e.Before, now)
	switch {
	case not == 0:
		return Done, after
	case done == 0 && unmoved(e, now):
		return NotDone, after
	}
	return Partly, after
}

// has reports whether r has one of the values that want changes.
func has(r, before, want Record) bool {
	return slices.ContainsFunc(differing(before, want), func(f api.Field) bool { return r.Value(f) == want.Value(f) })
}

// unmoved reports whether nothing shows of a change that takes several requests,
// which may have ended between two of them.
func unmoved(e Entry, now []api.Number) bool {
	if e.Op != OpSwap {
		return true
	}
	for _, before := range e.Before {
		if n, ok := find(now, before.ID); ok && n.Flip != before.Flip {
			return false
		}
	}
	return true
}
