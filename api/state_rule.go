package api

import (
	"cmp"
	"encoding/json"
	"strings"

	"rcfwd/api/jsonobj"
	"rcfwd/api/rest"
)

// The actions of v2 that this version knows. All others keep their places.
const (
	actRing   = "RingGroupAction"
	actAlways = "RingAlwaysGroupAction"
	actEnd    = "TerminatingAction"
)

// stateKinds are the states of v2 (dossier section 11.2).
var stateKinds = map[string]RuleKind{
	"forward-all-calls": ForwardAll, "dnd": DoNotDisturb, "work-hours": WorkHours, "after-hours": AfterHours, "agent": Agent,
}

// modesV2 are the dispatching types of v2 that this version knows.
var modesV2 = map[string]RingMode{"RingInOrder": InOrder, "RingAtOnce": AtOnce, "Terminate": NoRinging}

// wireMode returns the dispatching type of a mode; the mode itself for an unknown one.
func wireMode(m RingMode) string {
	for name, mode := range modesV2 {
		if mode == m {
			return name
		}
	}
	return string(m)
}

// readStateRule reads a state rule of v2 and cleans its texts.
func readStateRule(raw json.RawMessage) (Rule, error) {
	w, id, err := readWithID(raw)
	if err != nil {
		return Rule{}, err
	}
	r := Rule{
		ID: id, Name: cmp.Or(rest.Clean(w.Text("displayName")), id), Kind: OtherRule, CallHandling: V2, Unit: InSeconds,
		Enabled: w.Object("state").Bool("enabled", true), raw: raw,
	}
	if k, known := stateKinds[id]; known {
		r.Kind = k
	}
	r.When = scheduleV2(r.Kind, w.Object("state"))
	r.readDispatching(w.Object("dispatching"))
	r.Fixed = fixedV2(w, &r)
	return r, nil
}

func (r *Rule) readDispatching(d jsonobj.Object) {
	r.Mode = RingMode(rest.Clean(d.Text("type")))
	if m, known := modesV2[d.Text("type")]; known {
		r.Mode = m
	}
	for _, raw := range d.List("actions") {
		a, _ := jsonobj.Read(raw)
		switch a.Text("type") {
		case actRing:
			r.Steps = append(r.Steps, readGroup(a, raw))
		case actAlways:
			r.Apps.Targets = append(r.Apps.Targets, readRingTargets(a)...)
			r.Apps.On = r.Apps.On || a.Bool("enabled", true)
			r.Apps.Always = true
		case actEnd:
			r.NoAnswer = readEnding(a, whenRinging)
			if r.Mode == NoRinging {
				r.Destination = readEnding(a, whenTerminating)
			}
		}
	}
}

func readGroup(a jsonobj.Object, raw json.RawMessage) Step {
	return Step{Targets: readRingTargets(a), On: a.Bool("enabled", true), Length: a.Int("duration", 0), raw: raw}
}

func readRingTargets(a jsonobj.Object) []Target {
	var all []Target
	for _, raw := range a.List("targets") {
		all = append(all, readRingTarget(raw))
	}
	return all
}

// fixedV2 returns the reason why a rule of v2 cannot be changed; empty when it can.
func fixedV2(w jsonobj.Object, r *Rule) string {
	switch {
	case len(w.Object("dispatchingRef")) > 0:
		return "This rule does the same as " + ruleName(rest.Clean(w.Object("dispatchingRef").Text("ruleId"))) + ". Change that one."
	case w.Object("dispatching").List("actions") == nil:
		return "RingCentral did not say what this rule does, so it cannot be changed here."
	case wireMode(r.Mode) == string(r.Mode):
		return "This rule rings in a mode that rcfwd does not know (" + cmp.Or(string(r.Mode), "unnamed") + "). Change it in the RingCentral app."
	}
	return ""
}

func ruleName(id string) string {
	if k, known := stateKinds[id]; known {
		return string(k)
	}
	return cmp.Or(id, "another")
}

// describe names a step by its targets.
func (s Step) describe() string {
	return cmp.Or(strings.Join(names(s.Targets), " and "), "an empty step")
}
