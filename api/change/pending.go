package change

import (
	"context"
	"time"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// rollbackTime is how long taking a part of a change back may take after the person
// gave up; it is enough for one wait of a minute in a rate limit.
const rollbackTime = 2 * time.Minute

// ResolvePending looks up what became of changes whose outcome is not known, left by this
// process or one that is gone, and returns them as Resolved. It sends nothing when
// there are none, and leaves those of a process that is at work alone.
func (w *Writer) ResolvePending(ctx context.Context, base *api.Snapshot) (Result, error) {
	release, ok, err := w.journal.TryLockWrites()
	if err != nil || !ok {
		return Result{}, err
	}
	defer release()
	h, err := w.journal.History()
	if err != nil || len(h.Pending()) == 0 {
		return Result{}, err
	}
	var res Result
	if res.Snapshot, err = w.service.Read(ctx, base, pendingNeed(h)); err != nil {
		return Result{}, err
	}
	res.Resolved, err = w.resolvePending(h, &res.Snapshot)
	return res, err
}

// pendingNeed is what has to be read to look up the changes of a journal whose outcome
// is not known.
func pendingNeed(h *journal.History) (need api.Need) {
	for _, e := range h.Pending() {
		need = both(need, needOfEntry(&e))
	}
	return need
}

// needOfEntry reads everything that an entry may have changed. The rules are read
// whole, since one of them may be gone.
func needOfEntry(e *journal.Entry) api.Need {
	need := api.Need{Numbers: !e.Op.OfRule()}
	for _, d := range e.Docs {
		switch d.ID().Kind {
		case api.RuleDocument, api.StateDocument:
			need.Rules, need.ForwardAll = true, true
		case api.HoursDocument:
			need.Hours = true
		case api.NumberDocument:
			need.Numbers = true
			need.Rules = need.Rules || d.Want == nil // the service takes it out of its rules
		default:
			need.Numbers = true
		}
	}
	need.Rules = need.Rules || e.Op.OfRule()
	return need
}

// resolvePending writes what became of each change whose outcome is not known, as the
// snapshot now shows it. The journal is held, so no change is under way. A change that
// the snapshot cannot tell of, because rules may not be read, stays open.
func (w *Writer) resolvePending(h *journal.History, now *api.Snapshot) ([]journal.Entry, error) {
	var resolved []journal.Entry
	for i := range h.Entries {
		e := &h.Entries[i]
		if e.Resolved() || e.Op == journal.OpAPI {
			continue
		}
		found := *e
		found.Reconcile(now, h.Claimed(e.ID))
		if !found.Resolved() {
			continue
		}
		*e, e.LookedUp = found, true
		if err := w.journal.AppendOutcome(e, journal.SettlementEvent); err != nil {
			return resolved, err
		}
		resolved = append(resolved, *e)
	}
	return resolved, nil
}
