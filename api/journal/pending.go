package journal

import (
	"context"
	"slices"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// ResolvePending finds out what came of the changes whose outcome is not known, and returns
// them in Result.Resolved. This process left them, or one that has ended. It reads
// nothing when there are none, or while another process is making a change.
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

// reload reads the numbers, if asked to, and resolves pending changes, for which it reads
// no more than they take. Missing permission to read rules does not block number changes.
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

// numbers reads the numbers. An extension without numbers has an empty list, as nil means
// that they are not known.
func (w *Writer) numbers(ctx context.Context) ([]api.Number, error) {
	all, err := w.backend.Numbers(ctx)
	if err == nil && all == nil {
		all = []api.Number{}
	}
	return all, err
}

// reconcileAll logs what came of each pending change, as the numbers and rules now show.
// The caller holds the write lock, so no change is in progress.
func (w *Writer) reconcileAll(h *History, now Result) ([]Entry, error) {
	var resolved []Entry
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
			return resolved, err
		}
		resolved = append(resolved, *e)
	}
	return resolved, nil
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
