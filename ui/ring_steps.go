package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// Adding steps to a draft and removing members of them.

// candidate is a target that could be added to the draft, or the reason why
// not.
type candidate struct {
	target  api.Target
	blocked string
}

// candidates are the targets that the draft does not have, those that can be
// added first.
func (s *ringScreen) candidates() []candidate {
	r := s.rule()
	var can, cannot []candidate
	offer := func(t api.Target, err error) {
		why := errorText(err)
		switch {
		case t.Kind == "" || r.Has(&t):
		case why == "":
			can = append(can, candidate{target: t})
		default:
			cannot = append(cannot, candidate{t, why})
		}
	}
	for _, n := range s.facts.snapshot.Numbers {
		if r.Capabilities().RingsDevices && n.Type == api.PhoneLine && len(s.facts.devices) > 0 {
			continue // its device is offered instead
		}
		offer(r.TargetOf(&n), r.MayAddNumber(&n))
	}
	for _, d := range s.facts.devices {
		t := r.TargetOfDevice(&d)
		offer(t, r.MayAdd(&t))
	}
	return append(can, cannot...)
}

// askStep offers what the draft does not have yet. Devices appear once they are
// read.
func (m *Model) askStep() tea.Cmd {
	load := m.loadDevicesOnce()
	p := newPalette(nil, m.keys, m.st)
	p.title, p.chooses, p.always = "Add to "+m.screens.ring.rule().Name, "add", anyPerson
	p.renew = func() actions { return m.stepActions(func() string { return p.input.Value() }) }
	p.all = p.renew()
	if len(p.all) == 0 {
		return batch(load, m.notify(warning, "This rule already rings every number and device of the extension."))
	}
	m.show(p)
	return load
}

// anyPerson is the name of the action that looks for a co-worker.
const anyPerson = "a co-worker, by number or name"

// stepActions add each of the numbers, devices and people that may be added. typed returns
// what was typed to find one of them.
func (m *Model) stepActions(typed func() string) actions {
	var as actions
	for _, c := range m.screens.ring.candidates() {
		name := key.NewBinding(key.WithHelp(string(c.target.Kind), c.target.Name+"  "+c.target.Phone))
		as = append(as, action{key: name, blocked: c.blocked, run: returns(addStep{c.target})})
	}
	if m.facts.noNumbers != "" {
		as = append(as, action{key: unbound("forwarding numbers"), blocked: m.facts.noNumbers, run: returns(nil)})
	}
	if !new(m.screens.ring.rule()).Capabilities().RingsPeople {
		return as
	}
	if m.facts.noDevices != "" {
		as = append(as, action{key: unbound("devices"), blocked: m.facts.noDevices, run: returns(nil)})
	}
	anybody := api.Target{Kind: api.Coworker, ID: "anybody", Name: "a co-worker"}
	return append(as, action{key: unbound(anyPerson), blocked: errorText(new(m.screens.ring.rule()).MayAdd(&anybody)),
		run: func() intent { return askPerson{typedName(typed())} }})
}

// typedName is what was typed to find a co-worker, unless it is how the action was found.
func typedName(typed string) string {
	typed = strings.TrimSpace(typed)
	if strings.Contains(anyPerson, strings.ToLower(typed)) {
		return ""
	}
	return typed
}

func (m *Model) addStep(in addStep) tea.Cmd {
	refusal := m.screens.ring.edit(func(r api.Rule) (api.Rule, error) { return r.Add(&in.target, 0) })
	m.screens.ring.selectStep(&in.target)
	return m.apply(refusal)
}

// askRemoveStep offers the members of a group, and the group as a whole.
func (m *Model) askRemoveStep(in askRemoveStep) {
	step := m.screens.ring.rule().Steps[in.step]
	var as actions
	offer := func(name, note string, edit func(api.Rule) (api.Rule, error)) {
		_, err := edit(m.screens.ring.rule())
		as = append(as, action{key: key.NewBinding(key.WithHelp(note, name)), blocked: errorText(err),
			run: returns(editRing{edit})})
	}
	for i, t := range step.Targets {
		offer(new(m.screens.ring.rule()).Label(&t), t.Phone, func(r api.Rule) (api.Rule, error) { return r.RemoveTarget(in.step, i) })
	}
	offer("all of them", "", func(r api.Rule) (api.Rule, error) { return r.RemoveStep(in.step) })
	p := newPalette(as, m.keys, m.st)
	p.title, p.chooses = "Remove from "+m.screens.ring.rule().Name, "remove"
	m.show(p)
}
