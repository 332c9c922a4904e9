package change

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"rcfwd/api"
)

// What comes to the mind of a person who looks at their list.

var types = []api.Type{api.Other, api.Other, api.Other, api.Home, api.Mobile, api.Work}

func (p *person) randomWrite() Write {
	if p.bench.kind.rules && p.oneIn(2) {
		return p.randomRuleWrite()
	}
	switch p.pick(4) {
	case 0:
		if p.bench.kind.v2 {
			return Create{Number: p.randomNewV2()}
		}
		return Create{Number: p.randomNew()}
	case 1:
		return p.randomUpdate()
	case 2:
		return p.randomRemove()
	default:
		return Swap{A: p.anyNumber(), B: p.anyNumber()}
	}
}

func (p *person) pick(n int) int            { return p.rng.IntN(n) }
func (p *person) chance(share float64) bool { return p.rng.Float64() < share }
func (p *person) oneIn(n int) bool          { return p.pick(n) == 0 }
func (p *person) randomLabel() string       { return labels[p.pick(len(labels))] }
func (p *person) randomPhone() string       { return fmt.Sprintf("+1415555%04d", 150+p.pick(20)) }
func (p *person) anyNumber() api.Number     { return p.view.Numbers[p.pick(len(p.view.Numbers))] }

func (p *person) randomNew() api.NewNumber {
	n := api.NewNumber{Type: types[p.pick(len(types))], Phone: p.randomPhone()}
	if n.Type == api.Other {
		n.Label = p.randomLabel()
	}
	if p.oneIn(2) {
		n.Flip = p.pick(api.MaxFlipDigit + 1)
	}
	return n
}

func (p *person) randomNewV2() api.NewNumber {
	n := api.NewNumber{Type: api.Other, Phone: p.randomPhone(), Label: p.randomLabel(), CallHandling: api.V2}
	if p.oneIn(2) {
		n.Flip = p.pick(api.MaxFlipDigit + 1)
	}
	n.Rules = []string{"work-hours", "after-hours"}[:p.pick(3)]
	if p.oneIn(6) { // what only rules ring is added to the flip list
		if x := p.anyNumber(); !x.Has(api.CallFlip) && x.Type == api.Other {
			n.Phone, n.Label = x.Phone, x.Label
		}
	}
	return n
}

func (p *person) randomUpdate() Write {
	n := p.anyNumber()
	var c api.Change
	if n.Type == api.Other && p.oneIn(2) {
		c.Label = ptr(p.randomLabel())
	}
	if n.Type != api.PhoneLine && p.oneIn(2) {
		c.Phone = ptr(p.randomPhone())
	}
	if c.Empty() || p.oneIn(3) {
		free := append(api.FreeDigits(p.view.Numbers), "")
		c.Flip = ptr(free[p.pick(len(free))])
	}
	return Update{Seen: n, Want: c}
}

func (p *person) randomRemove() Write {
	var gone []api.Number
	for _, n := range p.view.Numbers {
		if n.Type != api.PhoneLine && p.oneIn(4) {
			gone = append(gone, n)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	var from []api.Feature
	if p.bench.kind.v2 {
		from = [][]api.Feature{nil, {api.CallFlip}, {api.CallForwarding}}[p.pick(3)]
	}
	return Remove{Seen: gone, From: from}
}

// randomRuleWrite is a change by a person who looks at the rules.
func (p *person) randomRuleWrite() Write {
	if len(p.view.Rules) == 0 {
		p.reload()
		return nil
	}
	saw := p.view.Rules[p.pick(len(p.view.Rules))]
	if p.oneIn(3) {
		if w := p.randomListOfRules(); w != nil {
			return w
		}
	}
	if saw.MaySwitch() == nil && p.oneIn(2) {
		return ToggleRule{Saw: saw, On: p.oneIn(2)}
	}
	want := saw
	for range 1 + p.pick(3) {
		if r, err := p.randomRuleEdit(&want); err == nil {
			want = r
		}
	}
	return UpdateRule{Saw: saw, Want: want}
}

func (p *person) randomRuleEdit(r *api.Rule) (api.Rule, error) {
	step := p.pick(max(len(r.Steps), 1))
	if r.Kind == api.Custom && p.oneIn(3) {
		if p.oneIn(3) {
			return r.WithName(p.newName())
		}
		return r.WithConditions(new(randomConditions(p.rng)))
	}
	switch p.pick(8) {
	case 0:
		return r.Move(step, 1-2*p.pick(2))
	case 1:
		return r.Lengthen(step, 1-2*p.pick(2))
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
	n := p.anyNumber()
	if n.Type == api.PhoneLine {
		return *r, nil
	}
	return r.Add(new(r.TargetOf(&n)), 0)
}

// decide is what a person does over a conflict: they go on with some of it, or not.
func (p *person) decide(err error) (Write, bool) {
	if c, ok := errors.AsType[*Conflict](err); ok {
		p.count(func(f *figures) { f.conflicts++ })
		wanted := slices.DeleteFunc(slices.Clone(c.Wanted()), func(api.Field) bool { return p.chance(.3) })
		return c.Resolve(wanted...)
	}
	if c, ok := errors.AsType[*RuleConflict](err); ok {
		p.count(func(f *figures) { f.conflicts++ })
		return c.Insist(), p.oneIn(2)
	}
	return nil, false
}

// newName is a name that no other rule has.
func (p *person) newName() string { return fmt.Sprintf("%s's rule %d", p.who.Number, p.operations) }

// randomListOfRules makes a rule that does what another one does, or removes one.
func (p *person) randomListOfRules() Write {
	var all, removals []Write
	for _, r := range p.view.Rules {
		if r.MayRemove() == nil && comesBack(&r) {
			removals = append(removals, RemoveRule{Saw: r})
		}
		if made, err := api.NewRule(&r, p.newName(), new(randomConditions(p.rng))); err == nil && comesBack(&made) && len(p.view.Rules) < 8 {
			all = append(all, CreateRule{Rule: made})
		}
	}
	if len(all) == 0 || len(removals) > 0 && p.oneIn(2) {
		all = removals
	}
	if len(all) == 0 {
		return nil
	}
	return all[p.pick(len(all))]
}

// comesBack reports whether all of a rule can be made again when it was removed: it rings,
// and it has nothing that a request which makes a rule must not have.
func comesBack(r *api.Rule) bool {
	rings := slices.ContainsFunc(r.Steps, func(s api.Step) bool { return s.On })
	strange := slices.ContainsFunc(r.Steps, func(s api.Step) bool {
		return slices.ContainsFunc(s.Targets, func(t api.Target) bool { return t.Kind == api.OtherTarget })
	})
	return rings && !strange && len(r.Unrestored()) == 0
}

// randomConditions are hours, dates, callers or called numbers.
func randomConditions(rng *rand.Rand) (c api.Conditions) {
	texts := []string{
		"Mon-Fri 09:00-17:00", "Tue 08:00-12:00 and 13:00-18:00, Sat 10:00-11:00", "every day 22:00-06:00", "at all times",
		"2027-12-24 18:00 to 2027-12-27 08:00", "in work hours", "outside work hours",
	}
	c.When, _ = api.ParseTimes(texts[rng.IntN(len(texts))])
	if c.When.Follow != "" || rng.IntN(2) == 0 {
		c.Callers = []api.Caller{{Phone: fmt.Sprintf("+1415777%04d", rng.IntN(20)), Name: labels[rng.IntN(len(labels))]}}
	}
	if rng.IntN(4) == 0 {
		c.Called = []string{"+16505550104"}
	}
	return c
}
