package change

import (
	"fmt"
	"slices"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// The places of numbers in the rules that ring them, which a removal takes away.

// ringing are the rules that ring any of the numbers, each with the ids of those.
func ringing(rules []api.Rule, numbers []api.Number) []journal.RuleRecord {
	var rang []journal.RuleRecord
	for _, r := range rules {
		var ids []string
		for _, n := range numbers {
			if len(placesOf(&r, &n)) > 0 {
				ids = append(ids, n.ID)
			}
		}
		if len(ids) > 0 {
			record := journal.RecordOfRule(&r)
			record.Rang = ids
			rang = append(rang, *record)
		}
	}
	return rang
}

// place is a target in a step.
type place struct{ step, target int }

// placesOf is where a rule rings a number. In a rule of v1 a number that is switched
// off has no place.
func placesOf(r *api.Rule, n *api.Number) []place {
	var places []place
	for i, s := range r.Steps {
		if !s.On && r.Unit == api.InRings {
			continue
		}
		for j, t := range s.Targets {
			if isNumber(&t, n) {
				places = append(places, place{i, j})
			}
		}
	}
	return places
}

func isNumber(t *api.Target, n *api.Number) bool {
	if t.Kind != api.NumberTarget {
		return false
	}
	return t.ID != "" && t.ID == n.ID || t.ID == "" && t.Phone != "" && t.Phone == n.Phone
}

// placesWords says where numbers ring.
func placesWords(rules []journal.RuleRecord, numbers []journal.Record) []string {
	var lines []string
	for _, n := range numbers {
		for i := range rules {
			r, err := rules[i].Rule()
			if err != nil {
				continue
			}
			for _, p := range placesOf(&r, new(n.Number())) {
				lines = append(lines, fmt.Sprintf("%s rang in %s as step %d of %d, for %d seconds",
					n.Label, r.Name, p.step+1, len(r.Steps), r.Seconds(r.Steps[p.step].Length)))
			}
		}
	}
	return lines
}

// asBefore is a rule that knows numbers by their telephone numbers as it was with a number, apart from numbers that are still
// missing, if nothing else was changed of it since: then also what this version does
// not understand is where it was.
func asBefore(now, was *api.Rule, n *api.Number) (want api.Rule, ok bool) {
	if !now.Capabilities().SharedDocument || len(placesOf(now, n)) > 0 {
		return *now, false
	}
	known := func(t api.Target) bool { return t.Kind != api.NumberTarget || now.Has(&t) }
	without := keepTargets(was, func(t api.Target, _ bool) bool { return known(t) })
	want = keepTargets(was, func(t api.Target, _ bool) bool { return known(t) || isNumber(&t, n) })
	want.Enabled = now.Enabled
	return want, api.SameRule(without, *now)
}

// keepTargets is a rule with those of its targets that are wanted, and without empty
// steps; wanted is also told whether the step is on.
func keepTargets(was *api.Rule, wanted func(t api.Target, on bool) bool) api.Rule {
	r := *was
	var steps []api.Step
	for _, s := range r.Steps {
		s.Targets = slices.DeleteFunc(slices.Clone(s.Targets), func(t api.Target) bool { return !wanted(t, s.On) })
		if len(s.Targets) > 0 {
			steps = append(steps, s)
		}
	}
	r.Steps = steps
	return r
}

// withPlaces is now with the places of a number in was: in the step of one of those
// that it rang together with, or else in a step of its own after those that rang
// before it.
func withPlaces(given, was *api.Rule, n *api.Number) api.Rule {
	now := *given
	if len(placesOf(&now, n)) > 0 {
		return now
	}
	now = withoutSilent(&now, n)
	for _, p := range placesOf(was, n) {
		s, t := was.Steps[p.step], was.Steps[p.step].Targets[p.target]
		if i := stepWithAny(&now, s.Targets); i >= 0 {
			now.Steps[i].Targets = inserted(now.Steps[i].Targets, &t, s.Targets[:p.target])
			continue
		}
		s.Targets = []api.Target{t}
		at := 0
		for _, earlier := range was.Steps[:p.step] {
			at = max(at, stepWithAny(&now, earlier.Targets)+1)
		}
		now.Steps = slices.Insert(now.Steps, at, s)
	}
	return now
}

// withoutSilent is a copy of the rule, of one of v1 without the step that says that it
// could ring the number and does not.
func withoutSilent(was *api.Rule, n *api.Number) api.Rule {
	r := *was
	r.Steps = slices.Clone(r.Steps)
	if r.Unit == api.InRings {
		r.Steps = slices.DeleteFunc(r.Steps, func(s api.Step) bool {
			return !s.On && len(s.Targets) == 1 && isNumber(&s.Targets[0], n)
		})
	}
	return r
}

// stepWithAny is the last step that rings one of the targets; -1 for none.
func stepWithAny(r *api.Rule, targets []api.Target) int {
	for i, s := range slices.Backward(r.Steps) {
		if r.Unit == api.InRings && !s.On {
			continue
		}
		if slices.ContainsFunc(targets, func(t api.Target) bool { return indexOf(s.Targets, &t) >= 0 }) {
			return i
		}
	}
	return -1
}

// indexOf is not inlined: its copies would make the program larger.
//
//go:noinline
func indexOf(all []api.Target, t *api.Target) int {
	return slices.IndexFunc(all, t.Same)
}

// inserted puts t behind those of earlier that are there.
func inserted(all []api.Target, t *api.Target, earlier []api.Target) []api.Target {
	at := 0
	for _, e := range earlier {
		at = max(at, indexOf(all, &e)+1)
	}
	return slices.Insert(slices.Clone(all), at, *t)
}
