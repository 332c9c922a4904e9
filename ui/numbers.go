package ui

import (
	"cmp"
	"strconv"
	"strings"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// numbersScreen is screen 1: the list of forwarding and flip numbers, and the
// detail of the selected one beside it, below it, or instead of it.
type numbersScreen struct {
	keys   KeyMap
	st     *styles
	list   *list
	detail *detail
	facts  facts

	inDetail bool   // the detail has the focus
	readOnly string // why nothing may be changed; empty when it may
	noEditor string // why nothing can be changed now
	state    emptyState
	reading  bool // a newer list is being read

	size
	layout layout
}

// emptyState is what a screen shows without a list.
type emptyState struct {
	title, text string
	why         string // the reason in a clause, for keys and for other screens
	failed      bool
}

func newNumbersScreen(keys KeyMap, st *styles) *numbersScreen {
	return &numbersScreen{keys: keys, st: st, list: newList(keys, st), detail: &detail{st: st}}
}

// layout is how list and detail share the screen.
type layout int

const (
	beside layout = iota // wide: detail to the right of the list; for numbers only while all rows are visible
	below                // 80x24: detail below the list
	single               // narrow: one at a time
)

// Sizes at which the layout changes. A detail needs some ten lines to be
// useful, and 38 cells for an address to be readable.
const (
	besideWidth = 120
	belowWidth  = 56
	belowHeight = 16
)

func layoutFor(w, h int) layout {
	switch {
	case w >= besideWidth:
		return beside
	case w >= belowWidth && h >= belowHeight:
		return below
	}
	return single
}

func (s *numbersScreen) setSize(w, h int) {
	s.w, s.h = w, h
	s.list.filter.setWidth(w)
	s.layout = layoutFor(w, h)
	if s.layout == beside && h >= belowHeight && len(s.list.rows) > h-1 {
		s.layout = below // beside the detail, which does not scroll, every scrolled row would be written again
	}
	switch s.layout {
	case beside:
		left := min(w*2/3, max(columnsFor(w, s.list.longest).total(), besideWidth/2))
		s.list.setSize(left, h)
		s.detail.setSize(w-left-3, h)
	case below:
		top := max(min(len(s.list.rows)+1, h-9), h/2-1, 4)
		s.list.setSize(w, top)
		s.detail.setSize(w, h-top)
	case single:
		s.list.setSize(w, h)
		s.detail.setSize(w, h)
	}
	s.showSelected()
}

// setFacts updates the screen with what was read.
func (s *numbersScreen) setFacts(fs *facts) {
	shown := s.facts
	s.facts = *fs
	if !fs.sameRows(&shown) {
		rows := make([]row, 0, len(fs.snapshot.Numbers))
		for i := range fs.snapshot.Numbers {
			rows = append(rows, newRow(&fs.snapshot.Numbers[i], fs))
		}
		s.list.setRows(rows)
	}
	s.setSize(s.w, s.h)
}

// sameRows reports whether the list shows the same of fs as of shown. Lists are
// replaced, never changed.
func (fs *facts) sameRows(shown *facts) bool {
	in, _ := fs.now()
	was, _ := shown.now()
	return fs.region == shown.region && in.ID == was.ID && isSameList(fs.snapshot.Numbers, shown.snapshot.Numbers) && isSameList(fs.rules, shown.rules)
}

// isSameList reports whether a and b are the same list in memory.
func isSameList[T any](a, b []T) bool {
	return (a == nil) == (b == nil) && len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0])
}

// showSelected shows the selected number in the detail.
func (s *numbersScreen) showSelected() {
	if n, ok := s.list.selected(); ok {
		s.detail.setNumber(&n, &s.facts, s.inDetail)
		return
	}
	s.detail.clear()
	s.inDetail = false
}

func (s *numbersScreen) actions() actions {
	switch {
	case s.list.filter.typing:
		return s.list.filter.actions(s.keys.Filter, s.clearFilter, s.move)
	case s.inDetail:
		return append(s.numberActions(), s.detailActions()...)
	}
	return append(s.numberActions(), s.listActions()...)
}

// does is like the function does, and then shows the selected number in the
// detail.
func (s *numbersScreen) does(f func()) func() intent {
	return does(func() {
		f()
		s.showSelected()
	})
}

func (s *numbersScreen) move(by int) {
	s.list.move(by)
	s.showSelected()
}

func (s *numbersScreen) listActions() actions {
	k, l := s.keys.List, s.list
	_, none := s.selected()
	unread := s.noList()
	enter := s.does(func() { s.inDetail = true })
	return append(k.move().actions(l.visibleRows(), s.move), actions{
		{key: k.Open, blocked: none, run: enter},
		{key: k.NextPane, blocked: none, run: enter},
		{key: k.Filter, blocked: unread, run: s.does(l.filter.start), short: true},
		{key: k.Sort, blocked: unread, run: s.does(l.sortNext)},
		{key: k.SortReverse, blocked: unread, run: s.does(l.reverse)},
		{key: k.Mark, blocked: none, run: s.does(l.toggleMark)},
		{key: k.MarkAll, blocked: none, run: s.does(l.toggleAll)},
		{key: k.Back, run: s.back},
	}...)
}

// back clears the marks, then the filter.
func (s *numbersScreen) back() intent {
	switch {
	case len(s.list.marks) > 0:
		s.list.clearMarks()
	case s.list.filter.value() != "":
		s.list.clearFilter()
	default:
		return goBack{}
	}
	s.showSelected()
	return nil
}

func (s *numbersScreen) clearFilter() {
	s.list.clearFilter()
	s.showSelected()
}

func (s *numbersScreen) detailActions() actions {
	k, d := s.keys.Detail, s.detail
	leave := s.does(func() { s.inDetail = false })
	return append(k.move().actions(d.h-1, d.scroll), actions{
		{key: k.NextPane, run: leave},
		{key: k.Back, run: leave, short: true},
	}...)
}

// noList returns the reason why there is no list to work with.
func (s *numbersScreen) noList() string { return s.state.why }

// selected returns the number under the cursor, or the reason why there is
// none. It is not inlined: its copies would make the program larger.
//
//go:noinline
func (s *numbersScreen) selected() (n api.Number, none string) {
	n, ok := s.list.selected()
	if !ok {
		return n, cmp.Or(s.noList(), "no number is selected")
	}
	return n, ""
}

// numberActions act on the selected number, from the list and from its detail.
func (s *numbersScreen) numberActions() actions {
	k := s.keys.List
	n, none := s.selected()
	locked := cmp.Or(s.readOnly, s.noEditor, none, s.busy(n.ID))
	return actions{
		{key: k.Add, blocked: cmp.Or(s.readOnly, s.noEditor, s.noList()), run: returns(askCreate{}), short: true},
		{key: k.Edit, blocked: locked, run: returns(askEdit{id: n.ID}), short: true},
		{key: k.Remove, blocked: cmp.Or(s.readOnly, s.noEditor, none, s.notRemovable()), run: func() intent { return askRemove{ids: s.list.chosen()} }, short: true},
		{key: k.Flip, blocked: cmp.Or(locked, s.noFlip()), run: returns(askFlip{id: n.ID}), short: true},
		{key: k.FlipUp, blocked: cmp.Or(locked, s.noFlip(), noDigit(&n, -1)), run: returns(moveFlip{n.ID, -1})},
		{key: k.FlipDown, blocked: cmp.Or(locked, s.noFlip(), noDigit(&n, 1)), run: returns(moveFlip{n.ID, 1})},
		{key: k.Copy, blocked: cmp.Or(none, noPhone(&n)), run: returns(copyText{what: n.Phone, text: n.Phone})},
		{key: k.CopyJSON, blocked: none, run: func() intent { return copyText{what: "the record of " + n.Label, text: n.JSON()} }},
	}
}

// notRemovable returns the reason why none of the chosen numbers can be
// removed.
func (s *numbersScreen) notRemovable() string {
	ids := s.list.chosen()
	for _, id := range ids {
		if why := s.busy(id); why != "" {
			return why
		}
	}
	if n, ok := s.list.selected(); ok && len(ids) == 1 && ids[0] == n.ID && n.Type == api.PhoneLine {
		return strings.TrimSuffix(api.LineStays(&n).Error(), ".")
	}
	return ""
}

func (s *numbersScreen) noFlip() string {
	if why := s.facts.lacks(api.FeatureEditCallFlip, "changing flip digits"); why != "" {
		return why + " (BIL-101)"
	}
	return ""
}

func noPhone(n *api.Number) string {
	if n.Phone == "" {
		return n.Label + " has no number to copy"
	}
	return ""
}

// noDigit returns the reason why a number cannot move by one digit in that
// direction.
func noDigit(n *api.Number, by int) string {
	switch d, err := strconv.Atoi(n.Flip); {
	case err != nil:
		return n.Label + " has no flip digit to move"
	case d+by < 1 || d+by > api.MaxFlipDigit:
		return n.Label + " has the last flip digit in this direction"
	}
	return ""
}

func (s *numbersScreen) busy(id string) string {
	if s.list.busy[id] {
		return "a change of this number is being sent; wait for its result"
	}
	return ""
}

// typed passes a key or a paste to the filter while it is typed.
func (s *numbersScreen) textInput() *textinput.Model { return s.list.filter.textInput() }

func (s *numbersScreen) typed(msg tea.Msg) {
	s.list.typed(msg)
	s.showSelected()
}
