package journal

import (
	"context"
	"errors"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// concludeRule takes in what came of the change of a rule. What the service
// answers is the whole rule, and was compared with what was sent.
func (w *Writer) concludeRule(ctx context.Context, e *Entry, got reply, res *Result) error {
	var mismatch *api.RuleMismatch
	res.Numbers = nil
	switch {
	case errors.Is(got.err, rest.ErrLost):
		return w.lookRule(ctx, e, got, res)
	case got.err == nil || errors.As(got.err, &mismatch):
		e.leftRule(got.rule)
		res.Rule = &got.rule
	default:
		e.Outcome, e.RuleAfter = failure(got.err), e.RuleBefore
	}
	return w.recordOutcome(e, outcome, func(Entry) error { return got.err })
}

// leftRule notes that e was done and what it left.
func (e *Entry) leftRule(now api.Rule) {
	e.Outcome, e.RuleAfter = Done, recordOfRule(now)
	want, err := e.RuleWant.Rule()
	before, unread := e.RuleBefore.Rule()
	if err == nil && unread == nil && !e.Op.same(now, want) {
		e.Lines, e.linesChanged = api.Diff(before, now), true
	}
}

// lookRule reads what became of a change of a rule whose answer was lost.
func (w *Writer) lookRule(ctx context.Context, e *Entry, got reply, res *Result) error {
	e.Outcome, res.Rule = Unknown, nil
	untold := w.recordOutcome(e, outcome, nil)
	w.hook(recorded)
	rules, err := w.backend.StoredRules(ctx)
	if err != nil {
		return &UnknownError{Entry: *e, Cause: got.err, Lookup: errors.Join(err, untold)}
	}
	res.Rules = rules
	e.lookUpRule(rules)
	if now, ok := rule(rules, e.RuleBefore.ID); ok {
		res.Rule = &now
	}
	e.LookedUp = true
	w.hook(reconciled)
	return w.recordOutcome(e, settlement, func(e Entry) error {
		if e.Outcome == Done {
			return nil
		}
		return &NotDoneError{Entry: e, Cause: got.err}
	})
}

// lookUpRule finds out from the rules as they are now what became of e. A change
// of a rule is one request, so that part of it tells of all; the rest may have been
// changed by others since. A rule that is gone, as when the
// account has moved, holds nothing that could be taken back.
func (e *Entry) lookUpRule(rules []api.Rule) {
	e.Outcome = NotDone
	now, there := rule(rules, e.RuleBefore.ID)
	before, err := e.RuleBefore.Rule()
	want, unread := e.RuleWant.Rule()
	before, want = before.WithNumbersOf(now), want.WithNumbersOf(now)
	switch {
	case !there || now.CallHandling != e.RuleBefore.CallHandling || err != nil || unread != nil:
	case e.Op.same(now, want):
		e.Outcome, e.RuleAfter = Done, recordOfRule(now)
	case e.Op.same(now, before) || !shows(before, want, now):
		e.RuleAfter = recordOfRule(now)
	default: // what others did since is not e's to take back
		e.Outcome, e.RuleAfter = Done, recordOfRule(want)
	}
}

// shows reports whether a rule that is neither as it was nor as it should be comes from
// the latter: less was changed since. Where it could be either it counts as not done, for
// trying again compares what is now.
func shows(before, want, now api.Rule) bool {
	return len(api.Diff(want, now)) < len(api.Diff(before, now))
}
