package sandbox

import (
	"bytes"
	"slices"

	"rcfwd/api/jsonobj"
)

var (
	ruleTypes = []string{"BusinessHours", "AfterHours", "Custom"} // S
	ruleViews = []string{"Simple", "Detailed"}                    // S
)

// listAnsweringRules lists the custom rules between the two default rules, as
// in the vendor's example. S: the view is Simple by default. Guess:
// showInactiveNumbers works here too, though S has it only for a single rule.
func (c *call) listAnsweringRules() (result, error) {
	if err := c.checkRuleHolder(); err != nil {
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
		return !filters["type"].wants(r.body.Str("type")) || enabledOnly && !r.body.Bool("enabled", false)
	})
	return pageOf(c, found, func(r *Rule) any {
		rule := c.showAnsweringRule(r, inactive)
		if !slices.Contains(filters["view"], "Detailed") {
			rule = without(rule, func(m jsonobj.Member) bool {
				return !slices.Contains([]string{"uri", "id", "type", "name", "enabled"}, m.Name)
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
func (c *call) showAnsweringRule(r *Rule, inactive bool) jsonobj.Object {
	rule := append(jsonobj.New("uri", c.extensionURI(c.target)+"/answering-rule/"+r.ID), r.body...)
	rule = replaceIn(rule, "forwarding", func(f jsonobj.Object) jsonobj.Object { return c.showForwarding(f, inactive) })
	rule = replaceIn(rule, "voicemail", func(v jsonobj.Object) jsonobj.Object {
		return replaceIn(v, "recipient", func(to jsonobj.Object) jsonobj.Object {
			return to.With("uri", c.accountURI()+"/extension/"+to.Str("id"))
		})
	})
	return c.showGreetings(c.fillTransfers(rule))
}

// replaceIn is Object.Edit without the comparison that keeps the text of what reads
// the same: replies are written once and read by no one here.
func replaceIn(o jsonobj.Object, name string, edit func(jsonobj.Object) jsonobj.Object) jsonobj.Object {
	child := o.Object(name)
	if child == nil {
		return o
	}
	return o.Replace(name, edit(child))
}

// replaceEach is replaceIn for every object of a list. A list that also has
// anything else stays as it is.
func replaceEach(o jsonobj.Object, name string, edit func(jsonobj.Object) jsonobj.Object) jsonobj.Object {
	list := o.Objects(name)
	if list == nil {
		return o
	}
	for i, child := range list {
		list[i] = edit(child)
	}
	return o.Replace(name, list)
}

// showGreetings adds the links of presets. Nearly every rule has the default
// greetings, so those are made once.
func (c *call) showGreetings(rule jsonobj.Object) jsonobj.Object {
	isDefault := bytes.Equal(rule.Get("greetings"), defaultGreetings())
	if isDefault && c.greetings != nil {
		return rule.Replace("greetings", c.greetings)
	}
	rule = replaceEach(rule, "greetings", func(g jsonobj.Object) jsonobj.Object {
		return replaceIn(g, "preset", func(p jsonobj.Object) jsonobj.Object {
			return p.With("uri", c.dictionaryURI("greeting/"+p.Str("id")))
		})
	})
	if isDefault {
		c.greetings = rule.Get("greetings")
	}
	return rule
}

// showForwarding adds the data of each number, and with inactive the steps of
// numbers that do not ring.
func (c *call) showForwarding(forwarding jsonobj.Object, inactive bool) jsonobj.Object {
	f := replaceEach(forwarding, "rules", func(step jsonobj.Object) jsonobj.Object {
		step = replaceEach(step, "forwardingNumbers", c.fillNumber)
		if inactive {
			step = step.With("enabled", true)
		}
		return step
	})
	if inactive {
		f = f.With("rules", append(f.Objects("rules"), c.inactiveSteps(f)...))
	}
	return f
}

func (c *call) fillNumber(n jsonobj.Object) jsonobj.Object {
	known := c.target.NumberByID(n.Str("id"))
	if known == nil {
		return n
	}
	return n.With("uri", c.extensionURI(c.target)+"/forwarding-number/"+known.ID).
		With("phoneNumber", known.PhoneNumber).With("label", known.Label).With("type", known.Type)
}

// inactiveSteps returns a step for each number that the rule could ring and
// does not. S: such steps have no index and show four rings.
func (c *call) inactiveSteps(forwarding jsonobj.Object) []jsonobj.Object {
	var list []jsonobj.Object
	for _, n := range c.target.Numbers {
		if n.canRing() && !rings(forwarding, n.ID) {
			number := c.fillNumber(jsonobj.New("id", n.ID))
			list = append(list, jsonobj.New("ringCount", defaultRings, "enabled", false, "forwardingNumbers", []jsonobj.Object{number}))
		}
	}
	return list
}

// rings reports whether the steps of a rule ring a number.
func rings(forwarding jsonobj.Object, numberID string) bool {
	return slices.ContainsFunc(forwarding.Objects("rules"), func(step jsonobj.Object) bool {
		return slices.ContainsFunc(step.Objects("forwardingNumbers"), func(n jsonobj.Object) bool { return n.Str("id") == numberID })
	})
}

// canRing reports whether rules may ring a number (S: features).
func (n *Number) canRing() bool { return slices.Contains(n.Features, "CallForwarding") }

// defaultRings is the ringCount of a step that omits it (R21).
const defaultRings = 4

// forget removes numbers from the steps of a rule. It removes steps that become
// empty and renumbers the others. No source says what happens to a rule when
// one of its numbers is deleted; I: this is the sensible choice.
func (r *Rule) forget(ids []string) {
	r.body = r.body.Edit("forwarding", func(f jsonobj.Object) jsonobj.Object {
		var left []jsonobj.Object
		for _, step := range f.Objects("rules") {
			numbers := step.Objects("forwardingNumbers")
			kept := without(numbers, func(n jsonobj.Object) bool { return slices.Contains(ids, n.Str("id")) })
			if len(kept) == 0 {
				continue
			}
			if len(kept) < len(numbers) {
				step = step.With("forwardingNumbers", kept)
			}
			left = append(left, step.With("index", len(left)+1))
		}
		return f.With("rules", left)
	})
}
