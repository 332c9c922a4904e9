package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// The mouse, when the settings ask for it: the wheel moves like the keys do, and a click
// opens a screen or selects a row.

// clickable is a screen whose rows can be clicked. y counts its lines from 0.
type clickable interface{ click(x, y int) }

// wheel runs the action of the key that moves in the same direction.
func (m *Model) wheel(msg tea.MouseWheelMsg) tea.Cmd {
	at := map[tea.MouseButton]int{tea.MouseWheelUp: 0, tea.MouseWheelDown: 1}
	i, is := at[msg.Button]
	if !is {
		return nil
	}
	moves := slices.DeleteFunc(m.activeActions(), func(a action) bool { return a.group != ofMoving })
	if len(moves) <= i {
		return nil
	}
	return m.apply(moves[i].choose())
}

// click opens the screen whose name is at a place of the top line, or selects a row. It
// does nothing beside an open dialog.
func (m *Model) click(msg tea.MouseClickMsg) tea.Cmd {
	if msg.Button != tea.MouseLeft || m.dialogs.open != nil || m.screens.typing() {
		return nil
	}
	if msg.Y == 0 {
		return m.clickTab(msg.X)
	}
	if s, is := m.screens.current().(clickable); is && msg.Y >= m.headHeight() {
		s.click(msg.X, msg.Y-m.headHeight())
		return m.apply(nil)
	}
	return nil
}

func (m *Model) clickTab(x int) tea.Cmd {
	head := ansi.Strip(m.head())
	for _, t := range m.tabs() {
		from, until := t.place(head)
		if x < from || x >= until {
			continue
		}
		for _, a := range m.anyScreen() {
			if slices.Equal(a.key.Keys(), t.key.Keys()) {
				return m.apply(a.choose())
			}
		}
	}
	return nil
}

// place is where the top line has a screen: its key with its name, or its key alone.
func (t tab) place(head string) (from, until int) {
	key := t.key.Help().Key
	for _, text := range []string{key + " " + t.name, " " + key + " "} {
		if i := strings.Index(head, text); i >= 0 {
			return width(head[:i]), width(head[:i]) + width(text)
		}
	}
	return 0, 0
}

func (s *numbersScreen) click(x, y int) {
	if row := s.list.top + y - 1; x < s.list.w && y >= 1 && y <= s.list.visibleRows() && row < len(s.list.shown) && s.showsList() {
		s.inDetail = false
		s.list.move(row - s.list.pos)
	}
}

// showsList reports whether the list is on the screen.
func (s *numbersScreen) showsList() bool { return s.layout != single || !s.inDetail }

func (s *historyScreen) click(x, y int) {
	if row := s.top + y - 1; x < s.listWidth() && y >= 1 && y <= s.visibleRows() && row < len(s.shown) && (s.layout != single || !s.inDetail) {
		s.inDetail = false
		s.move(row - s.pos)
	}
}

// click selects a rule where all rules are shown; a step is selected by its key.
func (s *ringScreen) click(x, y int) {
	w, _ := s.pane()
	left := s.layout != beside || x < s.w-w-3
	room := s.h
	if s.layout == below {
		room = s.listHeight()
	}
	if s.state.title == "" && left && y >= 1 && y <= len(s.rules) && len(s.rules) < room && (s.layout != single || !s.inSteps) {
		s.inSteps = false
		s.moveRule(y - 1 - s.pos())
	}
}
