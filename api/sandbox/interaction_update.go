package sandbox

import "strings"

// updateInteractionRule changes an interaction rule. Guess: like the PATCH of
// state rules it behaves like PUT, so what is left out is reset: enabled to
// true, unknown fields are removed; and conditions, dispatching and
// displayName, which a rule must have (V), are CMN-101 when they are left out.
func (c *call) updateInteractionRule() (result, error) {
	r, err := c.interactionRule()
	if err != nil {
		return result{}, err
	}
	sent, err := c.callHandlingBody()
	if err != nil {
		return result{}, err
	}
	sent = without(sent, func(m member) bool { return m.name == "id" || isNull(m.value) })
	dispatching, ok := readAs[object](sent, "dispatching")
	switch name, isText := readAs[string](sent, "displayName"); {
	case !ok || !sent.has("dispatching"):
		return result{}, invalid("dispatching")
	case !isText || strings.TrimSpace(name) == "":
		return result{}, invalid("displayName")
	}
	if err := c.checkInteraction(&sent); err != nil {
		return result{}, err
	}
	if err := c.checkDispatching(r, &dispatching); err != nil {
		return result{}, err
	}
	sent.set("dispatching", dispatching)
	r.body = sent
	return success(c.showInteractionRule(r)), nil
}

// checkInteraction checks the conditions: at least one, all of which have to be
// met (G).
func (c *call) checkInteraction(sent *object) error {
	if _, ok := readAs[bool](*sent, "enabled"); !ok {
		return invalid("enabled")
	}
	if !sent.has("enabled") {
		sent.set("enabled", true)
	}
	list, ok := readAs[[]object](*sent, "conditions")
	if !ok || len(list) == 0 {
		return invalid("conditions")
	}
	callers := false
	for i := range list {
		if err := checkCondition(&list[i]); err != nil {
			return err
		}
		callers = callers || list[i].text("type") == "Interaction"
	}
	for _, condition := range list {
		if condition.text("type") == "State" && !callers { // G
			return invalid("conditions")
		}
	}
	sent.set("conditions", list)
	return nil
}

// checkCondition checks one condition. Guess: a condition of an unknown type is
// kept as it is, and an interaction names a number on at least one side.
func checkCondition(condition *object) error {
	switch condition.text("type") {
	case "":
		return invalid("conditions.type")
	case "Interaction":
		from, isList := readAs[[]object](*condition, "from")
		to, isText := readAs[[]string](*condition, "to")
		if !isList || !isText || len(from)+len(to) == 0 {
			return invalid("conditions.from")
		}
		for _, caller := range from {
			if normalize(caller.text("phoneNumber")) == "" {
				return invalid("conditions.from.phoneNumber")
			}
		}
	case "Schedule":
		if len(condition.object("schedule").objects("triggers")) == 0 {
			return invalid("conditions.schedule.triggers")
		}
	case "State":
		id := condition.object("state").text("id")
		if id != workHours && id != offHours {
			return invalid("conditions.state.id")
		}
		condition.set("state", newObject("id", id))
	}
	return nil
}
