package api

import "slices"

// WithSteps returns the rule with other steps: each with its targets, whether it is on,
// and its length, where 0 means that of the step that has most of its targets, or the
// usual one. A step and a target that the rule has
// already keep what the service stores of them beside that. What may not be removed, added
// or joined is refused as by RemoveStep, Add and Join.
func (r *Rule) WithSteps(want []Step) (Rule, error) {
	if slices.EqualFunc(r.Steps, want, sameStep) {
		return *r, nil
	}
	d, err := r.ringingDraft()
	if err != nil {
		return *r, err
	}
	left := slices.Clone(d.Steps) // with the targets that no step has taken yet
	d.Steps = nil
	for n, w := range want {
		s, err := r.stepLike(w, n, left)
		if err != nil {
			return *r, err
		}
		d.Steps = append(d.Steps, s)
	}
	for n, s := range left {
		if len(s.Targets) == 0 {
			continue
		}
		if err := r.mayRemove(r.Steps[n], s.Targets); err != nil {
			return *r, err
		}
	}
	return d, nil
}

func sameStep(a, b Step) bool {
	return a.On == b.On && a.Length == b.Length && slices.EqualFunc(a.Targets, b.Targets, func(s, t Target) bool { return s.key() == t.key() })
}

// stepLike makes step n of the steps that are left: of the one that has most of its
// targets, and of these wherever they are.
func (r *Rule) stepLike(want Step, n int, left []Step) (Step, error) {
	if len(want.Targets) == 0 {
		return want, validationErrorf("Step %d rings nothing. Name a target, or leave the step out.", n+1)
	}
	s := Step{On: want.On, Length: want.Length}
	base := new(Rule{Steps: left}).FindStep(want, n)
	if base >= 0 && left[base].raw != nil {
		s.raw, left[base].raw = left[base].raw, nil
	}
	var from []Step
	for _, t := range want.Targets {
		at, i := takeTarget(&t, base, left)
		if at < 0 {
			if err := r.MayAdd(&t); err != nil {
				return s, err
			}
			t.raw = nil
			s.Targets = append(s.Targets, t)
			continue
		}
		s.Targets = append(s.Targets, left[at].Targets[i])
		left[at].Targets = slices.Delete(left[at].Targets, i, i+1)
		from = append(from, r.Steps[at])
	}
	return s, r.checkStep(&s, want, base, from)
}

// takeTarget finds a target in the steps that are left, first in step base.
func takeTarget(t *Target, base int, left []Step) (step, at int) {
	if base >= 0 {
		if i := left[base].at(t); i >= 0 {
			return base, i
		}
	}
	step = slices.IndexFunc(left, func(s Step) bool { return s.at(t) >= 0 })
	if step < 0 {
		return -1, -1
	}
	return step, left[step].at(t)
}

// checkStep checks a step that was made of others, and gives it a length if it has none.
func (r *Rule) checkStep(s *Step, want Step, base int, from []Step) error {
	switch {
	case s.Length == 0 && base < 0:
		s.Length = r.usualLength()
	case s.Length == 0:
		s.Length = r.Steps[base].Length
	case s.Length < MinLength && (base < 0 || s.Length != r.Steps[base].Length):
		return validationErrorf("It cannot ring for less than %s. Switch it off instead.", r.words(MinLength))
	case base >= 0 && !s.On && r.Unit == InRings && r.Steps[base].unlisted() && s.Length != r.Steps[base].Length:
		return errOffHasNoTime
	}
	grouped := len(s.Targets) > 1 && (base < 0 || !(Step{Targets: r.Steps[base].Targets}).hasAll(s.Targets))
	if grouped {
		return r.mayJoin(s.On, from...)
	}
	return nil
}

// hasAll reports whether a step has all of some targets.
func (s Step) hasAll(targets []Target) bool {
	return !slices.ContainsFunc(targets, func(t Target) bool { return s.at(&t) < 0 })
}

// LengthOf returns a time in the unit of the rule, rounded up to whole rings on V1. exact
// is false where it was rounded.
func (r *Rule) LengthOf(seconds int) (length int, exact bool) {
	length = seconds
	if r.Unit == InRings {
		length = (seconds + RingSeconds - 1) / RingSeconds
	}
	return length, r.Seconds(length) == seconds
}

// MoveTo moves a step to a place, counted from 0 as the step is.
func (r *Rule) MoveTo(step, to int) (Rule, error) {
	if to < 0 || to >= len(r.Steps) {
		return *r, validationErrorf("There is no place %d: the rule has %s.", to+1, Plural(len(r.Steps), "step"))
	}
	if to == step {
		return *r, nil
	}
	return r.Move(step, to-step)
}

// SetOn switches a step on or off; it may be so already.
func (r *Rule) SetOn(step int, on bool) (Rule, error) {
	if step >= 0 && step < len(r.Steps) && r.Steps[step].On == on {
		return *r, nil
	}
	return r.Switch(step)
}

// SetLength makes a step ring for a time in the unit of the rule.
func (r *Rule) SetLength(step, length int) (Rule, error) {
	if step >= 0 && step < len(r.Steps) && r.Steps[step].Length == length {
		return *r, nil
	}
	have := 0
	if step >= 0 && step < len(r.Steps) {
		have = r.Steps[step].Length
	}
	return r.Lengthen(step, length-have)
}
