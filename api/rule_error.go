package api

import "strings"

// RuleConflict says that a rule was changed by somebody else since the person saw
// it. Nothing was sent.
type RuleConflict struct{ Saw, Now, Want Rule }

// Changes says in words what somebody else changed.
func (e *RuleConflict) Changes() []string { return Diff(e.Saw, e.Now) }

// Error says what somebody else changed.
func (e *RuleConflict) Error() string {
	return "the rule " + e.Saw.Name + " was changed by somebody else: " + strings.Join(e.Changes(), "; ")
}

// Advice tells it to people.
func (e *RuleConflict) Advice() Advice {
	return Advice{
		What: e.Saw.Name + " was changed by somebody else meanwhile: " + strings.Join(e.Changes(), "; ") + ". Nothing was sent.",
		Do:   "Look at it as it is now, and make the change again.",
	}
}

// RuleMismatch says that the service accepted a change of a rule and did not make
// it as asked.
type RuleMismatch struct {
	Want, Got Rule
	Differs   []string // in words: what became of Want
}

// Error says what differs.
func (e *RuleMismatch) Error() string {
	return "the rule " + e.Want.Name + " was accepted and not stored as sent: " + strings.Join(e.Differs, "; ")
}

// Advice tells it to people.
func (e *RuleMismatch) Advice() Advice {
	return Advice{
		What: "RingCentral accepted the change of " + e.Want.Name + " and made something else of it: " + strings.Join(e.Differs, "; ") + ".",
		Do:   "Look at the rule as it is now before changing it again.",
	}
}
