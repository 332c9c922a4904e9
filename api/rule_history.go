package api

import (
	"context"

	"rcfwd/api/jsonobj"
)

// WithRightsOf gives the rule with what is known of other's rights, which a rule
// that was made of a record lacks.
func (r Rule) WithRightsOf(other Rule) Rule { return r.withFlags(other.flags) }

// SameRule says whether two versions of a rule ask the same of the service, down
// to what this version does not understand, whatever their schedules are and, on
// new accounts, whether or not they are switched on.
func SameRule(a, b Rule) bool { return sameStored(a, b) }

// WithNumbers gives a legacy rule with its numbers as they are now: now has the number
// for an id of before, at least its id. Rules there know numbers by their ids, and a
// number that was removed comes back with another; what else a rule says of them,
// such as their labels, is not the rule's.
func (r Rule) WithNumbers(now func(id string) Number) Rule {
	return r.withTargets(func(t Target) Target {
		n := now(t.ID)
		w, _ := jsonobj.Read(n.raw)
		return t.as(n.ID, w)
	})
}

// WithNumbersOf is WithNumbers for the numbers as another version of the rule has
// them.
func (r Rule) WithNumbersOf(other Rule) Rule {
	return r.withTargets(func(t Target) Target {
		i := other.find(t)
		if i < 0 {
			return t
		}
		w, _ := jsonobj.Read(other.Steps[i].Targets[other.Steps[i].at(t)].raw)
		return t.as(t.ID, w)
	})
}

func (r Rule) withTargets(edit func(Target) Target) Rule {
	if r.CallHandling == V2 {
		return r
	}
	steps := make([]Step, 0, len(r.Steps))
	for _, s := range r.Steps {
		targets := make([]Target, 0, len(s.Targets))
		for _, t := range s.Targets {
			if t.Kind == NumberTarget && t.ID != "" {
				t = edit(t)
			}
			targets = append(targets, t)
		}
		s.Targets = targets
		steps = append(steps, s)
	}
	r.Steps = steps
	return r
}

// as is a number in a legacy rule with an id, and with what is known of it.
func (t Target) as(id string, number jsonobj.Object) Target {
	w, ok := jsonobj.Read(t.forwardingEntry())
	if !ok {
		return t
	}
	w = w.With("id", id)
	for _, name := range []string{"uri", "phoneNumber", "label", "type"} {
		if value := number.Get(name); value != nil {
			w = w.With(name, value)
		}
	}
	if string(w.Raw()) == string(t.raw) {
		return t
	}
	return readForwardingEntry(w.Raw())
}

// StoredRules is Rules without what the extension may do with them, so that it is a
// request for each list of rules.
func (c *Client) StoredRules(ctx context.Context) ([]Rule, error) {
	rules, _, err := c.storedRules(ctx)
	return rules, err
}

// Same says whether two targets are the same one, whatever they are called.
func (t Target) Same(other Target) bool { return t.key() == other.key() }

// RuleNow reads a rule again. CMN-102 says that there is none, CMN-468 that the account
// has moved and its rules are others.
func (c *Client) RuleNow(ctx context.Context, saw Rule) (Rule, error) {
	now, err := c.readRule(ctx, saw)
	return now, c.afterMove(ctx, err)
}

// PutRule makes now into want, with the errors of SaveRule. It is for who has just
// read the rule by RuleNow and compared it, for nothing is read here.
func (c *Client) PutRule(ctx context.Context, now, want Rule) (Rule, error) {
	if want.Fixed != "" {
		return now, validationErrorf("%s", want.Fixed)
	}
	return c.sendRule(ctx, now, want)
}

// PutState switches a rule that RuleNow has just read, with the errors of SwitchState.
func (c *Client) PutState(ctx context.Context, now Rule, on bool) (Rule, error) {
	if err := now.MaySwitch(); err != nil {
		return now, err
	}
	if now.CallHandling == V2 {
		return c.sendState(ctx, now, on)
	}
	want := now
	want.Enabled = on
	return c.sendRule(ctx, now, want)
}
