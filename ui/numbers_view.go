package ui

import "rcfwd/api"

// view draws the screen in s.h lines of at most s.w cells.
func (s *numbersScreen) view() []string {
	if s.state.title != "" {
		return block(emptyStateLines(s.state, s.st, s.w), s.h)
	}
	switch s.layout {
	case single:
		if s.inDetail {
			return block(s.detail.view(true), s.h)
		}
		return s.listIn(s.w, s.h)
	case below:
		lines := s.listIn(s.w, s.list.h)
		return append(lines, block(s.detail.view(s.inDetail), s.detail.h)...)
	}
	left := s.listLines(s.list.w)
	if unread := unreadWords(s.facts.snapshot.UnreadNumbers); unread != "" {
		left = append(left, s.st.doubt.Render(truncate(unread, s.list.w)))
	}
	left = append(left, s.belowList(s.list.w, s.h-len(left))...)
	return sideBySide(block(left, s.h), s.list.w, block(s.detail.view(s.inDetail), s.h), s.st)
}

// unreadWords say what of a list could not be read; empty when all of it was.
func unreadWords(unread []api.Unread) string {
	if len(unread) == 0 {
		return ""
	}
	return "could not be read: " + api.UnreadWords(unread)
}

// listIn draws the list in h lines, the last of which is what could not be read.
func (s *numbersScreen) listIn(w, h int) []string {
	unread := unreadWords(s.facts.snapshot.UnreadNumbers)
	if unread == "" {
		return block(s.listLines(w), h)
	}
	return append(block(s.listLines(w), h-1), s.st.doubt.Render(truncate(unread, w)))
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
	text := "No forwarding numbers yet. " + k.List.Add.Help().Key + " adds the first."
	switch {
	case len(s.list.rows) == 0 && len(s.facts.snapshot.UnreadNumbers) > 0:
		text = "No forwarding number could be read."
	case len(s.list.rows) > 0:
		text = "Nothing matches " + s.list.filter.value() + ". " + k.Filter.Clear.Help().Key + " clears the filter."
	case s.readOnly != "":
		text = "No forwarding numbers, and none can be added here: " + sentence(s.readOnly)
	}
	return indent(wrap(text, w-2*markWidth), markWidth)
}

func (s *numbersScreen) status() (filter string, counts []string) {
	if s.state.title != "" {
		return "", nil
	}
	counts = s.list.counts()
	if s.reading {
		for i := range counts {
			counts[i] += ", reading"
		}
		return s.list.filter.text(s.st), counts
	}
	handling := " " + between + " " + s.facts.handlingWords()
	asRead := counts[0] + " " + between + " read " + s.facts.clockTime(s.facts.snapshot.At)
	return s.list.filter.text(s.st), []string{asRead + handling, counts[1] + handling, counts[1]}
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
