package api

import (
	"encoding/json"
	"slices"
	"strings"
)

// The actions of v2 that this version knows; all others are kept in their places.
const (
	actRing   = "RingGroupAction"
	actAlways = "RingAlwaysGroupAction"
	actEnd    = "TerminatingAction"
)

// stateKinds are the states of v2 (dossier section 11.2).
var stateKinds = map[string]RuleKind{
	"forward-all-calls": ForwardAll, "dnd": DoNotDisturb, "work-hours": WorkHours, "after-hours": AfterHours, "agent": Agent,
}

// newModes are the dispatching types of v2 that this version knows.
var newModes = map[string]RingMode{"RingInOrder": InOrder, "RingAtOnce": AtOnce, "Terminate": Elsewhere}

func wireMode(m RingMode) string {
	for name, mode := range newModes {
		if mode == m {
			return name
		}
	}
	return string(m)
}

// readStateRule is where the texts of a rule of v2 are cleaned.
func readStateRule(raw json.RawMessage) (Rule, error) {
	w, ok := readTree(raw)
	id := w.clean("id")
	if !ok || id == "" {
		return Rule{}, errShape
	}
	r := Rule{
		ID: id, Name: or(w.clean("displayName"), id), Kind: OtherRule, Backend: NewBackend, Unit: InSeconds,
		Enabled: w.child("state").yes("enabled", true), When: newSchedule(w.child("state")), raw: raw,
	}
	if k, known := stateKinds[id]; known {
		r.Kind = k
	}
	r.readDispatching(w.child("dispatching"))
	r.Fixed = newFixed(w, r)
	return r, nil
}

func (r *Rule) readDispatching(d tree) {
	r.Mode = RingMode(d.clean("type"))
	if m, known := newModes[d.text("type")]; known {
		r.Mode = m
	}
	for _, raw := range d.list("actions") {
		a, _ := readTree(raw)
		switch a.text("type") {
		case actRing:
			r.Steps = append(r.Steps, readGroup(a, raw))
		case actAlways:
			r.Apps.Targets = append(r.Apps.Targets, readRingTargets(a)...)
			r.Apps.On = r.Apps.On || a.yes("enabled", true)
			r.Apps.Always = true
		case actEnd:
			r.NoAnswer = readEnding(a, whenRinging)
			if r.Mode == Elsewhere {
				r.Immediately = readEnding(a, whenTerminating)
			}
		}
	}
}

func readGroup(a tree, raw json.RawMessage) Step {
	return Step{Targets: readRingTargets(a), On: a.yes("enabled", true), Length: a.number("duration", 0), raw: raw}
}

func readRingTargets(a tree) []Target {
	var all []Target
	for _, raw := range a.list("targets") {
		all = append(all, readRingTarget(raw))
	}
	return all
}

// newFixed says why nothing of a rule may be changed; empty when it may.
func newFixed(w tree, r Rule) string {
	switch {
	case len(w.child("dispatchingRef")) > 0:
		return "This rule does as " + ruleName(w.child("dispatchingRef").clean("ruleId")) + " does; change that one."
	case w.child("dispatching").list("actions") == nil:
		return "RingCentral did not say what this rule does, so nothing of it can be changed here."
	case wireMode(r.Mode) == string(r.Mode):
		return "This rule rings in a way that this version does not know (" + or(string(r.Mode), "unnamed") + "); change it in RingCentral's own app."
	}
	return ""
}

func ruleName(id string) string {
	if k, known := stateKinds[id]; known {
		return string(k)
	}
	return or(id, "another")
}

// dispatching is the rule as v2 takes it: what was read, with what was edited put
// into it. Actions that are no steps keep their places among the steps.
func (r Rule) dispatching() tree {
	w, _ := readTree(r.raw)
	d := w.child("dispatching")
	if was, _ := readStateRule(r.raw); was.Mode != r.Mode {
		d = d.with("type", wireMode(r.Mode))
	}
	actions := d.list("actions")
	if made := r.actions(actions); !sameActions(made, actions) {
		d = d.with("actions", made)
	}
	return d
}

func sameActions(a, b []json.RawMessage) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if string(a[i]) != string(b[i]) {
			return false
		}
	}
	return true
}

func (r Rule) actions(stored []json.RawMessage) []json.RawMessage {
	m := maker{rule: r, left: r.Steps, apps: r.Apps.Targets, fresh: r.freshApps()}
	last := m.lastStep(stored)
	for i, raw := range stored {
		m.action(raw, i == last)
	}
	if last < 0 {
		m.steps()
	}
	m.newApps()
	return m.made
}

// maker writes the actions of a rule again, one by one.
type maker struct {
	rule  Rule
	left  []Step            // not written yet
	apps  []Target          // that ring always, not written yet
	fresh []json.RawMessage // those of them that did not before
	made  []json.RawMessage
}

// lastStep is the last place of a step, after which come those that were added; -1
// for a rule that had none.
func (m *maker) lastStep(stored []json.RawMessage) int {
	last := -1
	for i, raw := range stored {
		if a, _ := readTree(raw); a.text("type") == actRing {
			last = i
		}
	}
	return last
}

func (m *maker) action(raw json.RawMessage, lastStep bool) {
	a, _ := readTree(raw)
	switch a.text("type") {
	case actRing:
		if len(m.left) > 0 {
			m.made = append(m.made, m.left[0].group())
			m.left = m.left[1:]
		}
		if lastStep {
			m.steps()
		}
	case actAlways:
		m.always(a)
	case actEnd:
		m.made = append(m.made, m.end(a, raw))
	default:
		m.made = append(m.made, raw)
	}
}

// steps writes those that have no place yet, before the end if that is written.
func (m *maker) steps() {
	var groups []json.RawMessage
	for _, s := range m.left {
		groups = append(groups, s.group())
	}
	m.left = nil
	m.insert(groups)
}

func (m *maker) insert(actions []json.RawMessage) {
	at := len(m.made)
	for i, raw := range m.made {
		if a, _ := readTree(raw); a.text("type") == actEnd {
			at = i
			break
		}
	}
	m.made = append(m.made[:at:at], append(actions, m.made[at:]...)...)
}

// always keeps those apps of an action that still ring always, and has the first
// such action take in the new ones; one that has none left is left out.
func (m *maker) always(a tree) {
	var kept []json.RawMessage
	for _, raw := range a.list("targets") {
		if i := slices.IndexFunc(m.apps, func(t Target) bool { return string(t.raw) == string(raw) }); i >= 0 {
			kept = append(kept, raw)
			m.apps = slices.Delete(slices.Clone(m.apps), i, i+1)
		}
	}
	kept = append(kept, m.fresh...)
	m.fresh = nil
	if len(kept) == 0 {
		return
	}
	if !sameActions(kept, a.list("targets")) {
		a = a.with("targets", kept)
	}
	if was, _ := readStateRule(m.rule.raw); was.Apps.On != m.rule.Apps.On {
		a = a.with("enabled", m.rule.Apps.On)
	}
	m.made = append(m.made, a.raw())
}

// newApps writes the apps that ring always from now on, where none did before.
func (m *maker) newApps() {
	if len(m.fresh) > 0 {
		m.insert([]json.RawMessage{object("type", actAlways, "enabled", m.rule.Apps.On, "targets", m.fresh).raw()})
	}
}

// freshApps are those that no action of the stored rule rings always.
func (r Rule) freshApps() []json.RawMessage {
	was, _ := readStateRule(r.raw)
	var fresh []json.RawMessage
	for _, t := range r.Apps.Targets {
		if !was.Apps.has(t) {
			fresh = append(fresh, t.ringTarget())
		}
	}
	return fresh
}

// end writes where calls go. A rule that can do both, ring and send calls away, is
// sent with a target for each (dossier section 11.3).
func (m *maker) end(a tree, raw json.RawMessage) json.RawMessage {
	edited := a
	if was := readEnding(a, whenRinging); !was.same(m.rule.NoAnswer) && m.rule.NoAnswer.Kind != "" {
		edited = withEnding(edited, m.rule.NoAnswer, whenRinging)
	}
	if was := readEnding(a, whenTerminating); m.rule.Mode == Elsewhere && !was.same(m.rule.Immediately) && m.rule.Immediately.Kind != "" {
		edited = withEnding(edited, m.rule.Immediately, whenTerminating)
	}
	if len(edited) == len(a) && string(edited.raw()) == string(a.raw()) {
		return raw
	}
	return edited.raw()
}

// bothEndings names voicemail where after-hours calls would go in the mode that
// they are not in, if nothing is named there: both must be sent.
func (r Rule) bothEndings(d tree) tree {
	if r.Kind != AfterHours {
		return d
	}
	actions := d.list("actions")
	for i, raw := range actions {
		a, _ := readTree(raw)
		if a.text("type") != actEnd {
			continue
		}
		for _, field := range endingFields {
			if a.text(field) == "" && findEnding(a, endingTypes[ToVoicemail], "") != nil {
				a = a.with(field, endingTypes[ToVoicemail])
			}
		}
		actions[i] = a.raw()
	}
	return d.with("actions", actions)
}

// group writes a step. What was not edited keeps its text.
func (s Step) group() json.RawMessage {
	var targets []json.RawMessage
	for _, t := range s.Targets {
		targets = append(targets, t.ringTarget())
	}
	if s.raw == nil {
		return object("type", actRing, "enabled", s.On, "duration", s.Length, "targets", targets).raw()
	}
	a, ok := readTree(s.raw)
	if !ok {
		return s.raw
	}
	was, edited := readGroup(a, s.raw), a
	if was.On != s.On {
		edited = edited.with("enabled", s.On)
	}
	if was.Length != s.Length {
		edited = edited.with("duration", s.Length)
	}
	if !sameActions(targets, a.list("targets")) {
		edited = edited.with("targets", targets)
	}
	if string(edited.raw()) == string(a.raw()) {
		return s.raw
	}
	return edited.raw()
}

// describe names a step by its targets.
func (s Step) describe() string {
	var names []string
	for _, t := range s.Targets {
		names = append(names, t.Name)
	}
	return or(strings.Join(names, " and "), "an empty step")
}
