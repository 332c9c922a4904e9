package ui

import (
	"cmp"
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/calls"
)

// CallMonitor follows the live calls of the open extension and flips one of
// them. It is a calls.Monitor.
type CallMonitor interface {
	// Watch returns a channel of snapshots: one at once, then one after each change.
	// It is closed after the context ends.
	Watch(context.Context) <-chan calls.Snapshot
	// SetForeground tells whether the calls are on the screen.
	SetForeground(foreground bool)
	// Reload reads the calls again.
	Reload()
	// Flip moves call to the phone with a flip digit. The last step of the Flip says
	// how it ended. The end of ctx ends the watching, not the flip.
	Flip(ctx context.Context, call *calls.Call, digit string) *calls.Flip
}

// callsScreen is screen 3: the live calls, the flip digits, and the steps of
// the last flip.
type callsScreen struct {
	keys KeyMap
	st   *styles

	snapshot   calls.Snapshot
	now        time.Time // the last second that ticked, for the duration of calls
	selectedID string    // of the selected call: see callKey
	flipping   calls.Call
	digit      string       // of the last flip
	steps      []calls.Step // of the last flip
	facts      facts
	watched    bool // the calls are being watched

	size
}

func newCallsScreen(keys KeyMap, st *styles) *callsScreen { return &callsScreen{keys: keys, st: st} }

// setSnapshot shows a newer snapshot. The cursor stays on its call.
func (s *callsScreen) setSnapshot(snap *calls.Snapshot, now time.Time) {
	s.snapshot, s.now = *snap, now
	if s.pos() < 0 && len(snap.Calls) > 0 {
		s.selectedID = callKey(&snap.Calls[0])
	}
}

// callKey identifies a call, also one whose party or session RingCentral does not name.
func callKey(c *calls.Call) string { return c.SessionID + " " + c.PartyID + " " + c.ID }

// pos is not inlined: its copies would make the program larger.
//
//go:noinline
func (s *callsScreen) pos() int {
	return slices.IndexFunc(s.snapshot.Calls, func(c calls.Call) bool { return callKey(&c) == s.selectedID })
}

func (s *callsScreen) selected() (calls.Call, bool) {
	if i := s.pos(); i >= 0 {
		return s.snapshot.Calls[i], true
	}
	return calls.Call{}, false
}

func (s *callsScreen) move(by int) {
	if n := len(s.snapshot.Calls); n > 0 {
		s.selectedID = callKey(&s.snapshot.Calls[clamp(s.pos()+by, 0, n-1)])
	}
}

// lastStep returns the last step of the last flip.
func (s *callsScreen) lastStep() (calls.Step, bool) {
	if len(s.steps) == 0 {
		return calls.Step{}, false
	}
	return s.steps[len(s.steps)-1], true
}

func (s *callsScreen) flipInProgress() bool {
	step, any := s.lastStep()
	return any && !step.Stage.Last()
}

func (s *callsScreen) actions() actions {
	k, l := s.keys.Calls, s.keys.List
	step, _ := s.lastStep()
	as := append(l.move().actions(max(s.h-1, 1), s.move), action{key: k.Flip, blocked: s.noFlip(), run: returns(askCallFlip{}), short: true})
	if s.flipInProgress() {
		as = append(as,
			action{key: k.Back, blocked: unless(step.Back, cmp.Or(step.NoBack, "the call cannot be moved back now")), run: returns(answerFlip{flipBack}), short: step.Back != ""},
			action{key: k.End, blocked: unless(step.End, "no leg to end"), run: returns(answerFlip{flipEnd}), short: step.End != ""},
			action{key: k.Stay, blocked: unless(step.End, "no legs to keep"), run: returns(answerFlip{flipLeave}), short: step.End != ""})
	}
	return append(as, action{key: l.Back, run: returns(goBack{})})
}

// unless returns why, or nothing when due is not empty.
func unless(due, why string) string {
	if due != "" {
		return ""
	}
	return why
}

// noFlip returns the reason why the selected call cannot be flipped.
func (s *callsScreen) noFlip() string {
	c, ok := s.selected()
	switch {
	case !ok && !s.snapshot.Known && s.snapshot.Why != "":
		return "live calls are unavailable: " + clause(s.snapshot.Why)
	case !ok && !s.snapshot.Known:
		return "still loading the live calls"
	case !ok:
		return "no live call to flip"
	case s.flipInProgress():
		return "a flip is in progress; wait for its result"
	}
	return cmp.Or(s.snapshot.NoControl, c.WhyNot)
}

// callWatch is the state of live calls that the root holds.
type callWatch struct {
	snapshots <-chan calls.Snapshot // from the monitor
	flip      *calls.Flip           // the last flip; nil before any
	clock     guard                 // ticks while live calls are on the screen
}

type snapshotMsg answer[calls.Snapshot]

func nextSnapshot(ctx context.Context, from <-chan calls.Snapshot, t ticket) tea.Cmd {
	return receive(ctx, from, func(snap calls.Snapshot) tea.Msg {
		return snapshotMsg{ticket: t, value: snap, at: time.Now()}
	})
}

// watchDelay is how long after opening a connection the calls are watched. A
// live call then shows on every screen, and opening stays cheap.
const watchDelay = 2 * time.Second

type watchDueMsg struct{ ticket ticket }

// watchSoon starts watching the calls after watchDelay.
func (m *Model) watchSoon() tea.Cmd {
	if m.conn.Calls == nil {
		return nil
	}
	_, t := m.reads.watchDelay.begin(m.conn.ctx)
	return tea.Tick(watchDelay, func(time.Time) tea.Msg { return watchDueMsg{t} })
}

func (m *Model) watchDue(msg watchDueMsg) tea.Cmd {
	if !m.reads.watchDelay.accept(msg.ticket) {
		return nil
	}
	return m.watchCalls()
}

// watchCalls starts watching the calls, once per connection.
func (m *Model) watchCalls() tea.Cmd {
	m.conn.Calls.SetForeground(m.screens.open == onCalls)
	if m.screens.calls.watched {
		return m.tickCalls()
	}
	m.screens.calls.watched = true
	ctx, t := m.reads.calls.begin(m.conn.ctx)
	m.live.snapshots = m.conn.Calls.Watch(ctx)
	return nextSnapshot(ctx, m.live.snapshots, t)
}

func (m *Model) snapshotReceived(msg snapshotMsg) tea.Cmd {
	if msg.ticket != m.reads.calls.newest || !m.reads.calls.busy() {
		return nil
	}
	m.screens.calls.setSnapshot(&msg.value, msg.at)
	return batch(nextSnapshot(m.conn.ctx, m.live.snapshots, msg.ticket), m.tickCalls())
}

type callTickMsg struct {
	ticket ticket
	at     time.Time
}

// tickCalls ticks each second while live calls are on the screen, so that
// nothing is written otherwise.
func (m *Model) tickCalls() tea.Cmd {
	if m.screens.open != onCalls || !m.screens.calls.snapshot.Live() {
		m.live.clock.stop()
		return nil
	}
	if m.live.clock.busy() {
		return nil
	}
	_, t := m.live.clock.begin(m.conn.ctx)
	return tea.Tick(time.Second, func(at time.Time) tea.Msg { return callTickMsg{t, at} })
}

func (m *Model) callTick(msg callTickMsg) tea.Cmd {
	if !m.live.clock.accept(msg.ticket) {
		return nil
	}
	m.screens.calls.now = msg.at
	return m.tickCalls()
}
