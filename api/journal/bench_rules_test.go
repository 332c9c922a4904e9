package journal

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api"
)

// rules reads the rules as the service has them, however often it takes.
func (b *benchRun) rules() map[string]api.Rule {
	for range 100 {
		if all, err := b.people[0].api.StoredRules(b.t.Context()); err == nil {
			byID := map[string]api.Rule{}
			for _, r := range all {
				byID[r.ID] = r
			}
			return byID
		}
	}
	b.t.Fatal("the rules cannot be read")
	return nil
}

// randomRuleWrite is a change that comes to the mind of a person who looks at the rules.
func (p *person) randomRuleWrite() Write {
	b := p.bench
	if p.rules == nil {
		p.rules, _ = p.api.StoredRules(b.t.Context())
		return nil
	}
	saw := p.rules[b.pick(len(p.rules))]
	if switchable := saw.Kind == api.Custom || saw.Kind == api.DoNotDisturb || saw.Kind == api.ForwardAll; switchable && p.oneIn(2) {
		return ToggleRule{Saw: saw, On: p.oneIn(2)}
	}
	want := saw
	for range 1 + b.pick(3) {
		if r, err := p.randomRuleEdit(want); err == nil {
			want = r
		}
	}
	return UpdateRule{Saw: saw, Want: want}
}

func (p *person) randomRuleEdit(r api.Rule) (api.Rule, error) {
	b := p.bench
	step := b.pick(max(len(r.Steps), 1))
	switch b.pick(8) {
	case 0:
		return r.Move(step, 1-2*b.pick(2))
	case 1:
		return r.Lengthen(step, 1-2*b.pick(2))
	case 2:
		return r.Switch(step)
	case 3:
		return r.ToggleMode()
	case 4:
		return r.Join(step)
	case 5:
		return r.Split(step)
	case 6:
		return r.RemoveStep(step)
	}
	n := p.view[b.pick(len(p.view))]
	if n.Type == api.PhoneLine {
		return r, nil
	}
	return r.Add(r.TargetOf(n), 0)
}

// showRules shows what a write told of the rules. A removal changes them
// without telling.
func (p *person) showRules(res Result) {
	switch {
	case !p.bench.kind.rules:
	case res.Entry.Op == OpRemove:
		p.rules = nil
	case res.Rules != nil:
		p.rules = res.Rules
	case res.Rule != nil:
		p.rules = slices.Clone(p.rules)
		for i, r := range p.rules {
			if r.ID == res.Rule.ID {
				p.rules[i] = res.Rule.WithRightsOf(r)
			}
		}
	}
}

// resolveRuleConflict goes on over a rule that the other of the two has changed, at times.
func (p *person) resolveRuleConflict(err error) error {
	c, ok := errors.AsType[*RuleConflict](err)
	if !ok {
		return err
	}
	p.count(func(f *figures) { f.conflicts++ })
	if p.oneIn(2) {
		return nil
	}
	res, err := p.Do(p.bench.t.Context(), c.Insist())
	p.show(res)
	return err
}

// replayedRules are the first rules with all that happened, as the journals tell it.
func (b *benchRun) replayedRules() map[string]api.Rule {
	now := map[string]api.Rule{}
	for id, r := range b.firstRules {
		now[id] = r
	}
	if !b.kind.rules {
		return now
	}
	for _, e := range b.people[0].history().Entries {
		if e.Effective() {
			b.replayRules(now, e)
		}
	}
	return now
}

func (b *benchRun) replayRules(now map[string]api.Rule, e Entry) {
	switch e.Op {
	case OpRing, OpSwitch:
		after, err := e.RuleAfter.Rule()
		if err != nil {
			b.t.Error(err)
		}
		if id := e.RuleAfter.ID; e.Op == OpSwitch {
			r := now[id]
			r.Enabled = after.Enabled
			now[id] = r
		} else {
			after.Enabled = now[id].Enabled || after.CallHandling == api.V1 && after.Enabled
			now[id] = after
		}
	case OpRemove:
		for _, n := range e.Before {
			if _, stayed := byID(e.After, n.ID); !stayed {
				editTargets(now, func(t api.Target) (api.Target, bool) { return t, !isNumber(t, n.number()) })
			}
		}
	case OpUpdate:
		for _, n := range e.Before {
			if after, ok := byID(e.After, n.ID); ok {
				editTargets(now, func(t api.Target) (api.Target, bool) {
					if isNumber(t, n.number()) {
						t.Phone = after.Phone
					}
					return t, true
				})
			}
		}
	}
}

// editTargets edits the targets of all rules; those that are not to be kept go, and
// so do steps with none.
func editTargets(rules map[string]api.Rule, edit func(api.Target) (api.Target, bool)) {
	for id, r := range rules {
		var steps []api.Step
		for _, s := range r.Steps {
			var targets []api.Target
			for _, t := range s.Targets {
				if t, keep := edit(t); keep {
					targets = append(targets, t)
				}
			}
			if s.Targets = targets; len(targets) > 0 {
				steps = append(steps, s)
			}
		}
		r.Steps = steps
		rules[id] = r
	}
}

// compareRules holds the rules that the service has against others, apart from the
// ids of numbers.
func (b *benchRun) compareRules(when string, want map[string]api.Rule) {
	if !b.kind.rules {
		return
	}
	for id, got := range b.rules() {
		if g, w := ringOutline(got), ringOutline(want[id]); g != w {
			b.fig.lost++
			b.t.Errorf("%s: the rule %s is\n%s, and ought to be\n%s", when, id, g, w)
		}
	}
}

// ringOutline is a rule in a text: who rings, in which order, how long.
func ringOutline(r api.Rule) string {
	text := fmt.Sprintf("%s on=%v %s apps %v %v", r.ID, r.Enabled, r.Mode, r.Apps.On, r.Apps.Always)
	for _, s := range r.Steps {
		if r.Unit == api.InRings && !s.On {
			continue
		}
		var names []string
		for _, t := range s.Targets {
			name := t.Phone
			if t.Kind != api.NumberTarget {
				name = t.Name
			}
			names = append(names, name)
		}
		text += fmt.Sprintf("; %s %d %v", strings.Join(names, "+"), s.Length, s.On)
	}
	return text
}
