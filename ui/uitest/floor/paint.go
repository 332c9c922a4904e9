package main

import (
	"slices"
	"strconv"
)

// paint makes a screen that shows old show next in the fewest bytes: as it
// stands, or with some of its rows scrolled first, whichever is shorter.
func (p pen) paint(old, next frame) pen {
	p.out = nil
	best := p.redraw(old, next)
	for _, s := range shifts(old, next) {
		for _, scrolled := range []pen{p.byMargins(s, len(old)), p.byLines(s, len(old))} {
			if q := scrolled.redraw(s.apply(old), next); len(q.out) < len(best.out) {
				best = q
			}
		}
	}
	return best
}

// shift moves the rows from top to below bottom up by n, or down when n is
// negative. What is scrolled in is blank.
type shift struct{ top, bottom, n int }

// shifts are the few scrolls after which most rows stand where they should.
func shifts(old, next frame) []shift {
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
			if from := y + n; from >= 0 && from < len(old) && !same(next[y], old[y]) && same(next[y], old[from]) {
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
	gone := blank(len(old[0]), 1)[0]
	for y := s.top; y < s.bottom; y++ {
		moved[y] = gone
		if from := y + s.n; from >= s.top && from < s.bottom {
			moved[y] = old[from]
		}
	}
	return moved
}

// byMargins scrolls between margins. Setting margins sends the cursor home.
func (p pen) byMargins(s shift, height int) pen {
	if s.top == 0 && s.bottom == height {
		p.out = csi(nil, s.letter('S', 'T'), count(s.n))
		return p
	}
	p.out = csi(nil, 'r', one(s.top+1), s.bottom)
	p.out = csi(csi(p.out, s.letter('S', 'T'), count(s.n)), 'r')
	p.x, p.y = 0, 0
	return p
}

// byLines takes lines out where they go and puts blank ones in where others
// come. Terminals differ in the column that this leaves the cursor in.
func (p pen) byLines(s shift, height int) pen {
	n := max(s.n, -s.n)
	out, in := s.top, s.bottom-n
	if s.n < 0 {
		out, in = in, out
	}
	if s.bottom < height || s.n > 0 { // else what goes out goes over the bottom by itself
		p.moveTo(max(p.x, 0), out)
		p.out = csi(p.out, 'M', count(n))
	}
	if s.bottom < height || s.n < 0 { // else what comes in below is blank by itself
		p.x = -1
		p.moveTo(0, in)
		p.out = csi(p.out, 'L', count(n))
	}
	p.x = -1
	return p
}

func (s shift) letter(up, down byte) byte {
	if s.n > 0 {
		return up
	}
	return down
}

// count is a number as a sequence takes it: 1 need not be said, which -1 stands
// for.
func count(n int) int { return one(max(n, -n)) }

func one(n int) int {
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
