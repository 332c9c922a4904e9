package api

import (
	"encoding/json"
	"slices"
)

// dispatching is the rule as v2 takes it: what was read, with what was edited put
// into it. Actions that are no steps keep their places among the steps.
func (r Rule) dispatching() object {
	w, _ := readObject(r.raw)
	d := w.child("dispatching")
	was := Rule{}
	was.readDispatching(d)
	if was.Mode != r.Mode {
		d = d.with("type", wireMode(r.Mode))
	}
	actions := d.list("actions")
	if made := r.actions(was, actions); !sameActions(made, actions) {
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

func (r Rule) actions(was Rule, stored []json.RawMessage) []json.RawMessage {
	m := maker{rule: r, was: was, left: r.Steps, apps: r.Apps.Targets, fresh: r.freshApps(was)}
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
	was   Rule              // as it is stored
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
		if a, _ := readObject(raw); a.text("type") == actRing {
			last = i
		}
	}
	return last
}

func (m *maker) action(raw json.RawMessage, lastStep bool) {
	a, _ := readObject(raw)
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
		if a, _ := readObject(raw); a.text("type") == actEnd {
			at = i
			break
		}
	}
	m.made = append(m.made[:at:at], append(actions, m.made[at:]...)...)
}

// always keeps those apps of an action that still ring always, and has the first
// such action take in the new ones; one that has none left is left out.
func (m *maker) always(a object) {
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
	if m.was.Apps.On != m.rule.Apps.On {
		a = a.with("enabled", m.rule.Apps.On)
	}
	m.made = append(m.made, a.raw())
}

// newApps writes the apps that ring always from now on, where none did before.
func (m *maker) newApps() {
	if len(m.fresh) > 0 {
		m.insert([]json.RawMessage{newObject("type", actAlways, "enabled", m.rule.Apps.On, "targets", m.fresh).raw()})
	}
}

// freshApps are those that no action of the stored rule rings always.
func (r Rule) freshApps(was Rule) []json.RawMessage {
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
func (m *maker) end(a object, raw json.RawMessage) json.RawMessage {
	edited := a
	if was := readEnding(a, whenRinging); !was.same(m.rule.NoAnswer) && m.rule.NoAnswer.Kind != "" {
		edited = withEnding(edited, m.rule.NoAnswer, whenRinging)
	}
	if was := readEnding(a, whenTerminating); m.rule.Mode == NoRinging && !was.same(m.rule.Destination) && m.rule.Destination.Kind != "" {
		edited = withEnding(edited, m.rule.Destination, whenTerminating)
	}
	if len(edited) == len(a) && string(edited.raw()) == string(a.raw()) {
		return raw
	}
	return edited.raw()
}

// bothEndings names voicemail where the calls of after-hours and custom rules would go in the mode that
// they are not in, if nothing is named there: both must be sent.
func (r Rule) bothEndings(d object) object {
	if r.Kind != AfterHours && !r.custom() {
		return d
	}
	actions := d.list("actions")
	for i, raw := range actions {
		a, _ := readObject(raw)
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
		return newObject("type", actRing, "enabled", s.On, "duration", s.Length, "targets", targets).raw()
	}
	a, ok := readObject(s.raw)
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
