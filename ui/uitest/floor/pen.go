package main

import "bytes"

// pen is where the terminal's cursor is, what style it writes in, and what was
// written since the last frame.
type pen struct {
	out   []byte
	x, y  int // -1 when it is not known
	style style
	old   []cell // the row that is drawn, as it stands
	next  []cell // and as it is to be
}

// redraw turns old into next, cell by cell.
func (p pen) redraw(old, next frame) pen {
	p.out = bytes.Clone(p.out)
	for y := range next {
		if !same(old[y], next[y]) {
			p.old, p.next = old[y], next[y]
			p.row(y)
		}
	}
	return p
}

// row redraws a row. Where it ends blank one sequence erases the rest.
func (p *pen) row(y int) {
	end, last := length(p.next), length(p.old)
	for x := 0; x < max(end, last); {
		switch {
		case p.old[x] == p.next[x]:
			x++
			continue
		case x >= end && last-x >= len("\x1b[K"):
			p.moveTo(x, y)
			p.wear(p.style &^ (underline | reverse))
			p.out = append(p.out, "\x1b[K"...)
			return
		}
		p.moveTo(x, y)
		x += p.cells(x, end)
	}
}

// length is how far a row is not blank.
func length(row []cell) int {
	n := len(row)
	for n > 0 && row[n-1] == empty {
		n--
	}
	return n
}

// cells writes the cell at x and gives 1, or erases a run of blanks that is
// longer than the sequences for it and gives its length.
func (p *pen) cells(x, end int) int {
	run := x
	for run < end && p.next[run] == empty {
		run++
	}
	if n := run - x; n > len("\x1b[99X\x1b[99C") {
		p.wear(p.style &^ (underline | reverse))
		p.out = csi(p.out, 'X', n)
		return n
	}
	c := p.next[x]
	if c == empty {
		p.wear(p.style &^ (underline | reverse))
	} else {
		p.wear(c.style)
	}
	p.write(c.char)
	return 1
}

func (p *pen) write(char byte) {
	p.out = append(p.out, char)
	if p.x++; p.x >= len(p.next) {
		p.x = -1 // at the edge terminals differ
	}
}

// wear changes the style by the shortest way: by what is added, by what is
// taken off, or from plain.
func (p *pen) wear(s style) {
	if s == p.style {
		return
	}
	best := sgr(";", s, on)
	if added := s &^ p.style; s&p.style == p.style {
		best = shorter(best, sgr("", added, on))
	}
	if gone := p.style &^ s; s&p.style == s && gone&(bold|faint) != bold && gone&(bold|faint) != faint {
		best = shorter(best, sgr("", gone, off))
	}
	p.out, p.style = append(p.out, best...), s
}

var (
	on  = [...]string{"1", "2", "4", "7", "35"}
	off = [...]string{"22", "", "24", "27", "39"}
)

// sgr is the sequence that names the attributes of s. With a semicolon before
// them all others are taken off first.
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

// moveTo takes the shortest way to a cell.
func (p *pen) moveTo(x, y int) {
	if p.x == x && p.y == y {
		return
	}
	best := csi(nil, 'H', one(y+1), one(x+1))
	if x == 0 {
		best = csi(nil, 'H', one(y+1))
	}
	for _, way := range p.ways(x, y) {
		best = shorter(best, way)
	}
	p.out = append(p.out, best...)
	p.x, p.y = x, y
}

// ways are those that depend on where the cursor is: to the row and then along
// it, from here, from the left edge, or to a column by its number.
func (p *pen) ways(x, y int) [][]byte {
	if p.y < 0 {
		return nil
	}
	to := vertical(p.y, y)
	ways := [][]byte{
		append(append(bytes.Clone(to), '\r'), along(0, x)...),
		csi(bytes.Clone(to), 'G', one(x+1)),
	}
	if p.x < 0 {
		return ways
	}
	ways = append(ways, append(bytes.Clone(to), along(p.x, x)...))
	if over, ok := p.over(x); ok && p.y == y {
		ways = append(ways, over)
	}
	return ways
}

// over goes along the row by writing again what stands there, if it is in the
// style that is worn.
func (p *pen) over(x int) ([]byte, bool) {
	if p.x > x || p.next == nil {
		return nil, false
	}
	var way []byte
	for _, c := range p.next[p.x:x] {
		if c.style != p.style && (c != empty || p.style&(underline|reverse) != 0) {
			return nil, false
		}
		way = append(way, c.char)
	}
	return way, true
}

// vertical changes the row and keeps the column. In raw mode a line feed does.
func vertical(from, to int) []byte {
	switch n := to - from; {
	case n > 3:
		return csi(nil, 'B', n)
	case n < 0:
		return csi(nil, 'A', count(n))
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
		return shorter(csi(nil, 'D', count(from-to)), bytes.Repeat([]byte{'\b'}, from-to))
	}
	tabs := bytes.Repeat([]byte{'\t'}, to/8-from/8)
	if rest := to % 8; len(tabs) > 0 && rest > 0 {
		tabs = csi(tabs, 'C', count(rest))
	}
	best := csi(nil, 'C', count(to-from))
	if len(tabs) > 0 {
		best = shorter(best, tabs)
	}
	return best
}
