package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"

	"rcfwd/api/jsonobj"
)

// Rule is one rule of call handling, of either backend: an answering rule, a
// state rule or an interaction rule. It is stored as JSON, with whatever fields it came with.
type Rule struct {
	ID string
	// Mirrors names the rule that this one follows; "" means none. Only an agent
	// rule follows another (S: dispatchingRef).
	Mirrors string

	body jsonobj.Object
}

// IDs of the rules that everybody has, or may have (S).
const (
	businessHours = "business-hours-rule"
	afterHours    = "after-hours-rule"

	forwardAll    = "forward-all-calls"
	doNotDisturb  = "dnd"
	workHours     = "work-hours"
	offHours      = "after-hours"
	agentOfQueues = "agent"
)

// JSON is the rule as it is stored: without what only replies have, such as
// links and states.
func (r *Rule) JSON() string { return string(encode(r.body)) }

// ensureRules makes the rules of an extension that nobody asked for until now. With
// thousands of people, making all of them at once would take seconds.
func (e *Extension) ensureRules() {
	if !isPerson(e.Type) {
		return
	}
	if e.AnsweringRules == nil {
		e.AnsweringRules = defaultRules(e)
	}
	if e.StateRules == nil && e.company.NewCallHandling {
		e.migrate()
	}
}

// v2Rules are all rules of new call handling.
func (e *Extension) v2Rules() []*Rule { return slices.Concat(e.StateRules, e.InteractionRules) }

// Rule finds a rule of either backend by its ID; nil if there is none.
func (e *Extension) Rule(id string) *Rule {
	e.ensureRules()
	for _, list := range [][]*Rule{e.AnsweringRules, e.StateRules, e.InteractionRules} {
		if i := slices.IndexFunc(list, func(r *Rule) bool { return r.ID == id }); i >= 0 {
			return list[i]
		}
	}
	return nil
}

// SetRule stores other JSON for a rule, with no rule asked but that it is an
// object. For a state rule that means {"dispatching":{...}} and what else it
// should have.
func (e *Extension) SetRule(id, text string) error {
	r := e.Rule(id)
	if r == nil {
		return fmt.Errorf("sandbox: no rule %q", id)
	}
	var body jsonobj.Object
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		return fmt.Errorf("sandbox: rule %q: %w", id, err)
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

// existingRules are those of a backend's rules that exist now. Those for after hours exist only
// if the work hours are not around the clock, and the agent's only for members
// of a queue (S).
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

// ruleAmong finds the rule whose ID the path has at param.
func (c *call) ruleAmong(list []*Rule, param string) (*Rule, error) {
	if err := c.checkForwarding(); err != nil {
		return nil, err
	}
	for _, r := range existingRules(c.target, list) {
		if r.ID == c.r.PathValue(param) {
			return r, nil
		}
	}
	return nil, notFound(param)
}

// forget takes forwarding numbers out of the rules of both backends.
func (e *Extension) forget(ids []string) {
	e.ensureRules()
	for _, r := range e.AnsweringRules {
		r.forget(ids)
	}
	for _, n := range e.Numbers {
		if slices.Contains(ids, n.ID) {
			target := e.ringTarget(n)
			for _, r := range e.v2Rules() {
				r.dropTarget(targetKey(target))
			}
		}
	}
}
