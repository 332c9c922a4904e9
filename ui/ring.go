package ui

import (
	"cmp"
	"slices"

	"rcfwd/api"
)

// ringScreen is screen 2: the rules, and for the selected one who rings, in
// which order and for how long. Edits are collected in a draft; nothing is sent
// before it is written.
type ringScreen struct {
	keys KeyMap
	st   *styles

	rules       []api.Rule
	drafts      map[string]ringDraft // by rule id
	busy        map[string]bool      // ids with a write in flight
	gone        map[string]bool      // ids of rules that no longer exist, but whose drafts do
	notSwitched string               // name of a rule that was not switched because the account has moved
	selectedID  string               // id of the selected rule
	step        int                  // selected step of it, or api.AppsSpan for the row of own apps
	followed    api.Step             // that step, which the cursor follows when the steps change
	lost        api.Step             // the step that was under the cursor until it went
	inSteps     bool                 // the steps have the focus
	scroll      int                  // first line of the rule that is shown; 0 follows the selected step
	lengths     ringLengths          // of steps that were switched off
	edits       int                  // how often a draft was edited

	editing string // id of the rule whose form waits for the work hours

	search findPerson // the search for a person in flight

	facts    facts
	readOnly string
	noEditor string
	state    emptyState
	reading  bool

	size
	layout layout
}

func newRingScreen(keys KeyMap, st *styles) *ringScreen {
	return &ringScreen{keys: keys, st: st, drafts: map[string]ringDraft{}, busy: map[string]bool{}, gone: map[string]bool{}, lengths: ringLengths{}}
}

func (s *ringScreen) setSize(w, h int) {
	s.w, s.h = w, h
	s.layout = layoutFor(w, h)
	if s.layout == beside && w < ringBesideWidth && h >= belowHeight {
		s.layout = below
	}
}

// find is not inlined: its copies would make the program larger.
//
//go:noinline
func (s *ringScreen) find(id string) int {
	return slices.IndexFunc(s.rules, func(r api.Rule) bool { return r.ID == id })
}

// pos is not inlined: its copies would make the program larger.
//
//go:noinline
func (s *ringScreen) pos() int { return s.find(s.selectedID) }

// stored returns the selected rule as it was read. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func (s *ringScreen) stored() (api.Rule, bool) {
	if i := s.pos(); i >= 0 {
		return s.rules[i], true
	}
	return api.Rule{}, false
}

// rule returns the selected rule with the changes of its draft.
func (s *ringScreen) rule() api.Rule {
	if draft, ok := s.drafts[s.selectedID]; ok {
		return draft.want
	}
	r, _ := s.stored()
	return r
}

func (s *ringScreen) moveRule(by int) {
	if len(s.rules) == 0 {
		return
	}
	s.selectedID, s.step = s.rules[clamp(s.pos()+by, 0, len(s.rules)-1)].ID, 0
	s.moveStep(0)
}

// moveStep moves through the steps, and the row of own apps above them if there
// is one.
func (s *ringScreen) moveStep(by int) {
	s.scroll = 0
	s.step = s.clampStep(s.step + by)
	s.followed, s.lost = s.stepAt(), api.Step{}
}

// followStep keeps the cursor on its step after the steps have changed. A step that
// is gone leaves the cursor in its place, and has it again if it comes back before
// the cursor is moved.
func (s *ringScreen) followStep() {
	s.scroll = 0
	r := s.rule()
	if s.step == api.AppsSpan && len(r.Apps.Targets) > 0 {
		return
	}
	if back := r.FindStep(s.lost, s.step); back >= 0 {
		s.step, s.lost = back, api.Step{}
	} else if now := r.FindStep(s.followed, s.step); now >= 0 {
		s.step = now
	} else if len(s.followed.Targets) > 0 {
		s.lost = s.followed
	}
	s.step = s.clampStep(s.step)
	s.followed = s.stepAt()
}

func (s *ringScreen) clampStep(step int) int {
	r, first := s.rule(), 0
	if len(r.Apps.Targets) > 0 {
		first = api.AppsSpan
	}
	return clamp(step, first, len(r.Steps)-1)
}

// stepAt returns the step under the cursor; the zero step for the row of own apps.
func (s *ringScreen) stepAt() api.Step {
	if r := s.rule(); s.step >= 0 && s.step < len(r.Steps) {
		return r.Steps[s.step]
	}
	return api.Step{}
}

// locked returns the reason why the selected rule cannot be edited.
func (s *ringScreen) locked() string {
	r, ok := s.stored()
	why := ""
	switch {
	case !ok:
		why = s.noRule()
	case s.busy[r.ID]:
		why = "a change of this rule is being sent; wait for its result"
	}
	return cmp.Or(s.readOnly, s.noEditor, why, r.Fixed)
}

// selectStep puts the cursor on the step that has a target.
func (s *ringScreen) selectStep(t *api.Target) {
	if i := new(s.rule()).FindStep(api.Step{Targets: []api.Target{*t}}, s.step); i >= 0 {
		s.step = i
		s.moveStep(0)
	}
}
