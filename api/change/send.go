package change

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
)

// send sends edits between their intent and their outcome.
func (w *Writer) send(ctx context.Context, was *task, edits []api.Edit, res *Result) error {
	t := *was
	if err := ctx.Err(); err != nil {
		return err
	}
	e := &t.entry
	e.Docs = journal.Documents(edits)
	if err := w.journal.AppendIntent(e); err != nil {
		return err
	}
	w.hook(intended)
	done, next := w.write(ctx, e, edits, &res.Snapshot)
	err := w.conclude(ctx, &t, done, &next, res)
	res.Entry = *e
	return err
}

// write sends edits, and takes back what was done of them if the rest was refused.
func (w *Writer) write(ctx context.Context, e *journal.Entry, edits []api.Edit, base *api.Snapshot) ([]api.Applied, api.Snapshot) {
	of, ids := rest.WithRequestIDRecorder(ctx)
	done, next := w.service.Write(reportEdits(of, e.Docs), base, edits)
	w.hook(sent)
	if rollsBack(ctx, e, done) {
		done, next = w.rollBack(of, done, &next)
	}
	e.RequestID = ids.RequestID()
	return done, next
}

// conclude journals what became of edits, and returns the error of the change. Lost
// answers are looked up before.
func (w *Writer) conclude(ctx context.Context, t *task, done []api.Applied, next *api.Snapshot, res *Result) error {
	e, cause := &t.entry, causeOf(done)
	if cancelled(cause) && slices.ContainsFunc(done, func(a api.Applied) bool { return a.PutBack }) {
		cause = &PutBackError{cause}
	}
	e.TakeEdits(done)
	explain(e, cause)
	if slices.ContainsFunc(done, func(a api.Applied) bool { return a.State == api.Lost }) {
		return w.lookUp(ctx, t, cause, res)
	}
	res.Snapshot = *next
	e.Conclude(next, cause)
	return w.recordOutcome(e, journal.OutcomeEvent, func(e journal.Entry) error { return judge(&e, t.why, cause) })
}

// causeOf is the error that leaves most open: a lost answer before a refusal, before
// an answer that differs from what was sent, before what was not sent at all. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func causeOf(done []api.Applied) error {
	for _, state := range []api.EditState{api.Lost, api.Refused, api.Confirmed, api.Unsent} {
		for _, a := range done {
			if a.State == state && a.Err != nil {
				return a.Err
			}
		}
	}
	return nil
}

// explain notes in the entry why something failed. The journal is read by people, so
// it holds no text of Go.
func explain(e *journal.Entry, err error) {
	failure, reached := errors.AsType[*rest.Error](err)
	reached = reached && failure.Status != 0
	if reached {
		e.Code, e.RequestID = failure.Code, cmp.Or(failure.RequestID, e.RequestID)
	}
	_, putBack := errors.AsType[*PutBackError](err)
	switch {
	case err == nil:
	case putBack:
		e.Message = "stopped, and what was sent was undone"
	case cancelled(err):
		e.Message = "cancelled before it was sent"
	case errors.Is(err, rest.ErrLost):
		e.Message = "the answer was lost"
	case reached && !api.IsChanged(err):
		e.Message = rest.Clean(failure.Error())
	default:
		e.Message = api.Explain(err).What
	}
}

func cancelled(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// rollsBack reports whether edits that were confirmed are to be taken back: another of
// the same change was refused, or its document changed before it could be sent. What the
// person gave up waiting for, what was removed and what took an earlier change back stays
// as it is, and is told.
func rollsBack(ctx context.Context, e *journal.Entry, done []api.Applied) bool {
	some := func(s api.EditState) bool {
		return slices.ContainsFunc(done, func(a api.Applied) bool { return a.State == s })
	}
	return e.Op != journal.OpRemove && e.Undoes+e.Redoes == "" && ctx.Err() == nil &&
		some(api.Confirmed) && (some(api.Refused) || api.IsChanged(causeOf(done))) && !some(api.Lost)
}

// rollBack puts documents back that were confirmed, the last one first, and each only
// while it reads as it was left. It stops where that fails.
func (w *Writer) rollBack(ctx context.Context, done []api.Applied, was *api.Snapshot) ([]api.Applied, api.Snapshot) {
	now := *was
	ctx, cancel := context.WithTimeout(api.WithProgress(context.WithoutCancel(ctx), nil), rollbackTime)
	defer cancel()
	for i, a := range slices.Backward(done) {
		if a.State != api.Confirmed || a.After == nil || a.Before == nil {
			continue
		}
		fresh, err := w.service.Read(ctx, &now, needOf(a.Document))
		switch {
		case err != nil:
			return done, now
		case !fresh.Holds(a.Document, a.After):
			return done, fresh
		}
		back, next := w.service.Write(ctx, &fresh, []api.Edit{{Document: a.Document, Name: a.Name, Before: a.After, Want: a.Before}})
		if back[0].State == api.Lost {
			done[i].State, done[i].Err = api.Lost, back[0].Err
		}
		if back[0].State != api.Confirmed {
			return done, fresh
		}
		done[i] = api.Applied{Edit: a.Edit, State: api.Unsent, PutBack: true}
		now = next
	}
	return done, now
}

// needOf is what reads a document.
func needOf(d api.DocumentID) api.Need {
	switch d.Kind {
	case api.FlipDocument, api.NumberDocument:
		return api.Need{Digits: true}
	case api.RuleDocument, api.StateDocument:
		return api.Need{RuleIDs: []string{d.ID}}
	case api.HoursDocument:
		return api.Need{Hours: true}
	}
	return api.Need{Numbers: true}
}

// lookUp reads what became of edits whose answers were lost.
func (w *Writer) lookUp(ctx context.Context, t *task, cause error, res *Result) error {
	e := &t.entry
	e.Outcome = journal.Unknown
	untold := w.recordOutcome(e, journal.OutcomeEvent, nil)
	w.hook(recorded)
	now, err := w.service.Read(ctx, &res.Snapshot, needOfEntry(e))
	if err != nil {
		res.Snapshot = api.Snapshot{}
		return &UnknownError{Entry: *e, Cause: cause, Lookup: errors.Join(err, untold)}
	}
	res.Snapshot = now
	e.Reconcile(&now, w.claimed(e.ID))
	w.hook(reconciled)
	if !e.Resolved() {
		return &UnknownError{Entry: *e, Cause: cause, Lookup: errors.Join(now.RulesRefused, untold)}
	}
	e.LookedUp = true
	return w.recordOutcome(e, journal.SettlementEvent, func(e journal.Entry) error { return judge(&e, t.why, cause) })
}

// claimed reports which numbers other changes are known to have made. A journal that
// could be read a moment ago and no longer can says nothing of others.
func (w *Writer) claimed(except string) func(string) bool {
	h, err := w.journal.History()
	if err != nil {
		return func(string) bool { return false }
	}
	return h.Claimed(except)
}

// judge is the error of a change whose outcome is known.
func judge(e *journal.Entry, why, cause error) error {
	var mismatch *api.RuleMismatch
	switch e.Outcome {
	case journal.Done:
		if errors.As(cause, &mismatch) {
			return mismatch
		}
		return errors.Join(why, verify(e))
	case journal.Partly:
		return &PartlyError{Entry: *e, Cause: cause}
	case journal.NotDone:
		if e.LookedUp || cause == nil {
			return &NotDoneError{Entry: *e, Cause: cause}
		}
	}
	return cause
}

// recordOutcome writes the outcome of e, and returns the error of the change with that
// of the journal, if any.
func (w *Writer) recordOutcome(e *journal.Entry, as journal.Event, judge func(journal.Entry) error) error {
	untold := w.journal.AppendOutcome(e, as)
	if f, ok := errors.AsType[*journal.FileError](untold); ok {
		f.Sent = true
	}
	if as == journal.OutcomeEvent && e.Outcome != journal.Unknown {
		w.hook(recorded)
	}
	var err error
	if judge != nil {
		err = judge(*e)
	}
	if untold == nil {
		return err
	}
	return errors.Join(err, untold)
}

// verify compares what came of e with what was asked for, and with nothing else:
// others may change the same number in the same moment.
func verify(e *journal.Entry) error {
	if e.Op == journal.OpRemove {
		return nil
	}
	var wrong []journal.FieldChange
	for _, want := range e.Want {
		got, asked := e.Asked(&want)
		for _, f := range asked {
			if got.Value(f) != want.Value(f) {
				wrong = append(wrong, journal.FieldChange{Field: f, Before: want.Value(f), After: got.Value(f), Differs: true})
			}
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	return &Mismatch{Entry: *e, Fields: wrong}
}
