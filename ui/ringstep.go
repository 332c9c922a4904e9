package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// Adding steps to a draft and taking parts of them out.

// askStep offers what is not in the rule yet.
func (m *Model) askStep() tea.Cmd {
	var as actions
	for _, c := range m.ring.candidates() {
		name := key.NewBinding(key.WithHelp(string(c.target.Kind), c.target.Name+"  "+c.target.Phone))
		as = append(as, action{key: name, blocked: c.blocked, run: func() intent { return addStep{c.target} }})
	}
	if m.ring.rule().Backend == api.NewBackend {
		anybody := api.Target{Kind: api.Coworker, ID: "anybody", Name: "a co-worker"}
		as = append(as, action{key: named("a co-worker, by number or name"), blocked: reason(m.ring.rule().MayAdd(anybody)), run: func() intent { return askPerson{} }})
	}
	if len(as) == 0 {
		return m.notify(warned, "Every number and device of the extension is in this rule already.")
	}
	m.show(newPalette(as, m.keys, m.st))
	return m.loadDevicesOnce()
}

func (m *Model) addStep(in addStep) tea.Cmd {
	said := m.ring.edit(func(r api.Rule) (api.Rule, error) { return r.Add(in.target, 0) })
	m.ring.selectStep(in.target)
	return m.act(said)
}

// askTake offers the parts of a group, and the group as a whole.
func (m *Model) askTake(in askTake) {
	step := m.ring.rule().Steps[in.step]
	var as actions
	offer := func(name, note string, edit func(api.Rule) (api.Rule, error)) {
		_, err := edit(m.ring.rule())
		as = append(as, action{key: key.NewBinding(key.WithHelp(note, name)), blocked: reason(err),
			run: func() intent { return editRing{edit} }})
	}
	for i, t := range step.Targets {
		offer(t.Name, t.Phone, func(r api.Rule) (api.Rule, error) { return r.TakeTarget(in.step, i) })
	}
	offer("all of them", "", func(r api.Rule) (api.Rule, error) { return r.Take(in.step) })
	m.show(newPalette(as, m.keys, m.st))
}
