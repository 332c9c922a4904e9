package sandbox

import "encoding/json"

// rawNumber is a number that is written in a way of its own, so that a client
// which reads and rewrites it is found out.
func rawNumber(text string) json.RawMessage { return json.RawMessage(text) }

// satelliteTarget is a target of a kind that no schema knows.
func satelliteTarget(id string) object {
	return newObject("type", "SatelliteRingTarget", "name", "Satellite phone",
		"satellite", newObject("id", id, "orbit", rawNumber("3.50e2"), "beams", []int{7, 11}))
}

// addV2Demo adds what only an account on new call handling can have.
func addV2Demo(c *Company) {
	if dana := c.Extension("104"); dana != nil {
		addDanaV2(c, dana)
	}
	if kenji := c.Extension("110"); kenji != nil {
		kenji.addToGroup(workHours, 0, satelliteTarget("kenji-1"))
	}
	if marcus := c.Extension("105"); marcus != nil {
		marcus.setOwnAgentRule()
	}
}

// addDanaV2 gives her a coworker, an unknown target in a group of its own and
// one beside known ones.
func addDanaV2(c *Company, dana *Extension) {
	dana.TurnOn("CoworkerLineAndAppsForwarding")
	if marcus := c.Extension("105"); marcus != nil {
		dana.addGroup(workHours, ringGroup(true, 3, newObject("type", coworkerRing, "name", marcus.Name(),
			"extension", newObject("id", marcus.ID))))
	}
	dana.addToGroup(workHours, 1, satelliteTarget("dana-1"))
	dana.addGroup(offHours, ringGroup(false, 4, satelliteTarget("dana-2")))
	if cabin := dana.NumberByID("803000005004"); cabin != nil {
		cabin.Extra = map[string]any{"ringTone": json.RawMessage(`{"name":"bell","gain":1.50}`)}
	}
}

// addGroup puts a group last, before the terminating action.
func (e *Extension) addGroup(ruleID string, group object) {
	e.alterActions(ruleID, func(actions []object) []object {
		last := len(actions) - 1
		return append(actions[:last:last], group, actions[last])
	})
}

// addToGroup adds a target to one of the groups that ring for a time.
func (e *Extension) addToGroup(ruleID string, nth int, target object) {
	e.alterActions(ruleID, func(actions []object) []object {
		for i, a := range actions {
			if a.text("type") != "RingGroupAction" {
				continue
			}
			if nth == 0 {
				actions[i].set("targets", append(a.objects("targets"), target))
				break
			}
			nth--
		}
		return actions
	})
}

func (e *Extension) alterActions(ruleID string, change func([]object) []object) {
	r := e.Rule(ruleID)
	if r == nil {
		return
	}
	r.body.alter("dispatching", func(d *object) { d.set("actions", change(d.objects("actions"))) })
}

// setOwnAgentRule is for somebody whose queue calls ring otherwise than the rest.
func (e *Extension) setOwnAgentRule() {
	r := e.Rule(agentOfQueues)
	if r == nil {
		return
	}
	all := withoutEnd(e.Rule(workHours).body.object("dispatching"))
	all.set("type", "RingAtOnce")
	r.Mirrors, r.body = "", newObject("dispatching", all)
}
