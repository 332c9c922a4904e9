package api

import (
	"fmt"
	"slices"
	"strconv"
)

// The methods below edit a rule. Steps are counted from 0. What may not be done returns
// the rule as it was, and a ValidationError with the reason.

// validationErrorf returns the reason why something may not be done. It is not inlined: its
// copies would make the program larger.
//
//go:noinline
func validationErrorf(format string, args ...any) error {
	return ValidationError{Text: fmt.Sprintf(format, args...)}
}

// draft returns a copy of r to edit; an error when r is Fixed.
func (r *Rule) draft() (Rule, error) {
	if r.Fixed != "" {
		return *r, validationErrorf("%s", r.Fixed)
	}
	c := *r
	c.Steps = slices.Clone(r.Steps)
	for i := range c.Steps {
		c.Steps[i].Targets = slices.Clone(c.Steps[i].Targets)
	}
	c.Apps.Targets = slices.Clone(r.Apps.Targets)
	return c, nil
}

// ringingDraft returns a draft of a rule that rings; an error when one of the steps does
// not exist.
func (r *Rule) ringingDraft(steps ...int) (Rule, error) {
	d, err := r.draft()
	switch {
	case err != nil:
		return *r, err
	case r.Mode == NoRinging:
		return *r, validationErrorf("Nothing rings in this rule; at once: %s.", r.Destination.Words())
	}
	for _, i := range steps {
		if i < 0 || i >= len(r.Steps) {
			return *r, validationErrorf("There is no step to change.")
		}
	}
	return d, nil
}

// Move moves a step down by so many places, or up when by is negative, and stops at the
// first or last place.
func (r *Rule) Move(step, by int) (Rule, error) {
	d, err := r.ringingDraft(step)
	if err != nil {
		return *r, err
	}
	to := min(max(step+by, 0), len(d.Steps)-1)
	switch {
	case to == step && by < 0:
		return *r, validationErrorf("It is already the first step.")
	case to == step:
		return *r, validationErrorf("It is already the last step.")
	case r.Unit == InRings && d.Steps[step].unlisted():
		return *r, validationErrorf("A number that is off has no place in the order. Switch it on first.")
	case r.Unit == InRings && d.Steps[to].unlisted() && by > 0:
		return *r, validationErrorf("The next step is off and has no place in the order.")
	}
	s := d.Steps[step]
	d.Steps = slices.Insert(slices.Delete(d.Steps, step, step+1), to, s)
	return d, nil
}

// Switch switches a step off, or on again.
func (r *Rule) Switch(step int) (Rule, error) {
	d, err := r.ringingDraft(step)
	if err != nil {
		return *r, err
	}
	d.Steps[step].On = !d.Steps[step].On
	return d, nil
}

// errOffHasNoTime is the error of a length for a step that the service does not keep.
var errOffHasNoTime = validationErrorf("A number that is off has no ringing time. Switch it on first.")

// MinLength is the shortest length of a step, in the rule's unit. No source says what the
// longest is, so the service decides.
const MinLength = 1

// Lengthen makes a step ring longer by so many of the rule's unit, or shorter when by is
// negative.
func (r *Rule) Lengthen(step, by int) (Rule, error) {
	d, err := r.ringingDraft(step)
	if err != nil {
		return *r, err
	}
	s := &d.Steps[step]
	switch {
	case r.Unit == InRings && s.unlisted():
		return *r, errOffHasNoTime
	case s.Length <= MinLength && by < 0:
		return *r, validationErrorf("It cannot ring for less than %s. Switch it off instead.", r.words(MinLength))
	}
	s.Length = max(s.Length+by, MinLength)
	return d, nil
}

// words returns a length in the rule's unit and in the other one.
func (r *Rule) words(length int) string {
	rings, seconds := Plural(r.Rings(length), "ring"), Plural(r.Seconds(length), "second")
	if r.Unit == InRings {
		return rings + " (" + seconds + ")"
	}
	return seconds + " (" + rings + ")"
}

// Plural returns n and its unit, as in "1 ring" and "2 rings".
func Plural(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return strconv.Itoa(n) + " " + unit + "s"
}

// ToggleMode changes between InOrder and AtOnce, and from NoRinging to InOrder.
func (r Rule) ToggleMode() (Rule, error) {
	d, err := r.draft()
	switch {
	case err != nil:
		return r, err
	case !r.MayRing():
		return r, validationErrorf("This rule cannot ring; it only sends calls elsewhere.")
	case r.Mode != InOrder:
		d.Mode, d.Destination = InOrder, Fallback{}
		d.keepApps()
		return d, nil
	}
	for _, id := range []string{FeatureSimultaneousRinging, FeatureEditSimultaneousRinging} {
		if because, lacking := r.lacks(id); lacking {
			return r, notAvailable("Ringing all together", because)
		}
	}
	d.Mode = AtOnce
	return d, nil
}

func notAvailable(what, because string) error {
	if because == "" {
		return validationErrorf("%s is not available for this extension.", what)
	}
	return validationErrorf("%s is not available for this extension: %s.", what, because)
}

// keepApps adds the steps for own apps that every ringing rule of V2 must have, switched
// off.
func (r *Rule) keepApps() {
	if r.CallHandling != V2 {
		return
	}
	for _, t := range []Target{{Kind: OwnDesktop, Name: "own desktop apps"}, {Kind: OwnMobile, Name: "own mobile apps"}} {
		if !r.Has(&t) {
			r.Steps = append(r.Steps, Step{Targets: []Target{t}, Length: r.usualLength()})
		}
	}
}

// Join makes a step ring together with the one above it, for the length of that one.
func (r *Rule) Join(step int) (Rule, error) {
	d, err := r.ringingDraft(step)
	if err != nil {
		return *r, err
	}
	if step == 0 {
		return *r, validationErrorf("There is no step above to join.")
	}
	above := &d.Steps[step-1]
	if err := r.mayJoin(false, *above, d.Steps[step]); err != nil {
		return *r, err
	}
	above.Targets = append(above.Targets, d.Steps[step].Targets...)
	d.Steps = slices.Delete(d.Steps, step, step+1)
	return d, nil
}

// mayJoin returns the reason why steps cannot become one; nil when they can. on reports
// that this one will be on.
func (r *Rule) mayJoin(on bool, steps ...Step) error {
	if because, lacking := r.lacks(FeatureRingGroups); lacking {
		return notAvailable("Ringing several as a group", because)
	}
	if r.Unit == InRings && !on && slices.ContainsFunc(steps, Step.unlisted) {
		return validationErrorf("A number that is off cannot join a group. Switch it on first.")
	}
	return nil
}

// Split makes each target of a step a step of its own, with the same length. Unknown
// fields of the step stay with the first.
func (r *Rule) Split(step int) (Rule, error) {
	d, err := r.ringingDraft(step)
	if err != nil {
		return *r, err
	}
	s := d.Steps[step]
	if len(s.Targets) < 2 {
		return *r, validationErrorf("The step has nothing to split.")
	}
	var parts []Step
	for i, t := range s.Targets {
		part := Step{Targets: []Target{t}, On: s.On, Length: s.Length}
		if i == 0 {
			part.raw = s.raw
		}
		parts = append(parts, part)
	}
	d.Steps = slices.Replace(d.Steps, step, step+1, parts...)
	return d, nil
}

// RemoveNumber removes a number from every step of a rule. The error says that the rule
// does not ring it.
func (was *Rule) RemoveNumber(n *Number) (Rule, error) {
	r := *was
	found := false
	for step := len(r.Steps) - 1; step >= 0; step-- {
		for t := len(r.Steps[step].Targets) - 1; t >= 0; t-- {
			if !(Step{Targets: r.Steps[step].Targets[t : t+1]}).rings(n) {
				continue
			}
			next, err := r.RemoveTarget(step, t)
			if err != nil {
				return r, err
			}
			r, found = next, true
		}
	}
	if !found {
		return r, fmt.Errorf("%s does not ring %s", r.Name, n.name())
	}
	return r, nil
}
