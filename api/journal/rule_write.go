package journal

import (
	"context"

	"rcfwd/api"
)

// UpdateRule changes the rule Saw to Want, which was derived from it by the methods of
// api.Rule.
type UpdateRule struct {
	Saw, Want api.Rule

	link link
}

func (r UpdateRule) linked(l link) Write { r.link = l; return r }
func (r UpdateRule) aboutRule() bool     { return true }

func (r UpdateRule) check() error {
	switch {
	case r.Want.Fixed != "":
		return api.ValidationError{Text: r.Want.Fixed}
	case r.Saw.ID != r.Want.ID || r.Saw.CallHandling != r.Want.CallHandling:
		return api.ValidationError{Text: "The rule is not the one that was changed."}
	}
	return nil
}

// ready reads the rule, and takes what it is now for what it was before. That a number
// has another label by now is no change of the rule.
func (r UpdateRule) ready(ctx context.Context, b Service, _ []api.Number) (task, error) {
	now, err := b.RuleNow(ctx, r.Saw)
	if err != nil {
		return task{}, err
	}
	saw, want := r.Saw.WithNumbersOf(now), r.Want.WithNumbersOf(now)
	t := ringTask(r.link, now, want)
	if !t.already && !api.SameRule(saw, now) {
		return task{}, &RuleConflict{r, &api.RuleConflict{Saw: saw, Now: now, Want: want}}
	}
	return t, nil
}

// ToggleRule switches forward all calls, do not disturb, or a custom rule on or off. Other
// changes of another user stay, so there is no conflict.
type ToggleRule struct {
	Saw api.Rule
	On  bool

	link link
}

func (s ToggleRule) linked(l link) Write { s.link = l; return s }
func (s ToggleRule) aboutRule() bool     { return true }
func (s ToggleRule) check() error        { return s.Saw.MaySwitch() }

func (s ToggleRule) ready(ctx context.Context, b Service, _ []api.Number) (task, error) {
	now, err := b.RuleNow(ctx, s.Saw)
	if err != nil {
		return task{}, err
	}
	want := now
	want.Enabled = s.On
	t := newRuleTask(OpSwitch, s.link, now, want)
	t.send = func(ctx context.Context, b Service) reply {
		got, err := b.PutState(ctx, now, s.On)
		return reply{rule: got, err: err}
	}
	return t, nil
}

// ringTask has the steps of a rule, and where its calls go, made from now into want.
func ringTask(l link, now, want api.Rule) task {
	t := newRuleTask(OpRing, l, now, want)
	t.send = func(ctx context.Context, b Service) reply {
		got, err := b.PutRule(ctx, now, want)
		return reply{rule: got, err: err}
	}
	return t
}

func newRuleTask(op Op, l link, now, want api.Rule) task {
	t := newTask(op, l, nil, nil)
	t.now, t.already = now, op.same(now, want)
	t.entry.RuleBefore, t.entry.RuleWant = recordOfRule(now), recordOfRule(want)
	t.entry.Lines = api.Diff(now, want)
	return t
}

// RuleConflict is the error of a write whose rule another user changed after the person saw
// it. Nothing was sent. It wraps the *api.RuleConflict.
type RuleConflict struct {
	Write Write
	*api.RuleConflict
}

// Unwrap returns the *api.RuleConflict.
func (c *RuleConflict) Unwrap() error { return c.RuleConflict }

// Insist returns the write to do instead: it replaces what the other user wrote by the rule
// as the person wants it.
func (c *RuleConflict) Insist() Write {
	if w, ok := c.Write.(UpdateRule); ok {
		w.Saw = c.Now
		return w
	}
	return c.Write
}
