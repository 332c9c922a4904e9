package api

import "strings"

// RuleConflict says that a rule was changed by somebody else since the person saw
// it. Nothing was sent.
type RuleConflict struct{ Saw, Now, Want Rule }

// Error says what somebody else changed.
func (e *RuleConflict) Error() string {
	return "the rule " + e.Saw.Name + " was changed by somebody else: " + strings.Join(Diff(e.Saw, e.Now), ", ")
}

// RuleMismatch says that the service accepted a change of a rule and did not
// make it as asked.
type RuleMismatch struct {
	Want, Got Rule
	Differs   []string // in words
}

// Error says what differs.
func (e *RuleMismatch) Error() string {
	return "the rule " + e.Want.Name + " was accepted and not stored as sent: " + strings.Join(e.Differs, ", ")
}
