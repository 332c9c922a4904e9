package main

import "strings"

// look is the Numbers screen as far as the measurements go: a list, the detail of
// the selected row, a filter.
type look struct {
	total                       int
	head, server, address, read string

	w, h  int
	rows  []row
	shown []int // those of them that pass the filter
	pos   int   // of the cursor among shown
	top   int

	typing bool   // into the filter
	query  string // of the filter
}

// row is a number; the texts of its columns are made when it is drawn, what the
// filter looks through once.
type row struct {
	flip, label, kind, digits, used string
	id                              string // at the service
	key                             string
}

func (r row) pretty() string {
	return "(" + r.digits[:3] + ") " + r.digits[3:6] + "-" + r.digits[6:]
}

func (l *look) setSize(w, h int) {
	l.w, l.h = w, h
	l.rows = makeRows(l.total)
	l.narrow()
}

// narrow filters the rows anew; the cursor stays on its row if that is left.
func (l *look) narrow() {
	at := -1
	if l.pos < len(l.shown) {
		at = l.shown[l.pos]
	}
	l.shown = l.shown[:0]
	words := strings.Fields(strings.ToLower(l.query))
	for i, r := range l.rows {
		if matches(r.key, words) {
			if i == at {
				l.pos = len(l.shown)
			}
			l.shown = append(l.shown, i)
		}
	}
	l.moveTo(l.pos)
}

func matches(key string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(key, w) {
			return false
		}
	}
	return true
}

func (l *look) moveTo(pos int) {
	n := l.page()
	l.pos = max(min(pos, len(l.shown)-1), 0)
	l.top = max(min(max(min(l.top, l.pos), l.pos-n+1), len(l.shown)-n), 0)
}

// press takes what was typed and says whether to go on.
func (l *look) press(keys string) bool {
	for keys != "" {
		name := keys[:1]
		for _, long := range []string{"\x1b[5~", "\x1b[6~"} {
			if strings.HasPrefix(keys, long) {
				name = long
			}
		}
		keys = keys[len(name):]
		switch {
		case l.typing:
			l.filter(name)
		case name == "q":
			return false
		default:
			l.move(name)
		}
	}
	return true
}

func (l *look) move(name string) {
	switch name {
	case "j":
		l.moveTo(l.pos + 1)
	case "k":
		l.moveTo(l.pos - 1)
	case "g":
		l.moveTo(0)
	case "G":
		l.moveTo(len(l.shown))
	case "\x1b[6~":
		l.moveTo(l.pos + l.page())
	case "\x1b[5~":
		l.moveTo(l.pos - l.page())
	case "/":
		l.typing = true
	case "\x1b":
		l.query = ""
		l.narrow()
	}
}

func (l *look) filter(name string) {
	switch name {
	case "\r":
		l.typing = false
		return
	case "\x1b":
		l.typing, l.query = false, ""
	case "\x7f":
		l.query = l.query[:max(len(l.query)-1, 0)]
	default:
		l.query += name
	}
	l.narrow()
}
