package sandbox

import "rcfwd/api/jsonobj"

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
	sent = without(sent, func(m jsonobj.Member) bool { return m.Name == "id" || isNull(m.Value) })
	if err := c.setInteraction(r, sent); err != nil {
		return result{}, err
	}
	return success(c.showInteractionRule(r)), nil
}

// checkInteraction checks the conditions: at least one, all of which have to be
// met (G).
func (c *call) checkInteraction(sent *jsonobj.Object) error {
	if _, ok := jsonobj.As[bool](*sent, "enabled"); !ok {
		return invalid("enabled")
	}
	if !sent.Has("enabled") {
		*sent = sent.With("enabled", true)
	}
	list, ok := jsonobj.As[[]jsonobj.Object](*sent, "conditions")
	if !ok || len(list) == 0 {
		return invalid("conditions")
	}
	callers := false
	for i := range list {
		if err := checkCondition(&list[i]); err != nil {
			return err
		}
		callers = callers || list[i].Str("type") == "Interaction"
	}
	for _, condition := range list {
		if condition.Str("type") == "State" && !callers { // G
			return invalid("conditions")
		}
	}
	*sent = sent.With("conditions", list)
	return nil
}

// checkCondition checks one condition. Guess: a condition of an unknown type is
// kept as it is, and an interaction names a number on at least one side.
func checkCondition(condition *jsonobj.Object) error {
	switch condition.Str("type") {
	case "":
		return invalid("conditions.type")
	case "Interaction":
		from, isList := jsonobj.As[[]jsonobj.Object](*condition, "from")
		to, isText := jsonobj.As[[]string](*condition, "to")
		if !isList || !isText || len(from)+len(to) == 0 {
			return invalid("conditions.from")
		}
		for _, caller := range from {
			if normalize(caller.Str("phoneNumber")) == "" {
				return invalid("conditions.from.phoneNumber")
			}
		}
	case "Schedule":
		return checkTriggers(condition.Object("schedule").Objects("triggers"))
	case "State":
		id := condition.Object("state").Str("id")
		if id != workHours && id != offHours {
			return invalid("conditions.state.id")
		}
		*condition = condition.With("state", jsonobj.New("id", id))
	}
	return nil
}
