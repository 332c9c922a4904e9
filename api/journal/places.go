package journal

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// The places of numbers in the rules that ring them, which a removal takes away.

// ringing are the rules that ring any of the numbers. Where numbers say that no rule
// rings them nothing is asked; another user who may not read the rules still may
// remove numbers.
func ringing(ctx context.Context, b Service, numbers []api.Number) ([]RuleRecord, error) {
	mayRing := func(n api.Number) bool { return n.Rings == nil || len(n.Rings) > 0 }
	if !slices.ContainsFunc(numbers, mayRing) {
		return nil, nil
	}
	rules, err := b.StoredRules(ctx)
	if err != nil && !rest.Declined(err) {
		return nil, err
	}
	var rang []RuleRecord
	for _, r := range rules {
		there := slices.DeleteFunc(slices.Clone(numbers), func(n api.Number) bool { return len(placesOf(r, n)) == 0 })
		if len(there) > 0 {
			record := recordOfRule(r)
			record.Rang = ids(there)
			rang = append(rang, *record)
		}
	}
	return rang, nil
}

// place is a target in a step.
type place struct{ step, target int }

// placesOf is where a rule rings a number. In a legacy rule a number that is
// switched off has no place.
func placesOf(r api.Rule, n api.Number) []place {
	var places []place
	for i, s := range r.Steps {
		if !s.On && r.Unit == api.InRings {
			continue
		}
		for j, t := range s.Targets {
			if isNumber(t, n) {
				places = append(places, place{i, j})
			}
		}
	}
	return places
}

func isNumber(t api.Target, n api.Number) bool {
	if t.Kind != api.NumberTarget {
		return false
	}
	return t.ID != "" && t.ID == n.ID || t.ID == "" && t.Phone != "" && t.Phone == n.Phone
}

// placesWords says where numbers ring.
func placesWords(rules []RuleRecord, numbers []Record) []string {
	var lines []string
	for _, n := range numbers {
		for i := range rules {
			r, err := rules[i].Rule()
			if err != nil {
				continue
			}
			for _, p := range placesOf(r, n.number()) {
				lines = append(lines, fmt.Sprintf("%s rang in %s as step %d of %d, for %d seconds",
					n.Label, r.Name, p.step+1, len(r.Steps), r.Seconds(r.Steps[p.step].Length)))
			}
		}
	}
	return lines
}

// rememberPlaces notes the places that e took from numbers with these ids, of which now are
// those that they had when it did.
func (c *change) rememberPlaces(e Entry, when int, ids, now []string) {
	if e.Op != OpRemove {
		return
	}
	for i, id := range ids {
		if _, half := c.partial[id]; !half && !c.partlyRedone[id] {
			c.ruleTargets[id], c.restoredRules[id] = nil, nil
		}
		c.removedAt[id] = when
		for _, record := range e.Rang {
			known := slices.ContainsFunc(c.ruleTargets[id], func(r RuleRecord) bool { return r.ID == record.ID })
			if slices.Contains(record.Rang, now[i]) && !known {
				c.ruleTargets[id] = append(c.ruleTargets[id], record)
			}
		}
	}
}

// lastGoneFirst orders numbers so that what was removed last comes back first: it
// knows its place without those that were removed before it, and not the reverse.
func (c *change) lastGoneFirst(ids []string) {
	slices.SortStableFunc(ids, func(a, b string) int { return c.removedAt[b] - c.removedAt[a] })
}

// placesLeft are the rules into which a number was not put back yet.
func (c *change) placesLeft(id string) []RuleRecord {
	return slices.DeleteFunc(slices.Clone(c.ruleTargets[id]), func(r RuleRecord) bool { return slices.Contains(c.restoredRules[id], r.ID) })
}

// isRuleOnly reports whether a number exists by the rules alone that ring it, as on new
// accounts (see api.Client.Numbers): putting it into them is all that it takes.
func isRuleOnly(id string) bool { return strings.HasPrefix(id, "target:") }

// restoreRung brings back what exists by its rules alone.
func (p *planned) restoreRung(id string, ought Record, places []RuleRecord) {
	if len(places) == 0 {
		p.block(quote(ought.Label) + " cannot come back: it is not known which rules rang it.")
		return
	}
	p.putBack(id, ought, places)
}

// reachable are the rules that there still are, as far as the numbers tell.
func (p *planned) reachable(ought Record, places []RuleRecord) []RuleRecord {
	kept := slices.DeleteFunc(slices.Clone(places), func(r RuleRecord) bool { return p.movedSince(r.CallHandling) })
	if len(kept) < len(places) {
		p.note("The account is on new call handling now, so %s does not come back into the rules of before.", quote(ought.Label))
	}
	return kept
}

func (p *planned) movedSince(b api.CallHandling) bool {
	onNew := func(n api.Number) bool { return n.CallHandling == api.V2 }
	return b == api.V1 && (p.undo.backend == api.V2 || slices.ContainsFunc(p.now, onNew))
}

// putBack plans to put a number back into rules.
func (p *planned) putBack(id string, n Record, places []RuleRecord) {
	n.ID = p.id(id)
	for i, r := range places {
		p.step(addToRule{number: n, rule: r, present: p.present}, p.link(i+1 < len(places), id),
			"put %s back into %s", quote(n.Label), r.Name)
	}
}

// addToRule puts a number into its old places of a rule, as that is now. It is only
// ever planned.
type addToRule struct {
	number  Record // with its present id
	rule    RuleRecord
	present func(id string) api.Number

	link link
}

func (p addToRule) linked(l link) Write { p.link = l; return p }
func (p addToRule) aboutRule() bool     { return true }
func (p addToRule) check() error        { return nil }

// ready derives the rule from what it is now. It compares nothing, as no person saw the
// rule.
func (p addToRule) ready(ctx context.Context, b Service, _ []api.Number) (task, error) {
	was, err := p.rule.Rule()
	if err != nil {
		return p.never("its places there cannot be read from the journal"), nil
	}
	now, err := b.RuleNow(ctx, was)
	switch {
	case rest.Is(err, "CMN-102"):
		return p.never("there is no such rule any more"), nil
	case err != nil:
		return task{}, err
	case now.Fixed != "":
		return p.never(strings.TrimSuffix(now.Fixed, ".")), nil
	}
	want, exactly := asBefore(now, was, p.number.number())
	if !exactly {
		want = withPlaces(now, was.WithNumbers(p.present), p.number.number())
	}
	return ringTask(p.link, now, want), nil
}

// never is the task where a number cannot come back into a rule. It counts as tried,
// or the rest of the number would never count as taken back.
func (p addToRule) never(why string) task {
	t := newTask(OpRing, p.link, nil, nil)
	t.entry.RuleBefore, t.entry.RuleWant = &p.rule, &p.rule
	text := quote(p.number.Label) + " does not come back into " + p.rule.Name + ": " + why + "."
	t.entry.Message, t.entry.Lines = text, []string{text}
	t.already, t.why = true, &PlanError{[]string{text}}
	return t
}

// asBefore is a rule of a new account as it was with a number, apart from numbers that
// are still missing, if nothing else was changed of it since: then also what this
// version does not understand is where it was.
func asBefore(now, was api.Rule, n api.Number) (want api.Rule, ok bool) {
	if now.CallHandling != api.V2 || len(placesOf(now, n)) > 0 {
		return now, false
	}
	without := only(was, func(t api.Target) bool { return t.Kind != api.NumberTarget || now.Has(t) })
	want = only(was, func(t api.Target) bool { return t.Kind != api.NumberTarget || now.Has(t) || isNumber(t, n) })
	want.Enabled = now.Enabled
	return want, api.SameRule(without, now)
}

// only is a rule with those of its targets that are wanted, and without empty steps.
func only(r api.Rule, wanted func(api.Target) bool) api.Rule {
	var steps []api.Step
	for _, s := range r.Steps {
		s.Targets = slices.DeleteFunc(slices.Clone(s.Targets), func(t api.Target) bool { return !wanted(t) })
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
func withPlaces(now, was api.Rule, n api.Number) api.Rule {
	if len(placesOf(now, n)) > 0 {
		return now
	}
	now = withoutSilent(now, n)
	for _, p := range placesOf(was, n) {
		s, t := was.Steps[p.step], was.Steps[p.step].Targets[p.target]
		if i := stepWithAny(now, s.Targets); i >= 0 {
			now.Steps[i].Targets = inserted(now.Steps[i].Targets, t, s.Targets[:p.target])
			continue
		}
		s.Targets = []api.Target{t}
		at := 0
		for _, earlier := range was.Steps[:p.step] {
			at = max(at, stepWithAny(now, earlier.Targets)+1)
		}
		now.Steps = slices.Insert(now.Steps, at, s)
	}
	return now
}

// withoutSilent is a copy of the rule, of a legacy one without the step that says
// that it could ring the number and does not.
func withoutSilent(r api.Rule, n api.Number) api.Rule {
	r.Steps = slices.Clone(r.Steps)
	if r.Unit == api.InRings {
		r.Steps = slices.DeleteFunc(r.Steps, func(s api.Step) bool {
			return !s.On && len(s.Targets) == 1 && isNumber(s.Targets[0], n)
		})
	}
	return r
}

// stepWithAny is the last step that rings one of the targets; -1 for none.
func stepWithAny(r api.Rule, targets []api.Target) int {
	for i, s := range slices.Backward(r.Steps) {
		if r.Unit == api.InRings && !s.On {
			continue
		}
		if slices.ContainsFunc(targets, func(t api.Target) bool { return indexOf(s.Targets, t) >= 0 }) {
			return i
		}
	}
	return -1
}

func indexOf(all []api.Target, t api.Target) int {
	return slices.IndexFunc(all, t.Same)
}

// inserted puts t behind those of earlier that are there.
func inserted(all []api.Target, t api.Target, earlier []api.Target) []api.Target {
	at := 0
	for _, e := range earlier {
		at = max(at, indexOf(all, e)+1)
	}
	return slices.Insert(slices.Clone(all), at, t)
}
