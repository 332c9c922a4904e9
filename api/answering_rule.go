package api

import (
	"cmp"
	"encoding/json"
	"sort"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// legacyKinds are the types of answering rules.
var legacyKinds = map[string]RuleKind{"BusinessHours": WorkHours, "AfterHours": AfterHours, "Custom": Custom}

// legacyModes are the ringing modes of v1; the empty one is the default.
var legacyModes = map[string]RingMode{"": InOrder, "Sequentially": InOrder, "Simultaneously": AtOnce}

var ringingModes = map[RingMode]string{InOrder: "Sequentially", AtOnce: "Simultaneously"}

// readAnsweringRule reads a rule of v1 and cleans its texts.
func readAnsweringRule(raw json.RawMessage) (Rule, error) {
	w, id, err := readWithID(raw)
	if err != nil {
		return Rule{}, err
	}
	hours := w.Get(hoursMember)
	if hours != nil { // a record of ours
		w = w.Without(hoursMember)
		raw = w.Raw()
	}
	r := Rule{
		ID: id, Kind: OtherRule, CallHandling: V1, Unit: InRings,
		Enabled: w.Bool("enabled", true), raw: raw,
	}
	if k, known := legacyKinds[w.Text("type")]; known {
		r.Kind = k
	}
	r.When = legacySchedule(r.Kind, w)
	r.Name = cmp.Or(rest.Clean(w.Text("name")), legacyName(r.Kind, id))
	r.NoAnswer = readNoAnswer(w)
	r.readForwarding(w.Object("forwarding"))
	r.readAction(w)
	if hours != nil {
		r = r.withHours(hours)
	}
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

// readForwarding reads who rings. Numbers that do not ring have no index and follow the
// others (dossier section 9).
func (r *Rule) readForwarding(f jsonobj.Object) {
	r.Mode = RingMode(rest.Clean(f.Text("ringingMode")))
	if m, known := legacyModes[f.Text("ringingMode")]; known {
		r.Mode = m
	}
	for _, raw := range f.List("rules") {
		w, _ := jsonobj.Read(raw)
		s := Step{On: w.Bool("enabled", true), Length: w.Int("ringCount", usualRings), raw: raw}
		for _, n := range w.List("forwardingNumbers") {
			s.Targets = append(s.Targets, readForwardingEntry(n))
		}
		r.Steps = append(r.Steps, s)
	}
	sort.SliceStable(r.Steps, func(i, j int) bool { return r.Steps[i].index() < r.Steps[j].index() })
	if len(f) == 0 {
		return
	}
	r.Apps = Apps{
		Targets:   []Target{{Kind: OwnDesktop, Name: "own desktop apps"}, {Kind: OwnMobile, Name: "own mobile apps"}},
		On:        f.Bool("notifyMySoftPhones", true),
		Always:    f.Bool("softPhonesAlwaysRing", true),
		HeadStart: f.Int("softPhonesRingCount", 1),
		Last:      !f.Bool("softPhonesPositionTop", true),
	}
}

// noIndex is the place of steps that have no index.
const noIndex = 1 << 30

// index returns the place of a step of v1, from 1.
func (s Step) index() int {
	w, _ := jsonobj.Read(s.raw)
	return w.Int("index", noIndex)
}

// unlisted reports whether the service does not list a step: a number that the rule could
// ring and does not, or that is switched off here, because a number is switched off by
// leaving its step out.
func (s Step) unlisted() bool {
	w, _ := jsonobj.Read(s.raw)
	return !s.On && (s.index() == noIndex || w.Bool("enabled", true))
}

// forwarding returns what v1 stores for the rule: what was read, with the edits applied. A
// sent forwarding replaces the stored one, so all of it is sent; only the numbers that do
// not ring are left out, as in the vendor's example.
func (r *Rule) forwarding() jsonobj.Object {
	w, _ := jsonobj.Read(r.raw)
	f := w.Object("forwarding")
	was, _ := readAnsweringRule(r.raw)
	if name := ringingModes[r.Mode]; name != "" && r.Mode != legacyModes[f.Text("ringingMode")] {
		f = f.With("ringingMode", name)
	}
	if r.Apps.On != was.Apps.On {
		f = f.With("notifyMySoftPhones", r.Apps.On)
	}
	if r.Apps.Always != was.Apps.Always {
		f = f.With("softPhonesAlwaysRing", r.Apps.Always)
	}
	if r.Apps.HeadStart != was.Apps.HeadStart {
		f = f.With("softPhonesRingCount", r.Apps.HeadStart)
	}
	steps := []json.RawMessage{}
	for _, s := range r.Steps {
		if !s.unlisted() {
			steps = append(steps, s.entry(len(steps)+1))
		}
	}
	return f.With("rules", steps)
}

// entry returns the entry for a step at a place. What was not edited keeps its text.
func (s Step) entry(index int) json.RawMessage {
	w, _ := jsonobj.Read(s.raw)
	w = w.With("index", index)
	if s.raw == nil || w.Int("ringCount", usualRings) != s.Length {
		w = w.With("ringCount", s.Length)
	}
	if w.Bool("enabled", true) != s.On {
		w = w.With("enabled", s.On)
	}
	var numbers []json.RawMessage
	for _, t := range s.Targets {
		numbers = append(numbers, t.forwardingEntry())
	}
	if !sameTexts(numbers, w.List("forwardingNumbers")) {
		w = w.With("forwardingNumbers", numbers)
	}
	return w.Raw()
}
