package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/rest"
)

// What requests wait for, on the screen while they do.

// waits is what the requests of waitSource wait for, and what is left of their limits.
type waits struct {
	pending []rest.Wait
	budget  budget
	now     time.Time // the last second that ticked
	clock   guard     // ticks while something waits
}

// waitState is one reading of a WaitSource.
type waitState struct {
	waits  []rest.Wait
	limits []rest.Group
}

func readWaits(q WaitSource) waitState { return waitState{q.Waiting(), q.Groups()} }

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
	m.waits.pending, m.waits.budget = nil, budget{}
	if q := m.waitSource(); q != nil {
		m.waits.pending = q.Waiting()
	}
	m.resize()
	return batch(m.watchWaits(), m.tick())
}

// waitsChanged shows what requests wait for, and counts down.
func (m *Model) waitsChanged(msg waitsChangedMsg) tea.Cmd {
	if !m.reads.waits.accept(msg.ticket) {
		return nil
	}
	m.waits.pending, m.waits.budget = msg.value.waits, readBudget(msg.value.limits, msg.at)
	return batch(m.watchWaits(), m.showWaits(msg.at))
}

// showWaits shows what waits as it is at now, and ticks on.
func (m *Model) showWaits(now time.Time) tea.Cmd {
	m.waits.now = now
	for _, a := range m.writes.active {
		a.refresh()
	}
	m.resize()
	return m.tick()
}

// tick ticks each second while something waits, and when what is left of a limit may be
// other words, so that nothing is written otherwise.
func (m *Model) tick() tea.Cmd {
	after := m.waits.budget.next(m.waits.now)
	if len(m.waits.pending) > 0 {
		after = time.Second
	}
	m.waits.clock.stop()
	if after == 0 {
		return nil
	}
	_, t := m.waits.clock.begin(m.ctx)
	return tickWait(after, t)
}

func (m *Model) waitTick(msg waitTickMsg) tea.Cmd {
	if !m.waits.clock.accept(msg.ticket) {
		return nil
	}
	m.waits.budget = readBudget(m.waits.budget.low, msg.at)
	return m.showWaits(msg.at)
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
	m.writes.stop()
	m.updateEmptyState()
	m.updateRulesEmptyState()
	if m.writes.inFlight() {
		return m.notify(info, "Stopping. Waiting for the answer to what was sent.")
	}
	return m.notify(info, "Stopped. Nothing more is sent.")
}

// stoppable are the reads that the user asked for and may abandon.
func (r *reads) stoppable() []*guard {
	return []*guard{&r.numbers, &r.devices, &r.features, &r.own, &r.extension, &r.self, &r.permissions, &r.account, &r.rules}
}

// canStop reports whether something waits that can be abandoned. Watching the
// calls cannot.
func (m *Model) canStop() bool {
	busy := func(g *guard) bool { return g.busy() }
	return slices.ContainsFunc(m.reads.stoppable(), busy) || m.reads.person.busy() || m.reads.signIn.busy() || m.writes.stoppable()
}

// waitLine says what waits, for what and how long, and of a change how far it has come.
// A wait of the oldest change in flight comes before others.
func (m *Model) waitLine() string {
	text := m.waitWords()
	if m.canStop() {
		text += "; " + m.keys.List.Back.Help().Key + " stops waiting"
	}
	return text + "."
}

func (m *Model) waitWords() string {
	left := func(w rest.Wait) string { return max(w.Until.Sub(m.waits.now).Round(time.Second), 0).String() }
	for _, a := range m.writes.active {
		for _, w := range m.waits.pending {
			if w.Task == a {
				return a.waitWords(w, left(w))
			}
		}
	}
	w := m.waits.pending[0]
	what, named := w.Task.(string)
	if !named {
		what = w.Op
	}
	return "Waiting " + left(w) + " to " + what + ": " + w.Reason
}
