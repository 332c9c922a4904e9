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

// Mismatch says that a write was accepted and that the answer is not what was
// asked for. It is done, as the entry has it.
type Mismatch struct {
	Entry  Entry
	Fields []FieldChange // Before is what was asked for, After what came
}

// Error is the advice on one line.
func (e *Mismatch) Error() string { return e.Advice().String() }

// Advice says which field it is.
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

// fieldName is what people call a field.
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

// NotDoneError says that the answer of a write was lost and that the write had
// no effect, as reading showed. Trying again is safe. It does not wrap its cause,
// or errors.Is would still find rest.ErrLost.
type NotDoneError struct {
	Entry Entry
	Cause error
}

// Error is the advice on one line.
func (e *NotDoneError) Error() string { return e.Advice().String() }

// Advice says that it was not done.
func (e *NotDoneError) Advice() api.Advice {
	return api.Advice{What: "The answer got lost, and reading shows that nothing was changed.", Do: "Trying again is safe."}
}

// UnknownError says that the answer of a write was lost and that reading failed
// too. The next Do or Settle looks it up; errors.Is finds rest.ErrLost.
type UnknownError struct {
	Entry         Entry
	Cause, Lookup error
}

// Error is the advice on one line.
func (e *UnknownError) Error() string { return e.Advice().String() }

// Unwrap gives the cause.
func (e *UnknownError) Unwrap() error { return e.Cause }

// Advice says that nobody knows, and who will find out.
func (e *UnknownError) Advice() api.Advice {
	return api.Advice{
		What: "The answer got lost and the numbers cannot be read, so it is not known whether the change was made. " + api.Explain(e.Lookup).What,
		Do:   "Reload: it is looked up before anything else is sent.",
	}
}

// PartlyError says that a write was done in part: of several numbers some were
// refused, or of several requests one failed and the rest was not taken back. Like
// NotDoneError it does not wrap its cause.
type PartlyError struct {
	Entry  Entry         // After is what there is now; of a removal, what is not in it went
	Stayed []api.Removal // of a removal, those that did not go; Err may be nil
	Cause  error         // may be nil: it was found by reading
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

// howToFinish says how the rest of a change in several requests gets done.
func (e Entry) howToFinish() string {
	if e.Op == OpUpdate {
		return "Undo takes back what was done; then do it again."
	}
	return "Do the same again to finish it, or undo it."
}

// applied says where a number stands after a change that was done in part.
func (c Comparison) applied() string {
	switch {
	case c.After == nil:
		return quote(c.Before.Label) + " is removed"
	case c.Before != nil && c.Before.Flip != c.After.Flip:
		return quote(c.After.Label) + " has flip digit " + cmp.Or(c.After.Flip, "none")
	}
	return quote(c.After.Label) + " is as it was"
}

// FileError says that the journal cannot be written, or read. Sent says whether
// the write was sent all the same: only an outcome may fail to be written so.
type FileError struct {
	Path  string
	Sent  bool
	Cause error
}

// Error is the advice on one line.
func (e *FileError) Error() string { return e.Advice().String() }

// Unwrap gives the cause.
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

// BusyError says that another rcfwd is changing the same extension.
type BusyError struct{ Path string }

// Error is the advice on one line.
func (e *BusyError) Error() string { return e.Advice().String() }

// Advice says how to find it.
func (e *BusyError) Advice() api.Advice {
	return api.Advice{
		What: "Another rcfwd is changing this extension and does not get done. Nothing was sent.",
		Do:   "Look for one that was suspended; it holds " + rest.Clean(e.Path) + ".",
	}
}

// PlanError says that something changed after a plan was shown, so that more would
// not come back than it said. That step was not sent.
type PlanError struct {
	Unsaid []string // sentences
}

// Error is the advice on one line.
func (e *PlanError) Error() string { return e.Advice().String() }

// Advice says what is new.
func (e *PlanError) Advice() api.Advice {
	return api.Advice{What: "Something changed meanwhile. " + strings.Join(e.Unsaid, " "), Do: "Look at what would be done now, and decide again."}
}
