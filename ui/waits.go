package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// What requests wait for, on the screen while they do.

// waitSource is whose requests are watched: those of a sign-in while one is under
// way, else those of the connection; nil when there is neither.
func (m *Model) waitSource() WaitSource {
	switch {
	case m.entry != nil && m.reads.signIn.busy():
		return m.entry
	case m.svc != nil:
		return m.svc
	}
	return nil
}

// watchWaits listens for what requests wait for.
func (m *Model) watchWaits() tea.Cmd {
	q := m.waitSource()
	if q == nil {
		m.reads.waits.stop()
		return nil
	}
	ctx, t := m.reads.waits.begin(m.life)
	return watchWaits(ctx, q, t)
}

// switchQueue watches another queue than before.
func (m *Model) switchQueue() tea.Cmd {
	m.waits = nil
	if q := m.waitSource(); q != nil {
		m.waits = q.Waiting()
	}
	m.resize()
	return tea.Batch(m.watchWaits(), m.tick())
}

// waitsChanged shows what requests wait for, and counts it down.
func (m *Model) waitsChanged(msg waitsChangedMsg) tea.Cmd {
	if !m.reads.waits.accept(msg.ticket) {
		return nil
	}
	m.waits, m.now = msg.value, msg.at
	m.resize()
	return tea.Batch(m.watchWaits(), m.tick())
}

// tick starts the clock while something waits and stops it after, so that
// nothing is written while nothing happens.
func (m *Model) tick() tea.Cmd {
	if len(m.waits) == 0 {
		m.ticking.stop()
		return nil
	}
	if m.ticking.busy() {
		return nil
	}
	_, t := m.ticking.begin(m.life)
	return tickWait(t)
}

func (m *Model) waitTick(msg waitTickMsg) tea.Cmd {
	if !m.ticking.accept(msg.ticket) {
		return nil
	}
	m.now = msg.at
	return m.tick()
}

// stopWaiting is what esc does when there is nothing else to leave: it takes
// the notice away and ends whatever waits for its turn.
func (m *Model) stopWaiting() tea.Cmd {
	m.clearNotice()
	if len(m.waits) == 0 || !m.canStop() {
		return nil
	}
	m.stopped = m.reads.numbers.busy()
	for _, g := range m.reads.stoppable() {
		g.stop()
	}
	m.stopPersonSearch()
	if m.write.stop != nil {
		m.write.stop()
	}
	m.updateEmptyState()
	m.updateRulesEmptyState()
	return m.notify(info, "Stopped waiting. Nothing more is sent.")
}

// stoppable are the reads that somebody asked for and may give up.
func (r *reads) stoppable() []*guard {
	return []*guard{&r.numbers, &r.devices, &r.features, &r.own, &r.extension, &r.self, &r.permissions, &r.account, &r.rules}
}

// canStop says whether something waits that can be given up. Watching the calls
// goes on by itself.
func (m *Model) canStop() bool {
	busy := func(g *guard) bool { return g.busy() }
	return slices.ContainsFunc(m.reads.stoppable(), busy) || m.reads.person.busy() || m.reads.signIn.busy() || m.write.inFlight > 0
}

func (m *Model) waitLine() string {
	w := m.waits[0]
	text := "Waiting " + max(w.Until.Sub(m.now).Round(time.Second), 0).String() + ": " + w.Reason
	if m.canStop() {
		text += "; " + m.keys.List.Back.Help().Key + " stops waiting"
	}
	return text + "."
}
