package ui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// list shows numbers, with a cursor, marks, an order and a filter. Only the
// visible rows are drawn, however many there are.
type list struct {
	keys   ListKeys
	filter filter
	st     *styles

	rows     []row
	sorted   []int // indices of rows, sorted once, so that typing a filter sorts nothing
	shown    []int // those of sorted that match the filter
	order    order
	reversed bool // the order is turned round
	marks    map[string]bool
	busy     map[string]bool // ids with a write in flight

	selectedID string // id of the selected number, so that a reload keeps the cursor on it
	lost       *row   // the number that was under the cursor until it went
	pos        int    // its index in shown
	top        int

	size
	longest columns // the widths of the longest cells of rows
	cols    columns
}

func newList(keys KeyMap, st *styles) *list {
	return &list{
		keys:   keys.List,
		filter: newFilter(keys, st),
		st:     st,
		marks:  map[string]bool{},
		busy:   map[string]bool{},
	}
}

func (l *list) setRows(rows []row) {
	l.remapIDs(rows)
	l.noteLost(rows)
	l.rows, l.longest = rows, longestCells(rows)
	for id := range l.marks {
		if !slices.ContainsFunc(rows, func(r row) bool { return r.number.ID == id }) {
			delete(l.marks, id)
		}
	}
	l.sort()
}

// remapIDs keeps the cursor and the marks on numbers whose id has changed. On
// new call handling it changes when a number joins or leaves the flip list.
func (l *list) remapIDs(rows []row) {
	for _, was := range l.rows {
		id := was.number.ID
		if id != l.selectedID && !l.marks[id] || slices.ContainsFunc(rows, func(r row) bool { return r.number.ID == id }) {
			continue
		}
		i := slices.IndexFunc(rows, func(r row) bool { return r.isSame(&was) })
		if i < 0 {
			continue
		}
		now := rows[i].number.ID
		if id == l.selectedID {
			l.selectedID = now
		}
		if l.marks[id] {
			l.marks[now] = true
		}
	}
}

// noteLost keeps the number under the cursor when it is not among rows any more, and
// puts the cursor on it when it comes back before the cursor was moved. A number that
// was removed and restored has another id.
func (l *list) noteLost(rows []row) {
	has := func(is func(row) bool) int { return slices.IndexFunc(rows, is) }
	if l.lost != nil {
		if i := has(l.lost.isRestored); i >= 0 {
			l.selectedID, l.lost = rows[i].number.ID, nil
			return
		}
	}
	selected := func(r row) bool { return r.number.ID == l.selectedID }
	if i := slices.IndexFunc(l.rows, selected); i >= 0 && has(selected) < 0 {
		l.lost = &l.rows[i]
	}
}

// sort sorts the rows again.
func (l *list) sort() {
	l.sorted = l.sorted[:0]
	for i := range l.rows {
		l.sorted = append(l.sorted, i)
	}
	slices.SortStableFunc(l.sorted, func(a, b int) int { return l.order.compare(&l.rows[a], &l.rows[b]) })
	if l.reversed {
		slices.Reverse(l.sorted)
	}
	l.applyFilter()
}

func (l *list) setSize(w, h int) {
	l.w, l.h = w, h
	l.cols = columnsFor(w, l.longest)
	l.top = scrollTo(l.top, l.pos, l.visibleRows(), len(l.shown))
}

// visibleRows excludes the heads of the columns.
func (l *list) visibleRows() int { return max(l.h-1, 1) }

// applyFilter filters the rows again and keeps the cursor on its number, or in
// its place when that number is gone.
func (l *list) applyFilter() {
	words := strings.Fields(strings.ToLower(l.filter.value()))
	l.shown = l.shown[:0]
	for _, i := range l.sorted {
		if l.rows[i].matches(words) {
			l.shown = append(l.shown, i)
		}
	}
	if i := slices.IndexFunc(l.shown, func(i int) bool { return l.rows[i].number.ID == l.selectedID }); i >= 0 {
		l.pos = i
	}
	l.moveTo(l.pos)
}

// move moves the cursor for the user.
func (l *list) move(by int) {
	l.lost = nil
	l.moveTo(l.pos + by)
}

func (l *list) moveTo(pos int) {
	l.pos = clamp(pos, 0, len(l.shown)-1)
	l.top = scrollTo(l.top, l.pos, l.visibleRows(), len(l.shown))
	if n, ok := l.selected(); ok {
		l.selectedID = n.ID
	}
}

// selectID puts the cursor on a number, now or once it is read.
func (l *list) selectID(id string) {
	l.selectedID, l.lost = id, nil
	l.applyFilter()
}

func (l *list) selected() (api.Number, bool) {
	if len(l.shown) == 0 {
		return api.Number{}, false
	}
	return *l.rows[l.shown[l.pos]].number, true
}

// chosen are the ids of the marked numbers in the order of the list, or that of
// the selected number when none is marked. It is not inlined: its copies would make the program
// larger.
//
//go:noinline
func (l *list) chosen() []string {
	if n, ok := l.selected(); ok && len(l.marks) == 0 {
		return []string{n.ID}
	}
	var ids []string
	for _, r := range l.rows {
		if l.marks[r.number.ID] {
			ids = append(ids, r.number.ID)
		}
	}
	return ids
}

func (l *list) clearMarks() { clear(l.marks) }

func (l *list) toggleMark() {
	if n, ok := l.selected(); ok {
		l.mark(n.ID, !l.marks[n.ID])
		l.move(1)
	}
}

// toggleAll marks all shown numbers, or none when all are marked.
func (l *list) toggleAll() {
	all := !slices.ContainsFunc(l.shown, func(i int) bool { return !l.marks[l.rows[i].number.ID] })
	for _, i := range l.shown {
		l.mark(l.rows[i].number.ID, !all)
	}
}

func (l *list) mark(id string, on bool) {
	if on {
		l.marks[id] = true
	} else {
		delete(l.marks, id)
	}
}

func (l *list) sortNext() {
	l.order, l.reversed = (l.order+1)%orderCount, false
	l.sort()
}

func (l *list) reverse() {
	l.reversed = !l.reversed
	l.sort()
}

func (l *list) clearFilter() {
	l.filter.clear()
	l.applyFilter()
}

// typed passes a key or a paste to the filter.
func (l *list) typed(msg tea.Msg) {
	if l.filter.typed(msg) {
		l.applyFilter()
	}
}

func (l *list) view(focused bool) []string {
	lines := []string{l.st.heading.Render(spaces(markWidth) + l.cols.line(l.heads()))}
	for i := l.top; i < min(l.top+l.visibleRows(), len(l.shown)); i++ {
		lines = append(lines, l.line(&l.rows[l.shown[i]], selectedIf(i == l.pos, focused)))
	}
	return lines
}

// heads are the heads of the columns, with an arrow at the one that the list is sorted
// by.
func (l *list) heads() [columnCount]string {
	heads := columnHeads
	if c, ok := l.order.column(); ok {
		heads[c] += ascending
		if l.reversed {
			heads[c] = columnHeads[c] + descending
		}
	}
	return heads
}

// counts say how many numbers there are and how many are marked, and in which order
// they are, the longest form first. An order of RingCentral's has no column that shows it.
func (l *list) counts() []string {
	short := api.Plural(len(l.rows), "number")
	if l.filter.value() != "" {
		short = itoa(len(l.shown)) + " of " + short
	}
	if n := len(l.marks); n > 0 {
		short += ", " + itoa(n) + " marked"
	}
	if l.filter.value() != "" {
		return []string{short, short}
	}
	return []string{short + ", by " + orderNames[l.order], short}
}
