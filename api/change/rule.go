package change

import (
	"rcfwd/api"
	"rcfwd/api/journal"
)

// UpdateRule makes the rule Saw into Want, which was made of it by the methods of
// api.Rule: who rings, when it applies (api.Rule.WithConditions), and its name. What Want
// does not change of Saw stays as another user left it.
type UpdateRule struct {
	Saw, Want api.Rule
}

func (r UpdateRule) check(*api.Snapshot) error {
	switch {
	case r.Want.Fixed != "" && (!api.SameRule(r.Saw, r.Want) || api.SameConditions(&r.Saw, &r.Want)):
		return api.ValidationError{Text: r.Want.Fixed}
	case r.Saw.ID != r.Want.ID || r.Saw.CallHandling != r.Want.CallHandling:
		return api.ValidationError{Text: "This is not the rule that was changed. Reload and try again."}
	}
	return nil
}

func (r UpdateRule) need(base *api.Snapshot) api.Need {
	need := needRule(base, r.Saw.ID)
	need.Hours = !api.SameConditions(&r.Saw, &r.Want)
	return need
}

// needRule reads one rule, or all where they were not read before.
func needRule(base *api.Snapshot, id string) api.Need {
	if _, known := base.Rule(id); known {
		return api.Need{RuleIDs: []string{id}}
	}
	return api.Need{Rules: true, ForwardAll: true}
}

// ready takes what the rule is now for what it was before. That a number has another
// label by now is no change of the rule.
func (r UpdateRule) ready(now *api.Snapshot, _ *journal.History) (task, error) {
	is, ok := now.Rule(r.Saw.ID)
	if !ok || is.CallHandling != r.Saw.CallHandling {
		return task{}, noRule(&r.Saw)
	}
	saw, want := api.Rebase(&r.Saw, &r.Want, &is)
	if !api.SameWhole(&is, &want) && !api.SameWhole(&saw, &is) {
		return task{}, &RuleConflict{r, &api.RuleConflict{Saw: saw, Now: is, Want: want}}
	}
	return ruleTask(now, journal.OpRing, &is, &want)
}

// noRule is the error for a rule that is gone or, after the account has moved, another.
func noRule(r *api.Rule) error {
	return api.ValidationError{Code: "CMN-102", Text: r.Name + " no longer exists, or has become another rule. Reload and try again."}
}

// ruleTask drafts a rule.
func ruleTask(now *api.Snapshot, op journal.Op, is, want *api.Rule) (task, error) {
	t := newTask(op, now, nil)
	if !api.SameWhole(is, want) {
		if err := t.draft.SetRule(want); err != nil {
			return task{}, err
		}
	}
	t.entry.RuleBefore, t.entry.RuleWant = journal.RecordOfRule(is), journal.RecordOfRule(want)
	t.entry.Lines = api.Diff(is, want)
	return t, nil
}

// ToggleRule switches forward all calls, do not disturb, or a custom rule on or
// off. What else another user changed of it stays, and is no conflict.
type ToggleRule struct {
	Saw api.Rule
	On  bool
}

func (s ToggleRule) check(*api.Snapshot) error { return s.Saw.MaySwitch() }

func (s ToggleRule) need(base *api.Snapshot) api.Need { return needRule(base, s.Saw.ID) }

func (s ToggleRule) ready(now *api.Snapshot, _ *journal.History) (task, error) {
	is, ok := now.Rule(s.Saw.ID)
	if !ok || is.CallHandling != s.Saw.CallHandling {
		return task{}, noRule(&s.Saw)
	}
	if is.Enabled != s.Saw.Enabled && is.Enabled != s.On {
		want := is
		want.Enabled = s.On
		return task{}, &RuleConflict{s, &api.RuleConflict{Saw: s.Saw, Now: is, Want: want}}
	}
	return toggle(now, &is, s.On)
}

func toggle(now *api.Snapshot, is *api.Rule, on bool) (task, error) {
	t := newTask(journal.OpSwitch, now, nil)
	want := *is
	want.Enabled = on
	if err := t.draft.Switch(is.ID, on); err != nil {
		return task{}, err
	}
	t.entry.RuleBefore, t.entry.RuleWant = journal.RecordOfRule(is), journal.RecordOfRule(&want)
	t.entry.Lines = api.Diff(is, &want)
	return t, nil
}

// RuleConflict says that another user changed a rule after the person had seen it.
// Nothing was sent. It wraps the *api.RuleConflict.
type RuleConflict struct {
	Write Write
	*api.RuleConflict
}

// Unwrap returns the conflict itself.
func (c *RuleConflict) Unwrap() error { return c.RuleConflict }

// Insist returns the write to do instead: the rule as the person wants it, in place of
// what another user made of it. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (c *RuleConflict) Insist() Write {
	switch w := c.Write.(type) {
	case UpdateRule:
		w.Saw = c.Now
		return w
	case ToggleRule:
		w.Saw = c.Now
		return w
	case RemoveRule:
		w.Saw = c.Now
		return w
	case Revert:
		w.shownRule = &c.Now
		return w
	}
	return c.Write
}
