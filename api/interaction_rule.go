package api

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// Interaction rules are the custom rules of V2: for certain callers, called numbers, hours
// or dates. The vendor's guide and its newest SDK have them; the schema against which
// this program is tested does not.

// readInteractionRule reads a custom rule of v2 and cleans its texts.
func readInteractionRule(raw json.RawMessage) (Rule, error) {
	w, id, err := readWithID(raw)
	if err != nil {
		return Rule{}, err
	}
	r := Rule{
		ID: id, Name: cmp.Or(rest.Clean(w.Text("displayName")), id), Kind: Custom, CallHandling: V2, Unit: InSeconds,
		Enabled: w.Bool("enabled", true), When: interactionWords(w), raw: raw,
	}
	r.readDispatching(w.Object("dispatching"))
	r.Fixed = fixedV2(w, &r)
	return r, nil
}

// readV2Rule reads the record of a rule of v2. That of a rule for a state always has the
// state, and that of a custom rule never has one: see Rule.Record.
func readV2Rule(raw json.RawMessage) (Rule, error) {
	w, _ := jsonobj.Read(raw)
	if _, state := stateKinds[w.Text("id")]; !state && w.Get("state") == nil {
		return readInteractionRule(raw)
	}
	return readStateRule(raw)
}

// customRules reads the custom rules of V2.
func (c *Client) customRules(ctx context.Context) ([]Rule, []Unread, error) {
	return c.listRulesV2(ctx, opListCustomRules, "interaction-rules", readInteractionRule)
}

// custom reports whether r is a custom rule of V2. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (r *Rule) custom() bool { return r.CallHandling == V2 && r.Kind == Custom }

// fullBody returns the body that changes a custom rule of V2: all of the rule as it is
// now, with what people can change of r. No source tells if what this PATCH leaves out stays
// or is reset, as it is for state rules, so nothing is left out.
func (r *Rule) fullBody(now *Rule) jsonobj.Object {
	w, _ := jsonobj.Read(now.raw)
	own, _ := jsonobj.Read(r.raw)
	w = w.Without("id").With("displayName", orNull(own.Get("displayName"))).With("conditions", sentConditions(own))
	return w.With("enabled", r.Enabled).With("dispatching", r.sentDispatching(now))
}

// interactionWords says when a custom rule applies: when all of its conditions are met.
func interactionWords(w jsonobj.Object) string {
	conditions := w.List("conditions")
	if len(conditions) == 0 {
		return unknownConditions
	}
	var parts []string
	for _, raw := range conditions {
		c, _ := jsonobj.Read(raw)
		parts = append(parts, conditionWords(c)...)
	}
	parts = slices.DeleteFunc(parts, func(s string) bool { return s == "" })
	return cmp.Or(joinComma(parts), unknownConditions)
}

// unknownConditions are the words for a custom rule of which the service did not send when
// it applies.
const unknownConditions = "conditions unknown"

func conditionWords(c jsonobj.Object) []string {
	switch c.Text("type") {
	case "Interaction":
		var called []json.RawMessage
		for _, number := range c.List("to") {
			called = append(called, jsonobj.New("phoneNumber", number).Raw())
		}
		from, to := callWords("calls from ", c.List("from"), "name", "phoneNumber"), callWords("calls to ", called, "phoneNumber")
		if from+to != "" {
			return []string{from, to}
		}
	case "Schedule":
		return []string{scheduleWords(c.Object("schedule"))}
	case "State":
		switch id := c.Object("state").Text("id"); stateKinds[id] {
		case WorkHours:
			return []string{"in work hours"}
		case AfterHours:
			return []string{"outside work hours"}
		default:
			return []string{"in the state " + cmp.Or(rest.Clean(c.Object("state").Text("displayName")), rest.Clean(id))}
		}
	}
	return []string{"a condition that rcfwd cannot read"}
}
