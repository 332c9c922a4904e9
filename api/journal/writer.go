package journal

import (
	"context"
	"encoding/json"

	"rcfwd/api"
)

// Service is the part of api.Client that a Writer uses.
type Service interface {
	// KnownCallHandling returns the call handling of the account, as far as it is known.
	KnownCallHandling() api.CallHandling

	Numbers(context.Context) ([]api.Number, error)
	CreateNumber(context.Context, api.NewNumber) (api.Number, error)
	UpdateNumber(ctx context.Context, old api.Number, change api.Change) (api.Number, error)
	RemoveNumbers(ctx context.Context, ids []string) []api.Removal
	SwapFlip(ctx context.Context, a, b api.Number, have []api.Number) error

	// On new call handling only.
	RemoveUses(ctx context.Context, ids []string, from ...api.Feature) []api.Removal
	AddFlip(ctx context.Context, n api.NewNumber, kept json.RawMessage) (api.Number, error)

	StoredRules(context.Context) ([]api.Rule, error)
	RuleNow(ctx context.Context, saw api.Rule) (api.Rule, error)
	PutRule(ctx context.Context, now, want api.Rule) (api.Rule, error)
	PutState(ctx context.Context, now api.Rule, on bool) (api.Rule, error)
}

// Writer changes one extension. It is safe for concurrent use. Writes go one after the
// other, also those of other processes with the same journal.
type Writer struct {
	backend Service
	journal *Journal
	hook    func(testPoint) // for tests, which act or end the program there
}

// NewWriter returns a Writer that changes the extension of b and logs to j.
func NewWriter(b Service, j *Journal) *Writer {
	return &Writer{backend: b, journal: j, hook: func(testPoint) {}}
}

// testPoint is between two steps of a write.
type testPoint int

const (
	locked     testPoint = iota // no one else may write
	reread                      // the numbers were read again
	compared                    // nothing stands against the write
	intended                    // the intent is on the disk
	sent                        // the service has answered, or not
	recorded                    // the outcome is logged, if it was known
	reconciled                  // the outcome was found by reading, and not logged yet
	testPoints = iota
)

// Result is what is known after a write, also beside most errors.
type Result struct {
	Entry    Entry        // as logged; zero when nothing was
	Numbers  []api.Number // the extension's numbers now, so that no reload is needed; nil when not known
	Resolved []Entry      // earlier changes whose outcome was found out now
	Unread   error        // why reading after a removal or swap failed; Numbers then is what should be

	// Rule is the rule that was written, as it is now; nil when it is not known or none
	// was. After the change of a rule Numbers is nil, because on new call handling numbers
	// say which rules ring them.
	Rule *api.Rule

	// Rules is all rules, if they had to be read. They lack rights, as Rule may after Run
	// and after an outcome was found by reading: see api.Rule.WithRightsOf.
	Rules []api.Rule
}

// Do makes a change.
//
// On legacy call handling a create, an update and the change of a rule take two
// requests: to read again, and to write. A removal also reads the rules. On new call
// handling the change of a rule takes as many. The change of numbers there takes a request
// for each place that they are in, after reading those again.
//
// Nothing was sent when the error is an api.ValidationError, a *Conflict, a *RuleConflict,
// a *BusyError, a *FileError that is not Sent, or one of the first reading. Otherwise it is
// an *rest.Error or *api.SwapError of a refusal, a *Mismatch, *api.RuleMismatch,
// *NotDoneError, *UnknownError or *PartlyError. If the context ends before the write is
// sent, the write is cancelled.
func (w *Writer) Do(ctx context.Context, wr Write) (Result, error) {
	if err := wr.check(); err != nil {
		return Result{}, err
	}
	return w.perform(ctx, nil, false, func([]api.Number) (Write, error) { return wr, nil })
}

// perform makes the change that choose wants, who is told the numbers: as they were
// known before, and then, unless it is about a rule and does not ask to read them all
// the same, as they are now. nil is none.
func (w *Writer) perform(ctx context.Context, known []api.Number, read bool, choose func(now []api.Number) (Write, error)) (Result, error) {
	release, err := w.journal.lockWrites(ctx)
	if err != nil {
		return Result{}, err
	}
	defer release()
	w.hook(locked)
	wr, err := choose(known)
	res, unread := w.reload(ctx, read || err != nil || wr == nil || !wr.aboutRule())
	if unread != nil {
		return res, unread
	}
	w.hook(reread)
	if res.Numbers != nil {
		known = res.Numbers
	}
	wr, err = choose(known)
	if err != nil || wr == nil {
		return res, err
	}
	if res.Numbers == nil && !wr.aboutRule() {
		return res, &PlanError{[]string{"Another program goes by the same journal."}}
	}
	t, err := wr.ready(ctx, w.backend, known)
	if err != nil {
		return res, err
	}
	w.hook(compared)
	if t.now.ID != "" {
		res.Rule = &t.now
	}
	if t.already {
		if err := w.recordUnchanged(&t, &res); err != nil {
			return res, err
		}
		return res, t.why
	}
	return res, w.send(ctx, t, &res)
}

// recordUnchanged journals a taking back that needed no request, so that it counts
// as taken back. Any other write that changes nothing leaves no entry.
func (w *Writer) recordUnchanged(t *task, res *Result) error {
	e := &t.entry
	if e.Undoes+e.Redoes == "" {
		return nil
	}
	if err := w.journal.appendIntent(e); err != nil {
		return err
	}
	e.Outcome, e.After, e.RuleAfter = Unchanged, e.Before, e.RuleBefore
	res.Entry = *e
	return w.journal.appendOutcome(e, outcome)
}
