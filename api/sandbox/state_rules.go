package sandbox

import "rcfwd/api/jsonobj"

// displayNames are the display names of states and of their rules (S).
var displayNames = map[string]string{
	forwardAll: "Forward all calls", doNotDisturb: "Do not disturb", workHours: "Work Hours",
	offHours: "After Hours", agentOfQueues: "Agent",
}

// listStateRules lists the rules in order of priority, as in the vendor's
// example: forward-all-calls and dnd before the hours.
func (c *call) listStateRules() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	return slimPageOf(c, existingRules(c.target, c.target.StateRules), func(r *Rule) any { return c.showStateRule(r) })
}

func (c *call) readStateRule() (result, error) {
	r, err := c.stateRule()
	if err != nil {
		return result{}, err
	}
	return success(c.showStateRule(r)), nil
}

// stateRule returns the rule that the path names. Guess: CMN-102, as elsewhere,
// for an unknown state and for one that this extension does not have.
func (c *call) stateRule() (*Rule, error) {
	return c.ruleAmong(c.target.StateRules, "stateId")
}

func (c *call) listStates() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	return slimPageOf(c, existingRules(c.target, c.target.StateRules), func(r *Rule) any { return c.target.state(r.ID) })
}

// showStateRule is CommStateBasedRuleResource (S): the rule with its state. A
// rule that follows another has that rule's actions and names it.
func (c *call) showStateRule(r *Rule) jsonobj.Object {
	rule := append(jsonobj.New("id", r.ID, "displayName", displayNames[r.ID]),
		r.body.Without("id", "displayName", "state")...)
	if followed := c.target.Rule(r.Mirrors); followed != nil {
		all := followed.body.Object("dispatching")
		rule = rule.With("dispatching", withoutEnd(all)).
			With("dispatchingRef", jsonobj.New("ruleId", r.Mirrors, "dispatching", all))
	}
	return rule.With("state", c.target.state(r.ID))
}

// withoutEnd removes the terminating action: calls of a queue return to the
// queue (S: the agent rule has no such target).
func withoutEnd(dispatching jsonobj.Object) jsonobj.Object {
	return dispatching.With("actions", without(dispatching.Objects("actions"), func(a jsonobj.Object) bool {
		return a.Str("type") == "TerminatingAction"
	}))
}

// state is CommStateResource (S).
func (e *Extension) state(id string) jsonobj.Object {
	enabled, conditions := true, []jsonobj.Object{}
	switch id {
	case forwardAll:
		enabled, conditions = e.ForwardAllCalls, e.forwardingTime()
	case doNotDisturb:
		enabled, conditions = e.DoNotDisturb, everyDay()
	case workHours:
		conditions = e.workConditions()
	case agentOfQueues:
		conditions = e.agentConditions()
	}
	return jsonobj.New("id", id, "displayName", displayNames[id], "enabled", enabled, "conditions", conditions)
}

// forwardingTime returns the conditions of forward-all: one span, or hours of
// every day.
func (e *Extension) forwardingTime() []jsonobj.Object {
	switch {
	case e.ForwardAllFrom != "":
		return between(e.ForwardAllFrom, e.ForwardAllTo)
	case e.ForwardAllStart != "":
		return daily(e.ForwardAllStart, e.ForwardAllEnd)
	}
	return everyDay()
}

// agentConditions returns the agent's own hours, or those of work-hours by
// reference (S).
func (e *Extension) agentConditions() []jsonobj.Object {
	if len(e.AgentHours) > 0 {
		return everyWeek(e.AgentHours)
	}
	return []jsonobj.Object{jsonobj.New("type", "State", "state",
		jsonobj.New("id", workHours, "displayName", displayNames[workHours], "conditions", e.workConditions()))}
}
