package journal

import (
	"fmt"
	"slices"

	"rcfwd/api"
)

// randomWrite returns a change of a number or rule on the screen; nil for none.
func (p *person) randomWrite() Write {
	b := p.bench
	if b.kind.rules && p.oneIn(2) {
		return p.randomRuleWrite()
	}
	switch b.pick(4) {
	case 0:
		if b.kind.v2 {
			return Create{Number: p.randomNewV2(), Seen: p.view}
		}
		return Create{Number: p.randomNew(), Seen: p.view}
	case 1:
		return p.randomUpdate()
	case 2:
		return p.randomRemove()
	default:
		x, y := p.view[b.pick(len(p.view))], p.view[b.pick(len(p.view))]
		return Swap{A: x, B: y}
	}
}

func (p *person) randomLabel() string { return labels[p.bench.pick(len(labels))] }
func (p *person) randomPhone() string { return fmt.Sprintf("+1415555%04d", 150+p.bench.pick(20)) }
func (p *person) oneIn(n int) bool    { return p.bench.pick(n) == 0 }

func (p *person) randomNew() api.NewNumber {
	n := api.NewNumber{Type: types[p.bench.pick(len(types))], Phone: p.randomPhone()}
	if n.Type == api.Other {
		n.Label = p.randomLabel()
	}
	if p.oneIn(2) {
		n.Flip = p.bench.pick(api.MaxFlipDigit + 1)
	}
	return n
}

func (p *person) randomUpdate() Write {
	n := p.view[p.bench.pick(len(p.view))]
	var c api.Change
	if n.Type == api.Other && p.oneIn(2) {
		c.Label = ptr(p.randomLabel())
	}
	if n.Type != api.PhoneLine && p.oneIn(2) {
		c.Phone = ptr(p.randomPhone())
	}
	if c.Empty() || p.oneIn(3) {
		if free := append(api.FreeDigits(p.view), ""); true {
			c.Flip = ptr(free[p.bench.pick(len(free))])
		}
	}
	return Update{Seen: n, Want: c}
}

func (p *person) randomRemove() Write {
	var gone []api.Number
	for _, n := range p.view {
		if n.Type != api.PhoneLine && p.oneIn(4) {
			gone = append(gone, n)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	if p.bench.kind.v2 {
		return Remove{Seen: gone, From: p.randomUses()}
	}
	return Remove{Seen: gone}
}

var (
	labels = []string{"Boat", "Ship", "Van", "Attic", "Bob's desk", "Zürich", "電話"}
	types  = []api.Type{api.Other, api.Other, api.Other, api.Home, api.Mobile, api.Work}
)

// randomRuleWrite returns a change of a rule on the screen; nil for none.
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

// Wishes.

func (p *person) randomNewV2() api.NewNumber {
	n := api.NewNumber{Type: api.Other, Phone: p.randomPhone(), Label: p.randomLabel(), CallHandling: api.V2}
	if p.oneIn(2) {
		n.Flip = p.bench.pick(api.MaxFlipDigit + 1)
	}
	n.Rules = []string{"work-hours", "after-hours"}[:p.bench.pick(3)]
	if p.oneIn(6) { // what only rules ring is added to the flip list
		if x := p.view[p.bench.pick(len(p.view))]; !x.Has(api.CallFlip) && x.Type == api.Other {
			n.Phone, n.Label = x.Phone, x.Label
		}
	}
	return n
}

func (p *person) randomUses() []api.Feature {
	return [][]api.Feature{nil, {api.CallFlip}, {api.CallForwarding}}[p.bench.pick(3)]
}

// randomFields returns some of the fields, or none.
func (p *person) randomFields(all []api.Field) []api.Field {
	return slices.DeleteFunc(slices.Clone(all), func(api.Field) bool { return p.bench.chance(.3) })
}
