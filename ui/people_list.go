package ui

import (
	"slices"
	"time"

	people "rcfwd/api/filter"
)

// peopleList is the rows of the list of people, with a cursor, marks, an order and a
// filter. There may be 50,000 rows, so rows are only added, and what selects and sorts them
// are indices.
type peopleList struct {
	rows   []person
	byID   map[string]int32 // indices of rows
	sorted []int32          // indices of rows, sorted once, so that typing a filter sorts nothing
	shown  []int32          // those of sorted that match the filter

	order    personOrder
	reversed bool

	query   people.Filter
	text    string // of the filter
	problem string // why the filter that is typed cannot be read; the one before it holds

	marked  int // how many rows are
	pos     int // the row under the cursor, in shown
	top     int
	height  int
	longest [personColumnCount]int // widths of the longest cells

	peopleCounts
}

// peopleCounts is what the head says about all rows.
type peopleCounts struct {
	seen, read     int    // how many were read, and without a gap
	outside, risky int    // how many forward outside, and to something risky
	oldestAt       uint32 // when the oldest reading was, as in forwards.readAt
}

// count adds a row, or with by -1 takes it out.
func (c *peopleCounts) count(p *person, by int) {
	if p.readAt != 0 {
		c.seen += by
	}
	if p.isRead() {
		c.read += by
	}
	if p.isOutside() {
		c.outside += by
	}
	if p.isRisky() {
		c.risky += by
	}
}

func newPeopleList() peopleList {
	return peopleList{byID: map[string]int32{}}
}

func (l *peopleList) setHeight(h int) {
	l.height = h
	l.top = scrollTo(l.top, l.pos, h, len(l.shown))
}

// add adds rows, or replaces those of the same extensions.
func (l *peopleList) add(rows []person) {
	at := l.selectedRow()
	for _, p := range rows {
		i, is := l.byID[p.id]
		if is {
			l.replace(i, p)
			continue
		}
		i = int32(len(l.rows))
		l.rows, l.byID[p.id] = append(l.rows, p), i
		l.sorted = append(l.sorted, i)
		l.count(&l.rows[i], 1)
		l.measure(&l.rows[i])
	}
	l.findOldest()
	l.sort(at)
}

func (l *peopleList) findOldest() {
	l.oldestAt = 0
	for i := range l.rows {
		if at := l.rows[i].readAt; at != 0 && (l.oldestAt == 0 || at < l.oldestAt) {
			l.oldestAt = at
		}
	}
}

// replace replaces a row. What was read of it stays where the new one is only listed.
func (l *peopleList) replace(i int32, p person) {
	was := &l.rows[i]
	p.mark = was.mark
	if p.readAt == 0 {
		p.forwards = was.forwards
	}
	l.count(was, -1)
	*was = p
	l.count(was, 1)
	l.measure(was)
}

// sort sorts the rows again. The cursor stays on row at.
func (l *peopleList) sort(at int32) {
	slices.SortFunc(l.sorted, func(a, b int32) int {
		c := comparePeople(l.order, &l.rows[a], &l.rows[b])
		if c == 0 {
			c = int(a - b)
		}
		if l.reversed {
			return -c
		}
		return c
	})
	l.applyFilter(at)
}

// setFilter shows the rows that a filter selects. One that cannot be read changes nothing.
func (l *peopleList) setFilter(text string) {
	query, err := people.Parse(text, time.Now())
	if err != nil {
		l.problem = err.Error()
		return
	}
	l.query, l.text, l.problem = query, text, ""
	l.applyFilter(l.selectedRow())
}

// applyFilter filters the rows again. The cursor stays on row at, or in its place when that
// is not shown.
func (l *peopleList) applyFilter(at int32) {
	l.shown = l.shown[:0]
	var row people.Row
	needs := needsOf(&l.query)
	for _, i := range l.sorted {
		l.rows[i].fill(&row, needs)
		if l.text == "" || l.query.Matches(&row) {
			l.shown = append(l.shown, i)
		}
	}
	if i := slices.Index(l.shown, at); i >= 0 {
		l.pos = i
	}
	l.move(0)
}

// selectedRow is the index of the row under the cursor; -1 for none.
func (l *peopleList) selectedRow() int32 {
	if l.pos < len(l.shown) {
		return l.shown[l.pos]
	}
	return -1
}

// selected returns the row under the cursor; nil for none.
func (l *peopleList) selected() *person {
	if i := l.selectedRow(); i >= 0 {
		return &l.rows[i]
	}
	return nil
}

func (l *peopleList) move(by int) {
	l.pos = clamp(l.pos+by, 0, len(l.shown)-1)
	l.top = scrollTo(l.top, l.pos, l.height, len(l.shown))
}

// visible are the indices of the rows on the screen.
func (l *peopleList) visible() []int32 {
	return l.shown[l.top:min(l.top+l.height, len(l.shown))]
}

func (l *peopleList) sortNext() {
	l.order, l.reversed = (l.order+1)%personColumnCount, false
	l.sort(l.selectedRow())
}

func (l *peopleList) reverse() {
	l.reversed = !l.reversed
	l.sort(l.selectedRow())
}

func (l *peopleList) toggleMark() {
	if p := l.selected(); p != nil {
		l.setMark(p, !p.mark)
		l.move(1)
	}
}

// toggleAll marks all rows that are shown, or none when all are marked.
func (l *peopleList) toggleAll() {
	on := slices.ContainsFunc(l.shown, func(i int32) bool { return !l.rows[i].mark })
	for _, i := range l.shown {
		l.setMark(&l.rows[i], on)
	}
}

// chosen are the marked rows, or the selected one where none is marked.
func (l *peopleList) chosen() (rows []person) {
	for i := range l.rows {
		if l.rows[i].mark {
			rows = append(rows, l.rows[i])
		}
	}
	if p := l.selected(); p != nil && len(rows) == 0 {
		return []person{*p}
	}
	return rows
}

func (l *peopleList) clearMarks() {
	for i := range l.rows {
		l.setMark(&l.rows[i], false)
	}
}

func (l *peopleList) setMark(p *person, on bool) {
	switch {
	case on && !p.mark:
		l.marked++
	case !on && p.mark:
		l.marked--
	}
	p.mark = on
}
