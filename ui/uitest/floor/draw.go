package main

import (
	"strconv"
	"strings"
)

// Sizes at which rcfwd's layout changes.
const (
	besideWidth = 120
	belowWidth  = 56
	belowHeight = 16
	roomy       = 30
)

// frame draws the screen.
func (l *look) frame() frame {
	f := blank(l.w, l.h)
	l.topLine(f[0])
	l.foot(f[l.h-1])
	body := f[l.bodyTop() : l.h-1]
	switch {
	case l.isBeside():
		l.beside(body)
	case l.below():
		n := l.page() + 1
		l.list(body[:n], l.w)
		l.count(body[n], l.w)
		put(body[n+1], 0, faint, strings.Repeat("-", l.w))
		l.detail(body[n+2:], 0)
	default:
		l.list(body[:len(body)-1], l.w)
		l.count(body[len(body)-1], l.w)
	}
	return f
}

func (l *look) bodyTop() int {
	if l.h >= roomy {
		return 2
	}
	return 1
}

// isBeside says whether the detail stands beside the list: where there is room,
// and while nothing scrolls past it.
func (l *look) isBeside() bool {
	h := l.h - l.bodyTop() - 1
	return l.w >= besideWidth && (h < belowHeight || l.total <= h-2)
}

func (l *look) below() bool { return l.w >= belowWidth && l.h-l.bodyTop()-1 >= belowHeight }

// page is how many rows are in sight.
func (l *look) page() int {
	h := l.h - l.bodyTop() - 1
	if !l.isBeside() && l.below() {
		return max(min(l.total+1, h-10), h/2-1, 4) - 1
	}
	return h - 2
}

// topLine is as it was given: the name, the open screen and the server stand out.
func (l *look) topLine(row []cell) {
	put(row, 0, plain, l.head)
	name, _, _ := strings.Cut(l.head, " ")
	put(row, 0, bold, name)
	if open, end := strings.IndexByte(l.head, '['), strings.IndexByte(l.head, ']'); open >= 0 {
		put(row, open, bold|magenta, l.head[open:end+1])
	}
	if strings.HasSuffix(l.head, l.server) {
		put(row, len(l.head)-len(l.server), bold, l.server)
	}
}

func (l *look) foot(row []cell) {
	keys := [][2]string{{"?", "keys"}, {"n", "new"}, {"e", "edit"}, {"d", "remove"}, {"f", "flip"}, {"/", "filter"}, {":", "actions"}, {"q", "quit"}}
	if l.typing {
		keys = [][2]string{{"enter", "keep the filter"}, {"esc", "clear the filter"}}
	}
	x := 0
	for _, k := range keys {
		if x+len(k[0])+len(k[1])+1 > l.w {
			break
		}
		x = put(row, put(row, put(row, x, bold, k[0]), plain, " "+k[1]), plain, "  ")
	}
}

func (l *look) beside(body frame) {
	left := min(l.w*3/5, 100)
	l.list(body[:len(body)-1], left)
	l.count(body[len(body)-1][:left], left)
	for _, row := range body {
		put(row, left+1, faint, "|")
	}
	l.detail(body, left+3)
}

// columns of a list of w cells: where each begins and how wide it is.
func columns(w int) (starts, widths [5]int) {
	widths = [5]int{6, 0, 12, 19, 18}
	if w < 76 {
		widths[4] = 0
	}
	if w < 58 {
		widths[2], widths[0], widths[3] = 0, 5, 16
	}
	rest := w - 3
	for _, n := range widths {
		rest -= n
	}
	widths[1] = min(rest, 40)
	x := 3
	for i, n := range widths {
		starts[i], x = x, x+n
	}
	return starts, widths
}

func (l *look) list(f frame, w int) {
	starts, widths := columns(w)
	line := func(row []cell, s style, texts [5]string) {
		for i, text := range texts {
			if n := widths[i] - 1; n > 0 {
				put(row, starts[i], s, cut(text, n))
			}
		}
	}
	for x := range starts[4] + widths[4] {
		f[0][x].style = underline
	}
	line(f[0], underline, [5]string{"Flip", "Label", "Type", "Number", "Used for"})
	for i, y := l.top, 1; i < len(l.shown) && y < len(f); i, y = i+1, y+1 {
		r := l.rows[l.shown[i]]
		line(f[y], plain, [5]string{r.flip, r.label, r.kind, r.pretty(), r.used})
		if i == l.pos {
			put(f[y], 0, bold|reverse, "> ")
		}
	}
}

// count is the line under the list.
func (l *look) count(row []cell, w int) {
	text := plural(l.total) + ", by flip digit, legacy call handling"
	if l.typing || l.query != "" {
		text = plural(l.total)
		if l.query != "" {
			text = strconv.Itoa(len(l.shown)) + " of " + text
		} else {
			text += ", by flip digit"
		}
		text = cut(text, w-max(w/2-4, 4)-5) // what is typed has half of the line
		x := put(row, put(row, 0, bold|magenta, "/ "), plain, l.query)
		put(row, x, reverse, " ")
		put(row, w-len(text), faint, text)
		return
	}
	put(row, 0, faint, cut(text, w))
}

func cut(s string, w int) string {
	if len(s) > w {
		return s[:max(w-1, 0)] + "~"
	}
	return s
}

func plural(n int) string { return strconv.Itoa(n) + " numbers" }

// detail says all of the selected row, from column x on.
func (l *look) detail(f frame, x int) {
	if len(l.shown) == 0 {
		return
	}
	r := l.rows[l.shown[l.pos]]
	flip, note := "none", "a live call cannot be moved here"
	if r.flip != "" {
		flip, note = r.flip, "*"+r.flip+" during a call moves it here"
	}
	facts := [][3]string{
		{"Number", r.pretty(), "+1" + r.digits}, {"Reaches", "United States", "fixed line or mobile"},
		{"Type", r.kind}, {"Used for", usedIn(r)}, {"Flip digit", flip, note}, {"Id", r.id},
	}
	name := "Address"
	for _, part := range fold(l.address+r.id, l.w-x-11) {
		facts = append(facts, [3]string{name, part})
		name = ""
	}
	facts = append(facts, [3]string{"Read", l.read + " UTC"})
	put(f[0], x, bold, r.label)
	for i, fact := range facts {
		if i+1 >= len(f) {
			break
		}
		put(f[i+1], x, faint, fact[0])
		text := put(f[i+1], x+11, styleOf(fact[0]), fact[1])
		put(f[i+1], text+2, faint, fact[2])
	}
	if more := len(facts) + 1 - len(f); more > 0 {
		clear(f[len(f)-1][x:])
		put(f[len(f)-1], x, faint, "("+strconv.Itoa(more+1)+" more lines)"+strings.Repeat(" ", l.w))
	}
}

func usedIn(r row) string {
	if strings.HasPrefix(r.used, "flip") {
		return "call forwarding and call flip"
	}
	return "call forwarding"
}

// styleOf is faint for what goes on from the line above.
func styleOf(name string) style {
	if name == "" {
		return faint
	}
	return plain
}

// fold breaks an address into lines of w cells, after a hyphen where there is one.
func fold(s string, w int) (parts []string) {
	for len(s) > w {
		n := w
		if i := strings.LastIndexByte(s[:w], '-'); i >= 0 {
			n = i + 1
		}
		parts, s = append(parts, s[:n]), s[n:]
	}
	return append(parts, s)
}
