package sandbox

import "rcfwd/api/jsonobj"

// addV2Demo adds data that exists only on new call handling.
func addV2Demo(c *Company) {
	if dana := c.Extension("104"); dana != nil {
		addDanaV2(c, dana)
	}
	if marcus := c.Extension("105"); marcus != nil {
		marcus.setOwnAgentRule()
	}
	if c.unknown {
		addUnknownTargets(c)
	}
}

// addDanaV2 gives Dana a coworker target.
func addDanaV2(c *Company, dana *Extension) {
	dana.TurnOn("CoworkerLineAndAppsForwarding")
	if marcus := c.Extension("105"); marcus != nil {
		dana.addGroup(workHours, ringGroup(true, 3, jsonobj.New("type", coworkerRing, "name", marcus.Name(),
			"extension", jsonobj.New("id", marcus.ID))))
	}
}

// addGroup inserts a group before the terminating action.
func (e *Extension) addGroup(ruleID string, group jsonobj.Object) {
	e.editActions(ruleID, func(actions []jsonobj.Object) []jsonobj.Object {
		last := len(actions) - 1
		return append(actions[:last:last], group, actions[last])
	})
}

// addToGroup adds a target to the nth group that rings for a limited time.
func (e *Extension) addToGroup(ruleID string, nth int, target jsonobj.Object) {
	e.editActions(ruleID, func(actions []jsonobj.Object) []jsonobj.Object {
		for i, a := range actions {
			if a.Str("type") != "RingGroupAction" {
				continue
			}
			if nth == 0 {
				actions[i] = a.With("targets", append(a.Objects("targets"), target))
				break
			}
			nth--
		}
		return actions
	})
}

func (e *Extension) editActions(ruleID string, change func([]jsonobj.Object) []jsonobj.Object) {
	r := e.Rule(ruleID)
	if r == nil {
		return
	}
	d := r.body.Object("dispatching")
	r.body = r.body.Replace("dispatching", d.Replace("actions", change(d.Objects("actions"))))
}

// setOwnAgentRule gives the agent rule its own actions, so that queue calls
// ring at once.
func (e *Extension) setOwnAgentRule() {
	r := e.Rule(agentOfQueues)
	if r == nil {
		return
	}
	all := withoutEnd(e.Rule(workHours).body.Object("dispatching"))
	r.Mirrors, r.body = "", jsonobj.New("dispatching", all.With("type", "RingAtOnce"))
}
