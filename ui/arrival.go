package ui

import (
	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
)

// Keys that arrive at once, such as a paste of a terminal that does not bracket it. They
// are text where text is typed, and choose nothing that the user cannot have seen.

// KeyMsg is a key of which it is known when it arrived. A tea.KeyPressMsg is a key by
// itself, after all that is shown.
type KeyMsg struct {
	Press tea.KeyPressMsg
	Arrival
}

// Arrival tells how a key arrived.
type Arrival struct {
	Different int // how many different keys arrived at once, this one included
	Seen      int // the last question that was drawn before, as Model.Question counts
}

// burst reports whether the key is one of several. A key that is held is not: it arrives
// as the same one again and again.
func (a Arrival) burst() bool { return a.Different > 1 }

// text reports whether the keys are a text rather than a few keys for an answer.
func (a Arrival) text() bool { return a.Different > 3 }

// Question counts the dialogs that were opened so far. A renderer notes which one it has
// drawn, for Arrival.Seen.
func (m *Model) Question() int { return m.dialogs.opened }

// tooEarly reports whether a key was on its way before the open question was drawn, or
// is a part of a text.
func (m *Model) tooEarly(msg KeyMsg) bool {
	if !m.asks() || key.Matches(msg.Press, m.keys.Global.Quit, m.keys.Global.Redraw, m.keys.Global.Suspend) {
		return false
	}
	return msg.Seen < m.dialogs.opened || msg.text()
}

// asks reports whether a dialog is open in which one key decides.
func (m *Model) asks() bool {
	switch m.dialogs.open.(type) {
	case *confirmDialog, *conflictDialog, *digitDialog, *callDigitDialog:
		return true
	}
	return false
}

// handleArrival handles a key of which it is known when it arrived.
func (m *Model) handleArrival(msg KeyMsg) tea.Cmd {
	if m.tooEarly(msg) {
		return nil
	}
	if !m.asks() && !key.Matches(msg.Press, m.keys.Global.Quit) {
		m.arrived = msg.Arrival
		defer func() { m.arrived = Arrival{} }()
	}
	return m.handleInput(msg.Press)
}

// needsAsking reports whether an intent writes without a question.
func needsAsking(in intent) bool {
	switch in.(type) {
	case create, changeNumber, createRule, changeRule, moveFlip, saveRule, answerFlip:
		return true
	}
	return false
}

// refuseBurst says that a key was not taken.
func (m *Model) refuseBurst() tea.Cmd {
	if f := m.sendingForm(); f != nil {
		f.sending = false
	}
	return m.notify(warning, "Several keys arrived at once, like a paste. Nothing was sent. Press the last key again to run it.")
}
