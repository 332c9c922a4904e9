package change

import (
	"context"
	"errors"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Service is what a Writer needs of RingCentral; *api.Client is one.
type Service interface {
	Read(ctx context.Context, base *api.Snapshot, need api.Need) (api.Snapshot, error)
	Write(ctx context.Context, base *api.Snapshot, edits []api.Edit) ([]api.Applied, api.Snapshot)
}

// Writer makes the changes of one extension. Its methods may be called from many
// goroutines at once; writes go one after the other, also those of other processes
// with the same journal.
type Writer struct {
	service Service
	journal *journal.Journal
	hook    func(testPoint) // tests act there

	latest api.Snapshot // after the last write; guarded by the lock of the journal
}

// NewWriter returns a writer that changes what s reaches and writes to j.
func NewWriter(s Service, j *journal.Journal) *Writer {
	return &Writer{service: s, journal: j, hook: func(testPoint) {}}
}

// testPoint is between two steps of a write.
type testPoint int

const (
	locked     testPoint = iota // no other process may write
	reread                      // the extension was read
	compared                    // the write may go
	intended                    // the intent is on the disk
	sent                        // the service has answered, or not
	recorded                    // the outcome is in the journal, if it was known
	reconciled                  // it was found out by reading, and not written yet
	testPoints = iota
)

// Result is what is known after a write, also beside most errors.
type Result struct {
	Entry journal.Entry // as journalled; zero when nothing was

	// Snapshot is the extension now: what was read, with what was confirmed. The zero
	// value means that nothing was read, and after a write that its outcome cannot be
	// told without reading.
	Snapshot api.Snapshot

	Resolved []journal.Entry // earlier changes whose outcome is known only now
}

// Do makes a change. base is what the person looked at; what w does not need to read
// again is taken from there.
//
// Nothing was sent when the error is an api.ValidationError, a *Conflict, a
// *RuleConflict, a *PlanError, a *journal.BusyError, a *journal.FileError that is not
// Sent, or one of reading. Otherwise it is an *api.Error of a refusal, a *Mismatch, an
// *api.RuleMismatch, or a *NotDoneError, *UnknownError or *PartlyError. A context that
// ends before the write was sent cancels it; edits that were sent are waited for.
func (w *Writer) Do(ctx context.Context, was *api.Snapshot, wr Write) (Result, error) {
	base := *was
	if err := wr.check(&base); err != nil {
		return Result{}, err
	}
	release, err := w.journal.LockWrites(ctx)
	if err != nil {
		return Result{}, err
	}
	defer release()
	w.hook(locked)
	if !base.At.After(w.latest.At) {
		base = w.latest // another write was answered since the person decided on this one
	}
	res, err := w.perform(ctx, &base, wr)
	defer func() { w.latest = res.Snapshot }()
	for range maxRepeats {
		switch {
		case moved(&res.Entry):
			base = api.Snapshot{}
		case outrun(&res.Entry, err):
			base = res.Snapshot // what it read beside is newer
		default:
			return res, err
		}
		earlier := res.Resolved
		res, err = w.perform(ctx, &base, wr)
		res.Resolved = append(earlier, res.Resolved...)
	}
	return res, err
}

// maxRepeats is how often a change of which nothing was made is compared and made again.
const maxRepeats = 2

// outrun reports whether nothing was sent because another user changed a document after
// it was compared: then it is compared again, which tells what they changed.
func outrun(e *journal.Entry, err error) bool {
	return e.Outcome == journal.NotDone && api.IsChanged(err)
}

// moved reports whether a change was refused because the account is on new call
// handling now: then the same is done there.
func moved(e *journal.Entry) bool { return e.Outcome == journal.Refused && e.Code == "CMN-468" }

// perform makes the change while the journal is held.
func (w *Writer) perform(ctx context.Context, base *api.Snapshot, wr Write) (res Result, err error) {
	h, err := w.journal.History()
	if err != nil {
		return res, err
	}
	if res.Snapshot, err = w.service.Read(ctx, base, both(wr.need(base), pendingNeed(h))); err != nil {
		return Result{}, err
	}
	w.hook(reread)
	if res.Resolved, err = w.resolvePending(h, &res.Snapshot); err != nil {
		return res, err
	}
	t, err := wr.ready(&res.Snapshot, h)
	if err != nil {
		return res, err
	}
	w.hook(compared)
	edits := t.draft.Edits()
	if len(edits) == 0 {
		return res, w.recordUnchanged(&t, &res)
	}
	return res, w.send(ctx, &t, edits, &res)
}

// recordUnchanged journals an undo that needed no request, so that it counts as done.
// Any other write that changes nothing leaves no entry.
func (w *Writer) recordUnchanged(was *task, res *Result) error {
	t := *was
	e := &t.entry
	if e.Undoes+e.Redoes == "" {
		return t.why
	}
	if err := w.journal.AppendIntent(e); err != nil {
		return err
	}
	e.Outcome, e.After, e.RuleAfter = journal.Unchanged, e.Before, e.RuleBefore
	res.Entry = *e
	return errors.Join(t.why, w.journal.AppendOutcome(e, journal.OutcomeEvent))
}

// both is a need that covers two. It is not inlined: its copies would make the program larger.
//
//go:noinline
func both(a, b api.Need) api.Need {
	return api.Need{
		Numbers: a.Numbers || b.Numbers, Digits: a.Digits || b.Digits, Rules: a.Rules || b.Rules,
		RuleIDs: append(append([]string{}, a.RuleIDs...), b.RuleIDs...), Labels: a.Labels || b.Labels, Hours: a.Hours || b.Hours,
		ForwardAll: a.ForwardAll || b.ForwardAll,
	}
}
