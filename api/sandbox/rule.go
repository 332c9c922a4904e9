package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"

	"rcfwd/api/jsonobj"
)

// Rule is one rule of call handling: an answering rule of legacy call handling,
// or a state rule or an interaction rule of the new. It is stored as JSON, with
// all its fields.
type Rule struct {
	ID string
	// Mirrors names the rule that this one follows; "" means none. Only an
	// agent rule follows another (S: dispatchingRef).
	Mirrors string

	body jsonobj.Object
}

// IDs of the rules that every user has or may have (S).
const (
	businessHours = "business-hours-rule"
	afterHours    = "after-hours-rule"

	forwardAll    = "forward-all-calls"
	doNotDisturb  = "dnd"
	workHours     = "work-hours"
	offHours      = "after-hours"
	agentOfQueues = "agent"
)

// JSON returns the rule as it is stored, without what only replies have, such
// as links and states.
func (r *Rule) JSON() string { return string(encode(r.body)) }

// ensureRules creates the rules of an extension on first use. For thousands of
// people, creating all of them at once would take seconds.
func (e *Extension) ensureRules() {
	if e.AnsweringRules == nil && hasGroupRules(e.Type) {
		e.AnsweringRules = groupRules(e)
	}
	if !isPerson(e.Type) {
		return
	}
	if e.AnsweringRules == nil {
		e.AnsweringRules = defaultRules(e)
		e.company.adaptRules(e)
	}
	if e.StateRules == nil && e.company.NewCallHandling {
		e.migrate()
		e.company.addCoworkerTarget(e)
	}
}

// v2Rules returns all rules of new call handling.
func (e *Extension) v2Rules() []*Rule { return slices.Concat(e.StateRules, e.InteractionRules) }

// Rule returns a rule of either backend by its ID; nil if there is none.
func (e *Extension) Rule(id string) *Rule {
	e.ensureRules()
	for _, list := range [][]*Rule{e.AnsweringRules, e.StateRules, e.InteractionRules} {
		if i := slices.IndexFunc(list, func(r *Rule) bool { return r.ID == id }); i >= 0 {
			return list[i]
		}
	}
	return nil
}

// SetRule replaces the JSON of a rule. It checks only that the text is an
// object. For a state rule that is {"dispatching":{...}} with any other fields
// it should have.
func (e *Extension) SetRule(id, text string) error {
	r := e.Rule(id)
	if r == nil {
		return fmt.Errorf("sandbox: no rule %q", id)
	}
	var body jsonobj.Object
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		return fmt.Errorf("sandbox: rule %q: %w", id, err)
	}
	if e.company != nil {
		e.company.watched.noteRules(e)
	}
	r.body, r.Mirrors = body.Unique(), ""
	return nil
}

// Rule returns the stored JSON of a rule of either backend, by the IDs of the
// extension and of the rule; "" if there is none.
func (s *Server) Rule(extensionID, ruleID string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.company.byID(extensionID)
	if e == nil || e.Rule(ruleID) == nil {
		return ""
	}
	return e.Rule(ruleID).JSON()
}

// existingRules returns the rules of a list that exist now. Those for after
// hours exist only if the work hours are not around the clock, and the agent's
// only for members of a queue (S).
func existingRules(e *Extension, list []*Rule) []*Rule {
	return without(list, func(r *Rule) bool {
		switch r.ID {
		case afterHours, offHours:
			return len(e.Hours) == 0
		case agentOfQueues:
			return !e.QueueMember
		}
		return false
	})
}

// ruleAmong returns the rule whose ID the path has at param.
func (c *call) ruleAmong(list []*Rule, param string) (*Rule, error) {
	if err := c.checkRuleHolder(); err != nil {
		return nil, err
	}
	for _, r := range existingRules(c.target, list) {
		if r.ID == c.r.PathValue(param) {
			return r, nil
		}
	}
	return nil, notFound(param)
}

// forget removes forwarding numbers from the rules of both backends.
func (e *Extension) forget(ids []string) {
	e.ensureRules()
	for _, r := range e.AnsweringRules {
		r.forget(ids)
	}
	for _, n := range e.Numbers {
		if slices.Contains(ids, n.ID) {
			target := e.ringTarget(&n)
			for _, r := range e.v2Rules() {
				r.dropTarget(targetKey(target))
			}
		}
	}
}
