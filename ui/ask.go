package ui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"
)

// What the program asks before it changes anything.

func (m *Model) askCreate() tea.Cmd {
	m.showForm(newCreateForm(m.conn.Service, &m.facts, m.keys, m.st))
	return m.loadForForm()
}

func (m *Model) askEdit(in askEdit) tea.Cmd {
	n, ok := m.facts.number(in.id)
	if !ok {
		return nil
	}
	m.showForm(newEditForm(m.conn.Service, &m.facts, &n, m.keys, m.st))
	return m.loadForForm()
}

// leaveForm closes a form. It asks first when something typed would be lost.
// While the request still waits to be sent, it only ends the waiting.
func (m *Model) leaveForm(in leaveForm) tea.Cmd {
	f, ok := m.dialogs.form()
	if _, is := m.signingIn(); is {
		return m.askLeaveSignIn(in)
	}
	switch {
	case ok && f.sending && len(m.waits.pending) > 0:
		return m.stopWaiting()
	case ok && f.sending:
		return m.notify(warning, "Request sent. Waiting for the answer.")
	case !in.changed:
		m.close()
		return nil
	}
	m.show(m.askDiscard(f, closeDialog{}))
	return nil
}

// askDiscard asks whether to leave a form that something was typed into.
func (m *Model) askDiscard(f *form, leave intent) *confirmDialog {
	return m.question(confirmDialog{text: "Leave the form and discard what you typed?",
		yes: "Discard", then: leave, no: reopen{f}})
}

func (m *Model) askFlip(in askFlip) tea.Cmd {
	if n, ok := m.facts.number(in.id); ok {
		m.show(&digitDialog{keys: m.keys.Digit, st: m.st, number: n, numbers: m.facts.snapshot.Numbers})
	}
	return m.loadFeatures()
}

// swapFlip asks before it takes a digit from the number that has it.
func (m *Model) swapFlip(in swapFlip) tea.Cmd {
	m.close()
	a, okA := m.facts.number(in.id)
	b, okB := m.facts.number(in.with)
	if !okA || !okB {
		return nil
	}
	if why := cmp.Or(m.screens.numbers.busy(a.ID), m.screens.numbers.busy(b.ID)); why != "" {
		return m.notify(warning, sentence(why))
	}
	m.show(m.question(confirmDialog{
		text: "Flip digit " + b.Flip + " belongs to " + b.Label + ". Swap the two?",
		lines: []string{
			a.Label + ": " + orNone(a.Flip) + " becomes " + b.Flip,
			b.Label + ": " + b.Flip + " becomes " + cmp.Or(a.Flip, "a free digit, or none"), // b gets the digit of a, if a has one
		},
		yes: "Swap", then: confirmedSwap{a, b}}))
	return nil
}
