package ui

import "rcfwd/api"

// view draws the screen in s.h lines of at most s.w cells.
func (s *numbersScreen) view() []string {
	if s.state.title != "" {
		return block(emptyStateLines(s.state, s.st, s.w), s.h)
	}
	switch {
	case s.layout == single && s.inDetail:
		return block(s.detail.view(true), s.h)
	case s.layout == single:
		return s.listAndFoot(s.h)
	case s.layout == below:
		lines := block(s.listLines(s.w), s.list.h)
		lines = append(lines, s.foot(s.w))
		lines = append(lines, s.st.rule(s.w))
		return append(lines, block(s.detail.view(s.inDetail), s.detail.h)...)
	}
	return sideBySide(s.listAndFoot(s.h), s.list.w, block(s.detail.view(s.inDetail), s.h), s.st)
}

func (s *numbersScreen) listAndFoot(h int) []string {
	return append(block(s.listLines(s.list.w), h-1), s.foot(s.list.w))
}

// listLines draws the list, and below its heads, when no row is shown, the reason.
func (s *numbersScreen) listLines(w int) []string {
	lines := s.list.view(!s.inDetail)
	if len(s.list.shown) == 0 {
		lines = append(append(lines, ""), s.emptyLines(w)...)
	}
	return lines
}

// emptyLines explain why the list is empty, and what to do.
func (s *numbersScreen) emptyLines(w int) []string {
	k := s.keys
	text := "There are no forwarding numbers yet. " + k.List.Add.Help().Key + " adds the first."
	switch {
	case len(s.list.rows) == 0 && len(s.facts.snapshot.UnreadNumbers) > 0:
		text = "No forwarding number could be read."
	case len(s.list.rows) > 0:
		text = "Nothing matches " + s.list.filter.value() + ". " + k.Filter.Clear.Help().Key + " clears the filter."
	case s.readOnly != "":
		text = "There are no forwarding numbers, and none can be added here: " + sentence(s.readOnly)
	}
	return indent(wrap(text, w-2*markWidth), markWidth)
}

// foot is the line below the list.
func (s *numbersScreen) foot(w int) string {
	count := s.list.count()
	if unread := s.facts.snapshot.UnreadNumbers; len(unread) > 0 && !s.list.filter.typing {
		count = api.Plural(len(s.list.rows), "number") + ", could not be read: " + api.UnreadWords(unread)
	}
	if words := s.facts.handlingWords(); words != "" && !s.list.filter.typing {
		count += ", " + words
	}
	if s.reading {
		count += ", reading"
	}
	return s.list.filter.line(count, s.st, w)
}

// emptyStateLines explain a screen without a list.
func emptyStateLines(state emptyState, st *styles, w int) []string {
	title := st.title
	if state.failed {
		title = st.danger
	}
	lines := append([]string{""}, title.wrap(state.title, w-2*markWidth)...)
	lines = append(append(lines, ""), wrap(state.text, min(w-2*markWidth, 76))...)
	return indent(lines, markWidth)
}
