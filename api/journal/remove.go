package journal

import (
	"context"
	"errors"

	"rcfwd/api"
)

// Remove removes numbers, in one request where there are several. One that is
// gone already is not a conflict. The rules that ring them are journalled, so that
// undo puts the numbers back into them.
type Remove struct {
	Seen []api.Number

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

func lineStays(label string) api.Problem {
	return api.Problem{Code: "FPN-107", Text: label + " is the line of a device, which cannot be removed (FPN-107)." +
		" Remove the device itself in the Admin Portal under Phone System > Phones & Devices."}
}

func (r Remove) ready(ctx context.Context, b Backend, now []api.Number) (task, error) {
	var there []api.Number
	var contests []Contest
	for _, saw := range r.Seen {
		n, ok := find(now, saw.ID)
		switch {
		case !ok:
		case changed(saw, n):
			contests = append(contests, contest(saw, now, nil))
		default:
			there = append(there, n)
		}
	}
	if len(contests) > 0 {
		return task{}, conflictOver(r, contests...)
	}
	rang, err := ringing(ctx, b, there)
	if err != nil {
		return task{}, err
	}
	t := newTask(OpRemove, r.link, there, nil)
	t.entry.Rang = rang
	t.entry.Lines = placesWords(rang, t.entry.Before)
	t.already = len(there) == 0
	t.send = func(ctx context.Context, b Backend) reply { return removed(b.RemoveNumbers(ctx, ids(there))) }
	return t, nil
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
		lost := errors.Is(one.Err, api.ErrLost)
		r.look = r.look || one.Err == nil || lost
		if r.err == nil || lost {
			r.err = one.Err
		}
	}
	return r
}
