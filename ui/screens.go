package ui

import tea "charm.land/bubbletea/v2"

// screen is which screen is open.
type screen int

const (
	onNumbers screen = iota
	onHistory
)

// screenActions are what the open screen can do now, and what any screen can.
func (m *Model) screenActions() actions {
	if m.screen == onHistory {
		return m.history.actions()
	}
	return m.numbers.actions()
}

// typing says whether the screen takes keys as text.
func (m *Model) typing() bool {
	if m.screen == onHistory {
		return m.history.filter.typing
	}
	return m.numbers.list.filter.typing
}

func (m *Model) screenTyped(msg tea.Msg) {
	if m.screen == onHistory {
		m.history.typed(msg)
		return
	}
	m.numbers.typed(msg)
}

func (m *Model) screenLines() []string {
	if m.screen == onHistory {
		return m.history.view()
	}
	return m.numbers.view()
}

// goTo opens a screen.
func (m *Model) goTo(s screen) tea.Cmd {
	m.screen = s
	if s == onHistory {
		return m.loadHistory()
	}
	return nil
}

// anyScreen is what can be done on every screen.
func (m *Model) anyScreen() actions {
	k := m.keys.Screen
	unread := ""
	if m.desk == nil {
		unread = firstOf(m.noDesk, "it is still being found out whose numbers these are")
	}
	return actions{
		{key: k.Undo, blocked: firstOf(m.numbers.readOnly, unread), run: func() intent { return takeBack{} }},
		{key: k.Redo, blocked: firstOf(m.numbers.readOnly, unread), run: func() intent { return doAgain{} }},
		{key: k.Reload, run: func() intent { return reload{} }},
		{key: k.Numbers, run: func() intent { return goTo{onNumbers} }},
		{key: k.History, blocked: unread, run: func() intent { return goTo{onHistory} }},
		{key: k.Requests, run: func() intent { return openRequests{} }},
		{key: k.Palette, run: func() intent { return openPalette{} }, short: true},
		{key: k.Leave, run: func() intent { return quit{} }, short: true},
	}
}
