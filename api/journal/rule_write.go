package journal

import (
	"context"

	"rcfwd/api"
)

// Ring makes the rule Saw into Want, which was made of it by the methods of
// api.Rule.
type Ring struct {
	Saw, Want api.Rule

	link link
}

func (r Ring) linked(l link) Write { r.link = l; return r }
func (r Ring) aboutRule() bool     { return true }

func (r Ring) check() error {
	switch {
	case r.Want.Fixed != "":
		return api.Problem{Text: r.Want.Fixed}
	case r.Saw.ID != r.Want.ID || r.Saw.Backend != r.Want.Backend:
		return api.Problem{Text: "The rule is not the one that was changed."}
	}
	return nil
}

func (r Ring) ready(context.Context, Backend, []api.Number) (task, error) {
	t := newRuleTask(OpRing, r, r.link, r.Saw, r.Want)
	t.send = func(ctx context.Context, b Backend) reply {
		got, err := b.SaveRule(ctx, r.Saw, r.Want)
		return reply{rule: got, err: err}
	}
	return t, nil
}

// SwitchRule switches forward all calls, do not disturb, or a custom rule on or
// off.
type SwitchRule struct {
	Saw api.Rule
	On  bool

	link link
}

func (s SwitchRule) linked(l link) Write { s.link = l; return s }
func (s SwitchRule) aboutRule() bool     { return true }
func (s SwitchRule) check() error        { return nil }

func (s SwitchRule) ready(context.Context, Backend, []api.Number) (task, error) {
	want := s.Saw
	want.Enabled = s.On
	t := newRuleTask(OpSwitch, s, s.link, s.Saw, want)
	t.send = func(ctx context.Context, b Backend) reply {
		got, err := b.SwitchState(ctx, s.Saw, s.On)
		return reply{rule: got, err: err}
	}
	return t, nil
}

func newRuleTask(op Op, w Write, l link, saw, want api.Rule) task {
	t := newTask(op, l, nil, nil)
	t.write = w
	t.already = op.same(saw, want)
	t.entry.RuleBefore, t.entry.RuleWant = recordOfRule(saw), recordOfRule(want)
	t.entry.Lines = api.Diff(saw, want)
	return t
}

// RuleConflict says that somebody else changed a rule after the person had seen it.
// Nothing was sent. It wraps the *api.RuleConflict.
type RuleConflict struct {
	Write Write
	*api.RuleConflict
}

// Unwrap gives the conflict itself.
func (c *RuleConflict) Unwrap() error { return c.RuleConflict }

// Insist gives the write to do instead: the rule as the person wants it, in place of
// what somebody else made of it.
func (c *RuleConflict) Insist() Write {
	switch w := c.Write.(type) {
	case Ring:
		w.Saw = c.Now
		return w
	case SwitchRule:
		w.Saw = c.Now
		return w
	}
	return c.Write
}
