package sandbox

import "rcfwd/api/jsonobj"

// The calls on interaction rules, the custom rules of new call handling, are
// outside the dossier's openapi.json; the newest SDK has them (V): Medium,
// ReadAccounts and EditExtensions.

// interaction is the role of interaction rules in the checks of a dispatching.
const interaction = "interaction"

// role returns the state that a rule belongs to, or interaction.
func (r *Rule) role() string {
	if displayNames[r.ID] != "" {
		return r.ID
	}
	return interaction
}

// listInteractionRules lists all interaction rules, or those that are enabled
// or refer to a state (V). Guess: by default all, in order of creation.
func (c *call) listInteractionRules() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	enabled, err := c.flag("enabled")
	if err != nil {
		return result{}, err
	}
	refers, err := c.flag("hasReference")
	if err != nil {
		return result{}, err
	}
	found := without(existingRules(c.target, c.target.InteractionRules), func(r *Rule) bool {
		return enabled && !r.body.Bool("enabled", false) || refers && len(r.states()) == 0
	})
	return slimPageOf(c, found, func(r *Rule) any { return c.showInteractionRule(r) })
}

func (c *call) readInteractionRule() (result, error) {
	r, err := c.interactionRule()
	if err != nil {
		return result{}, err
	}
	return success(c.showInteractionRule(r)), nil
}

// interactionRule returns the rule that the path names. Guess: CMN-102, as
// elsewhere.
func (c *call) interactionRule() (*Rule, error) {
	return c.ruleAmong(c.target.InteractionRules, "ruleId")
}

// states returns the states that the conditions refer to.
func (r *Rule) states() []string {
	var ids []string
	for _, condition := range r.body.Objects("conditions") {
		if condition.Str("type") == "State" {
			ids = append(ids, condition.Object("state").Str("id"))
		}
	}
	return ids
}

// showInteractionRule is CommInteractionRuleResource (V). A condition on a
// state includes the whole state.
func (c *call) showInteractionRule(r *Rule) jsonobj.Object {
	rule := append(jsonobj.New("id", r.ID), r.body.Without("id")...)
	return rule.EditEach("conditions", func(condition jsonobj.Object) jsonobj.Object {
		if condition.Str("type") != "State" {
			return condition
		}
		return condition.Edit("state", func(state jsonobj.Object) jsonobj.Object { return c.target.state(state.Str("id")) })
	})
}
