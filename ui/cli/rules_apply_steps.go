package cli

import (
	"context"
	"errors"
	"slices"

	"rcfwd/api"
)

// apps changes how own apps ring that are no steps.
func (e *ruleEditor) apps(ctx context.Context) error {
	want, has := e.file.Apps, e.was.Apps
	if want == nil {
		return nil
	}
	if has == nil {
		return errors.New("the rule has no apps that ring apart from the steps; leave apps out")
	}
	for _, part := range []func() error{
		func() error { return e.appTargets(ctx, want.Targets) },
		func() error {
			return e.toggle(want.Always, has.Always, func(r api.Rule) (api.Rule, error) { return r.RingToEnd("") })
		},
		func() error { return e.headStart(want.HeadStart, has.HeadStart) },
		func() error { return e.toggle(want.On, &e.rule.Apps.On, api.Rule.SwitchApps) },
	} {
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

// toggle makes an edit that turns has into its opposite, where the file wants that. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func (e *ruleEditor) toggle(want, has *bool, edit func(api.Rule) (api.Rule, error)) (err error) {
	if want != nil && *want != at(has) {
		e.rule, err = edit(e.rule)
	}
	return err
}

func (e *ruleEditor) headStart(want, has *int) (err error) {
	if want != nil && *want != at(has) {
		e.rule, err = e.rule.HeadStart(*want - e.rule.Apps.HeadStart)
	}
	if err == nil && want != nil && *want != at(has) && e.rule.Apps.HeadStart != *want {
		return errors.New("the head start of own apps is 2 rings at least")
	}
	return err
}

// appTargets lets other own apps ring to the end: on new call handling one of them is either
// there or in a step.
func (e *ruleEditor) appTargets(ctx context.Context, want []ruleTarget) error {
	if want == nil {
		return nil
	}
	var kinds, had []api.TargetKind
	for _, c := range want {
		t, err := e.fileTarget(ctx, &e.rule, c)
		if err != nil {
			return err
		}
		kinds = append(kinds, t.Kind)
	}
	for _, t := range e.rule.Apps.Targets {
		had = append(had, t.Kind)
	}
	for _, kind := range []api.TargetKind{api.OwnDesktop, api.OwnMobile} {
		if slices.Contains(kinds, kind) == slices.Contains(had, kind) {
			continue
		}
		next, err := e.rule.RingToEnd(kind)
		if err != nil {
			return err
		}
		e.rule = next
	}
	return nil
}

// steps replaces the steps by those of the file.
func (e *ruleEditor) steps(ctx context.Context) error {
	if e.file.Steps == nil {
		return nil
	}
	var want []api.Step
	for n, c := range e.file.Steps {
		s := api.Step{On: true}
		for _, target := range c.Targets {
			t, err := e.fileTarget(ctx, &e.rule, target)
			if err != nil {
				return err
			}
			s.Targets = append(s.Targets, t)
		}
		if like := e.rule.FindStep(s, n); like >= 0 {
			s.On, s.Length = e.rule.Steps[like].On, e.rule.Steps[like].Length
		}
		if c.On != nil {
			s.On = *c.On
		}
		if c.Length != nil {
			s.Length = *c.Length
		}
		want = append(want, s)
	}
	next, err := e.rule.WithSteps(want)
	e.rule = next
	return err
}
