package ui

import tea "charm.land/bubbletea/v2"

// panel is a screen or a dialog.
type panel interface {
	actions() actions
	setSize(w, h int)
	view() []string
}

// screenPanel is a screen. Its status is for the line below the top line: the filter,
// empty when there is none, and how much is shown, the longest form first.
type screenPanel interface {
	panel
	status() (filter string, counts []string)
}

// size is the room of a panel, in cells.
type size struct{ w, h int }

func (s *size) setSize(w, h int) { s.w, s.h = w, h }

// The smallest size that is drawn. A smaller window only says so.
const (
	minWidth  = 24
	minHeight = 6
)

// View draws the top line, the open screen with a dialog over it, and a notice
// or the keys.
func (m *Model) View() tea.View {
	v := tea.NewView(m.Terminal.frame(m.lines()))
	v.AltScreen = true
	if m.Terminal.Mouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	return v
}

func (m *Model) lines() []string {
	switch {
	case m.w == 0 || m.h == 0:
		return nil
	case m.w < minWidth || m.h < minHeight:
		return block([]string{truncate("rcfwd needs", m.w), truncate(itoa(minWidth)+"x"+itoa(minHeight)+" cells.", m.w)}, m.h)
	}
	foot := m.foot()
	head := []string{m.head()}
	if m.headHeight() > 1 {
		head = append(head, m.stateLine())
	}
	lines := append(head, m.body(m.h-len(head)-len(foot))...)
	return append(lines, foot...)
}

// headHeight is the height of the top line, and of the line below it where there is
// room.
func (m *Model) headHeight() int {
	if m.h >= 2*minHeight {
		return 2
	}
	return 1
}

// body is the open screen with the dialog, if one is open, over it or over its
// last lines.
func (m *Model) body(h int) []string {
	if m.dialogs.open == nil {
		return block(m.screens.current().view(), h)
	}
	over := m.dialogs.open.view()
	if len(over) >= h {
		return block(over, h)
	}
	under := block(m.screens.current().view(), h)
	return append(under[:h-len(over)], over...)
}

func (m *Model) setWindow(msg tea.WindowSizeMsg) tea.Cmd {
	m.size = size{msg.Width, msg.Height}
	m.resize()
	return nil
}

// resize divides the window. Screens and dialogs learn their size only here.
func (m *Model) resize() {
	h := m.h - m.headHeight() - len(m.foot())
	for _, s := range m.screens.all() {
		s.setSize(m.w, h)
	}
	if m.dialogs.open != nil {
		m.dialogs.open.setSize(m.w, h)
	}
}
