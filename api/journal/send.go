package journal

import (
	"context"
	"errors"
	"slices"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// send sends a task between its intent and its outcome.
func (w *Writer) send(ctx context.Context, t task, res *Result) error {
	e := &t.entry
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := w.journal.appendIntent(e); err != nil {
		return err
	}
	w.hook(intended)
	of, receipt := rest.WithRequestIDRecorder(ctx)
	got := t.send(of, w.backend)
	w.hook(sent)
	e.RequestID = receipt.RequestID()
	e.explain(got.err)
	var err error
	if e.Op.ofRule() {
		err = w.concludeRule(ctx, e, got, res)
	} else if got.look {
		err = w.look(ctx, e, got, res)
	} else {
		err = w.applyReply(e, got, res)
	}
	res.Entry = *e
	return err
}

// explain notes in the entry why something failed.
func (e *Entry) explain(err error) {
	if err == nil {
		return
	}
	e.Message = rest.Clean(err.Error())
	if a, ok := errors.AsType[*rest.Error](err); ok {
		e.Code = a.Code
		if a.RequestID != "" {
			e.RequestID = a.RequestID
		}
	}
}

// applyReply takes in an answer that tells all.
func (w *Writer) applyReply(e *Entry, got reply, res *Result) error {
	if got.err == nil {
		e.Outcome, e.After = Done, e.paired(recordsOf(got.after))
		res.Numbers = merged(e.withoutOld(res.Numbers), got.after)
		return w.recordOutcome(e, outcome, verify)
	}
	e.Outcome, e.After = failure(got.err), e.Before
	return w.recordOutcome(e, outcome, func(Entry) error { return got.err })
}

// failure is the outcome of an error that is known to have changed nothing.
func failure(err error) Outcome {
	a, ok := errors.AsType[*rest.Error](err)
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return Cancelled
	case ok && a.Status == 0:
		return NotDone // the service was not reached
	}
	return Refused
}

// look reads what became of a write whose answer was lost, or does not say.
func (w *Writer) look(ctx context.Context, e *Entry, got reply, res *Result) error {
	as := outcome
	var untold error
	if errors.Is(got.err, rest.ErrLost) {
		e.Outcome = Unknown
		untold = w.recordOutcome(e, outcome, nil)
		as = settlement
	}
	w.hook(recorded)
	now, err := w.numbers(ctx)
	if err != nil {
		return w.unread(e, got, res, errors.Join(err, untold))
	}
	res.Numbers = now
	e.lookUpNumbers(now, w.claimed(e.ID))
	e.LookedUp = as == settlement
	if e.Outcome == NotDone && !e.LookedUp && got.err != nil {
		e.Outcome = failure(got.err)
	}
	w.hook(reconciled)
	return w.recordOutcome(e, as, func(e Entry) error { return judge(e, got) })
}

// claimed says which numbers other changes made. The journal could be read a
// moment ago; if it no longer can, nothing is known of others.
func (w *Writer) claimed(except string) func(string) bool {
	h, err := w.journal.History()
	if err != nil {
		return func(string) bool { return false }
	}
	return h.claimed(except)
}

// judge is the error of a change that was looked at by reading.
func judge(e Entry, got reply) error {
	switch e.Outcome {
	case Done:
		return verify(e)
	case Partly:
		return &PartlyError{Entry: e, Stayed: stayed(e, got.removals), Cause: got.err}
	case NotDone:
		if got.err == nil || e.LookedUp {
			return &NotDoneError{Entry: e, Cause: got.err}
		}
	}
	return got.err
}

func stayed(e Entry, removals []api.Removal) []api.Removal {
	return slices.DeleteFunc(slices.Clone(removals), func(r api.Removal) bool {
		_, there := byID(e.After, r.ID)
		return !there
	})
}

// unread is for when the reading fails. A write that was accepted is done all
// the same. Where it gave a number another id, which is not known then, the journal
// leaves the outcome to be looked up.
func (w *Writer) unread(e *Entry, got reply, res *Result, why error) error {
	if got.err != nil {
		res.Numbers = nil
		cause := &UnknownError{Entry: *e, Cause: got.err, Lookup: why}
		if e.Outcome == Unknown {
			return cause
		}
		e.Outcome = Unknown
		return w.recordOutcome(e, outcome, func(e Entry) error { cause.Entry = e; return cause })
	}
	res.Unread = why
	if e.unnamed() {
		e.Outcome, res.Numbers = Unknown, nil
		return w.recordOutcome(e, outcome, nil)
	}
	e.Outcome, e.After = Done, e.Want
	var after []api.Number
	for _, r := range e.Want {
		after = append(after, r.number())
	}
	res.Numbers = merged(without(res.Numbers, e.Before), after)
	return w.recordOutcome(e, outcome, nil)
}

// recordOutcome writes the outcome of e, and returns the error of the change with that of
// the journal, if any.
func (w *Writer) recordOutcome(e *Entry, as event, judge func(Entry) error) error {
	untold := w.journal.appendOutcome(e, as)
	if f, ok := errors.AsType[*FileError](untold); ok {
		f.Sent = true
	}
	if as == outcome && e.Outcome != Unknown {
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

// merged is the list with what the service answered in its place, new numbers
// at the end.
func merged(now, answered []api.Number) []api.Number {
	now = slices.Clone(now)
	for _, a := range answered {
		if i := slices.IndexFunc(now, func(n api.Number) bool { return n.ID == a.ID }); i >= 0 {
			now[i] = a
			continue
		}
		now = append(now, a)
	}
	return now
}

func without(now []api.Number, gone []Record) []api.Number {
	return slices.DeleteFunc(slices.Clone(now), func(n api.Number) bool {
		_, ok := byID(gone, n.ID)
		return ok
	})
}
