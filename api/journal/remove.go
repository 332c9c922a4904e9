package journal

import (
	"context"
	"errors"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Remove removes numbers. It takes one request on legacy call handling. On new call
// handling it takes one for the rules and one for the flip list. A number that is gone
// already is no conflict. The rules that ring the numbers are logged, so that undo adds
// the numbers to them again.
type Remove struct {
	Seen []api.Number

	// From is the uses to remove the numbers from, on new call handling: api.CallFlip is
	// the flip list, api.CallForwarding every rule. None means all.
	From []api.Feature

	link link
}

func (r Remove) linked(l link) Write { r.link = l; return r }
func (r Remove) aboutRule() bool     { return false }

func (r Remove) check() error {
	for _, n := range r.Seen {
		if n.Type == api.PhoneLine {
			return lineStays(n.Label)
		}
	}
	return nil
}

func lineStays(label string) api.ValidationError {
	return api.ValidationError{Code: "FPN-107", Text: label + " is the line of a device, which cannot be removed (FPN-107)." +
		" Remove the device itself in the Admin Portal under Phone System > Phones & Devices."}
}

func (r Remove) ready(ctx context.Context, b Service, now []api.Number) (task, error) {
	var there []api.Number
	var contests []NumberDiff
	for _, saw := range r.Seen {
		n, ok := present(now, saw)
		switch {
		case !ok:
		case changed(saw, n) || len(misplaced(recordOf(saw), recordOf(n))) > 0:
			contests = append(contests, diffNumber(saw, now, r.wanted()))
		case r.takes(n):
			there = append(there, n)
		}
	}
	if len(contests) > 0 {
		return task{}, newConflict(r, contests...)
	}
	var rang []RuleRecord
	if r.from(api.CallForwarding) {
		var err error
		if rang, err = ringing(ctx, b, there); err != nil {
			return task{}, err
		}
	}
	t := newTask(OpRemove, r.link, there, r.left(there))
	t.entry.From, t.entry.Rang = r.From, rang
	t.entry.Lines = placesWords(rang, t.entry.Before)
	for i, n := range there {
		if r.from(api.CallFlip) {
			t.entry.Before[i].Stored = storedFlip(n)
		}
	}
	t.already = len(there) == 0
	t.send = func(ctx context.Context, b Service) reply { return removed(r.send(ctx, b, ids(there))) }
	return t, nil
}

func (r Remove) send(ctx context.Context, b Service, ids []string) []api.Removal {
	if len(r.From) == 0 {
		return b.RemoveNumbers(ctx, ids)
	}
	return b.RemoveUses(ctx, ids, r.From...)
}

func ids(numbers []api.Number) []string {
	var all []string
	for _, n := range numbers {
		all = append(all, n.ID)
	}
	return all
}

// removed reads again unless the service refused everything. Its error is the
// one that leaves most open.
func removed(all []api.Removal) reply {
	r := reply{removals: all}
	for _, one := range all {
		lost := errors.Is(one.Err, rest.ErrLost)
		r.look = r.look || one.Err == nil || lost
		if r.err == nil || lost {
			r.err = one.Err
		}
	}
	return r
}
