package journal

import (
	"context"
	"slices"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// ResolvePending looks up what became of changes whose outcome is not known, left by this
// process or one that is gone, and gives them as settled. It sends nothing when there
// are none, and leaves those of a process that is at work alone.
func (w *Writer) ResolvePending(ctx context.Context) (Result, error) {
	release, ok, err := w.journal.store.tryLockWrites()
	if err != nil || !ok {
		return Result{}, w.journal.fileError(err)
	}
	defer release()
	h, err := w.journal.History()
	if err != nil || len(h.Pending()) == 0 {
		return Result{}, err
	}
	return w.reload(ctx, false)
}

// reload reads the numbers, if they are asked for, and settles what was left over.
// It reads what that takes and no more. That somebody may not read the rules, or
// no longer, does not keep them from changing numbers.
func (w *Writer) reload(ctx context.Context, numbers bool) (res Result, err error) {
	h, err := w.journal.History()
	if err != nil {
		return Result{}, err
	}
	open := h.Pending()
	if numbers || slices.ContainsFunc(open, func(e Entry) bool { return !e.Op.ofRule() }) {
		if res.Numbers, err = w.numbers(ctx); err != nil {
			return Result{}, err
		}
	}
	if slices.ContainsFunc(open, func(e Entry) bool { return e.Op.ofRule() }) {
		res.Rules, err = w.backend.StoredRules(ctx)
		if err != nil && !(numbers && rest.Declined(err)) {
			return Result{}, err
		}
	}
	res.Resolved, err = w.reconcileAll(h, res)
	return res, err
}

// numbers reads them. An extension that has none has an empty list, which is not nil:
// that is one that is not known.
func (w *Writer) numbers(ctx context.Context) ([]api.Number, error) {
	all, err := w.backend.Numbers(ctx)
	if err == nil && all == nil {
		all = []api.Number{}
	}
	return all, err
}

// reconcileAll writes what became of each unsettled change, as the numbers and rules now
// show it. Whoever calls it holds the journal, so no change is under way.
func (w *Writer) reconcileAll(h *History, now Result) ([]Entry, error) {
	var settled []Entry
	for i := range h.Entries {
		e := &h.Entries[i]
		if e.Resolved() {
			continue
		}
		found := *e
		found.reconcile(now, h.claimed(e.ID))
		if !found.Resolved() {
			continue
		}
		*e, e.LookedUp = found, true
		if err := w.journal.appendOutcome(e, settlement); err != nil {
			return settled, err
		}
		settled = append(settled, *e)
	}
	return settled, nil
}

// claimed says which numbers are known to have been made by other entries.
func (h *History) claimed(except string) func(id string) bool {
	made := map[string]bool{}
	for _, e := range h.Entries {
		if e.ID != except && e.Op == OpCreate && e.Effective() {
			for _, r := range e.After {
				made[r.ID] = true
			}
		}
	}
	return func(id string) bool { return made[id] }
}
