package ui

import (
	"sort"
	"strings"
)

// How the rows of the list are drawn: long labels, and what the filter matched.

func (l *list) line(r *row, at selection) string {
	id := r.number.ID
	mark := ""
	switch {
	case l.busy[id]:
		mark = "~"
	case l.marks[id]:
		mark = "*"
	}
	style := l.st.on
	if r.off {
		style = l.st.off
	}
	cells := r.cells
	cells[labelColumn] = l.label(r)
	text := l.cols.line(cells)
	return l.st.row(mark, text, style, l.w, at, l.st.matches(text, l.filter.kept(), at)...)
}

// label is the label of a row. One that is too long is cut in the middle when another
// visible label begins in the same way.
func (l *list) label(r *row) string {
	label, room := r.cells[labelColumn], l.cols[labelColumn]-1
	if width(label) <= room {
		return label
	}
	cut := truncate(label, room)
	for _, i := range l.shown[l.top:min(l.top+l.visibleRows(), len(l.shown))] {
		other := l.rows[i]
		if other.number.ID != r.number.ID && truncate(other.cells[labelColumn], room) == cut {
			return cutMiddle(label, room)
		}
	}
	return cut
}

// matches are the parts of a row that contain the words of a filter.
func (s *styles) matches(text, filter string, at selection) []span {
	style := s.match
	switch at {
	case here:
		style = s.barMatch
	case hereUnfocus:
		return nil
	}
	var found []span
	for _, w := range strings.Fields(strings.ToLower(filter)) {
		from, to := findWord(text, w)
		if from < to {
			found = append(found, span{from, to, style})
		}
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].from < found[j].from })
	return found
}

// findWord returns where text contains a word of lower case. Digits are also found where the
// text has blanks and punctuation between them.
func findWord(text, word string) (from, to int) {
	lower := strings.ToLower(text)
	if len(lower) != len(text) {
		return 0, 0 // places in the one are not places in the other
	}
	if from = strings.Index(lower, word); from >= 0 {
		return from, from + len(word)
	}
	if strings.Trim(word, "0123456789") != "" {
		return 0, 0
	}
	return findDigits(text, word)
}

func findDigits(text, word string) (from, to int) {
	var digits strings.Builder
	var places []int
	for i := range len(text) {
		switch c := text[i]; {
		case c >= '0' && c <= '9':
			digits.WriteByte(c)
			places = append(places, i)
		case !strings.ContainsRune("()- ", rune(c)):
			digits.WriteByte(0) // a number ends here
			places = append(places, i)
		}
	}
	if i := strings.Index(digits.String(), word); i >= 0 {
		return places[i], places[i+len(word)-1] + 1
	}
	return 0, 0
}
