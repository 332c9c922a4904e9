package ui

import (
	"slices"

	"rcfwd/api"
)

// ringScreen is screen 2: the rules, and for the selected one who rings, in
// which order and for how long. Edits collect in a draft; nothing is sent while
// composing.
type ringScreen struct {
	keys KeyMap
	st   *styles

	rules  []api.Rule
	drafts map[string]api.Rule // by rule id, as the person wants it
	busy   map[string]bool     // ids with a write on the way
	at     string              // id of the selected rule
	step   int                 // selected step of it
	inside bool                // the steps have the focus

	sought findPerson // who is being looked up

	known    known
	readOnly string
	noDesk   string
	state    standing
	reading  bool

	w, h   int
	layout layout
}

func newRingScreen(keys KeyMap, st *styles) *ringScreen {
	return &ringScreen{keys: keys, st: st, drafts: map[string]api.Rule{}, busy: map[string]bool{}}
}

func (s *ringScreen) setSize(w, h int) {
	s.w, s.h = w, h
	s.layout = layoutFor(w, h)
}

// setRules shows the rules as they were read. A draft stays: writing it compares
// it with what is stored then.
func (s *ringScreen) setRules(rules []api.Rule) {
	s.rules = rules
	if s.pos() < 0 && len(rules) > 0 {
		s.at, s.step = rules[0].ID, 0
	}
	for id := range s.drafts {
		if s.find(id) < 0 {
			delete(s.drafts, id)
		}
	}
	s.moveStep(0)
}

func (s *ringScreen) find(id string) int {
	return slices.IndexFunc(s.rules, func(r api.Rule) bool { return r.ID == id })
}

func (s *ringScreen) pos() int { return s.find(s.at) }

// stored is the selected rule as the service has it.
func (s *ringScreen) stored() (api.Rule, bool) {
	if i := s.pos(); i >= 0 {
		return s.rules[i], true
	}
	return api.Rule{}, false
}

// rule is the selected rule as the person wants it.
func (s *ringScreen) rule() api.Rule {
	if draft, ok := s.drafts[s.at]; ok {
		return draft
	}
	r, _ := s.stored()
	return r
}

func (s *ringScreen) moveRule(by int) {
	if len(s.rules) == 0 {
		return
	}
	s.at, s.step = s.rules[max(min(s.pos()+by, len(s.rules)-1), 0)].ID, 0
}

func (s *ringScreen) moveStep(by int) {
	s.step = max(min(s.step+by, len(s.rule().Steps)-1), 0)
}

// edit changes the draft by f, or says why that may not be. A draft that is as
// the rule was is none.
func (s *ringScreen) edit(f func(api.Rule) (api.Rule, error)) intent {
	next, err := f(s.rule())
	if err != nil {
		return say{text: reason(err), kind: warned}
	}
	if stored, _ := s.stored(); len(api.Diff(stored, next)) == 0 {
		delete(s.drafts, s.at)
	} else {
		s.drafts[s.at] = next
	}
	s.moveStep(0)
	return nil
}

// locked says why the selected rule cannot be edited.
func (s *ringScreen) locked() string {
	r, ok := s.stored()
	why := ""
	switch {
	case !ok:
		why = "no rule is selected"
	case s.busy[r.ID]:
		why = "a change of this rule is on its way; its outcome comes first"
	}
	return firstOf(s.readOnly, s.noDesk, why, r.Fixed)
}

func (s *ringScreen) actions() actions {
	if s.inside {
		return append(s.stepActions(), s.draftActions()...)
	}
	return s.ruleActions()
}

func (s *ringScreen) does(f func()) func() intent { return func() intent { f(); return nil } }

func (s *ringScreen) ruleActions() actions {
	k := s.keys.List
	r, ok := s.stored()
	none := ""
	if !ok {
		none = "no rule is selected"
	}
	return actions{
		{key: k.Up, run: s.does(func() { s.moveRule(-1) })},
		{key: k.Down, run: s.does(func() { s.moveRule(1) })},
		{key: k.First, run: s.does(func() { s.moveRule(-len(s.rules)) })},
		{key: k.Last, run: s.does(func() { s.moveRule(len(s.rules)) })},
		{key: k.Open, blocked: none, run: s.does(func() { s.inside = true }), short: true},
		{key: k.NextPane, blocked: none, run: s.does(func() { s.inside = true })},
		{key: s.keys.Ring.Switch, blocked: firstOf(s.locked(), s.noSwitch(r)), run: func() intent { return switchRule{r, !r.Enabled} }},
		{key: k.Back, run: s.back},
	}
}

// noSwitch says why a rule as a whole cannot be switched on or off.
func (s *ringScreen) noSwitch(r api.Rule) string {
	switch r.Kind {
	case api.ForwardAll, api.DoNotDisturb, api.Custom:
		return ""
	}
	return "this rule is always on; its steps are switched one by one"
}

func (s *ringScreen) back() intent {
	if _, changed := s.drafts[s.at]; changed {
		return askDrop{s.at}
	}
	if s.inside {
		s.inside = false
		return nil
	}
	return goBack{}
}

// stepActions compose the draft.
func (s *ringScreen) stepActions() actions {
	k, ring := s.keys.List, s.keys.Ring
	locked := s.locked()
	none := locked
	if none == "" && len(s.rule().Steps) == 0 {
		none = "nothing rings in this rule"
	}
	do := func(f func(r api.Rule) (api.Rule, error)) func() intent { return func() intent { return s.edit(f) } }
	move := func(by int) func() intent {
		return func() intent {
			said := s.edit(func(r api.Rule) (api.Rule, error) { return r.Move(s.step, by) })
			if said == nil {
				s.moveStep(by)
			}
			return said
		}
	}
	return actions{
		{key: k.Up, run: s.does(func() { s.moveStep(-1) })},
		{key: k.Down, run: s.does(func() { s.moveStep(1) })},
		{key: ring.Down, blocked: none, run: move(1), short: true},
		{key: ring.Up, blocked: none, run: move(-1), short: true},
		{key: ring.Switch, blocked: none, run: do(func(r api.Rule) (api.Rule, error) { return r.Switch(s.step) }), short: true},
		{key: ring.Longer, blocked: none, run: do(func(r api.Rule) (api.Rule, error) { return r.Lengthen(s.step, s.stride()) }), short: true},
		{key: ring.Shorter, blocked: none, run: do(func(r api.Rule) (api.Rule, error) { return r.Lengthen(s.step, -s.stride()) })},
		{key: ring.Together, blocked: locked, run: do(api.Rule.Turn), short: true},
		{key: ring.Join, blocked: none, run: do(func(r api.Rule) (api.Rule, error) { return r.Join(s.step) })},
		{key: ring.Split, blocked: none, run: do(func(r api.Rule) (api.Rule, error) { return r.Split(s.step) })},
		{key: k.Add, blocked: locked, run: func() intent { return askStep{} }, short: true},
		{key: k.Remove, blocked: none, run: do(func(r api.Rule) (api.Rule, error) { return r.Take(s.step) }), short: true},
		{key: k.Edit, blocked: firstOf(locked, reason(s.rule().MayEnd())), run: func() intent { return askEnding{} }},
		{key: ring.Apps, blocked: locked, run: do(api.Rule.SwitchApps)},
		{key: ring.NextPane, run: s.does(func() { s.inside = false })},
		{key: k.Back, run: s.back},
	}
}

// reason is an error in words; empty for none.
func reason(err error) string {
	if err == nil {
		return ""
	}
	return api.Explain(err).String()
}

// stride is by how much a length changes at once: a ring, which is five seconds.
func (s *ringScreen) stride() int {
	if s.rule().Unit == api.InSeconds {
		return api.RingSeconds
	}
	return 1
}

// draftActions write the draft or drop it.
func (s *ringScreen) draftActions() actions {
	draft, changed := s.drafts[s.at]
	stored, _ := s.stored()
	none := s.locked()
	if none == "" && !changed {
		none = "nothing is changed"
	}
	return actions{
		{key: s.keys.Ring.Write, blocked: none, run: func() intent { return saveRule{stored, draft} }, short: changed},
	}
}

// candidate is something that could ring in the draft too, or why it cannot.
type candidate struct {
	target  api.Target
	blocked string
}

// candidates are what is not in the draft yet, what can be added first.
func (s *ringScreen) candidates() []candidate {
	r := s.rule()
	var can, cannot []candidate
	offer := func(t api.Target, why string) {
		if err := r.MayAdd(t); err != nil && why == "" {
			why = api.Explain(err).What
		}
		switch {
		case t.Kind == "" || r.Has(t):
		case why == "":
			can = append(can, candidate{target: t})
		default:
			cannot = append(cannot, candidate{t, why})
		}
	}
	for _, n := range s.known.numbers {
		why := ""
		if !n.Has(api.CallForwarding) && r.Backend == api.LegacyBackend {
			why = "RingCentral uses this number for call flip only"
		}
		offer(r.TargetOf(n), why)
	}
	for _, d := range s.known.devices {
		offer(r.TargetOfDevice(d), "")
	}
	return append(can, cannot...)
}

// selectStep puts the cursor on the step that holds a target.
func (s *ringScreen) selectStep(t api.Target) {
	for i, step := range s.rule().Steps {
		if slices.ContainsFunc(step.Targets, func(have api.Target) bool { return have.Kind == t.Kind && have.ID == t.ID && have.Phone == t.Phone }) {
			s.step = i
		}
	}
}
