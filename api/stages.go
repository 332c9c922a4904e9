package api

import (
	"context"
	"errors"
	"strings"
)

// stage is one request of a change that takes several.
type stage struct {
	done string // what is so once it is done, a clause such as `"Cabin" is in the flip list`
	do   func(context.Context) error
	undo func(context.Context) error
}

// inStages does one after another. When one fails, those before it are undone,
// which goes on after the person gave up; what cannot be undone is told by a
// *HalfDone. A stage whose outcome is unknown is not undone, and stops the undoing,
// for that would mean to guess.
func inStages(ctx context.Context, stages []stage) error {
	for i, s := range stages {
		err := s.do(ctx)
		if err == nil {
			continue
		}
		if errors.Is(err, ErrLost) {
			return halfDone(err, stages[:i], s.done)
		}
		return undo(ctx, err, stages[:i])
	}
	return nil
}

func undo(ctx context.Context, failed error, stages []stage) error {
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
func halfDone(cause error, done []stage, unknown string) error {
	e := &HalfDone{Cause: cause, Unknown: unknown}
	for _, s := range done {
		e.Stands = append(e.Stands, s.done)
	}
	if len(e.Stands) == 0 {
		return cause
	}
	return e
}

// HalfDone is a change in several requests of which a part failed and the rest
// could not be taken back. It is an ErrLost as well: read before writing again.
// Doing the same again finishes it.
type HalfDone struct {
	Cause   error    // what failed, perhaps joined with what failed in taking back
	Stands  []string // what was done and stays, in clauses
	Unknown string   // of what nobody knows whether it was done, a clause; may be empty
}

// Error is the cause and what stands.
func (e *HalfDone) Error() string { return e.Cause.Error() + "; " + e.Standing() }

// Unwrap gives the cause.
func (e *HalfDone) Unwrap() error { return e.Cause }

// Is makes errors.Is find ErrLost.
func (e *HalfDone) Is(target error) bool { return target == ErrLost }

// Standing says in a sentence what was done and stays.
func (e *HalfDone) Standing() string {
	text := "Now " + strings.Join(e.Stands, ", and ")
	if e.Unknown != "" {
		text += "; nobody knows whether " + e.Unknown
	}
	return text + "."
}

// Advice is that of the cause, and what stands.
func (e *HalfDone) Advice() Advice {
	a := Explain(e.Cause)
	return Advice{What: a.What + " " + e.Standing(), Do: "Reload; to finish it, do the same again.", Field: a.Field}
}
