package change

import (
	"slices"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// SetDigits gives several numbers other flip digits in one change, as when a number is
// moved through the list and others make room. Digits are exchanged among the numbers,
// or were free before.
type SetDigits struct {
	Seen []api.Number // as the person saw them
	Want []string     // the digit of each, in the order of Seen; empty for none
}

func (s SetDigits) check(base *api.Snapshot) error { return s.refused(s.Seen, base.Numbers) }

// refused finds what the service would refuse: a digit that there is not, or one of a
// number that keeps it. are is Seen, as the numbers are now.
func (s SetDigits) refused(are, all []api.Number) error {
	kept := slices.DeleteFunc(slices.Clone(all), func(n api.Number) bool {
		return slices.ContainsFunc(are, func(m api.Number) bool { return m.ID == n.ID })
	})
	for i, n := range are {
		if err := first(api.CheckChange(&n, api.Change{Flip: &s.Want[i]}, kept)); err != nil {
			return err
		}
		n.Flip = s.Want[i]
		kept = append(kept, n)
	}
	return nil
}

func (s SetDigits) need(base *api.Snapshot) api.Need {
	if base.Numbers != nil {
		return api.Need{Digits: true}
	}
	return api.Need{Numbers: true}
}

func (s SetDigits) ready(now *api.Snapshot, _ *journal.History) (task, error) {
	var before []api.Number
	var diffs []NumberDiff
	done := true
	for i, saw := range s.Seen {
		n, there := api.Current(now.Numbers, &saw)
		before = append(before, n)
		done = done && there && n.Flip == s.Want[i]
		if !there || changed(&saw, &n) {
			diffs = append(diffs, diffNumber(&saw, now.Numbers, digit(s.Want[i])))
		}
	}
	switch {
	case done:
		return newTask(journal.OpSwap, now, before), nil
	case len(diffs) > 0:
		return task{}, conflictOver(s, diffs...)
	}
	if err := s.refused(before, now.Numbers); err != nil {
		return task{}, err
	}
	t := newTask(journal.OpSwap, now, before)
	for i, n := range before {
		if err := t.draft.Change(n.ID, api.Change{Flip: &s.Want[i]}); err != nil {
			return task{}, err
		}
	}
	t.wants()
	return t, nil
}
