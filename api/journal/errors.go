package journal

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"strings"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Mismatch is the error of a write that the service accepted with another result than
// what was asked for. The change is done, as the entry has it.
type Mismatch struct {
	Entry  Entry
	Fields []FieldChange // Before is what was asked for, After the result
}

// Error is the advice on one line.
func (e *Mismatch) Error() string { return e.Advice().String() }

// Advice names the fields.
func (e *Mismatch) Advice() api.Advice {
	var parts []string
	for _, p := range e.Fields {
		parts = append(parts, fmt.Sprintf("%s is %s, not %s", fieldName(p.Field), cmp.Or(p.After, "none"), cmp.Or(p.Before, "none")))
	}
	a := api.Advice{
		What: "RingCentral accepted the change and made something else of it: " + strings.Join(parts, ", ") + ".",
		Do:   "Look at the number; undo takes the change back.",
	}
	if len(e.Fields) > 0 {
		a.Field = e.Fields[0].Field
	}
	return a
}

// fieldName returns the name of a field in messages.
func fieldName(f api.Field) string {
	switch f {
	case api.FieldPhone:
		return "number"
	case api.FieldDevice:
		return "device"
	case api.FieldFlip:
		return "flip digit"
	}
	return string(f)
}

// NotDoneError is the error of a write whose answer was lost and which had no effect, as
// reading showed. Trying again is safe. It does not wrap its cause, so that errors.Is does
// not find rest.ErrLost.
type NotDoneError struct {
	Entry Entry
	Cause error
}

// Error is the advice on one line.
func (e *NotDoneError) Error() string { return e.Advice().String() }

// Advice says that nothing was changed.
func (e *NotDoneError) Advice() api.Advice {
	return api.Advice{What: "The answer got lost, and reading shows that nothing was changed.", Do: "Trying again is safe."}
}

// UnknownError is the error of a write whose answer was lost, when reading what came of it
// failed too. The next Do or ResolvePending finds out. errors.Is finds rest.ErrLost.
type UnknownError struct {
	Entry         Entry
	Cause, Lookup error
}

// Error is the advice on one line.
func (e *UnknownError) Error() string { return e.Advice().String() }

// Unwrap returns the cause.
func (e *UnknownError) Unwrap() error { return e.Cause }

// Advice says why the outcome is unknown, and how to find out.
func (e *UnknownError) Advice() api.Advice {
	return api.Advice{
		What: "The answer got lost and the numbers cannot be read, so it is not known whether the change was made. " + api.Explain(e.Lookup).What,
		Do:   "Reload: it is looked up before anything else is sent.",
	}
}

// PartlyError is the error of a write that was done in part: some of several numbers were
// refused, or one of several requests failed and the others were not undone. Like
// NotDoneError it does not wrap its cause.
type PartlyError struct {
	Entry  Entry         // After is the numbers as they are now; a removal removed those not in it
	Stayed []api.Removal // the numbers that a removal left; Err may be nil
	Cause  error         // nil if it was found by reading
}

// Error is the advice on one line.
func (e *PartlyError) Error() string { return e.Advice().String() }

// Advice says what was done and what was not.
func (e *PartlyError) Advice() api.Advice {
	var parts []string
	for _, c := range e.Entry.Comparisons() {
		text, ok := c.appliedPlaces(e.Entry)
		if !ok {
			text = c.applied()
		}
		parts = append(parts, text)
	}
	var a api.Advice
	if !errors.Is(e.Cause, rest.ErrLost) {
		a = api.Explain(e.Cause)
	}
	if e.Entry.isV2() && a.Do == "" {
		a.Do = e.Entry.howToFinish()
	}
	return api.Advice{What: strings.TrimSpace("It was done in part: " + strings.Join(parts, ", ") + ". " + a.What), Do: a.Do, Field: a.Field}
}

// howToFinish tells the person how to complete a change that takes several requests.
func (e Entry) howToFinish() string {
	if e.Op == OpUpdate {
		return "Undo takes back what was done; then do it again."
	}
	return "Do the same again to finish it, or undo it."
}

// applied describes a number after a change that was done in part.
func (c Comparison) applied() string {
	switch {
	case c.After == nil:
		return quote(c.Before.Label) + " is removed"
	case c.Before != nil && c.Before.Flip != c.After.Flip:
		return quote(c.After.Label) + " has flip digit " + cmp.Or(c.After.Flip, "none")
	}
	return quote(c.After.Label) + " is as it was"
}

// FileError is the error of a journal that cannot be read or written. Sent reports whether
// the write was sent, which is so only where its outcome could not be logged.
type FileError struct {
	Path  string
	Sent  bool
	Cause error
}

// Error is the advice on one line.
func (e *FileError) Error() string { return e.Advice().String() }

// Unwrap returns the cause.
func (e *FileError) Unwrap() error { return e.Cause }

// Advice says what to do about the file.
func (e *FileError) Advice() api.Advice {
	why := e.Cause
	if p, ok := errors.AsType[*os.PathError](why); ok {
		why = p.Err
	}
	a := api.Advice{
		What: "The journal " + rest.Clean(e.Path) + " cannot be used: " + rest.Clean(why.Error()) + ". Nothing was sent, for it could not be taken back.",
		Do:   "Make room, or make the file and its folder yours to write, and try again.",
	}
	if e.Sent {
		a.What = "The change was sent, and what became of it could not be written to the journal " + rest.Clean(e.Path) + ": " + rest.Clean(why.Error()) + "."
		a.Do = "Make room; it is looked up before anything else is sent."
	}
	return a
}

// BusyError is the error of a write that waited too long for another rcfwd, which is
// changing the same extension.
type BusyError struct{ Path string }

// Error is the advice on one line.
func (e *BusyError) Error() string { return e.Advice().String() }

// Advice says how to find the other one.
func (e *BusyError) Advice() api.Advice {
	return api.Advice{
		What: "Another rcfwd is changing this extension and does not get done. Nothing was sent.",
		Do:   "Look for one that was suspended; it holds " + rest.Clean(e.Path) + ".",
	}
}

// PlanError is the error of a step that would leave more unrestored than its plan said,
// because something changed since the plan was shown. The step was not sent.
type PlanError struct {
	Unsaid []string // what the plan did not say, a sentence each
}

// Error is the advice on one line.
func (e *PlanError) Error() string { return e.Advice().String() }

// Advice says what the plan did not.
func (e *PlanError) Advice() api.Advice {
	return api.Advice{What: "Something changed meanwhile. " + strings.Join(e.Unsaid, " "), Do: "Look at what would be done now, and decide again."}
}
