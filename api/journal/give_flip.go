package journal

import (
	"context"
	"strconv"

	"rcfwd/api"
)

// giveFlip puts a number into the flip list. It is only ever planned.
type giveFlip struct {
	number Record // how it ought to be there
	link   link
}

func (g giveFlip) linked(l link) Write { g.link = l; return g }

func (g giveFlip) aboutRule() bool { return false }

func (g giveFlip) check() error { return nil }

// ready goes by what is now, as Plan did: nobody saw it.
func (g giveFlip) ready(_ context.Context, _ Backend, now []api.Number) (task, error) {
	n := api.NewNumber{Type: api.Other, Phone: g.number.Phone, Label: g.number.sentLabel(), Backend: api.NewBackend}
	n.Flip, _ = strconv.Atoi(g.number.Flip)
	t := newTask(OpCreate, g.link, nil, []Record{recordOfNew(n)})
	for _, n := range now {
		t.entry.had = append(t.entry.had, n.ID)
	}
	t.entry.place(n, now)
	t.already = len(t.entry.Before) > 0 && t.entry.Before[0].has(api.CallFlip)
	t.send = func(ctx context.Context, b Backend) reply { return answered(b.AddFlip(ctx, n, g.number.Stored)) }
	return t, nil
}

// takeFrom takes a number out of one rule. It is only ever planned.
type takeFrom struct {
	number Record // with its present id
	rule   RuleRecord
	link   link
}

func (f takeFrom) linked(l link) Write { f.link = l; return f }

func (f takeFrom) aboutRule() bool { return true }

func (f takeFrom) check() error { return nil }

func (f takeFrom) ready(ctx context.Context, b Backend, _ []api.Number) (task, error) {
	rules, err := b.StoredRules(ctx)
	if err != nil {
		return task{}, err
	}
	now, there := rule(rules, f.rule.ID)
	if !there {
		return putBack{number: f.number, rule: f.rule, link: f.link}.never("there is no such rule any more"), nil
	}
	want := now
	for {
		places := placesOf(want, f.number.number())
		if len(places) == 0 {
			break
		}
		if want, err = want.TakeTarget(places[0].step, places[0].target); err != nil {
			return task{}, err
		}
	}
	t := newRuleTask(OpRing, f.link, now, want)
	t.send = func(ctx context.Context, b Backend) reply {
		got, err := b.PutRule(ctx, now, want)
		return reply{rule: got, err: err}
	}
	return t, nil
}
