package ui

import (
	"cmp"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// peopleScreen is screen 4: the extensions of the account. It stays while one of them after
// the other is opened.
type peopleScreen struct {
	keys   KeyMap
	st     *styles
	filter filter
	people peopleList
	state  emptyState

	reading    bool   // more of the list is being read
	sweeping   string // how far the sweep is; empty while none runs
	unreadable string // what of other extensions the user may not read; empty for nothing
	unread     string // what could not be read; empty for nothing
	facts      facts

	size
}

func newPeopleScreen(keys KeyMap, st *styles) *peopleScreen {
	return &peopleScreen{keys: keys, st: st, filter: newFilter(keys, st), people: newPeopleList()}
}

func (s *peopleScreen) setSize(w, h int) {
	s.w, s.h = w, h
	s.filter.setWidth(w)
	s.people.setHeight(s.visibleRows())
}

// visibleRows excludes the heads of the columns, and what could not be read.
func (s *peopleScreen) visibleRows() int {
	return max(s.h-1-len(s.remarks()), 1)
}

// mostRemarks is how many lines say what could not be read, or may not be.
const mostRemarks = 3

func (s *peopleScreen) remarks() []string {
	text := strings.TrimSpace(s.unread + " " + s.unreadable)
	if s.h < belowHeight {
		return s.st.doubt.wrapAtMost(text, s.w, 1)
	}
	return s.st.doubt.wrapAtMost(text, s.w, mostRemarks)
}

func (s *peopleScreen) actions() actions {
	if s.filter.typing {
		return s.filterActions()
	}
	k, l := s.keys.List, &s.people
	p := l.selected()
	unread := s.state.why
	none := unread
	if p == nil {
		none = cmp.Or(unread, "no extension is selected")
	}
	return append(k.move().actions(s.visibleRows(), l.move), actions{
		{key: reworded(k.Open, "open this extension"), blocked: none, run: func() intent { return openExtension{id: p.id, title: p.title()} }, short: true},
		{key: k.Filter, blocked: unread, run: does(s.filter.start), short: true},
		{key: k.Sort, blocked: unread, run: does(l.sortNext)},
		{key: k.SortReverse, blocked: unread, run: does(l.reverse)},
		{key: k.Mark, blocked: none, run: does(l.toggleMark)},
		{key: k.MarkAll, blocked: none, run: does(l.toggleAll)},
		{key: s.keys.People.Sweep, run: returns(sweepAccount{}), short: true},
		{key: s.keys.People.Export, blocked: s.noExport(), run: returns(askExport{})},
		{key: k.Back, run: s.back},
	}...)
}

// filterActions are those while the filter is typed. One that cannot be read is not kept.
func (s *peopleScreen) filterActions() actions {
	as := s.filter.actions(s.keys.Filter, s.clearFilter, s.people.move)
	if s.people.problem != "" {
		as[0].blocked = s.people.problem
	}
	return as
}

// back clears the marks, then the filter.
func (s *peopleScreen) back() intent {
	switch {
	case s.people.marked > 0:
		s.people.clearMarks()
	case s.filter.value() != "":
		s.clearFilter()
	default:
		return goBack{}
	}
	return nil
}

func (s *peopleScreen) clearFilter() {
	s.filter.clear()
	s.people.setFilter("")
}

func (s *peopleScreen) textInput() *textinput.Model { return s.filter.textInput() }

func (s *peopleScreen) typed(msg tea.Msg) {
	if s.filter.typed(msg) {
		s.people.setFilter(s.filter.value())
	}
}
