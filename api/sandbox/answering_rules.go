package sandbox

import "slices"

var (
	ruleTypes = []string{"BusinessHours", "AfterHours", "Custom"} // S
	ruleViews = []string{"Simple", "Detailed"}                    // S
)

// listAnsweringRules lists the custom rules between the two default rules, as
// in the vendor's example. S: the view is Simple by default. Guess:
// showInactiveNumbers works here too, though S has it only for a single rule.
func (c *call) listAnsweringRules() (result, error) {
	if err := c.checkForwarding(); err != nil {
		return result{}, err
	}
	filters, err := c.choices(filterSpec{"type", ruleTypes}, filterSpec{"view", ruleViews})
	if err != nil {
		return result{}, err
	}
	enabledOnly, err := c.flag("enabledOnly")
	if err != nil {
		return result{}, err
	}
	inactive, err := c.flag("showInactiveNumbers")
	if err != nil {
		return result{}, err
	}
	found := without(existingRules(c.target, c.target.AnsweringRules), func(r *Rule) bool {
		return !filters["type"].wants(r.body.text("type")) || enabledOnly && !r.body.yes("enabled")
	})
	return pageOf(c, found, func(r *Rule) any {
		rule := c.showAnsweringRule(r, inactive)
		if !slices.Contains(filters["view"], "Detailed") {
			rule = without(rule, func(m member) bool {
				return !slices.Contains([]string{"uri", "id", "type", "name", "enabled"}, m.name)
			})
		}
		return rule
	})
}

func (c *call) readAnsweringRule() (result, error) {
	r, err := c.answeringRule()
	if err != nil {
		return result{}, err
	}
	inactive, err := c.flag("showInactiveNumbers")
	if err != nil {
		return result{}, err
	}
	return success(c.showAnsweringRule(r, inactive)), nil
}

// answeringRule returns the rule that the path names. R21: CMN-102.
func (c *call) answeringRule() (*Rule, error) {
	return c.ruleAmong(c.target.AnsweringRules, "ruleId")
}

// showAnsweringRule adds what only replies have: links, and the current data of
// each number (S).
func (c *call) showAnsweringRule(r *Rule, inactive bool) object {
	rule := append(newObject("uri", c.extensionURI(c.target)+"/answering-rule/"+r.ID), r.body...)
	rule.alter("forwarding", func(f *object) {
		f.alterEach("rules", func(step *object) {
			step.alterEach("forwardingNumbers", c.fillNumber)
			if inactive {
				step.set("enabled", true)
			}
		})
		if inactive {
			f.set("rules", append(f.objects("rules"), c.inactiveSteps(*f)...))
		}
	})
	rule.alter("voicemail", func(v *object) {
		v.alter("recipient", func(to *object) { to.set("uri", c.accountURI()+"/extension/"+to.text("id")) })
	})
	rule.alterEach("greetings", func(g *object) {
		g.alter("preset", func(p *object) { p.set("uri", c.dictionaryURI("greeting/"+p.text("id"))) })
	})
	return rule
}

func (c *call) fillNumber(n *object) {
	if known := c.target.NumberByID(n.text("id")); known != nil {
		n.set("uri", c.extensionURI(c.target)+"/forwarding-number/"+known.ID)
		n.set("phoneNumber", known.PhoneNumber)
		n.set("label", known.Label)
		n.set("type", known.Type)
	}
}

// inactiveSteps returns a step for each number that the rule could ring and
// does not. S: such steps have no index and show four rings.
func (c *call) inactiveSteps(forwarding object) []object {
	var list []object
	for _, n := range c.target.Numbers {
		if n.canRing() && !rings(forwarding, n.ID) {
			number := newObject("id", n.ID)
			c.fillNumber(&number)
			list = append(list, newObject("ringCount", defaultRings, "enabled", false, "forwardingNumbers", []object{number}))
		}
	}
	return list
}

// rings reports whether the steps of a rule ring a number.
func rings(forwarding object, numberID string) bool {
	return slices.ContainsFunc(forwarding.objects("rules"), func(step object) bool {
		return slices.ContainsFunc(step.objects("forwardingNumbers"), func(n object) bool { return n.text("id") == numberID })
	})
}

// canRing reports whether rules may ring a number (S: features).
func (n Number) canRing() bool { return slices.Contains(n.Features, "CallForwarding") }

// defaultRings is the ringCount of a step that omits it (R21).
const defaultRings = 4

// forget removes numbers from the steps of a rule. It removes steps that become
// empty and renumbers the others. No source says what happens to a rule when
// one of its numbers is deleted; I: this is the sensible choice.
func (r *Rule) forget(ids []string) {
	r.body.alter("forwarding", func(f *object) {
		var left []object
		for _, step := range f.objects("rules") {
			numbers := step.objects("forwardingNumbers")
			kept := without(numbers, func(n object) bool { return slices.Contains(ids, n.text("id")) })
			if len(kept) == 0 {
				continue
			}
			if len(kept) < len(numbers) {
				step.set("forwardingNumbers", kept)
			}
			step.set("index", len(left)+1)
			left = append(left, step)
		}
		f.set("rules", append([]object{}, left...))
	})
}
