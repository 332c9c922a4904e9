package ui

import (
	"cmp"
	"context"
	"slices"
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api/journal"
)

// historyScreen is screen 5: the changes made from here, the newest first, and
// the details of the selected one.
type historyScreen struct {
	keys   KeyMap
	st     *styles
	filter filter

	all      *journal.History
	shown    []journal.Entry   // those that match the filter, the newest first
	words    map[string]string // what each change did, for those that are or were visible
	pos      int
	top      int
	inDetail bool // the detail has the focus
	scroll   int  // first line of the detail that is shown
	facts    facts
	locked   string // why nothing can be undone
	err      error

	size
	layout layout
}

func newHistoryScreen(keys KeyMap, st *styles) *historyScreen {
	return &historyScreen{keys: keys, st: st, filter: newFilter(keys, st), words: map[string]string{}}
}

type historyLoadedMsg answer[*journal.History]

func readHistory(ctx context.Context, editor Editor, t ticket) tea.Cmd {
	return read[historyLoadedMsg](ctx, t, func(context.Context) (*journal.History, error) { return editor.History() })
}

func (m *Model) loadHistory() tea.Cmd {
	if m.conn.editor == nil {
		return nil
	}
	ctx, t := m.reads.history.begin(m.conn.ctx)
	return readHistory(ctx, m.conn.editor, t)
}

// reloadHistory reads the history again while it is shown, also in part.
func (m *Model) reloadHistory() tea.Cmd {
	if m.screens.open != onHistory && m.screens.numbers.layout != beside {
		return nil
	}
	return m.loadHistory()
}

func (m *Model) historyLoaded(msg historyLoadedMsg) tea.Cmd {
	if m.reads.history.accept(msg.ticket) {
		if m.screens.open != onHistory {
			m.screens.history.toNewest()
		}
		m.screens.history.setHistory(msg.value, msg.err)
		m.facts.history, m.facts.lastChanges = msg.value, describeLast(msg.value)
		m.refreshViews()
		return m.reloadAfterOthers(msg.value)
	}
	return nil
}

// reloadAfterOthers reads the extension again where another program of the user, such as a
// command, has changed it since, as the journal that both write says.
func (m *Model) reloadAfterOthers(h *journal.History) tea.Cmd {
	s, upTo := &m.facts.snapshot, m.facts.shownUpTo()
	if h == nil || s.Numbers == nil || m.writes.inFlight() || m.reads.numbers.busy() || !endedAfter(h.Entries, upTo) {
		return nil
	}
	if s.Rules == nil {
		return m.loadNumbers()
	}
	return batch(m.loadNumbers(), m.loadRules())
}

// endedAfter reports whether a change ended after a time.
func endedAfter(entries []journal.Entry, at time.Time) bool {
	return slices.ContainsFunc(entries, func(e journal.Entry) bool { return e.Ended.After(at) })
}

func (s *historyScreen) setSize(w, h int) {
	s.w, s.h = w, h
	s.layout = layoutFor(w, h)
	s.filter.setWidth(w)
	s.move(0)
}

// toNewest puts the cursor on the newest change, also on one that is yet to come.
func (s *historyScreen) toNewest() { s.shown, s.pos, s.top = nil, 0, 0 }

// setHistory shows a newer history. The cursor stays on its change.
func (s *historyScreen) setHistory(h *journal.History, err error) {
	at := s.selected().ID
	s.err = err
	if err == nil {
		s.all, s.words = h, map[string]string{}
	}
	s.applyFilter()
	for i, e := range s.shown {
		if e.ID == at && at != "" {
			s.pos = i
		}
	}
	s.move(0)
}

func (s *historyScreen) applyFilter() {
	if s.all == nil {
		return
	}
	s.shown = append(s.shown[:0], s.all.Filter(s.filter.value())...)
	slices.Reverse(s.shown)
	s.move(0)
}

func (s *historyScreen) selected() journal.Entry {
	if s.pos < len(s.shown) {
		return s.shown[s.pos]
	}
	return journal.Entry{}
}

func (s *historyScreen) move(by int) {
	s.pos = clamp(s.pos+by, 0, len(s.shown)-1)
	if by != 0 {
		s.scroll = 0
	}
	s.top = scrollTo(s.top, s.pos, s.visibleRows(), len(s.shown))
	for _, e := range s.shown[s.top:min(s.top+s.visibleRows(), len(s.shown))] {
		if _, known := s.words[e.ID]; !known {
			s.words[e.ID] = Describe(&e)
		}
	}
}

// visibleRows excludes the heads of the columns and the count.
func (s *historyScreen) visibleRows() int {
	if s.layout == below {
		return max(s.h/2-1, 1)
	}
	return max(s.h-1, 1)
}

func (s *historyScreen) actions() actions {
	switch {
	case s.filter.typing:
		return s.filter.actions(s.keys.Filter, s.clearFilter, s.move)
	case s.inDetail:
		return append(s.undoActions(), s.detailActions()...)
	}
	return append(s.undoActions(), s.listActions()...)
}

func (s *historyScreen) listActions() actions {
	k := s.keys.List
	enter := does(func() { s.inDetail = len(s.shown) > 0 })
	return append(k.move().actions(s.visibleRows(), s.move), actions{
		{key: k.Open, run: enter},
		{key: k.NextPane, run: enter},
		{key: k.Filter, run: does(s.filter.start), short: true},
		{key: k.Back, run: s.back},
	}...)
}

func (s *historyScreen) detailActions() actions {
	k := s.keys.Detail
	leave := does(func() { s.inDetail = false })
	as := k.move().actions(s.h/2, s.scrollBy)
	as[2], as[3], as[4], as[5] = as[4], as[5], as[2], as[3] // the help of this pane lists the page keys first
	return append(as, actions{
		{key: k.NextPane, run: leave},
		{key: k.Back, run: leave, short: true},
	}...)
}

// undoActions undo the selected change, or all changes since.
func (s *historyScreen) undoActions() actions {
	e := s.selected()
	none := s.locked
	switch {
	case none != "":
	case e.ID == "":
		none = s.noChange()
	case e.Op == journal.OpAPI:
		none = "rcfwd api sent this, and what would undo it is not known"
	case !e.Resolved():
		none = "the result of this change is not known yet"
	case !e.Effective():
		none = "this changed nothing, so there is nothing to undo"
	case e.Undone:
		none = "this is already undone"
	}
	k := s.keys.History
	return actions{
		{key: k.TakeBack, blocked: none, run: returns(undo{[]journal.Entry{e}}), short: true},
		{key: k.TakeBackAll, blocked: cmp.Or(s.locked, s.noneSince(&e)), run: func() intent { return undo{s.all.SinceEntry(e.ID)} }, short: true},
	}
}

// noChange returns the reason why no change is selected.
func (s *historyScreen) noChange() string {
	switch {
	case s.err != nil:
		return "the history cannot be read"
	case s.all == nil:
		return "still loading the history"
	}
	return "no change is selected"
}

func (s *historyScreen) noneSince(e *journal.Entry) string {
	if e.ID == "" {
		return s.noChange()
	}
	if s.all == nil || len(s.all.SinceEntry(e.ID)) == 0 {
		return "this change and all later ones are already undone"
	}
	return ""
}

func (s *historyScreen) back() intent {
	if s.filter.value() == "" {
		return goBack{}
	}
	s.clearFilter()
	return nil
}

func (s *historyScreen) clearFilter() {
	s.filter.clear()
	s.applyFilter()
}

func (s *historyScreen) textInput() *textinput.Model { return s.filter.textInput() }

func (s *historyScreen) typed(msg tea.Msg) {
	if s.filter.typed(msg) {
		s.applyFilter()
	}
}

func (s *historyScreen) scrollBy(by int) {
	s.scroll = clamp(s.scroll+by, 0, len(s.detailLines(s.detailWidth()))-1)
}
