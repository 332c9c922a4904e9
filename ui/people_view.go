package ui

import (
	"strings"

	"rcfwd/api"
)

// view draws the list in s.h lines of at most s.w cells.
func (s *peopleScreen) view() []string {
	if s.state.title != "" {
		return block(emptyStateLines(s.state, s.st, s.w), s.h)
	}
	cols := s.people.columns(s.w)
	lines := []string{s.st.heading.Render(spaces(markWidth) + cols.line(s.people.heads()))}
	for i, row := range s.people.visible() {
		lines = append(lines, s.line(&s.people.rows[row], cols, selectedIf(s.people.top+i == s.people.pos, true)))
	}
	if len(s.people.shown) == 0 {
		lines = append(append(lines, ""), indent(wrap(s.emptyText(), s.w-2*markWidth), markWidth)...)
	}
	if s.unread != "" {
		return append(block(lines, s.h-1), s.st.doubt.Render(truncate(s.unread, s.w)))
	}
	return block(lines, s.h)
}

func (s *peopleScreen) line(p *person, cols personColumns, at selection) string {
	mark, style := "", s.st.on
	if p.mark {
		mark = "*"
	}
	if p.status != "Enabled" {
		style = s.st.off
	}
	text := cols.line(p.cells())
	return s.st.row(mark, text, style, s.w, at, s.st.matches(text, s.filter.kept(), at)...)
}

func (s *peopleScreen) emptyText() string {
	switch {
	case s.people.problem != "":
		return sentence(s.people.problem)
	case len(s.people.rows) == 0:
		return "The account has no extensions."
	}
	return "Nothing matches " + s.filter.value() + ". " + s.keys.Filter.Clear.Help().Key + " clears the filter."
}

// status counts the extensions. A filter that cannot be read has its reason there.
func (s *peopleScreen) status() (filter string, counts []string) {
	if s.state.title != "" {
		return "", nil
	}
	if s.people.problem != "" {
		return s.filter.text(s.st), []string{s.people.problem, truncate(s.people.problem, s.w/2-8)}
	}
	short := s.count()
	long := short + ", by " + personOrderNames[s.people.order]
	if s.filter.value() != "" {
		long = short
	}
	if s.reading {
		long, short = long+", reading", short+", reading"
	}
	return s.filter.text(s.st), []string{long, short}
}

func (s *peopleScreen) count() string {
	count := api.Plural(len(s.people.rows), "extension")
	if s.people.text != "" {
		count = itoa(len(s.people.shown)) + " of " + count
	}
	if s.people.marked > 0 {
		count += ", " + itoa(s.people.marked) + " marked"
	}
	return count
}

// heads are the heads of the columns, with an arrow at the one that the list is sorted by.
func (l *peopleList) heads() [personColumnCount]string {
	heads := personHeads
	arrow := ascending
	if l.reversed {
		arrow = descending
	}
	heads[l.order.column()] += arrow
	return heads
}

// personColumns are the widths of the columns; 0 leaves one out.
type personColumns [personColumnCount]int

// columns divides w cells among the columns. Each is as wide as its longest text. Where
// there is no room, the type goes, then the name is cut.
func (l *peopleList) columns(w int) personColumns {
	var c personColumns
	for i, head := range personHeads {
		c[i] = max(l.longest[i], width(head+ascending)) + 2
	}
	if c.total() > w && w < narrowList {
		c[kindColumn] = 0
	}
	for _, i := range []personColumn{kindColumn, nameColumn} {
		if over := c.total() - w; over > 0 {
			c[i] = max(c[i]-over, min(c[i], 8))
		}
	}
	return c
}

func (c personColumns) total() int {
	total := markWidth
	for _, w := range c {
		total += w
	}
	return total
}

// line lays out the cells of a row, with a blank after each.
func (c personColumns) line(cells [personColumnCount]string) string {
	var b strings.Builder
	for i, w := range c {
		b.WriteString(cell(cells[i], w))
	}
	return b.String()
}
