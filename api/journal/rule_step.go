package journal

import (
	"slices"
	"strings"

	"rcfwd/api"
)

// rules are the keys of the rules that a change is about. On new accounts whether
// a rule is on has nothing to do with whom it rings.
func (c *change) rules() []string {
	if b := c.entry.RuleBefore; b != nil {
		return []string{c.key()}
	}
	var keys []string
	for _, r := range c.entry.Rang {
		keys = append(keys, r.ID)
	}
	return append(keys, c.entry.rewritten()...)
}

// rewritten are the rules that a change of numbers of a new account writes, apart from
// a removal.
func (e Entry) rewritten() []string {
	var ids []string
	for _, a := range e.After {
		b, _ := e.before(a)
		switch {
		case !a.isV2() || e.Op == OpRemove:
		case e.Op == OpCreate:
			ids = append(ids, a.ruleIDs(b)...)
		case a.Phone != b.Phone || a.Label != b.Label:
			ids = append(ids, a.ruleIDs(Record{})...)
		}
	}
	return ids
}

func (c *change) key() string {
	b := c.entry.RuleBefore
	if c.entry.Op == OpSwitch && b.CallHandling == api.V2 {
		return "switch " + b.ID
	}
	return b.ID
}

// markRules sets the versions of the rules of c to those before c, or to c.
// Where something else changed them since, they keep theirs.
func (s *undoState) markRules(c *change, undo bool) {
	for _, key := range c.rules() {
		from, to := c.entry.ID, c.versionsBefore[key]
		if !undo {
			from, to = to, from
		}
		if s.versions[key] == from {
			s.versions[key] = to
		}
	}
}

// rule plans for the change of a rule. A rule is restored as a whole, so that a
// later change of it has to be taken back first.
func (p *planned) rule(c *change) {
	name, id := c.entry.RuleBefore.Name, c.entry.RuleBefore.ID
	version, from, to := c.entry.ID, c.entry.RuleAfter, c.entry.RuleBefore
	if p.direction == Redo {
		version, from, to = c.versionsBefore[c.key()], to, from
	}
	switch {
	case len(c.ids) == 0 || c.undone[id] != (p.direction == Redo):
		p.block("There is nothing left of it to take back or to do again.")
	case p.undo.versions[c.key()] != version:
		p.block(name + " was changed again since, and a rule is restored as a whole. Take back what came later first.")
	case p.movedSince(from.CallHandling):
		p.block("The account is on new call handling now. Its rules are others, so " + name + " cannot be restored.")
	default:
		p.restoreRule(id, c.entry.Op, from, to)
	}
}

func (p *planned) restoreRule(id string, op Op, from, to *RuleRecord) {
	saw, err := from.Rule()
	want, unread := to.Rule()
	if err != nil || unread != nil {
		p.block("The record of " + from.Name + " in the journal cannot be read.")
		return
	}
	saw, want = saw.WithNumbers(p.present), want.WithNumbers(p.present)
	if op == OpSwitch {
		p.step(ToggleRule{Saw: saw, On: want.Enabled}, p.link(false, id), "%s: %s", saw.Name, strings.Join(api.Diff(saw, want), "; "))
		return
	}
	want = p.withoutGone(want, saw)
	p.step(UpdateRule{Saw: saw, Want: want}, p.link(false, id), "%s: %s", saw.Name, strings.Join(api.Diff(saw, want), "; "))
}

// present is the number that had an id once, as it is now; of one that is gone the
// id it had last.
func (p *planned) present(id string) api.Number {
	if n, there := find(p.now, p.undo.currentID(id)); there {
		return n
	}
	return api.Number{ID: p.undo.currentID(id)}
}

// withoutGone takes out of a legacy rule the numbers that are no longer there, which
// the service would refuse.
func (p *planned) withoutGone(want, saw api.Rule) api.Rule {
	if want.CallHandling == api.V2 || p.now == nil {
		return want
	}
	var steps []api.Step
	for _, s := range want.Steps {
		targets := slices.DeleteFunc(slices.Clone(s.Targets), func(t api.Target) bool {
			gone := p.gone(t) && !saw.Has(t)
			if gone && s.On {
				p.note("%s is no longer there, so %s does not ring it.", quote(t.Name), want.Name)
			}
			return gone
		})
		if len(targets) > 0 {
			s.Targets = targets
			steps = append(steps, s)
		}
	}
	want.Steps = steps
	return want
}

func (p *planned) gone(t api.Target) bool {
	_, there := find(p.now, t.ID)
	return t.Kind == api.NumberTarget && t.ID != "" && !there
}
