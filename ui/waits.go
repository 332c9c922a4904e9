package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/rest"
)

// What requests wait for, on the screen while they do.

// waits is what the requests of waitSource wait for.
type waits struct {
	pending []rest.Wait
	now     time.Time // the last second that ticked
	clock   guard     // ticks while something waits
}

// waitSource is the source whose requests are watched: a sign-in while one is
// in flight, otherwise the connection; nil when there is neither.
func (m *Model) waitSource() WaitSource {
	switch {
	case m.connecting.attempt != nil && m.reads.signIn.busy():
		return m.connecting.attempt
	case m.conn.Service != nil:
		return m.conn.Service
	}
	return nil
}

// watchWaits waits for the next change of what requests wait for.
func (m *Model) watchWaits() tea.Cmd {
	q := m.waitSource()
	if q == nil {
		m.reads.waits.stop()
		return nil
	}
	ctx, t := m.reads.waits.begin(m.ctx)
	return watchWaits(ctx, q, t)
}

// switchQueue watches another source than before.
func (m *Model) switchQueue() tea.Cmd {
	m.waits.pending = nil
	if q := m.waitSource(); q != nil {
		m.waits.pending = q.Waiting()
	}
	m.resize()
	return tea.Batch(m.watchWaits(), m.tick())
}

// waitsChanged shows what requests wait for, and counts down.
func (m *Model) waitsChanged(msg waitsChangedMsg) tea.Cmd {
	if !m.reads.waits.accept(msg.ticket) {
		return nil
	}
	m.waits.pending, m.waits.now = msg.value, msg.at
	m.resize()
	return tea.Batch(m.watchWaits(), m.tick())
}

// tick ticks each second while something waits, so that nothing is written
// otherwise.
func (m *Model) tick() tea.Cmd {
	if len(m.waits.pending) == 0 {
		m.waits.clock.stop()
		return nil
	}
	if m.waits.clock.busy() {
		return nil
	}
	_, t := m.waits.clock.begin(m.ctx)
	return tickWait(t)
}

func (m *Model) waitTick(msg waitTickMsg) tea.Cmd {
	if !m.waits.clock.accept(msg.ticket) {
		return nil
	}
	m.waits.now = msg.at
	return m.tick()
}

// stopWaiting is the action of Back when nothing is left to close: it clears
// the notice and abandons what waits to be sent.
func (m *Model) stopWaiting() tea.Cmd {
	m.clearNotice()
	if len(m.waits.pending) == 0 || !m.canStop() {
		return nil
	}
	m.lists.stopped = m.reads.numbers.busy()
	for _, g := range m.reads.stoppable() {
		g.stop()
	}
	m.stopPersonSearch()
	if m.writes.stop != nil {
		m.writes.stop()
	}
	m.updateEmptyState()
	m.updateRulesEmptyState()
	return m.notify(info, "Stopped waiting. Nothing more is sent.")
}

// stoppable are the reads that the user asked for and may abandon.
func (r *reads) stoppable() []*guard {
	return []*guard{&r.numbers, &r.devices, &r.features, &r.own, &r.extension, &r.self, &r.permissions, &r.account, &r.rules}
}

// canStop reports whether something waits that can be abandoned. Watching the
// calls cannot.
func (m *Model) canStop() bool {
	busy := func(g *guard) bool { return g.busy() }
	return slices.ContainsFunc(m.reads.stoppable(), busy) || m.reads.person.busy() || m.reads.signIn.busy() || m.writes.inFlight > 0
}

func (m *Model) waitLine() string {
	w := m.waits.pending[0]
	text := "Waiting " + max(w.Until.Sub(m.waits.now).Round(time.Second), 0).String() + ": " + w.Reason
	if m.canStop() {
		text += "; " + m.keys.List.Back.Help().Key + " stops waiting"
	}
	return text + "."
}
