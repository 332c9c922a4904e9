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
	remarks := s.remarks()
	return append(block(lines, s.h-len(remarks)), remarks...)
}

func (s *peopleScreen) line(p *person, cols personColumns, at selection) string {
	mark, style := "", s.st.on
	if p.mark {
		mark = "*"
	}
	if !p.isEnabled() {
		style = s.st.off
	}
	text := cols.line(s.cells(p))
	parts := s.st.matches(text, s.filter.kept(), at)
	if from := strings.LastIndex(text, riskMark+" "); p.isRisky() && from >= 0 && at == elsewhere && len(parts) == 0 {
		end, _, _ := strings.Cut(text[from:], "  ")
		parts = []span{{from, from + len(end), s.st.risk}}
	}
	return s.st.row(mark, text, style, s.w, at, parts...)
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
	forms := s.counts()
	how := s.sweeping
	if how == "" && s.reading {
		how = "reading"
	}
	if how != "" {
		for i := range forms {
			forms[i] = how + ", " + forms[i]
		}
		forms = append(forms, how)
	}
	return s.filter.text(s.st), forms
}

// counts say how many extensions there are and were read, how many forward outside and to
// something risky, and how old the oldest reading is, the longest form first.
func (s *peopleScreen) counts() []string {
	l, long := &s.people, s.count()
	order := ", by " + personOrderNames[l.order]
	if l.seen == 0 {
		return []string{long + order, long}
	}
	found := itoa(l.outside) + " outside, " + itoa(l.risky) + " risky"
	if l.text != "" {
		return []string{long + ", " + itoa(l.read) + " read, " + found, long + ", " + found, long}
	}
	age := ", oldest " + ageWords(l.oldestAt, s.facts.at)
	read := itoa(l.read) + " of " + itoa(len(l.rows)) + " read, "
	return []string{long + ", " + itoa(l.read) + " read, " + found + age + order, read + found + age, read + found, found, long}
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
