package api

import (
	"cmp"
	"slices"
)

// Has reports whether the rule has a target, also in a step that is switched off.
func (r *Rule) Has(t *Target) bool { return r.find(t) >= 0 || r.Apps.has(t) }

// find returns the first step with a target; -1 for none. It is not inlined: its copies would
// make the program larger.
//
//go:noinline
func (r *Rule) find(t *Target) int {
	return slices.IndexFunc(r.Steps, func(s Step) bool { return s.at(t) >= 0 })
}

// at returns the index of a target, or -1. It is not inlined: the loop in each of its many
// callers makes the program 12 kB larger.
//
//go:noinline
func (s Step) at(t *Target) int {
	return slices.IndexFunc(s.Targets, func(has Target) bool { return has.key() == t.key() })
}

// has is not inlined: its copies would make the program larger.
//
//go:noinline
func (a Apps) has(t *Target) bool {
	return slices.ContainsFunc(a.Targets, func(has Target) bool { return has.key() == t.key() })
}

// MayAdd returns the reason why Add would refuse t; nil when it would not.
func (r *Rule) MayAdd(t *Target) error {
	if _, err := r.ringingDraft(); err != nil {
		return err
	}
	if i := r.find(t); i >= 0 && !r.Steps[i].On {
		return validationErrorf("%s is already in this rule, but off. Switch it on.", t.Name)
	}
	if r.Has(t) {
		return validationErrorf("%s is already in this rule.", t.Name)
	}
	if r.CallHandling == V2 {
		return r.mayAddV2(t)
	}
	if t.Kind != NumberTarget || t.ID == "" {
		return validationErrorf("On this account a rule rings only forwarding numbers and own apps.")
	}
	return nil
}

func (r *Rule) mayAddV2(t *Target) error {
	switch t.Kind {
	case NumberTarget:
		if !isE164(t.Phone) {
			return validationErrorf("It has no phone number in international form.")
		}
		return nil
	case Coworker, CoworkerApps, DeviceTarget:
		if t.ID == "" {
			return validationErrorf("It has no id that a rule could name.")
		}
		if because, lacking := r.lacks(FeatureCoworkers); lacking && (t.Kind != DeviceTarget || t.Owner != "") {
			return notAvailable("Ringing a coworker", because)
		}
		return nil
	case OwnMobile, OwnDesktop:
		return nil
	}
	return validationErrorf("rcfwd cannot add it to a rule.")
}

// Add appends a step with one target; length 0 means the usual one.
func (r *Rule) Add(was *Target, length int) (Rule, error) {
	t := *was
	if err := r.MayAdd(&t); err != nil {
		return *r, err
	}
	d, err := r.ringingDraft()
	if err != nil {
		return *r, err
	}
	if length < MinLength {
		length = r.usualLength()
	}
	at := len(d.Steps)
	for r.Unit == InRings && at > 0 && d.Steps[at-1].unlisted() {
		at--
	}
	t.raw = nil
	d.Steps = slices.Insert(d.Steps, at, Step{Targets: []Target{t}, On: true, Length: length})
	return d, nil
}

// RemoveStep removes a step.
func (r *Rule) RemoveStep(step int) (Rule, error) {
	d, err := r.ringingDraft(step)
	if err != nil {
		return *r, err
	}
	if err := r.mayRemove(d.Steps[step], d.Steps[step].Targets); err != nil {
		return *r, err
	}
	d.Steps = slices.Delete(d.Steps, step, step+1)
	return d, nil
}

// mayRemove returns the reason why targets of a step must stay; nil when they need not. A
// ringing rule of V2 must have a step for each kind of own apps (dossier section 11.3).
func (r *Rule) mayRemove(s Step, targets []Target) error {
	if r.Unit == InRings && s.unlisted() {
		return validationErrorf("%s does not ring in this rule. To delete it, remove it from the numbers.", s.describe())
	}
	for _, t := range targets {
		if t.apps() && r.CallHandling == V2 {
			return validationErrorf("A rule must keep %s. Switch the step off instead.", t.Kind)
		}
	}
	return nil
}

// RemoveTarget removes one target of a step, and the step with its last one.
func (r *Rule) RemoveTarget(step, target int) (Rule, error) {
	d, err := r.ringingDraft(step)
	if err != nil {
		return *r, err
	}
	s := &d.Steps[step]
	switch {
	case target < 0 || target >= len(s.Targets):
		return *r, validationErrorf("There is nothing to remove.")
	case len(s.Targets) == 1:
		return r.RemoveStep(step)
	}
	if err := r.mayRemove(*s, s.Targets[target:target+1]); err != nil {
		return *r, err
	}
	s.Targets = slices.Delete(s.Targets, target, target+1)
	return d, nil
}

// TargetOf returns a forwarding number as a target of this rule. On V2 the line of a
// device is the device, if that is known.
func (r *Rule) TargetOf(n *Number) Target {
	t := Target{Kind: NumberTarget, Name: cmp.Or(n.Label, n.Phone), Phone: n.Phone, Type: string(n.Type)}
	switch {
	case r.CallHandling != V2:
		t.ID = n.ID
	case n.DeviceID != "":
		t.Kind, t.ID = DeviceTarget, n.DeviceID
	case n.Apps != nil:
		t.Kind, t.ID, t.Type = CoworkerApps, n.Apps.ID, ""
	}
	return t
}

// TargetOfDevice returns a device as a target of this rule.
func (r *Rule) TargetOfDevice(d *Device) Target {
	t := Target{Kind: DeviceTarget, ID: d.ID, Name: cmp.Or(d.Name, d.ID)}
	if len(d.Lines) > 0 {
		t.Phone = d.Lines[0].Phone
	}
	return t
}

// people are the types of extension that a rule can ring as a coworker: those that have
// rules themselves (dossier section 11.3), and the newer FlexibleUser.
var people = []string{"User", "DigitalUser", "FaxUser", "VirtualUser", "FlexibleUser"}

// MayAddPerson returns the reason why e cannot be added as a coworker; nil when it can.
func (r *Rule) MayAddPerson(e *Extension) error {
	if !slices.Contains(people, e.Type) {
		return validationErrorf("%s is not a user (type %s). A rule cannot ring it.", cmp.Or(e.Name, e.Number), cmp.Or(e.Type, "unknown"))
	}
	return r.MayAdd(new(r.TargetOfPerson(e)))
}

// TargetOfPerson returns a coworker as a target of this rule.
func (r *Rule) TargetOfPerson(e *Extension) Target {
	return Target{Kind: Coworker, ID: e.ID, Name: cmp.Or(e.Name, e.Number)}
}
