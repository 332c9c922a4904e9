package ui

import (
	"cmp"
	"context"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/journal"
)

// historyScreen is screen 5: every change made from here, the newest first, and
// what each of them changed.
type historyScreen struct {
	keys   KeyMap
	st     *styles
	filter filter

	all      *journal.History
	shown    []journal.Entry // those that pass the filter, the newest first
	pos      int
	top      int
	inDetail bool   // the detail has the focus
	scroll   int    // first line of the detail that is shown
	locked   string // why nothing can be taken back
	err      error

	w, h   int
	layout layout
}

func newHistoryScreen(keys KeyMap, st *styles) *historyScreen {
	return &historyScreen{keys: keys, st: st, filter: newFilter(keys, st)}
}

type historyLoadedMsg answer[*journal.History]

func readHistory(ctx context.Context, desk Editor, t ticket) tea.Cmd {
	return read[historyLoadedMsg](ctx, t, func(context.Context) (*journal.History, error) { return desk.History() })
}

func (m *Model) loadHistory() tea.Cmd {
	if m.conn.editor == nil {
		return nil
	}
	ctx, t := m.reads.history.begin(m.conn.ctx)
	return readHistory(ctx, m.conn.editor, t)
}

// reloadHistory reads the history again while it is on the screen.
func (m *Model) reloadHistory() tea.Cmd {
	if m.screens.open != onHistory {
		return nil
	}
	return m.loadHistory()
}

func (m *Model) historyLoaded(msg historyLoadedMsg) tea.Cmd {
	if m.reads.history.accept(msg.ticket) {
		m.screens.history.setHistory(msg.value, msg.err)
	}
	return nil
}

func (s *historyScreen) setSize(w, h int) {
	s.w, s.h = w, h
	s.layout = layoutFor(w, h)
	s.filter.setWidth(s.listWidth())
	s.move(0)
}

// setHistory shows a newer history; the cursor stays on its change.
func (s *historyScreen) setHistory(h *journal.History, err error) {
	at := s.selected().ID
	s.err = err
	if err == nil {
		s.all = h
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
	entries := s.all.Filter(s.filter.value())
	s.shown = s.shown[:0]
	for i := len(entries) - 1; i >= 0; i-- {
		s.shown = append(s.shown, entries[i])
	}
	s.move(0)
}

func (s *historyScreen) selected() journal.Entry {
	if s.pos < len(s.shown) {
		return s.shown[s.pos]
	}
	return journal.Entry{}
}

func (s *historyScreen) move(by int) {
	s.pos = max(min(s.pos+by, len(s.shown)-1), 0)
	if by != 0 {
		s.scroll = 0
	}
	s.top = scrollTo(s.top, s.pos, s.visibleRows(), len(s.shown))
}

// visibleRows leaves lines to the heads and the count.
func (s *historyScreen) visibleRows() int {
	if s.layout == below {
		return max(s.h/2-2, 1)
	}
	return max(s.h-2, 1)
}

func (s *historyScreen) actions() actions {
	if s.filter.typing {
		k := s.keys.Filter
		return actions{
			{key: k.Keep, run: does(s.filter.keep), short: true},
			{key: k.Clear, run: does(s.clearFilter), short: true},
			{key: k.Up, run: does(func() { s.move(-1) })},
			{key: k.Down, run: does(func() { s.move(1) })},
		}
	}
	if s.inDetail {
		k := s.keys.Detail
		scroll := func(by int) func() intent { return does(func() { s.scrollBy(by) }) }
		return append(s.undoActions(), actions{
			{key: k.Up, run: scroll(-1)}, {key: k.Down, run: scroll(1)},
			{key: k.PageUp, run: scroll(-s.h / 2)}, {key: k.PageDown, run: scroll(s.h / 2)},
			{key: k.First, run: scroll(-1 << 20)}, {key: k.Last, run: scroll(1 << 20)},
			{key: k.NextPane, run: does(func() { s.inDetail = false })},
			{key: k.Back, run: does(func() { s.inDetail = false }), short: true},
		}...)
	}
	k := s.keys.List
	move := func(by int) func() intent { return does(func() { s.move(by) }) }
	return append(s.undoActions(), actions{
		{key: k.Up, run: move(-1)}, {key: k.Down, run: move(1)},
		{key: k.First, run: move(-len(s.shown))}, {key: k.Last, run: move(len(s.shown))},
		{key: k.PageUp, run: move(-s.visibleRows())}, {key: k.PageDown, run: move(s.visibleRows())},
		{key: k.Open, run: does(func() { s.inDetail = len(s.shown) > 0 })},
		{key: k.NextPane, run: does(func() { s.inDetail = len(s.shown) > 0 })},
		{key: k.Filter, run: does(s.filter.start), short: true},
		{key: k.Back, run: s.back},
	}...)
}

// undoActions take back what is selected.
func (s *historyScreen) undoActions() actions {
	e := s.selected()
	none := s.locked
	switch {
	case none != "":
	case e.ID == "":
		none = "no change is selected"
	case !e.Resolved():
		none = "what became of this is not known yet"
	case !e.Effective():
		none = "this changed nothing, so there is nothing to take back"
	case e.Undone:
		none = "this is taken back already"
	}
	k := s.keys.History
	return actions{
		{key: k.TakeBack, blocked: none, run: func() intent { return undo{[]journal.Entry{e}} }, short: true},
		{key: k.TakeBackAll, blocked: cmp.Or(s.locked, s.noneSince(e)), run: func() intent { return undo{s.all.SinceEntry(e.ID)} }, short: true},
	}
}

func (s *historyScreen) noneSince(e journal.Entry) string {
	if e.ID == "" || s.all == nil || len(s.all.SinceEntry(e.ID)) == 0 {
		return "nothing of this and what came after it is left to take back"
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

func (s *historyScreen) typed(msg tea.Msg) {
	if s.filter.typing && s.filter.typed(msg) {
		s.applyFilter()
	}
}

func (s *historyScreen) scrollBy(by int) {
	s.scroll = max(min(s.scroll+by, len(s.detailLines(s.detailWidth()))-1), 0)
}
