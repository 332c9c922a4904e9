package change

import (
	"errors"
	"fmt"
	"strings"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
)

// Mismatch says that a write was accepted and that the answer is not what was
// asked for. It is done, as the entry has it.
type Mismatch struct {
	Entry  journal.Entry
	Fields []journal.FieldChange // Before is what was asked for, After what came
}

// Error is the advice on one line.
func (e *Mismatch) Error() string { return e.Advice().String() }

// Advice says which field it is.
func (e *Mismatch) Advice() api.Advice {
	var parts []string
	for _, p := range e.Fields {
		parts = append(parts, fmt.Sprintf("%s is %s, not %s", journal.FieldName(p.Field), journal.OrNone(p.After), journal.OrNone(p.Before)))
	}
	a := api.Advice{
		What: "RingCentral accepted the change but saved something else: " + strings.Join(parts, ", ") + ".",
		Do:   "Check the number. Undo restores it.",
	}
	if len(e.Fields) > 0 {
		a.Field = e.Fields[0].Field
	}
	return a
}

// NotDoneError says that the answer of a write was lost and that the write had
// no effect, as reading showed. Trying again is safe. It does not wrap its cause,
// or errors.Is would still find rest.ErrLost.
type NotDoneError struct {
	Entry journal.Entry
	Cause error
}

// Error is the advice on one line.
func (e *NotDoneError) Error() string { return e.Advice().String() }

// Advice says that it was not done.
func (e *NotDoneError) Advice() api.Advice {
	return api.Advice{What: "The answer was lost. Reading back shows that nothing was changed.", Do: "You can safely try again."}
}

// UnknownError says that the answer of a write was lost and that reading failed
// too. The next Do or ResolvePending looks it up; errors.Is finds rest.ErrLost.
type UnknownError struct {
	Entry         journal.Entry
	Cause, Lookup error
}

// Error is the advice on one line.
func (e *UnknownError) Error() string { return e.Advice().String() }

// Unwrap returns the cause.
func (e *UnknownError) Unwrap() error { return e.Cause }

// Advice says that the outcome is not known, and how it will be.
func (e *UnknownError) Advice() api.Advice {
	why := "reading back failed, so it is not known whether the change was made. " + api.Explain(e.Lookup).What
	if cancelled(e.Lookup) {
		why = "reading was stopped, so it is not known whether the change was made."
	}
	return api.Advice{
		What: "The answer was lost and " + why,
		Do:   "Reload. rcfwd checks the change before it sends anything else.",
	}
}

// PutBackError says that a write was stopped when a part of it had been sent, and that this
// part was put back.
type PutBackError struct {
	Cause error
}

// Error is the advice on one line.
func (e *PutBackError) Error() string { return e.Advice().String() }

// Unwrap returns the cause.
func (e *PutBackError) Unwrap() error { return e.Cause }

// Advice says that the change was stopped.
func (e *PutBackError) Advice() api.Advice {
	return api.Advice{What: "Stopped. What was sent has been undone."}
}

// PartlyError says that a write was done in part: of several documents some were
// refused or not sent any more, and the rest was not taken back. Like NotDoneError it
// does not wrap its cause.
type PartlyError struct {
	Entry journal.Entry // After is what there is now; of a removal, what is not in it went
	Cause error         // may be nil: it was found by reading
}

// Error is the advice on one line.
func (e *PartlyError) Error() string { return e.Advice().String() }

// Advice says what was done and what was not.
func (e *PartlyError) Advice() api.Advice {
	done, not := e.parts()
	what := "The change was made only in part."
	stopped := cancelled(e.Cause)
	if stopped {
		what = "Stopped halfway."
	}
	if len(done) > 0 {
		what += " Done: " + strings.Join(done, ", ") + "."
	}
	if len(not) > 0 {
		what += " Not done: " + strings.Join(not, ", ") + "."
	}
	a := api.Advice{Do: "Undo reverts what was done. Make the change again to finish it."}
	if e.Cause != nil && !stopped && !errors.Is(e.Cause, rest.ErrLost) {
		why := api.Explain(e.Cause)
		what += " " + why.What
		a.Field = why.Field
		if why.Do != "" {
			a.Do = why.Do
		}
	}
	a.What = what
	return a
}

// parts are the documents that were edited and those that were not, by their names.
func (e *PartlyError) parts() (done, not []string) {
	for _, d := range e.Entry.Docs {
		name := documentName(&d)
		if d.State == api.Confirmed {
			done = append(done, name)
		} else {
			not = append(not, name)
		}
	}
	if len(e.Entry.Docs) > 0 {
		return done, not
	}
	for _, c := range e.Entry.Comparisons() {
		if text := c.Stands(); c.After == nil || len(c.Fields) > 0 && c.Differs() {
			done = append(done, text)
		} else {
			not = append(not, text)
		}
	}
	return done, not
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
	return api.Advice{What: "Something changed after the plan was shown. " + strings.Join(e.Unsaid, " "), Do: "Check the new plan and decide again."}
}
