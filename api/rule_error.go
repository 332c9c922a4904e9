package api

import "strings"

// RuleConflict means that another user changed a rule since the person saw it. Nothing
// was sent.
type RuleConflict struct{ Saw, Now, Want Rule }

// Changes returns in words what the other user changed.
func (e *RuleConflict) Changes() []string { return Diff(e.Saw, e.Now) }

// Error returns what the other user changed.
func (e *RuleConflict) Error() string {
	return "the rule " + e.Saw.Name + " was changed by somebody else: " + strings.Join(e.Changes(), "; ")
}

// Advice returns the words for people.
func (e *RuleConflict) Advice() Advice {
	return Advice{
		What: e.Saw.Name + " was changed by somebody else meanwhile: " + strings.Join(e.Changes(), "; ") + ". Nothing was sent.",
		Do:   "Look at it as it is now, and make the change again.",
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
	return "the rule " + e.Want.Name + " was accepted and not stored as sent: " + strings.Join(e.Differs, "; ")
}

// Advice returns the words for people.
func (e *RuleMismatch) Advice() Advice {
	return Advice{
		What: "RingCentral accepted the change of " + e.Want.Name + " and made something else of it: " + strings.Join(e.Differs, "; ") + ".",
		Do:   "Look at the rule as it is now before changing it again.",
	}
}
