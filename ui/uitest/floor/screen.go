package main

import "strings"

// screen is the Numbers screen as far as the measurements go: a list, the detail of
// the selected row, a filter.
type screen struct {
	total                          int
	head, server, clock, read, utc string

	w, h    int
	rows    []row
	longest [5]int // the widths of the longest texts of the columns
	shown   []int  // indexes of the rows that pass the filter
	pos     int    // of the cursor in shown
	top     int

	typing bool   // into the filter
	query  string // of the filter
}

// row is a number. The texts of its columns are made when it is drawn; key, which
// the filter searches, is made once.
type row struct {
	flip, label, kind, digits, used string
	id                              string // at the service
	key                             string
}

func (r row) pretty() string {
	return "(" + r.digits[:3] + ") " + r.digits[3:6] + "-" + r.digits[6:]
}

// texts are the texts of the columns.
func (r row) texts() [5]string { return [5]string{r.flip, r.label, r.kind, r.pretty(), r.used} }

func (s *screen) setSize(w, h int) {
	s.w, s.h = w, h
	s.rows = makeRows(s.total)
	for i, head := range heads {
		s.longest[i] = len(head) + 1 // for an arrow
		for _, r := range s.rows {
			s.longest[i] = max(s.longest[i], len(r.texts()[i]))
		}
	}
	s.applyFilter()
}

// applyFilter filters the rows again. The cursor stays on its row if that is shown.
func (s *screen) applyFilter() {
	at := -1
	if s.pos < len(s.shown) {
		at = s.shown[s.pos]
	}
	s.shown = s.shown[:0]
	words := strings.Fields(strings.ToLower(s.query))
	for i, r := range s.rows {
		if matches(r.key, words) {
			if i == at {
				s.pos = len(s.shown)
			}
			s.shown = append(s.shown, i)
		}
	}
	s.moveTo(s.pos)
}

func matches(key string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(key, w) {
			return false
		}
	}
	return true
}

func (s *screen) moveTo(pos int) {
	n := s.page()
	s.pos = max(min(pos, len(s.shown)-1), 0)
	s.top = max(min(max(min(s.top, s.pos), s.pos-n+1), len(s.shown)-n), 0)
}

// handleKeys handles what was typed, and reports whether to go on.
func (s *screen) handleKeys(keys string) bool {
	for keys != "" {
		name := keys[:1]
		for _, long := range []string{"\x1b[5~", "\x1b[6~"} {
			if strings.HasPrefix(keys, long) {
				name = long
			}
		}
		keys = keys[len(name):]
		switch {
		case s.typing:
			s.handleFilterKey(name)
		case name == "q":
			return false
		default:
			s.handleKey(name)
		}
	}
	return true
}

func (s *screen) handleKey(name string) {
	switch name {
	case "j":
		s.moveTo(s.pos + 1)
	case "k":
		s.moveTo(s.pos - 1)
	case "g":
		s.moveTo(0)
	case "G":
		s.moveTo(len(s.shown))
	case "\x1b[6~":
		s.moveTo(s.pos + s.page())
	case "\x1b[5~":
		s.moveTo(s.pos - s.page())
	case "/":
		s.typing = true
	case "\x1b":
		s.query = ""
		s.applyFilter()
	}
}

func (s *screen) handleFilterKey(name string) {
	switch name {
	case "\r":
		s.typing = false
		return
	case "\x1b":
		s.typing, s.query = false, ""
	case "\x7f":
		s.query = s.query[:max(len(s.query)-1, 0)]
	default:
		s.query += name
	}
	s.applyFilter()
}
