package api

import "slices"

// SwitchApps switches the apps that ring apart from the steps off, or on again.
func (r Rule) SwitchApps() (Rule, error) {
	d, err := r.ringingDraft()
	if err != nil {
		return r, err
	}
	if len(d.Apps.Targets) == 0 {
		return r, validationErrorf("Own apps are steps of this rule. Switch those steps.")
	}
	d.Apps.On = !d.Apps.On
	return d, nil
}

// minHeadStart is the shortest head start after which own apps can stop ringing: with a
// shorter one they ring to the end (dossier section 9).
const minHeadStart = 2

// HeadStart makes the head start of own apps longer by so many rings, or shorter when by
// is negative; V1 only.
func (r *Rule) HeadStart(by int) (Rule, error) {
	d, err := r.ringingDraft()
	switch {
	case err != nil:
		return *r, err
	case r.CallHandling == V2:
		return *r, validationErrorf("Own apps that ring to the end have no head start here. Add them as a step to let them ring first.")
	case len(d.Apps.Targets) == 0:
		return *r, validationErrorf("RingCentral did not say how own apps ring.")
	case d.Apps.Always:
		return *r, validationErrorf("Own apps ring to the end, so they have no head start.")
	case d.Apps.HeadStart <= minHeadStart && by < 0:
		return *r, validationErrorf("The head start cannot be shorter than %s, or the apps would ring to the end.", r.words(minHeadStart))
	}
	d.Apps.HeadStart = max(d.Apps.HeadStart+by, minHeadStart)
	return d, nil
}

// RingToEnd toggles whether own apps ring to the end. On V2 kind is OwnMobile or
// OwnDesktop; on V1 both kinds change together.
func (r *Rule) RingToEnd(kind TargetKind) (Rule, error) {
	d, err := r.ringingDraft()
	if err != nil {
		return *r, err
	}
	if r.CallHandling == V2 {
		return d.toggleAlwaysV2(r, &Target{Kind: kind, Name: string(kind)})
	}
	if len(d.Apps.Targets) == 0 {
		return *r, validationErrorf("RingCentral did not say how own apps ring.")
	}
	d.Apps.Always = !d.Apps.Always
	if !d.Apps.Always {
		d.Apps.HeadStart = max(d.Apps.HeadStart, minHeadStart)
	}
	return d, nil
}

// RingToEndAt is RingToEnd for the own apps of a step or, for AppsSpan, for those that
// ring apart from the steps.
func (r *Rule) RingToEndAt(step int) (Rule, error) {
	if r.CallHandling != V2 {
		return r.RingToEnd("")
	}
	at := r.Apps.Targets
	if step != AppsSpan {
		if _, err := r.ringingDraft(step); err != nil {
			return *r, err
		}
		at = r.Steps[step].Targets
	}
	d, done := *r, false
	for _, t := range at {
		if !t.apps() {
			continue
		}
		var err error
		if d, err = d.RingToEnd(t.Kind); err != nil {
			return *r, err
		}
		done = true
	}
	if !done {
		return *r, validationErrorf("Only own apps can ring to the end, and this step has none.")
	}
	return d, nil
}

// toggleAlwaysV2 moves a kind of app from the steps to the apps that ring to the end, or
// back; it may not be in both (dossier section 11.3). was is the rule before the edit.
func (old *Rule) toggleAlwaysV2(was *Rule, t *Target) (Rule, error) {
	d := *old
	if !t.apps() || !d.Has(t) {
		return *was, validationErrorf("Only own apps can ring to the end.")
	}
	if i := slices.IndexFunc(d.Apps.Targets, func(has Target) bool { return has.Kind == t.Kind }); i >= 0 {
		d.Steps = append(d.Steps, Step{Targets: []Target{d.Apps.Targets[i]}, On: d.Apps.On, Length: d.usualLength()})
		d.Apps.Targets = slices.Delete(d.Apps.Targets, i, i+1)
		d.Apps.Always = len(d.Apps.Targets) > 0
		d.Apps.On = d.Apps.On && d.Apps.Always
		return d, nil
	}
	step := d.find(t)
	s := &d.Steps[step]
	d.Apps.On = d.Apps.On || s.On || len(d.Apps.Targets) == 0
	d.Apps.Always = true
	at := s.at(t)
	d.Apps.Targets = append(d.Apps.Targets, s.Targets[at])
	s.Targets = slices.Delete(s.Targets, at, at+1)
	if len(s.Targets) == 0 {
		d.Steps = slices.Delete(d.Steps, step, step+1)
	}
	return d, nil
}
