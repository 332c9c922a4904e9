package change

import (
	"rcfwd/api"
	"rcfwd/api/journal"
)

// CreateRule adds a custom rule, which api.NewRule made and the methods of api.Rule may have
// edited. The service gives it its id: see the entry's RuleAfter.
type CreateRule struct {
	Rule api.Rule
}

func (c CreateRule) check(base *api.Snapshot) error {
	if base.CallHandling != "" && base.CallHandling != c.Rule.CallHandling {
		return noRule(&c.Rule)
	}
	known, _ := c.Rule.Conditions()
	return first(api.CheckRule(&c.Rule, c.Rule.Name, &known))
}

// need reads all rules, to tell the new one from them where the answer is lost.
func (c CreateRule) need(*api.Snapshot) api.Need { return api.Need{Rules: true} }

func (c CreateRule) ready(now *api.Snapshot, _ *journal.History) (task, error) {
	if now.CallHandling != c.Rule.CallHandling {
		return task{}, noRule(&c.Rule)
	}
	t := newTask(journal.OpCreateRule, now, nil)
	added, err := t.draft.AddRule(&c.Rule)
	if err != nil {
		return task{}, err
	}
	t.creates(now, &added)
	return t, nil
}

// creates notes the rule that the draft adds, and the ids of those that were there.
func (t *task) creates(now *api.Snapshot, added *api.Rule) {
	t.entry.RuleWant = journal.RecordOfRule(added)
	for _, r := range now.Rules {
		t.entry.Had = append(t.entry.Had, r.ID)
	}
}

// RemoveRule removes a custom rule. One that is gone already is not a conflict.
type RemoveRule struct {
	Saw api.Rule
}

func (r RemoveRule) check(*api.Snapshot) error { return r.Saw.MayRemove() }

// need reads all rules, since it may be gone.
func (r RemoveRule) need(*api.Snapshot) api.Need { return api.Need{Rules: true} }

func (r RemoveRule) ready(now *api.Snapshot, _ *journal.History) (task, error) {
	t := newTask(journal.OpRemoveRule, now, nil)
	is, ok := now.Rule(r.Saw.ID)
	switch {
	case now.CallHandling != r.Saw.CallHandling:
		return task{}, noRule(&r.Saw)
	case !ok && now.RulesRefused != nil:
		return task{}, now.RulesRefused
	case !ok:
		return t, nil
	}
	saw := r.Saw.WithLabelsOf(&is)
	if !api.SameWhole(&saw, &is) || saw.Enabled != is.Enabled {
		return task{}, &RuleConflict{r, &api.RuleConflict{Saw: saw, Now: is, Want: is, Removing: true}}
	}
	if err := t.draft.RemoveRule(is.ID); err != nil {
		return task{}, err
	}
	t.entry.RuleBefore = journal.RecordOfRule(&is)
	return t, nil
}
