package ui

import (
	tea "charm.land/bubbletea/v2"
)

// typist takes keys and pastes as text.
type typist interface{ typed(tea.Msg) }

// press gives a key to whoever has the focus: first as an action, else as text.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	in, done := m.live().press(msg)
	if !done {
		m.typed(msg)
		return nil
	}
	return m.act(in)
}

// live is every action that a key reaches right now. It is the one place that
// says who hears keys.
func (m *Model) live() actions {
	var live actions
	switch d := m.dialog.(type) {
	case nil:
		live = m.numbers.actions()
		if !m.numbers.list.typing {
			help := action{key: m.keys.Screen.Help, run: func() intent { return openHelp{} }, short: true}
			live = append(append(actions{help}, live...), m.screenActions()...)
		}
	case *form:
		live = append(d.actions(), d.choices()...)
	default:
		live = d.actions()
	}
	return append(live, m.global()...)
}

func (m *Model) typed(msg tea.Msg) {
	if m.dialog == nil {
		m.numbers.typed(msg)
	} else if t, ok := m.dialog.(typist); ok {
		t.typed(msg)
	}
}

func (m *Model) global() actions {
	return actions{
		{key: m.keys.Global.Quit, run: func() intent { return quit{} }},
		{key: m.keys.Global.Redraw, run: func() intent { return redraw{} }},
		{key: m.keys.Global.Suspend, run: func() intent { return suspend{} }},
	}
}

func (m *Model) screenActions() actions {
	k := m.keys.Screen
	return actions{
		{key: k.Reload, run: func() intent { return reload{} }},
		{key: k.Numbers, run: func() intent { return nil }},
		{key: k.Palette, run: func() intent { return openPalette{} }, short: true},
		{key: k.Leave, run: func() intent { return quit{} }, short: true},
	}
}

// act does what an intent asks for.
func (m *Model) act(in intent) tea.Cmd {
	switch in := in.(type) {
	case nil:
		return m.look()
	case say:
		return m.notify(in.kind, in.text)
	case quit:
		return m.quit()
	case suspend:
		return tea.Suspend
	case redraw:
		return tea.ClearScreen
	case closeDialog:
		m.close()
	case openHelp:
		m.show(newHelp(m.live(), m.keys.Menu, m.st))
	case openPalette:
		m.show(newPalette(append(m.live(), m.doors()...), m.keys, m.st))
	case pick:
		m.close()
		return m.act(in.action.choose())
	case goBack:
		return m.stopWaiting()
	case reload:
		return m.reload()
	case copyText:
		return tea.Batch(tea.SetClipboard(in.text), m.notify(done, "Copied "+in.what+"."))

	case askNew:
		return m.askNew()
	case askEdit:
		return m.askEdit(in)
	case askRemove:
		m.askRemove(in)
	case askFlip:
		return m.askFlip(in)
	case askSignIn:
		return m.askSignIn("", nil)
	case leaveSignIn:
		return m.leaveSignIn()
	case signIn:
		return m.signIn(in)
	case paste:
		return m.paste(in)
	case openProfile:
		return m.openProfile(in)
	case openDemo:
		return m.openDemo()

	case backTo:
		m.show(in.form)
	case leaveForm:
		return m.leaveForm(in)

	case create:
		return m.create(in)
	case change:
		return m.change(in.old, in.want)
	case setFlip:
		return m.setFlip(in)
	case swapFlip:
		return m.swapFlip(in)
	case confirmedSwap:
		return m.swap(in)
	case remove:
		return m.remove(in)
	}
	return nil
}

func (m *Model) close() {
	m.dialog = nil
	m.resize()
}

// quit leaves, but not over a write whose outcome is still to come.
func (m *Model) quit() tea.Cmd {
	if m.write.inFlight > 0 && !m.write.leaving {
		m.write.leaving = true
		return m.notify(warned, "A change is on its way to RingCentral. The same key again leaves without hearing how it ended.")
	}
	return tea.Quit
}
