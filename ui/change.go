package ui

import (
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/change"
)

// Changes of numbers that the user has confirmed, or that need no confirmation.

func (m *Model) create(in create) tea.Cmd {
	return m.send(change.Create{Number: in.number})
}

func (m *Model) change(old *api.Number, want api.Change) tea.Cmd {
	return m.send(change.Update{Seen: *old, Want: want}, old.ID)
}

func (m *Model) setFlip(in setFlip) tea.Cmd {
	m.close()
	n, ok := m.facts.number(in.id)
	if !ok {
		return nil
	}
	return m.change(&n, api.Change{Flip: &in.digit})
}

func (m *Model) swap(in confirmedSwap) tea.Cmd {
	m.close()
	return m.send(change.Swap{A: in.a, B: in.b}, in.a.ID, in.b.ID)
}

func (m *Model) remove(in remove) tea.Cmd {
	m.close()
	var seen []api.Number
	for _, id := range in.ids {
		if n, ok := m.facts.number(id); ok {
			seen = append(seen, n)
		}
	}
	return m.send(change.Remove{Seen: seen, From: in.from}, in.ids...)
}
