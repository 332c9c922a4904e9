package sandbox

import (
	"net/http"
	"strings"

	"rcfwd/api/jsonobj"
)

// conditionFields are those of the three kinds of conditions (V).
func conditionFields() members {
	return members{
		"type": nil, "from": {"phoneNumber": nil, "name": nil}, "to": nil, "state": nil,
		"schedule": {"startDateTime": nil, "endDateTime": nil, "triggers": triggerFields()},
	}
}

// triggerFields is not inlined: its copies would make the program larger.
//
//go:noinline
func triggerFields() members {
	return members{"triggerType": nil, "startTime": nil, "endTime": nil, "ranges": rangesFields()}
}

// createInteractionFields is not inlined: its copies would make the program larger.
//
//go:noinline
func createInteractionFields() members {
	return members{"conditions": conditionFields(), "dispatching": nil, "enabled": nil, "displayName": nil}
}

// rangesFields are those of spans between dates and of each day of a week.
func rangesFields() members {
	f := weekOf(members{"startTime": nil, "endTime": nil})
	f["startDateTime"], f["endDateTime"] = nil, nil
	return f
}

// createInteractionRule makes a custom rule of new call handling. V: all four
// fields are required.
func (c *call) createInteractionRule() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	sent, err := c.callHandlingBody()
	if err != nil {
		return result{}, err
	}
	if err := createInteractionFields().check(sent, ""); err != nil {
		return result{}, err
	}
	for name := range createInteractionFields() {
		if !sent.Has(name) {
			return result{}, invalid(name)
		}
	}
	r := &Rule{ID: c.company.NewID(), body: jsonobj.Object{}}
	if err := c.setInteraction(r, sent); err != nil {
		return result{}, err
	}
	c.target.InteractionRules = append(c.target.InteractionRules[:len(c.target.InteractionRules):len(c.target.InteractionRules)], r)
	return success(c.showInteractionRule(r)), nil
}

// setInteraction stores what was sent of a rule, if all of it is valid.
func (c *call) setInteraction(r *Rule, sent jsonobj.Object) error {
	dispatching, ok := jsonobj.As[jsonobj.Object](sent, "dispatching")
	switch name, isText := jsonobj.As[string](sent, "displayName"); {
	case !ok || !sent.Has("dispatching"):
		return invalid("dispatching")
	case !isText || strings.TrimSpace(name) == "":
		return invalid("displayName")
	}
	if err := c.checkInteraction(&sent); err != nil {
		return err
	}
	if err := c.checkDispatching(r, &dispatching); err != nil {
		return err
	}
	r.body = sent.With("dispatching", dispatching)
	return nil
}

func (c *call) deleteInteractionRule() (result, error) {
	r, err := c.interactionRule()
	if err != nil {
		return result{}, err
	}
	c.target.InteractionRules = without(c.target.InteractionRules, func(other *Rule) bool { return other == r })
	return result{status: http.StatusNoContent}, nil
}
