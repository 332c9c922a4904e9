package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// The mouse, when the settings ask for it: the wheel moves like the keys do, and a click
// opens a screen or selects a row.

// clickable is a screen or a dialog whose rows can be clicked. y counts its lines from 0.
type clickable interface{ click(x, y int) intent }

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

// click opens the screen whose name is at a place of the top line, or selects a row of
// the screen or of the dialog over it. Dialogs that ask are answered by keys only.
func (m *Model) click(msg tea.MouseClickMsg) tea.Cmd {
	var over any = m.screens.current()
	switch {
	case msg.Button != tea.MouseLeft:
		return nil
	case m.dialogs.open != nil:
		over = m.dialogs.open
	case m.screens.typing():
		return nil
	case msg.Y == 0:
		return m.clickTab(msg.X)
	}
	if c, is := over.(clickable); is && msg.Y >= m.headHeight() {
		return m.apply(c.click(msg.X, msg.Y-m.headHeight()))
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

func (s *numbersScreen) click(x, y int) intent {
	if row := s.list.top + y - 1; x < s.list.w && y >= 1 && y <= s.list.visibleRows() && row < len(s.list.shown) && s.showsList() {
		s.inDetail = false
		s.list.move(row - s.list.pos)
	}
	return nil
}

// showsList reports whether the list is on the screen.
func (s *numbersScreen) showsList() bool { return s.layout != single || !s.inDetail }

func (s *historyScreen) click(x, y int) intent {
	if row := s.top + y - 1; x < s.listWidth() && y >= 1 && y <= s.visibleRows() && row < len(s.shown) && (s.layout != single || !s.inDetail) {
		s.inDetail = false
		s.move(row - s.pos)
	}
	return nil
}

func (s *peopleScreen) click(_, y int) intent {
	if row := s.people.top + y - 1; y >= 1 && y <= s.visibleRows() && row < len(s.people.shown) && s.state.title == "" {
		s.people.move(row - s.people.pos)
	}
	return nil
}

func (s *callsScreen) click(_, y int) intent {
	if y >= 1 && y <= len(s.snapshot.Calls) {
		s.move(y - 1 - s.pos())
	}
	return nil
}

// click selects a rule, or a step of the selected one.
func (s *ringScreen) click(x, y int) intent {
	if s.state.title != "" {
		return nil
	}
	w, h := s.pane()
	inPane, top := s.inSteps, 0
	switch s.layout {
	case beside:
		inPane = x >= s.w-w
	case below:
		top = s.listHeight()
		inPane = y >= top
	}
	if inPane {
		s.clickStep(w, h, y-top)
	} else if top := scrollTo(0, max(s.pos(), 0), s.visibleRules(), len(s.rules)); y >= 1 && y <= s.visibleRules() {
		s.clickRule(top + y - 1)
	}
	return nil
}

func (s *ringScreen) clickRule(i int) {
	if i < len(s.rules) {
		s.inSteps = false
		s.moveRule(i - s.pos())
	}
}

// clickStep selects the step in line y of a rule that is drawn in w by h cells.
func (s *ringScreen) clickStep(w, h, y int) {
	p := s.page(w)
	if step, is := p.steps[p.top(s.scroll, h)+y]; is && y < h {
		s.inSteps = true
		s.moveStep(step - s.step)
	}
}

// click selects an action. The selected one is chosen.
func (p *palette) click(_, y int) intent {
	row := scrollTo(0, p.cursor, p.h-1, len(p.shown())) + y - 1
	switch {
	case y < 1 || row >= len(p.shown()):
		return nil
	case row == p.cursor:
		return p.choose()
	}
	p.cursor = row
	return nil
}

func (p *requestsPage) click(_, y int) intent {
	if row := scrollTo(0, p.pos(), p.h-1, len(p.all)) + y - 1; !p.open && y >= 1 && row < len(p.all) {
		p.move(row - p.pos())
	}
	return nil
}
