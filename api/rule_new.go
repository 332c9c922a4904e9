package api

import (
	"encoding/json"
	"slices"
	"strconv"

	"rcfwd/api/jsonobj"
)

// NewRule returns a custom rule that the service does not have yet. It does with calls what
// another rule of the extension does, as a rule must ring or end somewhere; the methods of
// Rule edit it further. It is switched on. The error is a ValidationError.
func NewRule(like *Rule, name string, c *Conditions) (Rule, error) {
	if because, lacking := like.lacks(FeatureEditRules); lacking {
		return Rule{}, notAvailable("Changing rules", because)
	}
	switch {
	case like.Fixed != "":
		return Rule{}, validationErrorf("A new rule cannot begin as a copy of %s: %s", like.Name, like.Fixed)
	case like.Kind == Agent || like.Kind == ForwardAll && like.CallHandling == V1:
		return Rule{}, validationErrorf("A new rule cannot begin as a copy of %s.", like.Name)
	}
	r, err := readCustomRule(like.CallHandling, like.asCustom())
	if err != nil {
		return Rule{}, err
	}
	r = r.withFlags(like.flags)
	if found := CheckRule(&r, name, c); len(found) > 0 {
		return Rule{}, found[0]
	}
	return new(r.named(name)).withConditions(c)
}

// CheckRule finds what the service would refuse in the name and the conditions of a custom
// rule.
func CheckRule(r *Rule, name string, c *Conditions) []ValidationError {
	var found problems
	found.checkRuleName(name)
	for _, p := range CheckConditions(r, c) {
		found.add(p.Field, p.Code, p.Text)
	}
	return found
}

// newRuleID begins the id of a rule that the service has not named yet.
const newRuleID = "new:"

// readCustomRule reads the record of a custom rule.
func readCustomRule(h CallHandling, w jsonobj.Object) (Rule, error) {
	if h == V2 {
		return readInteractionRule(w.Raw())
	}
	return readAnsweringRule(w.Raw())
}

// asCustom is the record of a custom rule, without a name and conditions, that does what r
// does.
func (was *Rule) asCustom() jsonobj.Object {
	r := *was
	w, _ := jsonobj.Read(r.Record())
	if r.CallHandling == V2 {
		r.Kind = Custom // which needs both endings
		return jsonobj.New("id", newRuleID, "displayName", "", "enabled", true, "conditions", []json.RawMessage{},
			"dispatching", r.bothEndings(w.Object("dispatching")))
	}
	w, _ = r.created() // and nothing that rcfwd does not know
	return w.Without(customMembers...).With("id", newRuleID).With("type", "Custom").With("enabled", true)
}

// AddRule adds a custom rule, from NewRule or from the record of one that was removed. It
// has an id of our own, which starts with "new:", until the service names it.
func (d *Draft) AddRule(was *Rule) (added Rule, err error) {
	r := *was
	known, _ := r.Conditions()
	switch {
	case r.Kind != Custom || r.CallHandling != d.base.CallHandling:
		return Rule{}, validationErrorf("Only custom rules can be added. Reload and try again.")
	case d.now.Rules == nil:
		return Rule{}, validationErrorf("The rules were not read. Reload.")
	case len(CheckRule(&r, r.Name, &known)) > 0:
		return Rule{}, CheckRule(&r, r.Name, &known)[0]
	}
	d.added++
	r = r.WithID(newRuleID + strconv.Itoa(d.added))
	d.now.Rules = append(slices.Clone(d.now.Rules), r)
	d.now = d.handler.merged(&d.now)
	return r, nil
}

// RemoveRule removes the custom rule with an id. One that is not there needs nothing.
func (d *Draft) RemoveRule(id string) error {
	r, ok := d.now.Rule(id)
	switch {
	case !ok:
		return nil
	case r.MayRemove() != nil:
		return r.MayRemove()
	}
	d.now = d.handler.merged(new(d.now.withoutRule(id)))
	return nil
}

// MayRemove returns the reason why a rule cannot be removed; nil when it can.
func (r *Rule) MayRemove() error {
	if because, lacking := r.lacks(FeatureEditRules); lacking {
		return notAvailable("Changing rules", because)
	}
	if r.Kind != Custom {
		return validationErrorf("Only custom rules can be removed. Every extension has this one.")
	}
	return nil
}

// withoutRule returns s without the rule with an id.
func (was *Snapshot) withoutRule(id string) Snapshot {
	s := *was
	s.Rules = slices.DeleteFunc(slices.Clone(s.Rules), func(r Rule) bool { return r.ID == id })
	return s
}

// ruleListEdits are the rules that the draft adds and removes.
func (d *Draft) ruleListEdits() []Edit {
	var all []Edit
	for _, was := range d.base.Rules {
		if _, kept := d.now.Rule(was.ID); !kept && d.now.Rules != nil {
			all = append(all, Edit{DocumentID{RuleDocument, was.ID}, was.Name, was.Record(), nil})
		}
	}
	for _, r := range d.now.Rules {
		if _, had := d.base.Rule(r.ID); !had {
			all = append(all, Edit{DocumentID{RuleDocument, r.ID}, r.Name, nil, r.Record()})
		}
	}
	return all
}

// withRuleEdit returns s with a rule that was added, at the end, or without one that was
// removed. Where the service lists an added rule was not read.
func (was *Snapshot) withRuleEdit(a *Applied) Snapshot {
	s := *was
	s.Derived = true
	if a.After == nil {
		return s.withoutRule(a.Document.ID)
	}
	if r, err := ReadRule(s.CallHandling, a.After); err == nil && s.ruleIndex(r.ID) < 0 {
		s.Rules = append(slices.Clone(s.Rules), r)
	}
	return s
}
