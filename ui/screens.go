package ui

import "cmp"

import tea "charm.land/bubbletea/v2"

// screen is which screen is open.
type screen int

const (
	onNumbers screen = iota
	onRing
	onCalls
	onHistory
)

// screenActions are what the open screen can do now, and what any screen can.
func (m *Model) screenActions() actions {
	switch m.screen {
	case onRing:
		return m.ring.actions()
	case onCalls:
		return m.calls.actions()
	case onHistory:
		return m.history.actions()
	}
	return m.numbers.actions()
}

// typing says whether the screen takes keys as text.
func (m *Model) typing() bool {
	switch m.screen {
	case onNumbers:
		return m.numbers.list.filter.typing
	case onHistory:
		return m.history.filter.typing
	}
	return false
}

func (m *Model) screenTyped(msg tea.Msg) {
	switch m.screen {
	case onNumbers:
		m.numbers.typed(msg)
	case onHistory:
		m.history.typed(msg)
	}
}

func (m *Model) screenLines() []string {
	switch m.screen {
	case onRing:
		return m.ring.view()
	case onCalls:
		return m.calls.view()
	case onHistory:
		return m.history.view()
	}
	return m.numbers.view()
}

// goTo opens a screen.
func (m *Model) goTo(s screen) tea.Cmd {
	m.screen = s
	if m.to.Calls != nil {
		m.to.Calls.SetForeground(s == onCalls)
	}
	switch {
	case s == onCalls:
		return m.watchCalls()
	case s == onHistory:
		return m.loadHistory()
	case s == onRing && !m.rulesRead:
		return m.loadRules()
	}
	return nil
}

// anyScreen is what can be done on every screen.
func (m *Model) anyScreen() actions {
	k := m.keys.Screen
	unread := ""
	if m.editor == nil {
		unread = cmp.Or(m.noEditor, "it is still being found out whose numbers these are")
	}
	return actions{
		{key: k.Undo, blocked: cmp.Or(m.numbers.readOnly, unread), run: func() intent { return undo{} }},
		{key: k.Redo, blocked: cmp.Or(m.numbers.readOnly, unread), run: func() intent { return redo{} }},
		{key: k.Reload, run: func() intent { return reload{} }},
		{key: k.Numbers, run: func() intent { return goTo{onNumbers} }},
		{key: k.Ring, run: func() intent { return goTo{onRing} }},
		{key: k.Calls, blocked: m.noCalls(), run: func() intent { return goTo{onCalls} }},
		{key: k.History, blocked: unread, run: func() intent { return goTo{onHistory} }},
		{key: k.Requests, run: func() intent { return openRequests{} }},
		{key: k.Palette, run: func() intent { return openPalette{} }, short: true},
		{key: k.Leave, run: func() intent { return quit{} }, short: true},
	}
}

// noCalls says why calls cannot be seen.
func (m *Model) noCalls() string {
	if m.to.Calls == nil {
		return "live calls cannot be seen here yet"
	}
	return ""
}
