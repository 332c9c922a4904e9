package change

import (
	"slices"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Remove removes numbers. One that is gone already is not a conflict. The rules that
// ring them are journalled, so that undo puts the numbers back into them.
type Remove struct {
	Seen []api.Number

	// From are the uses to take them out of, where an account keeps these apart:
	// api.CallFlip is the flip list, api.CallForwarding every rule. None is all.
	From []api.Feature
}

func (r Remove) check(*api.Snapshot) error {
	for _, n := range r.Seen {
		if n.Type == api.PhoneLine {
			return api.LineStays(&n)
		}
	}
	return nil
}

func (r Remove) need(*api.Snapshot) api.Need { return api.Need{Numbers: true, Rules: true} }

func (r Remove) ready(now *api.Snapshot, _ *journal.History) (task, error) {
	var there []api.Number
	var diffs []NumberDiff
	for _, saw := range r.Seen {
		n, ok := api.Current(now.Numbers, &saw)
		switch {
		case !ok:
		case changed(&saw, &n) || len(journal.Misplaced(new(journal.RecordOf(&saw)), new(journal.RecordOf(&n)))) > 0:
			diffs = append(diffs, diffNumber(&saw, now.Numbers, r.rest(now)))
		case r.takes(&n):
			there = append(there, n)
		}
	}
	if len(diffs) > 0 {
		return task{}, conflictOver(r, diffs...)
	}
	return removal(now, there, r.From)
}

// removal drafts the removal of numbers that are there.
func removal(now *api.Snapshot, there []api.Number, from []api.Feature) (task, error) {
	t := newTask(journal.OpRemove, now, there)
	t.entry.From, t.entry.Rang = from, ringing(now.Rules, there)
	t.entry.Lines = placesWords(t.entry.Rang, t.entry.Before)
	for i, n := range there {
		if err := t.draft.Remove(n.ID, from...); err != nil {
			return task{}, err
		}
		t.entry.Before[i].Stored = storedFlip(&n)
	}
	if len(from) > 0 {
		t.wants()
	}
	return t, nil
}

// takes reports whether there is anything that the removal takes from a number.
func (r Remove) takes(n *api.Number) bool {
	return len(r.From) == 0 || slices.ContainsFunc(r.From, n.Has)
}

// rest is what the removal leaves of a number, for a conflict; nil where nothing is.
func (r Remove) rest(was *api.Snapshot) func(journal.Record) journal.Record {
	now := *was
	if len(r.From) == 0 {
		return nil
	}
	return func(n journal.Record) journal.Record {
		d := now.Draft()
		if d.Remove(n.ID, r.From...) != nil {
			return n
		}
		left, there := api.Current(d.Snapshot().Numbers, new(n.Number()))
		if !there {
			return journal.Record{}
		}
		return journal.RecordOf(&left)
	}
}
