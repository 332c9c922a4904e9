package api

import "strings"

// RuleConflict means that another user changed a rule since the person saw it. Nothing
// was sent.
type RuleConflict struct {
	Saw, Now, Want Rule

	Removing bool // the person wants it gone, and Want is Now
}

// Changes returns in words what the other user changed. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (e *RuleConflict) Changes() []string { return Diff(&e.Saw, &e.Now) }

// Error returns what the other user changed.
func (e *RuleConflict) Error() string {
	return "the rule " + e.Saw.Name + " was changed by another user: " + strings.Join(e.Changes(), "; ")
}

// Advice returns the words for people.
func (e *RuleConflict) Advice() Advice {
	return Advice{
		What: e.Saw.Name + " was changed by another user: " + strings.Join(e.Changes(), "; ") + ". Nothing has been sent.",
		Do:   "Check it and make the change again.",
	}
}

// RuleMismatch means that the service accepted a change of a rule and stored something
// else.
type RuleMismatch struct {
	Want, Got Rule
	Differs   []string // in words: how Got differs from Want
}

// Error returns what differs.
func (e *RuleMismatch) Error() string {
	return "the rule " + e.Want.Name + " was accepted but not saved as sent: " + strings.Join(e.Differs, "; ")
}

// Advice returns the words for people.
func (e *RuleMismatch) Advice() Advice {
	return Advice{
		What: "RingCentral accepted the change of " + e.Want.Name + " but saved something else: " + strings.Join(e.Differs, "; ") + ".",
		Do:   "Check the rule before you change it again.",
	}
}
