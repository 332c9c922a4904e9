package journal

import (
	"context"

	"rcfwd/api"
)

// removeFromRule takes a number out of one rule. It is only ever planned.
type removeFromRule struct {
	number Record // with its present id
	rule   RuleRecord
	link   link
}

func (f removeFromRule) linked(l link) Write { f.link = l; return f }
func (f removeFromRule) aboutRule() bool     { return true }
func (f removeFromRule) check() error        { return nil }

func (f removeFromRule) ready(ctx context.Context, b Service, _ []api.Number) (task, error) {
	rules, err := b.StoredRules(ctx)
	if err != nil {
		return task{}, err
	}
	now, there := rule(rules, f.rule.ID)
	if !there {
		return addToRule{number: f.number, rule: f.rule, link: f.link}.never("there is no such rule any more"), nil
	}
	want := now
	for {
		places := placesOf(want, f.number.number())
		if len(places) == 0 {
			break
		}
		if want, err = want.RemoveTarget(places[0].step, places[0].target); err != nil {
			return task{}, err
		}
	}
	return ringTask(f.link, now, want), nil
}
