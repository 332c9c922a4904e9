package api

import (
	"encoding/json"
	"slices"

	"rcfwd/api/jsonobj"
)

// dispatching returns what v2 stores for the rule: what was read, with the edits applied.
// Actions that are not steps keep their places among the steps.
func (r *Rule) dispatching() jsonobj.Object {
	w, _ := jsonobj.Read(r.raw)
	d := w.Object("dispatching")
	was := Rule{}
	was.readDispatching(d)
	if was.Mode != r.Mode {
		d = d.With("type", wireMode(r.Mode))
	}
	actions := d.List("actions")
	if made := r.actions(&was, actions); !sameTexts(made, actions) {
		d = d.With("actions", made)
	}
	return d
}

func sameTexts(a, b []json.RawMessage) bool {
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

func (r *Rule) actions(was *Rule, stored []json.RawMessage) []json.RawMessage {
	m := actionWriter{rule: *r, was: *was, pending: r.Steps, apps: r.Apps.Targets, added: r.addedApps(was)}
	last := m.lastStep(stored)
	for i, raw := range stored {
		m.write(raw, i == last)
	}
	if last < 0 {
		m.writePending()
	}
	m.writeAdded()
	return m.written
}

// actionWriter writes the actions of a rule one by one.
type actionWriter struct {
	rule    Rule
	was     Rule              // as it is stored
	pending []Step            // not written yet
	apps    []Target          // that ring to the end, not written yet
	added   []json.RawMessage // those of apps that did not before
	written []json.RawMessage
}

// lastStep returns the place of the last stored step, after which the added steps go; -1
// for a rule without steps.
func (m *actionWriter) lastStep(stored []json.RawMessage) int {
	last := -1
	for i, raw := range stored {
		if a, _ := jsonobj.Read(raw); a.Text("type") == actRing {
			last = i
		}
	}
	return last
}

func (m *actionWriter) write(raw json.RawMessage, lastStep bool) {
	a, _ := jsonobj.Read(raw)
	switch a.Text("type") {
	case actRing:
		if len(m.pending) > 0 {
			m.written = append(m.written, m.pending[0].group())
			m.pending = m.pending[1:]
		}
		if lastStep {
			m.writePending()
		}
	case actAlways:
		m.writeAlways(a)
	case actEnd:
		m.written = append(m.written, m.ending(a, raw))
	default:
		m.written = append(m.written, raw)
	}
}

// writePending writes the remaining steps, before the terminating action if that is
// written already.
func (m *actionWriter) writePending() {
	var groups []json.RawMessage
	for _, s := range m.pending {
		groups = append(groups, s.group())
	}
	m.pending = nil
	m.insert(groups)
}

// insert adds actions before the terminating action, or at the end.
func (m *actionWriter) insert(actions []json.RawMessage) {
	at := len(m.written)
	for i, raw := range m.written {
		if a, _ := jsonobj.Read(raw); a.Text("type") == actEnd {
			at = i
			break
		}
	}
	m.written = append(m.written[:at:at], append(actions, m.written[at:]...)...)
}

// writeAlways writes an action with those of its apps that still ring to the end. The first
// such action also gets the new ones; an action without apps is left out.
func (m *actionWriter) writeAlways(a jsonobj.Object) {
	var kept []json.RawMessage
	for _, raw := range a.List("targets") {
		if i := slices.IndexFunc(m.apps, func(t Target) bool { return string(t.raw) == string(raw) }); i >= 0 {
			kept = append(kept, raw)
			m.apps = slices.Delete(slices.Clone(m.apps), i, i+1)
		}
	}
	kept = append(kept, m.added...)
	m.added = nil
	if len(kept) == 0 {
		return
	}
	if !sameTexts(kept, a.List("targets")) {
		a = a.With("targets", kept)
	}
	if m.was.Apps.On != m.rule.Apps.On {
		a = a.With("enabled", m.rule.Apps.On)
	}
	m.written = append(m.written, a.Raw())
}

// writeAdded writes the apps that now ring to the end, for a rule that had no such action.
func (m *actionWriter) writeAdded() {
	if len(m.added) > 0 {
		m.insert([]json.RawMessage{jsonobj.New("type", actAlways, "enabled", m.rule.Apps.On, "targets", m.added).Raw()})
	}
}

// addedApps returns the apps that ring to the end now and did not in the stored rule.
func (r *Rule) addedApps(was *Rule) []json.RawMessage {
	var fresh []json.RawMessage
	for _, t := range r.Apps.Targets {
		if !was.Apps.has(&t) {
			fresh = append(fresh, t.ringTarget())
		}
	}
	return fresh
}

// ending returns the terminating action a with the edits applied. A rule that can both ring
// and send calls elsewhere is sent with a target for each (dossier section 11.3).
func (m *actionWriter) ending(a jsonobj.Object, raw json.RawMessage) json.RawMessage {
	edited := a
	if was := readEnding(a, whenRinging); !was.same(m.rule.NoAnswer) && m.rule.NoAnswer.Kind != "" {
		edited = withEnding(edited, m.rule.NoAnswer, whenRinging)
	}
	if was := readEnding(a, whenTerminating); m.rule.Mode == NoRinging && !was.same(m.rule.Destination) && m.rule.Destination.Kind != "" {
		edited = withEnding(edited, m.rule.Destination, whenTerminating)
	}
	if len(edited) == len(a) && string(edited.Raw()) == string(a.Raw()) {
		return raw
	}
	return edited.Raw()
}

// sentDispatching is the dispatching that makes now into r.
func (r *Rule) sentDispatching(now *Rule) jsonobj.Object {
	w, _ := jsonobj.Read(now.raw)
	return withAnnouncementsOf(r.bothEndings(r.dispatching()), w.Object("dispatching"))
}

// bothEndings completes after-hours and custom rules, which must be sent with an ending for
// ringing and one for not ringing: a missing one becomes voicemail.
func (r *Rule) bothEndings(d jsonobj.Object) jsonobj.Object {
	if r.Kind != AfterHours && !r.custom() {
		return d
	}
	actions := d.List("actions")
	for i, raw := range actions {
		a, _ := jsonobj.Read(raw)
		if a.Text("type") != actEnd {
			continue
		}
		for _, field := range endingFields {
			if a.Text(field) == "" && findEnding(a, endingTypes[ToVoicemail], "") != nil {
				a = a.With(field, endingTypes[ToVoicemail])
			}
		}
		actions[i] = a.Raw()
	}
	return d.With("actions", actions)
}

// group returns the action for a step. What was not edited keeps its text.
func (s Step) group() json.RawMessage {
	var targets []json.RawMessage
	for _, t := range s.Targets {
		targets = append(targets, t.ringTarget())
	}
	if s.raw == nil {
		return jsonobj.New("type", actRing, "enabled", s.On, "duration", s.Length, "targets", targets).Raw()
	}
	a, ok := jsonobj.Read(s.raw)
	if !ok {
		return s.raw
	}
	was, edited := readGroup(a, s.raw), a
	if was.On != s.On {
		edited = edited.With("enabled", s.On)
	}
	if was.Length != s.Length {
		edited = edited.With("duration", s.Length)
	}
	if !sameTexts(targets, a.List("targets")) {
		edited = edited.With("targets", targets)
	}
	if string(edited.Raw()) == string(a.Raw()) {
		return s.raw
	}
	return edited.Raw()
}
