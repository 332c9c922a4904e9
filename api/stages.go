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

// runSteps does one after another. When one fails, those before it are undone,
// which goes on after the person gave up; what cannot be undone is told by a
// *HalfDone. A stage whose outcome is unknown is not undone, and stops the undoing,
// for that would mean to guess.
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

// halfDone is the cause alone where nothing stands.
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

// PartialError is a change in several requests of which a part failed and the rest
// could not be taken back. It is an ErrLost as well: read before writing again.
// Doing the same again finishes it.
type PartialError struct {
	Cause   error    // what failed, perhaps joined with what failed in taking back
	Applied []string // what was done and stays, in clauses
	Unknown string   // of what nobody knows whether it was done, a clause; may be empty
}

// Error is the cause and what stands.
func (e *PartialError) Error() string { return e.Cause.Error() + "; " + e.Outcome() }

// Unwrap gives the cause.
func (e *PartialError) Unwrap() error { return e.Cause }

// Is makes errors.Is find ErrLost.
func (e *PartialError) Is(target error) bool { return target == rest.ErrLost }

// Outcome says in a sentence what was done and stays.
func (e *PartialError) Outcome() string {
	text := "Now " + strings.Join(e.Applied, ", and ")
	if e.Unknown != "" {
		text += "; nobody knows whether " + e.Unknown
	}
	return text + "."
}

// Advice is that of the cause, and what stands.
func (e *PartialError) Advice() Advice {
	a := Explain(e.Cause)
	return Advice{What: a.What + " " + e.Outcome(), Do: "Reload; to finish it, do the same again.", Field: a.Field}
}
