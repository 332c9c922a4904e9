package sandbox

// The calls on interaction rules, the custom rules of new call handling, are
// outside the dossier's openapi.json; the newest SDK has them (V): Medium,
// ReadAccounts and EditExtensions. The sandbox does not create or delete them.

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
		return enabled && !r.body.yes("enabled") || refers && len(r.states()) == 0
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
	for _, condition := range r.body.objects("conditions") {
		if condition.text("type") == "State" {
			ids = append(ids, condition.object("state").text("id"))
		}
	}
	return ids
}

// showInteractionRule is CommInteractionRuleResource (V). A condition on a
// state includes the whole state.
func (c *call) showInteractionRule(r *Rule) object {
	rule := append(newObject("id", r.ID), without(r.body, func(m member) bool { return m.name == "id" })...)
	rule.alterEach("conditions", func(condition *object) {
		if condition.text("type") == "State" {
			condition.alter("state", func(state *object) { *state = c.target.state(state.text("id")) })
		}
	})
	return rule
}
