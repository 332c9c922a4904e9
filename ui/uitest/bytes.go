//go:build linux

package uitest

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"rcfwd/ui"
)

// Bytes are what matters on a slow link, and they are the same on every machine. The
// bounds follow from the floor program with the same screen and are a little above
// what is measured now; docs/measurements.md has the goals.

// allowed returns how many bytes rcfwd may write where the floor program writes
// floor: percent more, and a few to move the cursor.
func allowed(floor, percent int) int { return floor*(100+percent)/100 + 8 }

func keys_costFewBytes(t *testing.T, keys ui.KeyMap) {
	for _, c := range []struct {
		w, h, rows int
		page       int // visible rows
	}{
		{160, 50, 1000, 37}, {160, 50, 10, 0}, {80, 24, 1000, 11}, {40, 12, 1000, 8},
	} {
		t.Run(fmt.Sprintf("%dx%d, %d rows", c.w, c.h, c.rows), func(t *testing.T) {
			p := startPair(t, c.w, c.h, c.rows)
			p.start()
			p.moves()
			if c.page > 0 {
				p.scrolls(c.page)
			}
			p.filters()
		})
	}
}

// start compares the start, which takes more or fewer frames depending on when the
// answers arrive.
func (p *pair) start() {
	ours, floor := p.ours.written(), p.floor.written()
	p.check("the start", ours, floor, allowed(floor, 45))
}

// moves compares moves to other visible rows. The first move also changes the detail
// and takes more than twice the bytes of the floor: the renderer writes again what is
// between the two changes.
func (p *pair) moves() {
	ours, floor := p.press("j", "> 2")
	p.check("the first move", ours, floor, 300)
	for i, key := range []string{"j", "j", "k", "j"} {
		ours, floor := p.press(key, []string{"> 3", "> 4", "> 3", "> 4"}[i])
		p.check("a move", ours, floor, min(allowed(floor, 25), 300))
	}
	p.press("g", "> 1")
}

// scrolls compares moves to rows that are not visible, one by one and by pages.
func (p *pair) scrolls(page int) {
	at := 1
	to := func(key string, by int) (ours, floor int) {
		at += by
		return p.press(key, "> "+p.rowStart(at))
	}
	to("\x1b[6~", page)
	for range 3 {
		ours, floor := to("j", 1)
		p.check("a scrolled row", ours, floor, min(allowed(floor, 25), 300))
	}
	for _, by := range []int{page, page, -page} {
		key := "\x1b[6~"
		if by < 0 {
			key = "\x1b[5~"
		}
		ours, floor := to(key, by)
		p.check("a page", ours, floor, allowed(floor, 40))
	}
	p.press("g", "> 1")
}

// filters types what every row has, so that a key changes only the filter.
func (p *pair) filters() {
	p.press("/", "keep the filter")
	p.press("6", "/ 6")
	for i, key := range []string{"5", "0"} {
		ours, floor := p.press(key, "/ 650"[:4+i])
		p.check("a key in the filter", ours, floor, min(allowed(floor, 25), 40))
	}
	p.press("\x1b", "? keys")
}

func (p *pair) check(what string, ours, floor, most int) {
	p.ours.t.Helper()
	p.ours.t.Logf("%s: %d bytes, the floor %d", what, ours, floor)
	if ours > most {
		p.ours.t.Errorf("%s costs %d bytes, more than %d; the floor program takes %d", what, ours, most, floor)
	}
}

// rowStart returns the start of a row of the list: its flip digit, if it has one, and
// a word that no other row has.
func (p *pair) rowStart(row int) string {
	f := strings.Split(p.rows[row-1], "\t")
	name, _, _ := strings.Cut(f[2], " ")
	return strings.TrimSpace(f[5] + " " + name)
}

// A key in a form changes the field, its length, and the request.
func formKeys_costFewBytes(t *testing.T, keys ui.KeyMap) {
	for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
		term := startDemo(t, size[0], size[1])
		term.sees("now ") // the last that is read
		term.types("n\t\t")
		term.sees("> Label")
		for i, key := range []string{"a", "b", "c", "d"} {
			before := term.written()
			term.types(key)
			term.sees(strconv.Itoa(i+1) + " of 60 characters")
			term.sees("abcd"[:i+1])
			n := term.written() - before
			t.Logf("%v: %d bytes", size, n)
			if i > 0 && n > 45 {
				t.Errorf("a key in a form costs %d bytes at %v, more than 45", n, size)
			}
		}
	}
}
