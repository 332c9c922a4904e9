package api

import (
	"cmp"
	"encoding/json"
	"slices"
)

// legacyKinds are the types of answering rules.
var legacyKinds = map[string]RuleKind{"BusinessHours": WorkHours, "AfterHours": AfterHours, "Custom": Custom}

// legacyModes are the ringing modes of v1, of which the first is the default.
var legacyModes = map[string]RingMode{"": InOrder, "Sequentially": InOrder, "Simultaneously": AtOnce}

var ringingModes = map[RingMode]string{InOrder: "Sequentially", AtOnce: "Simultaneously"}

// readAnsweringRule is where the texts of a rule of v1 are cleaned.
func readAnsweringRule(raw json.RawMessage) (Rule, error) {
	w, id, err := readWithID(raw)
	if err != nil {
		return Rule{}, err
	}
	r := Rule{
		ID: id, Kind: OtherRule, CallHandling: V1, Unit: InRings,
		Enabled: w.yes("enabled", true), When: legacySchedule(w), raw: raw,
	}
	if k, known := legacyKinds[w.text("type")]; known {
		r.Kind = k
	}
	r.Name = cmp.Or(w.clean("name"), legacyName(r.Kind, id))
	r.NoAnswer = readNoAnswer(w)
	r.readForwarding(w.child("forwarding"))
	r.readAction(w)
	return r, nil
}

func legacyName(k RuleKind, id string) string {
	switch k {
	case WorkHours:
		return "Work hours"
	case AfterHours:
		return "After hours"
	}
	return id
}

// readForwarding reads who rings. Numbers that do not ring have no index and
// follow the others (dossier section 9).
func (r *Rule) readForwarding(f object) {
	r.Mode = RingMode(f.clean("ringingMode"))
	if m, known := legacyModes[f.text("ringingMode")]; known {
		r.Mode = m
	}
	for _, raw := range f.list("rules") {
		w, _ := readObject(raw)
		s := Step{On: w.yes("enabled", true), Length: w.number("ringCount", usualRings), raw: raw}
		for _, n := range w.list("forwardingNumbers") {
			s.Targets = append(s.Targets, readForwardingEntry(n))
		}
		r.Steps = append(r.Steps, s)
	}
	slices.SortStableFunc(r.Steps, func(a, b Step) int { return cmp.Compare(a.index(), b.index()) })
	if len(f) == 0 {
		return
	}
	r.Apps = Apps{
		Targets:   []Target{{Kind: OwnDesktop, Name: "own desktop apps"}, {Kind: OwnMobile, Name: "own mobile apps"}},
		On:        f.yes("notifyMySoftPhones", true),
		Always:    f.yes("softPhonesAlwaysRing", true),
		HeadStart: f.number("softPhonesRingCount", 1),
		Last:      !f.yes("softPhonesPositionTop", true),
	}
}

// afterAll is the place of steps without one.
const afterAll = 1 << 30

// index is the place of a step of v1, from 1.
func (s Step) index() int {
	w, _ := readObject(s.raw)
	return w.number("index", afterAll)
}

// unlisted says whether a step is none to the service: a number that the rule could
// ring and does not, or will not once it is switched off, for it is by leaving it
// out that the service is told.
func (s Step) unlisted() bool {
	w, _ := readObject(s.raw)
	return !s.On && (s.index() == afterAll || w.yes("enabled", true))
}

// forwarding is the rule as v1 takes it: what was read, with what was edited put
// into it. A sent forwarding replaces the stored one, so all of it is sent; only
// the numbers that do not ring stay out, as in the vendor's example.
func (r Rule) forwarding() object {
	w, _ := readObject(r.raw)
	f := w.child("forwarding")
	was, _ := readAnsweringRule(r.raw)
	if name := ringingModes[r.Mode]; name != "" && r.Mode != legacyModes[f.text("ringingMode")] {
		f = f.with("ringingMode", name)
	}
	if r.Apps.On != was.Apps.On {
		f = f.with("notifyMySoftPhones", r.Apps.On)
	}
	if r.Apps.Always != was.Apps.Always {
		f = f.with("softPhonesAlwaysRing", r.Apps.Always)
	}
	if r.Apps.HeadStart != was.Apps.HeadStart {
		f = f.with("softPhonesRingCount", r.Apps.HeadStart)
	}
	steps := []json.RawMessage{}
	for _, s := range r.Steps {
		if !s.unlisted() {
			steps = append(steps, s.entry(len(steps)+1))
		}
	}
	return f.with("rules", steps)
}

// entry writes a step at a place. What was not edited keeps its text.
func (s Step) entry(index int) json.RawMessage {
	w, _ := readObject(s.raw)
	w = w.with("index", index)
	if s.raw == nil || w.number("ringCount", usualRings) != s.Length {
		w = w.with("ringCount", s.Length)
	}
	if w.yes("enabled", true) != s.On {
		w = w.with("enabled", s.On)
	}
	var numbers []json.RawMessage
	for _, t := range s.Targets {
		numbers = append(numbers, t.forwardingEntry())
	}
	if !sameActions(numbers, w.list("forwardingNumbers")) {
		w = w.with("forwardingNumbers", numbers)
	}
	return w.raw()
}
