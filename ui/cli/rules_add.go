package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"rcfwd/api"
	"rcfwd/api/change"
)

// New custom rules, and those that are removed.

func addRule(ctx context.Context, i *invocation) error {
	file, err := i.readRuleFile(ctx)
	if err != nil {
		return err
	}
	if file.Name == nil || *file.Name == "" {
		return asUsage(errors.New(`the file has no name for the new rule; write name = "Holidays"`), i.cmd)
	}
	if file.Kind != nil && *file.Kind != api.Custom.Word() {
		return asUsage(fmt.Errorf("kind is %q in the file; only rules of the kind custom can be added", *file.Kind), i.cmd)
	}
	s, err := i.openForRules(ctx, api.Need{Numbers: true})
	if err != nil {
		return err
	}
	r, err := s.newRule(ctx, &file)
	if err != nil {
		return err
	}
	result, err := s.do(ctx, change.CreateRule{Rule: r}, nil)
	if err != nil {
		return err
	}
	if after := result.Entry.RuleAfter; after != nil {
		if made, err := after.Rule(); err == nil {
			r = r.WithID(made.ID)
		}
	}
	return s.printRuleNow(ctx, &r)
}

// newRule makes the rule of a file, on top of what the rule of --like does with calls.
func (s *session) newRule(ctx context.Context, was *ruleRecord) (api.Rule, error) {
	file := *was
	like, err := s.snapshot.FindRule(cmp.Or(s.flag("like"), api.WorkHours.Word()))
	if err != nil {
		return like, err
	}
	conditions, err := s.conditionsOf(ctx, &file)
	if err != nil {
		return like, err
	}
	r, err := api.NewRule(&like, *file.Name, &conditions)
	if err != nil {
		return r, err
	}
	file.ID, file.Kind, file.CallHandling, file.Fixed = nil, nil, nil, nil
	file.When, file.Callers, file.CalledNumbers, file.Name = nil, nil, nil, nil
	want, err := s.applied(ctx, &r, &file)
	if file.Enabled != nil {
		want.Enabled = *file.Enabled
	}
	return want, err
}

// conditionsOf reads when a new rule should apply.
func (s *session) conditionsOf(ctx context.Context, file *ruleRecord) (c api.Conditions, err error) {
	if c.When, err = api.ParseTimes(at(file.When)); err != nil {
		return c, err
	}
	e := &ruleEditor{session: s, file: *file}
	c.Callers, c.Called, err = e.calls(ctx)
	return c, err
}

func removeRule(ctx context.Context, i *invocation) error {
	s, r, err := i.openRule(ctx, api.Need{})
	if err != nil {
		return err
	}
	was, err := s.ruleRows(ctx, r)
	if err != nil {
		return err
	}
	if _, err := s.do(ctx, change.RemoveRule{Saw: r}, hashOfRule(&r)); err != nil {
		return err
	}
	return printOne(i, ruleList(), &was[0])
}
