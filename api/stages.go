package api

import (
	"context"
	"errors"
	"strings"

	"rcfwd/api/rest"
)

// step is one request of a change that takes several.
type step struct {
	done string // what is so once it is done, a clause such as `"Cabin" is in the flip list`
	do   func(context.Context) error
	undo func(context.Context) error
}

// runSteps does one step after another. When one fails, those before it are undone from
// the last to the first, also after ctx has ended. What cannot be undone is in a
// *PartialError. A step whose outcome is unknown is not undone, and neither are those
// before it, because that would be a guess.
func runSteps(ctx context.Context, stages []step) error {
	for i, s := range stages {
		err := s.do(ctx)
		if err == nil {
			continue
		}
		if errors.Is(err, rest.ErrLost) {
			return halfDone(err, stages[:i], s.done)
		}
		return undo(ctx, err, stages[:i])
	}
	return nil
}

func undo(ctx context.Context, failed error, stages []step) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), undoTime)
	defer cancel()
	for i := len(stages) - 1; i >= 0; i-- {
		if err := stages[i].undo(ctx); err != nil {
			return halfDone(errors.Join(failed, err), stages[:i+1], "")
		}
	}
	return failed
}

// halfDone returns the cause alone when nothing was applied.
func halfDone(cause error, done []step, unknown string) error {
	e := &PartialError{Cause: cause, Unknown: unknown}
	for _, s := range done {
		e.Applied = append(e.Applied, s.done)
	}
	if len(e.Applied) == 0 {
		return cause
	}
	return e
}

// PartialError is a change in several requests of which one failed and the others could not
// be undone. It is a rest.ErrLost as well: read before writing again. The same call again
// finishes the change.
type PartialError struct {
	Cause   error    // what failed, perhaps joined with a failure to undo
	Applied []string // what was done and stays, as clauses
	Unknown string   // what may have been done, as a clause; may be empty
}

// Error returns the cause and the outcome.
func (e *PartialError) Error() string { return e.Cause.Error() + "; " + e.Outcome() }

// Unwrap returns the cause.
func (e *PartialError) Unwrap() error { return e.Cause }

// Is lets errors.Is find rest.ErrLost.
func (e *PartialError) Is(target error) bool { return target == rest.ErrLost }

// Outcome returns a sentence with what was done and stays.
func (e *PartialError) Outcome() string {
	text := "Now " + strings.Join(e.Applied, ", and ")
	if e.Unknown != "" {
		text += "; nobody knows whether " + e.Unknown
	}
	return text + "."
}

// Advice returns that of the cause, and the outcome.
func (e *PartialError) Advice() Advice {
	a := Explain(e.Cause)
	return Advice{What: a.What + " " + e.Outcome(), Do: "Reload; to finish it, do the same again.", Field: a.Field}
}
