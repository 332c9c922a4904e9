package ui

import (
	"cmp"

	"charm.land/bubbles/v2/key"

	"rcfwd/api"
)

// The actions of the ring order screen.

func (s *ringScreen) actions() actions {
	if s.inSteps {
		return append(s.draftActions(), s.stepActions()...)
	}
	return s.ruleActions()
}

func (s *ringScreen) ruleActions() actions {
	k := s.keys.List
	r, ok := s.stored()
	none := ""
	if !ok {
		none = s.noRule()
	}
	as := append(k.move().actions(s.visibleRules(), s.moveRule), actions{
		{key: reworded(k.Open, "open the steps"), blocked: none, run: does(func() { s.inSteps = true }), short: true},
		{key: k.NextPane, blocked: none, run: does(func() { s.inSteps = true })},
		{key: s.keys.Ring.Switch, blocked: cmp.Or(s.locked(), s.noSwitch(&r)), run: returns(askSwitchRule{r}), short: true},
		{key: k.Back, run: s.back},
	}...)
	as = append(as, s.listActions(none)...)
	return append(as, s.inactiveStepKeys(none)...)
}

// inactiveStepKeys are the keys of steps while the rules have the focus. Their
// reason says where they work.
func (s *ringScreen) inactiveStepKeys(none string) (as actions) {
	k, ring := s.keys.List, s.keys.Ring
	why := cmp.Or(none, "this key works on the steps; "+k.Open.Help().Key+" goes to them")
	for _, b := range []key.Binding{
		ring.Down, ring.Up, ring.Longer, ring.Shorter, ring.Together, ring.Join, ring.Split,
		ring.Apps, ring.Always,
	} {
		as = append(as, action{key: b, blocked: why})
	}
	return as
}

// noRule returns the reason why no rule is selected.
func (s *ringScreen) noRule() string {
	return cmp.Or(s.state.why, "no rules")
}

// noSwitch returns the reason why a whole rule cannot be switched on or off.
func (s *ringScreen) noSwitch(r *api.Rule) string {
	if _, changed := s.drafts[r.ID]; changed {
		return "this rule has unsent edits; save or discard them first"
	}
	switch {
	case r.Kind == api.ForwardAll && s.facts.snapshot.ForwardsApart():
		return r.Fixed
	case r.Kind == api.ForwardAll, r.Kind == api.DoNotDisturb, r.Kind == api.Custom:
		return ""
	}
	return "this rule is always on; switch its steps instead"
}

func (s *ringScreen) back() intent {
	if _, changed := s.drafts[s.selectedID]; changed {
		return askDropDraft{s.selectedID}
	}
	if s.inSteps {
		s.inSteps = false
		return nil
	}
	return goBack{}
}

// stepActions edit the draft.
func (s *ringScreen) stepActions() actions {
	k, ring := s.keys.List, s.keys.Ring
	locked := s.locked()
	row, step := cmp.Or(locked, s.noRow()), cmp.Or(locked, s.noStep())
	moves := actions{
		{key: k.Up, run: does(func() { s.moveStep(-1) })},
		{key: k.Down, run: does(func() { s.moveStep(1) })},
		{key: k.First, run: does(func() { s.moveStep(-s.countRows()) })},
		{key: k.Last, run: does(func() { s.moveStep(s.countRows()) })},
		{key: k.PageUp, run: does(func() { s.scrollPage(-1) })},
		{key: k.PageDown, run: does(func() { s.scrollPage(1) })},
	}.in(ofMoving)
	return append(moves, actions{
		{key: ring.Down, blocked: step, run: s.move(1), short: true},
		{key: ring.Up, blocked: step, run: s.move(-1), short: true},
		{key: ring.Switch, blocked: row, run: s.editAction(s.switchRow), short: true},
		{key: ring.Longer, blocked: row, run: s.editAction(s.lengthen(1)), short: true},
		{key: ring.Shorter, blocked: row, run: s.editAction(s.lengthen(-1))},
		{key: ring.Together, blocked: cmp.Or(locked, s.noToggle()), run: s.editAction(api.Rule.ToggleMode), short: true},
		{key: ring.Join, blocked: step, run: s.editAction(func(r api.Rule) (api.Rule, error) { return r.Join(s.step) })},
		{key: ring.Split, blocked: step, run: s.editAction(func(r api.Rule) (api.Rule, error) { return r.Split(s.step) })},
		{key: k.Add, blocked: cmp.Or(locked, s.noRinging()), run: returns(askStep{}), short: true},
		{key: reworded(k.Remove, "remove, from the steps"), blocked: step, run: s.removeStep, short: true},
		{key: ring.Ending, blocked: cmp.Or(locked, errorText(new(s.rule()).MayEnd())), run: returns(askFallback{}), short: true},
		{key: ring.Apps, blocked: cmp.Or(locked, s.noRinging()), run: s.editAction(api.Rule.SwitchApps)},
		{key: ring.Always, blocked: row, run: s.toggleAlways},
		{key: ring.NextPane, run: does(func() { s.inSteps = false })},
		{key: k.Back, run: s.back},
	}...)
}

// scrollPage scrolls the rule away from the selected step.
func (s *ringScreen) scrollPage(by int) {
	w, h := s.pane()
	s.scroll = clamp(s.scroll+by*max(h-1, 1), 0, len(s.page(w).lines)-h)
}

// noToggle returns the reason why the mode of the rule cannot change, noRinging
// why nothing can ring in it.
func (s *ringScreen) noToggle() string {
	_, err := s.rule().ToggleMode()
	return errorText(err)
}

func (s *ringScreen) noRinging() string {
	r := s.rule()
	switch {
	case r.Mode != api.NoRinging:
		return ""
	case r.MayRing():
		return "this rule rings nothing now; " + s.keys.Ring.Together.Help().Key + " makes it ring"
	}
	return s.noToggle()
}

// noRow returns the reason why nothing is under the cursor, noStep why what is
// there is no step.
func (s *ringScreen) noRow() string {
	if why := s.noRinging(); why != "" {
		return why
	}
	if r := s.rule(); len(r.Steps)+len(r.Apps.Targets) == 0 {
		return "this rule rings nothing"
	}
	return ""
}

func (s *ringScreen) noStep() string {
	if s.step == api.AppsSpan && len(s.rule().Apps.Targets) > 0 {
		return cmp.Or(s.noRinging(), "own apps ring beside the steps and cannot be moved")
	}
	return s.noRow()
}

// countRows is how many rows there are: the steps, and the own apps beside them.
func (s *ringScreen) countRows() int { return len(s.rule().Steps) + 1 }

// editAction returns the run function of an action that edits the draft.
func (s *ringScreen) editAction(f func(api.Rule) (api.Rule, error)) func() intent {
	return func() intent { return s.edit(f) }
}

// move moves the step, and the cursor with it.
func (s *ringScreen) move(by int) func() intent {
	return s.editAction(func(r api.Rule) (api.Rule, error) { return r.Move(s.step, by) })
}

// removeStep removes a step, or asks which member of a group.
func (s *ringScreen) removeStep() intent {
	if r := s.rule(); len(r.Steps[s.step].Targets) > 1 {
		return askRemoveStep{s.step}
	}
	return s.edit(func(r api.Rule) (api.Rule, error) { return r.RemoveStep(s.step) })
}

func (s *ringScreen) switchRow(r api.Rule) (api.Rule, error) {
	if s.step == api.AppsSpan {
		return r.SwitchApps()
	}
	return s.lengths.switchStep(&r, s.step)
}

// lengthen changes the ringing time of a step, or the head start of own apps.
func (s *ringScreen) lengthen(by int) func(api.Rule) (api.Rule, error) {
	return func(r api.Rule) (api.Rule, error) {
		if s.step == api.AppsSpan {
			return r.HeadStart(by)
		}
		return r.Lengthen(s.step, by*s.lengthStep())
	}
}

// toggleAlways lets own apps ring to the end, or no longer, and moves the
// cursor to where they are then.
func (s *ringScreen) toggleAlways() intent {
	from := s.step
	said := s.edit(func(r api.Rule) (api.Rule, error) { return r.RingToEndAt(from) })
	if !new(s.rule()).Capabilities().AppsAreSteps || said != nil {
		return said
	}
	if from == api.AppsSpan {
		s.step = len(s.rule().Steps) - 1
	} else {
		s.step = api.AppsSpan
	}
	s.moveStep(0)
	return nil
}

// errorText explains an error; empty for nil.
func errorText(err error) string {
	if err == nil {
		return ""
	}
	return api.Explain(err).String()
}

// lengthStep is how much a key changes a ringing time: one ring, which is five
// seconds.
func (s *ringScreen) lengthStep() int {
	if s.rule().Unit == api.InSeconds {
		return api.RingSeconds
	}
	return 1
}

// write sends the draft. It asks first where the screen is too small to show
// all changes, where a rule that is on would ring nothing, and where a step rings a risky
// number.
func (s *ringScreen) write(draft *ringDraft) intent {
	risky := s.facts.judgeDraft(draft)
	if why := refusedNumber(risky); why != "" {
		return showNotice{text: why, kind: warning}
	}
	if s.changesHidden() || silentWords(&draft.want) != "" || len(risky) > 0 {
		return askSaveRule{*draft}
	}
	return saveRule{*draft}
}

// draftActions write the draft.
func (s *ringScreen) draftActions() actions {
	draft, changed := s.drafts[s.selectedID]
	none := s.locked()
	if none == "" && !changed {
		none = "no edits to save"
	}
	return actions{
		{key: s.keys.Ring.Write, blocked: none, run: func() intent { return s.write(&draft) }, short: changed},
	}
}
