package change

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
)

// A request of rcfwd api is written to the journal as a change is, before it is sent and
// when its outcome is known. What it changes is not known, so nothing of it is compared,
// looked up or undone.

// maxBody is how long a body may be that the journal keeps.
const maxBody = 64 << 10

// SendRequest sends a write that rcfwd api was asked for, by send. It waits until no other
// process writes to the extension. The error is a *LostRequestError when the answer was
// lost, and otherwise that of send, or a *journal.BusyError or *journal.FileError; of these
// nothing was sent unless the latter is Sent.
func (w *Writer) SendRequest(ctx context.Context, r *rest.Request, send func(context.Context) error) (journal.Entry, error) {
	e, err := requestEntry(r)
	if err != nil {
		return journal.Entry{}, err
	}
	release, err := w.journal.LockWrites(ctx)
	if err != nil {
		return journal.Entry{}, err
	}
	defer release()
	if err := w.journal.AppendIntent(&e); err != nil {
		return journal.Entry{}, err
	}
	w.hook(intended)
	of, ids := rest.WithRequestIDRecorder(ctx)
	cause := send(of)
	w.hook(sent)
	e.RequestID = ids.RequestID()
	explain(&e, cause)
	e.Outcome = requestOutcome(cause)
	return e, w.recordOutcome(&e, journal.OutcomeEvent, func(e journal.Entry) error {
		if e.Outcome == journal.Unknown {
			return &LostRequestError{Entry: e, Cause: cause}
		}
		return cause
	})
}

// requestEntry is the entry of a request, without its secrets.
func requestEntry(r *rest.Request) (journal.Entry, error) {
	body, err := r.Payload()
	if err != nil {
		return journal.Entry{}, err
	}
	e := journal.Entry{Op: journal.OpAPI, Method: r.Method, Path: r.Path}
	if len(r.Query) > 0 {
		e.Path += "?" + rest.MaskValues(r.Query).Encode()
	}
	e.Lines = []string{strings.TrimSpace(e.Method + " " + rest.Clean(e.Path))}
	switch {
	case body == nil:
	case len(body) > maxBody:
		e.Lines = append(e.Lines, "the body is too long to be kept")
	default:
		e.Body = json.RawMessage(rest.EscapeJSON(rest.MaskSecrets(body)))
	}
	return e, nil
}

// requestOutcome is what came of a request that ended with an error, or nil.
func requestOutcome(err error) journal.Outcome {
	failure, reached := errors.AsType[*rest.Error](err)
	switch {
	case err == nil:
		return journal.Done
	case errors.Is(err, rest.ErrLost):
		return journal.Unknown
	case cancelled(err):
		return journal.Cancelled
	case reached && failure.Status != 0:
		return journal.Refused
	}
	return journal.NotDone
}

// LostRequestError says that the answer to a request of rcfwd api was lost.
type LostRequestError struct {
	Entry journal.Entry
	Cause error // errors.Is finds rest.ErrLost
}

// Error is the advice on one line.
func (e *LostRequestError) Error() string { return e.Advice().String() }

// Unwrap returns the cause.
func (e *LostRequestError) Unwrap() error { return e.Cause }

// Advice says that the outcome is not known.
func (e *LostRequestError) Advice() api.Advice {
	return api.Advice{
		What: "The answer to " + e.Entry.Lines[0] + " was lost, so it is not known whether it was done.",
		Do:   "Read what it should have changed before you send it again.",
	}
}
