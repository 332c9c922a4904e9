package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
)

// What requests wait for, on the screen while they do.

// queue is whose requests are watched: those of a sign-in while one is under
// way, else those of the connection; nil when there is neither.
func (m *Model) queue() WaitSource {
	switch {
	case m.entry != nil && m.reads.enter.busy():
		return m.entry
	case m.svc != nil:
		return m.svc
	}
	return nil
}

// watch listens for what requests wait for.
func (m *Model) watch() tea.Cmd {
	q := m.queue()
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
	if q := m.queue(); q != nil {
		m.waits = q.Waiting()
	}
	m.resize()
	return tea.Batch(m.watch(), m.tick())
}

// waitsChanged shows what requests wait for, and counts it down.
func (m *Model) waitsChanged(msg waitsChangedMsg) tea.Cmd {
	if !m.reads.waits.settle(msg.ticket) {
		return nil
	}
	m.waits, m.now = msg.value, msg.at
	m.resize()
	return tea.Batch(m.watch(), m.tick())
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
	return passSecond(t)
}

func (m *Model) secondPassed(msg secondPassedMsg) tea.Cmd {
	if !m.ticking.settle(msg.ticket) {
		return nil
	}
	m.now = msg.at
	return m.tick()
}

// stopWaiting is what esc does when there is nothing else to leave: it takes
// the notice away and ends whatever waits for its turn.
func (m *Model) stopWaiting() tea.Cmd {
	m.clearNotice()
	if len(m.waits) == 0 || !m.mayStop() {
		return nil
	}
	m.stopped = m.reads.numbers.busy()
	for _, g := range m.reads.asked() {
		g.stop()
	}
	m.stopSeeking()
	if m.write.stop != nil {
		m.write.stop()
	}
	m.updateEmptyState()
	m.standRing()
	return m.notify(told, "Stopped waiting. Nothing more is sent.")
}

// asked are the reads that somebody asked for and may give up.
func (r *reads) asked() []*guard {
	return []*guard{&r.numbers, &r.devices, &r.features, &r.own, &r.open, &r.self, &r.permissions, &r.account, &r.rules}
}

// mayStop says whether something waits that can be given up. Watching the calls
// goes on by itself.
func (m *Model) mayStop() bool {
	busy := func(g *guard) bool { return g.busy() }
	return slices.ContainsFunc(m.reads.asked(), busy) || m.reads.person.busy() || m.reads.enter.busy() || m.write.inFlight > 0
}

func (m *Model) waiting() string {
	w := m.waits[0]
	text := "Waiting " + max(w.Until.Sub(m.now).Round(time.Second), 0).String() + ": " + w.Reason
	if m.mayStop() {
		text += "; " + m.keys.List.Back.Help().Key + " stops waiting"
	}
	return text + "."
}
