package journal

import (
	"context"

	"rcfwd/api"
)

// Settle looks up what became of changes whose outcome is not known, left by this
// process or one that is gone, and gives them as settled. It sends nothing when there
// are none, and leaves those of a process that is at work alone.
func (w *Writer) Settle(ctx context.Context) (Result, error) {
	release, ok, err := w.journal.store.tryHold()
	if err != nil || !ok {
		return Result{}, w.journal.fileError(err)
	}
	defer release()
	h, err := w.journal.History()
	if err != nil || len(h.Unsettled()) == 0 {
		return Result{}, err
	}
	return w.freshen(ctx)
}

// settle writes what became of each unsettled change, as the numbers now show it.
// Whoever calls it holds the journal, so no change is under way.
func (w *Writer) settle(h *History, now []api.Number) ([]Entry, error) {
	var settled []Entry
	for i := range h.Entries {
		e := &h.Entries[i]
		if e.Settled() {
			continue
		}
		result, after := lookUp(*e, now, h.claimed(e.ID))
		if result == Unknown {
			continue
		}
		e.Outcome, e.After, e.LookedUp = result, after, true
		if err := w.journal.end(e, settlement); err != nil {
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
