package journal

import (
	"fmt"
	"strings"

	"rcfwd/api"
)

// rules reads the rules, however often the service fails.
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

// replayedRules returns the rules at the start with every change in the journals.
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

// editTargets edits the targets of all rules. It drops targets that edit does not keep, and
// steps without targets.
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

// compareRules compares the rules of the service with want, apart from the ids of numbers.
func (b *benchRun) compareRules(when string, want map[string]api.Rule) {
	if !b.kind.rules {
		return
	}
	for id, got := range b.rules() {
		if g, w := ringOutline(got), ringOutline(want[id]); g != w {
			b.fig.lost++
			b.t.Errorf("%s: the rule %s is\n%s, not\n%s", when, id, g, w)
		}
	}
}

// ringOutline returns a rule as a text: who rings, in which order, how long.
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
