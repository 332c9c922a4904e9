package ui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Changes of numbers that the user has confirmed, or that need no confirmation.

func (m *Model) create(in create) tea.Cmd {
	return m.send(journal.Create{Number: in.number, Seen: m.facts.numbers})
}

func (m *Model) change(old api.Number, want api.Change) tea.Cmd {
	return m.send(journal.Update{Seen: old, Want: want}, old.ID)
}

func (m *Model) setFlip(in setFlip) tea.Cmd {
	m.close()
	n, ok := m.facts.number(in.id)
	if !ok {
		return nil
	}
	return m.change(n, api.Change{Flip: &in.digit})
}

// moveFlip moves a number to the next or the previous digit. It does not ask:
// the other number keeps a digit too, and one key moves it back.
func (m *Model) moveFlip(in moveFlip) tea.Cmd {
	n, ok := m.facts.number(in.id)
	digit, err := strconv.Atoi(n.Flip)
	if !ok || err != nil {
		return nil
	}
	want := itoa(digit + in.by)
	holder, taken := api.HolderOf(want, m.facts.numbers)
	switch {
	case taken && m.screens.numbers.busy(holder.ID) != "":
		return m.notify(warning, sentence(m.screens.numbers.busy(holder.ID)))
	case taken:
		return m.swap(confirmedSwap{n, holder})
	}
	return m.setFlip(setFlip{id: in.id, digit: want})
}

func (m *Model) swap(in confirmedSwap) tea.Cmd {
	m.close()
	return m.send(journal.Swap{A: in.a, B: in.b}, in.a.ID, in.b.ID)
}

func (m *Model) remove(in remove) tea.Cmd {
	m.close()
	var seen []api.Number
	for _, id := range in.ids {
		if n, ok := m.facts.number(id); ok {
			seen = append(seen, n)
		}
	}
	return m.send(journal.Remove{Seen: seen, From: in.from}, in.ids...)
}
