package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"rcfwd/api"
	"rcfwd/api/change"
)

// The steps of a rule.

// editSteps changes a rule by edit, and prints it.
func (i *invocation) editSteps(ctx context.Context, edit func(*session, api.Rule) (api.Rule, error)) error {
	s, r, err := i.openRule(ctx, api.Need{Numbers: true})
	if err != nil {
		return err
	}
	want, err := edit(s, r)
	if err != nil {
		return err
	}
	if _, err := s.do(ctx, change.UpdateRule{Saw: r, Want: want}, hashOfRule(&r)); err != nil {
		return err
	}
	return s.printRuleNow(ctx, &r)
}

// step finds a step of a rule by its place from 1 or by what it rings.
func (s *session) step(ctx context.Context, r *api.Rule, which string) (int, error) {
	region, err := s.region(ctx)
	if err != nil {
		return -1, err
	}
	return r.FindStepOf(which, region)
}

// place reads a place from 1.
func (i *invocation) place(text, what string) (int, error) {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 0, asUsage(fmt.Errorf("%s %s: use a place from 1, as rcfwd rules show prints them", what, text), i.cmd)
	}
	return n - 1, nil
}

// seconds reads --seconds; 0 where it is not given.
func (i *invocation) seconds() (int, error) {
	if !i.given("seconds") {
		return 0, nil
	}
	n, err := strconv.Atoi(i.flag("seconds"))
	if err != nil || n < 1 {
		return 0, asUsage(fmt.Errorf("--seconds %s: use a whole number from 1", i.flag("seconds")), i.cmd)
	}
	return n, nil
}

// length is a time in the unit of a rule. What it is rounded to is said.
func (s *session) length(r *api.Rule, seconds int) int {
	length, exact := r.LengthOf(seconds)
	if !exact {
		s.note("%s are rounded up to %s (%s).", api.Plural(seconds, "second"), api.Plural(length, "ring"), api.Plural(r.Seconds(length), "second"))
	}
	return length
}

func addStep(ctx context.Context, i *invocation) error {
	seconds, err := i.seconds()
	switch {
	case err != nil:
		return err
	case i.given("at") && i.given("with"):
		return asUsage(errors.New("use --at for a step of its own, or --with to ring together with another step"), i.cmd)
	case i.is("off") && i.given("with"):
		return asUsage(errors.New("--off switches a whole step off; leave it or --with out"), i.cmd)
	}
	return i.editSteps(ctx, func(s *session, r api.Rule) (api.Rule, error) {
		t, err := s.target(ctx, &r, i.args[1])
		if err != nil {
			return r, err
		}
		want, err := s.withTarget(&r, &t, seconds)
		if err != nil {
			return r, err
		}
		return s.placed(ctx, &want, &t)
	})
}

// withTarget adds a target as a step of its own, or switches on the one that it is in: on
// legacy call handling a rule has a step for each number, and most are off.
func (s *session) withTarget(r *api.Rule, t *api.Target, seconds int) (api.Rule, error) {
	step := r.FindStep(api.Step{Targets: []api.Target{*t}}, 0)
	switch {
	case step >= 0 && r.Steps[step].On:
		return *r, fmt.Errorf("%s rings in %s already, as step %d; rcfwd rules step move and rcfwd rules step set change that", r.Label(t), r.Name, step+1)
	case step < 0:
		return r.Add(t, s.length(r, seconds))
	}
	want, err := r.SetOn(step, true)
	if err != nil || seconds == 0 {
		return want, err
	}
	return want.SetLength(step, s.length(r, seconds))
}

// placed puts the step with a target where --at or --with says, or switches it off.
func (s *session) placed(ctx context.Context, was *api.Rule, t *api.Target) (api.Rule, error) {
	r := *was
	step := r.FindStep(api.Step{Targets: []api.Target{*t}}, 0)
	switch {
	case s.given("with"):
		return s.joined(ctx, &r, step)
	case s.given("at"):
		to, err := s.place(s.flag("at"), "--at")
		if err != nil {
			return r, err
		}
		if r, err = r.MoveTo(step, to); err != nil {
			return r, err
		}
		step = to
	}
	if s.is("off") {
		return r.SetOn(step, false)
	}
	return r, nil
}

// joined lets a step ring together with that of --with.
func (s *session) joined(ctx context.Context, was *api.Rule, step int) (api.Rule, error) {
	r := *was
	with, err := s.step(ctx, &r, s.flag("with"))
	switch {
	case err != nil:
		return r, err
	case with == step:
		return r, asUsage(errors.New("--with names the step itself; name another one"), s.cmd)
	case with < step:
		with++
	}
	length := r.Steps[step].Length
	if r, err = r.MoveTo(step, with); err != nil {
		return r, err
	}
	if r, err = r.Join(with); err != nil || !s.given("seconds") {
		return r, err
	}
	return r.SetLength(with-1, length)
}

func removeStep(ctx context.Context, i *invocation) error {
	return i.editSteps(ctx, func(s *session, r api.Rule) (api.Rule, error) {
		step, err := s.step(ctx, &r, i.args[1])
		if err != nil {
			return r, err
		}
		return r.RemoveStep(step)
	})
}

func moveStep(ctx context.Context, i *invocation) error {
	to, err := i.place(i.args[2], "TO")
	if err != nil {
		return err
	}
	return i.editSteps(ctx, func(s *session, r api.Rule) (api.Rule, error) {
		step, err := s.step(ctx, &r, i.args[1])
		if err != nil {
			return r, err
		}
		return r.MoveTo(step, to)
	})
}

func setStep(ctx context.Context, i *invocation) error {
	seconds, err := i.seconds()
	switch {
	case err != nil:
		return err
	case i.is("on") && i.is("off"):
		return asUsage(errors.New("use --on or --off, not both"), i.cmd)
	case seconds == 0 && !i.is("on") && !i.is("off"):
		return asUsage(errors.New("say what to change: --seconds, --on or --off"), i.cmd)
	}
	return i.editSteps(ctx, func(s *session, r api.Rule) (api.Rule, error) {
		step, err := s.step(ctx, &r, i.args[1])
		if err != nil {
			return r, err
		}
		return s.edited(&r, step, seconds)
	})
}

// edited is a rule with a step on or off, and ringing for a time. It is switched on first
// and off last, for a number that is off has no time on legacy call handling.
func (s *session) edited(r *api.Rule, step, seconds int) (want api.Rule, err error) {
	want = *r
	if s.is("on") {
		if want, err = want.SetOn(step, true); err != nil {
			return *r, err
		}
	}
	if seconds > 0 {
		if want, err = want.SetLength(step, s.length(r, seconds)); err != nil {
			return *r, err
		}
	}
	if s.is("off") {
		return want.SetOn(step, false)
	}
	return want, nil
}
