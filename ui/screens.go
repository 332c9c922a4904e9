package ui

import "cmp"

import tea "charm.land/bubbletea/v2"

// screen identifies a screen.
type screen int

const (
	onNumbers screen = iota
	onRing
	onCalls
	onPeople
	onHistory
)

// screens are the five screens, one of which is open.
type screens struct {
	open    screen
	numbers *numbersScreen
	ring    *ringScreen
	calls   *callsScreen
	people  *peopleScreen
	history *historyScreen
}

func newScreens(keys KeyMap, st *styles) screens {
	return screens{
		numbers: newNumbersScreen(keys, st),
		ring:    newRingScreen(keys, st),
		calls:   newCallsScreen(keys, st),
		people:  newPeopleScreen(keys, st),
		history: newHistoryScreen(keys, st),
	}
}

// all returns the screens, each at the index of its constant.
func (s *screens) all() [5]screenPanel {
	return [...]screenPanel{s.numbers, s.ring, s.calls, s.people, s.history}
}

// current is not inlined: its copies would make the program larger.
//
//go:noinline
func (s *screens) current() screenPanel { return s.all()[s.open] }

// typing reports whether the filter of the open screen takes keys as text.
func (s *screens) typing() bool {
	switch s.open {
	case onNumbers:
		return s.numbers.list.filter.typing
	case onPeople:
		return s.people.filter.typing
	case onHistory:
		return s.history.filter.typing
	}
	return false
}

// goTo opens a screen.
func (m *Model) goTo(s screen) tea.Cmd {
	m.screens.open = s
	if m.conn.Calls != nil {
		m.conn.Calls.SetForeground(s == onCalls)
	}
	switch {
	case s == onCalls:
		return m.watchCalls()
	case s == onPeople:
		return m.loadPeople()
	case s == onHistory:
		return m.loadHistory()
	case s == onRing && m.facts.snapshot.Rules == nil:
		return m.loadRules()
	}
	return nil
}

// anyScreen are the actions of every screen.
func (m *Model) anyScreen() actions {
	k := m.keys.Screen
	unread := ""
	if m.conn.editor == nil {
		unread = cmp.Or(m.conn.noEditor, "still loading the extension")
	}
	// A plan says what it would send, so it needs the numbers as they are.
	noPlan := cmp.Or(m.screens.numbers.readOnly, m.conn.noEditor, unread, m.facts.noNumbers)
	who, noWho := m.whoAsked()
	return actions{
		{key: k.Undo, blocked: noPlan, run: returns(undo{})},
		{key: k.Redo, blocked: noPlan, run: returns(redo{})},
		{key: k.Reload, run: returns(reload{})},
		{key: k.Numbers, run: returns(goTo{onNumbers})},
		{key: k.Ring, run: returns(goTo{onRing})},
		{key: k.Calls, blocked: m.noCalls(), run: returns(goTo{onCalls})},
		{key: k.People, blocked: m.noPeople(), run: returns(goTo{onPeople})},
		{key: k.Who, blocked: noWho, run: returns(who)},
		{key: k.Home, blocked: m.noHome(), run: returns(goHome{})},
		{key: k.History, blocked: unread, run: returns(goTo{onHistory})},
		{key: k.Requests, run: returns(openRequests{})},
		{key: k.Palette, run: returns(openPalette{}), short: true},
		{key: k.Leave, run: returns(quit{}), short: true},
	}
}

// noCalls returns the reason why live calls cannot be shown.
func (m *Model) noCalls() string {
	if m.conn.Calls == nil {
		return "live calls are not available here"
	}
	return ""
}
