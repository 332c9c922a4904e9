package journal

import (
	"encoding/json"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// RuleRecord is a rule in a journal: its whole record, so that all of it can be restored,
// also what this version does not understand.
type RuleRecord struct {
	ID           string           `json:"id"`
	Name         string           `json:"name"`
	CallHandling api.CallHandling `json:"backend"`
	Enabled      bool             `json:"enabled"`
	Stored       json.RawMessage  `json:"stored"` // as the service has it

	// Rang is the ids of the removed numbers that it rang; only in Entry.Rang.
	Rang []string `json:"rang,omitempty"`
}

// RecordOfRule returns a rule as a record. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func RecordOfRule(r *api.Rule) *RuleRecord {
	return &RuleRecord{ID: r.ID, Name: r.Name, CallHandling: r.CallHandling, Enabled: r.Enabled, Stored: r.Record()}
}

// Rule returns the rule. The error means that the record cannot be read, as when the
// journal was altered. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (r *RuleRecord) Rule() (api.Rule, error) { return api.ReadRule(r.CallHandling, r.Stored) }

// clean cleans what is shown; r may be nil. The record itself is cleaned when it
// is read.
func (r *RuleRecord) clean() {
	if r != nil {
		r.Name = rest.Clean(r.Name)
	}
}

// same reports whether two versions of a rule are the same for a change of its kind.
func (o Op) same(a, b *api.Rule) bool {
	if o == OpSwitch {
		return a.Enabled == b.Enabled
	}
	return api.SameRule(*a, *b)
}
