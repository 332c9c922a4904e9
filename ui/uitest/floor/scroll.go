package main

import (
	"slices"
	"strconv"
)

// paint turns a screen that shows old into next with the fewest bytes: directly, or
// with some of the rows scrolled first, whichever is shorter.
func (o output) paint(old, next frame) output {
	o.out = nil
	best := o.redraw(old, next)
	for _, s := range candidates(old, next) {
		for _, scrolled := range []output{o.byMargins(s, len(old)), o.byLines(s, len(old))} {
			if q := scrolled.redraw(s.apply(old), next); len(q.out) < len(best.out) {
				best = q
			}
		}
	}
	return best
}

// shift scrolls the rows from top to below bottom up by n, or down when n is
// negative. Rows that are scrolled in are blank.
type shift struct{ top, bottom, n int }

// candidates returns the few shifts after which most rows are where they should be.
func candidates(old, next frame) []shift {
	type match struct {
		shift
		rows int
	}
	var found []match
	for n := -len(old) + 1; n < len(old); n++ {
		if n == 0 {
			continue
		}
		m := match{shift: shift{top: len(old), n: n}}
		for y := range next {
			if from := y + n; from >= 0 && from < len(old) && !equal(next[y], old[y]) && equal(next[y], old[from]) {
				m.rows++
				m.top, m.bottom = min(m.top, y, from), max(m.bottom, y+1, from+1)
			}
		}
		if m.rows > 0 {
			found = append(found, m)
		}
	}
	slices.SortStableFunc(found, func(a, b match) int { return b.rows - a.rows })
	var best []shift
	for _, m := range found[:min(len(found), 3)] {
		best = append(best, m.shift)
	}
	return best
}

func (s shift) apply(old frame) frame {
	moved := slices.Clone(old)
	blanks := blank(len(old[0]), 1)[0]
	for y := s.top; y < s.bottom; y++ {
		moved[y] = blanks
		if from := y + s.n; from >= s.top && from < s.bottom {
			moved[y] = old[from]
		}
	}
	return moved
}

// byMargins scrolls between margins. Setting margins moves the cursor to the top
// left.
func (o output) byMargins(s shift, height int) output {
	if s.top == 0 && s.bottom == height {
		o.out = csi(nil, s.letter('S', 'T'), distance(s.n))
		return o
	}
	o.out = csi(nil, 'r', param(s.top+1), s.bottom)
	o.out = csi(csi(o.out, s.letter('S', 'T'), distance(s.n)), 'r')
	o.x, o.y = 0, 0
	return o
}

// byLines deletes lines on one side and inserts blank ones on the other. Terminals
// differ in the column of the cursor after this.
func (o output) byLines(s shift, height int) output {
	n := max(s.n, -s.n)
	out, in := s.top, s.bottom-n
	if s.n < 0 {
		out, in = in, out
	}
	if s.bottom < height || s.n > 0 { // otherwise the insertion pushes them over the bottom
		o.moveTo(max(o.x, 0), out)
		o.out = csi(o.out, 'M', distance(n))
	}
	if s.bottom < height || s.n < 0 { // otherwise the lines that come in below are blank
		o.x = -1
		o.moveTo(0, in)
		o.out = csi(o.out, 'L', distance(n))
	}
	o.x = -1
	return o
}

func (s shift) letter(up, down byte) byte {
	if s.n > 0 {
		return up
	}
	return down
}

// distance returns the parameter for a distance; see param.
func distance(n int) int { return param(max(n, -n)) }

// param returns a parameter of csi: a 1 can be left out.
func param(n int) int {
	if n == 1 {
		return -1
	}
	return n
}

// csi appends a control sequence. A parameter of -1 is left out.
func csi(out []byte, final byte, params ...int) []byte {
	out = append(out, "\x1b["...)
	for i, p := range params {
		if i > 0 {
			out = append(out, ';')
		}
		if p >= 0 {
			out = strconv.AppendInt(out, int64(p), 10)
		}
	}
	return append(out, final)
}
