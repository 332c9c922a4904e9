package main

import (
	"bytes"
	"unicode/utf8"
)

// output is what was written since the last frame, with the terminal's cursor and
// style after it.
type output struct {
	out   []byte
	x, y  int // -1 when it is not known
	style style
	old   []cell // the row that is being drawn, as the terminal shows it
	next  []cell // and as it should be
}

// redraw turns old into next, cell by cell.
func (o output) redraw(old, next frame) output {
	o.out = bytes.Clone(o.out)
	for y := range next {
		if !equal(old[y], next[y]) {
			o.old, o.next = old[y], next[y]
			o.redrawRow(y)
		}
	}
	return o
}

// redrawRow redraws a row. One sequence erases the blanks at its end.
func (o *output) redrawRow(y int) {
	end, last := length(o.next), length(o.old)
	for x := 0; x < max(end, last); {
		switch {
		case o.old[x] == o.next[x]:
			x++
			continue
		case x >= end && last-x >= len("\x1b[K"):
			o.moveTo(x, y)
			o.setStyle(o.style &^ (underline | reverse))
			o.out = append(o.out, "\x1b[K"...)
			return
		}
		o.moveTo(x, y)
		x += o.writeCell(x, end)
	}
}

// length returns the length of a row without the blanks at its end.
func length(row []cell) int {
	n := len(row)
	for n > 0 && row[n-1] == empty {
		n--
	}
	return n
}

// writeCell writes the cell at x and returns 1, or erases a run of blanks that is
// longer than the sequences for it and returns its length.
func (o *output) writeCell(x, end int) int {
	run := x
	for run < end && o.next[run] == empty {
		run++
	}
	if n := run - x; n > len("\x1b[99X\x1b[99C") {
		o.setStyle(o.style &^ (underline | reverse))
		o.out = csi(o.out, 'X', n)
		return n
	}
	c := o.next[x]
	if c == empty {
		o.setStyle(o.style &^ (underline | reverse))
	} else {
		o.setStyle(c.style)
	}
	o.writeChar(c.char)
	return 1
}

func (o *output) writeChar(char rune) {
	o.out = utf8.AppendRune(o.out, char)
	if o.x++; o.x >= len(o.next) {
		o.x = -1 // terminals differ at the edge
	}
}

// setStyle changes the style by the shortest sequence: of what is added, of what is
// removed, or starting from plain.
func (o *output) setStyle(s style) {
	if s == o.style {
		return
	}
	best := sgr(";", s, on)
	if added := s &^ o.style; s&o.style == o.style {
		best = shorter(best, sgr("", added, on))
	}
	if gone := o.style &^ s; s&o.style == s && gone&(bold|faint) != bold && gone&(bold|faint) != faint {
		best = shorter(best, sgr("", gone, off))
	}
	o.out, o.style = append(o.out, best...), s
}

var (
	on  = [...]string{"1", "2", "4", "7", "35"}
	off = [...]string{"22", "", "24", "27", "39"}
)

// sgr returns the sequence that names the attributes of s. With a semicolon before
// them it first removes all others.
func sgr(before string, s style, names [5]string) []byte {
	if s == plain {
		return []byte("\x1b[m")
	}
	out := []byte("\x1b[")
	for i, name := range names {
		if s&(1<<i) != 0 && name != "" {
			out = append(append(out, before...), name...)
			before = ";"
		}
	}
	return append(out, 'm')
}

func shorter(a, b []byte) []byte {
	if len(b) < len(a) {
		return b
	}
	return a
}

// moveTo moves the cursor by the shortest sequence.
func (o *output) moveTo(x, y int) {
	if o.x == x && o.y == y {
		return
	}
	best := csi(nil, 'H', param(y+1), param(x+1))
	if x == 0 {
		best = csi(nil, 'H', param(y+1))
	}
	for _, move := range o.moves(x, y) {
		best = shorter(best, move)
	}
	o.out = append(o.out, best...)
	o.x, o.y = x, y
}

// moves returns the sequences that depend on where the cursor is: to the row, and
// then along it from here, from the left edge, or to a column by its number.
func (o *output) moves(x, y int) [][]byte {
	if o.y < 0 {
		return nil
	}
	to := vertical(o.y, y)
	moves := [][]byte{
		append(append(bytes.Clone(to), '\r'), along(0, x)...),
		csi(bytes.Clone(to), 'G', param(x+1)),
	}
	if o.x < 0 {
		return moves
	}
	moves = append(moves, append(bytes.Clone(to), along(o.x, x)...))
	if over, ok := o.rewrite(x); ok && o.y == y {
		moves = append(moves, over)
	}
	return moves
}

// rewrite moves along the row by writing again what is there, if that has the
// current style.
func (o *output) rewrite(x int) ([]byte, bool) {
	if o.x > x || o.next == nil {
		return nil, false
	}
	var text []byte
	for _, c := range o.next[o.x:x] {
		if c.style != o.style && (c != empty || o.style&(underline|reverse) != 0) {
			return nil, false
		}
		text = utf8.AppendRune(text, c.char)
	}
	return text, true
}

// vertical changes the row and keeps the column, as a line feed does in raw mode.
func vertical(from, to int) []byte {
	switch n := to - from; {
	case n > 3:
		return csi(nil, 'B', n)
	case n < 0:
		return csi(nil, 'A', distance(n))
	default:
		return bytes.Repeat([]byte{'\n'}, n)
	}
}

// along changes the column and keeps the row.
func along(from, to int) []byte {
	switch {
	case to == from:
		return nil
	case to < from:
		return shorter(csi(nil, 'D', distance(from-to)), bytes.Repeat([]byte{'\b'}, from-to))
	}
	tabs := bytes.Repeat([]byte{'\t'}, to/8-from/8)
	if rest := to % 8; len(tabs) > 0 && rest > 0 {
		tabs = csi(tabs, 'C', distance(rest))
	}
	best := csi(nil, 'C', distance(to-from))
	if len(tabs) > 0 {
		best = shorter(best, tabs)
	}
	return best
}
