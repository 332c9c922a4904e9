package change

import (
	"errors"
	"fmt"
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
	if saw.MaySwitch() == nil && p.oneIn(2) {
		return ToggleRule{Saw: saw, On: p.oneIn(2)}
	}
	want := saw
	for range 1 + p.pick(3) {
		if r, err := p.randomRuleEdit(want); err == nil {
			want = r
		}
	}
	return UpdateRule{Saw: saw, Want: want}
}

func (p *person) randomRuleEdit(r api.Rule) (api.Rule, error) {
	step := p.pick(max(len(r.Steps), 1))
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
		return r, nil
	}
	return r.Add(r.TargetOf(n), 0)
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
