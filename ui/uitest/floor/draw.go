package main

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// Sizes at which rcfwd's layout changes.
const (
	besideWidth = 120
	belowWidth  = 56
	belowHeight = 16
	roomy       = 30
)

// frame draws the screen.
func (s *screen) frame() frame {
	f := blank(s.w, s.h)
	s.topLine(f[0])
	s.bottomLine(f[s.h-1])
	body := f[s.bodyTop() : s.h-1]
	switch {
	case s.isBeside():
		s.drawBeside(body)
	case s.isBelow():
		n := s.page() + 1
		s.drawList(body[:n], s.w)
		s.countLine(body[n], s.w)
		put(body[n+1], 0, faint, strings.Repeat("─", s.w))
		s.drawDetail(body[n+2:], 0)
	default:
		s.drawList(body[:len(body)-1], s.w)
		s.countLine(body[len(body)-1], s.w)
	}
	return f
}

func (s *screen) bodyTop() int {
	if s.h >= roomy {
		return 2
	}
	return 1
}

// isBeside reports whether the detail is beside the list: where there is room, and
// while the list does not scroll.
func (s *screen) isBeside() bool {
	h := s.h - s.bodyTop() - 1
	return s.w >= besideWidth && (h < belowHeight || s.total <= h-2)
}

func (s *screen) isBelow() bool { return s.w >= belowWidth && s.h-s.bodyTop()-1 >= belowHeight }

// page returns how many rows are visible.
func (s *screen) page() int {
	h := s.h - s.bodyTop() - 1
	if !s.isBeside() && s.isBelow() {
		return max(min(s.total+1, h-10), h/2-1, 4) - 1
	}
	return h - 2
}

// topLine draws the top line that was given, with the name, the open screen and the
// server in bold.
func (s *screen) topLine(row []cell) {
	put(row, 0, plain, s.head)
	name, _, _ := strings.Cut(s.head, " ")
	put(row, 0, bold, name)
	if open, end := strings.IndexByte(s.head, '['), strings.IndexByte(s.head, ']'); open >= 0 {
		put(row, open, bold|magenta, s.head[open:end+1])
	}
	if strings.HasSuffix(s.head, s.server) {
		put(row, len(s.head)-len(s.server), bold, s.server)
	}
}

func (s *screen) bottomLine(row []cell) {
	keys := [][2]string{{"?", "keys"}, {"n", "new"}, {"e", "edit"}, {"d", "remove"}, {"f", "flip"}, {"/", "filter"}, {":", "actions"}, {"q", "quit"}}
	if s.typing {
		keys = [][2]string{{"enter", "keep the filter"}, {"esc", "clear the filter"}}
	}
	x := 0
	for _, k := range keys {
		if x+len(k[0])+len(k[1])+1 > s.w {
			break
		}
		x = put(row, put(row, put(row, x, bold, k[0]), plain, " "+k[1]), plain, "  ")
	}
}

func (s *screen) drawBeside(body frame) {
	left := min(s.w*3/5, 100)
	s.drawList(body[:len(body)-1], left)
	s.countLine(body[len(body)-1][:left], left)
	for _, row := range body {
		put(row, left+1, faint, "│")
	}
	s.drawDetail(body, left+3)
}

// columns returns where each column of a list of w cells begins and how wide it is.
func (s *screen) columns(w int) (starts, widths [5]int) {
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
		widths[i] = min(n, s.longest[i]+2)
		starts[i], x = x, x+widths[i]
	}
	return starts, widths
}

var heads = [5]string{"Flip", "Label", "Type", "Number", "Used for"}

func (s *screen) drawList(f frame, w int) {
	starts, widths := s.columns(w)
	line := func(row []cell, s style, texts [5]string) {
		for i, text := range texts {
			if n := widths[i] - 1; n > 0 {
				put(row, starts[i], s, truncate(text, n))
			}
		}
	}
	for x := range starts[4] + widths[4] {
		f[0][x].style = underline
	}
	line(f[0], underline, heads)
	for i, y := s.top, 1; i < len(s.shown) && y < len(f); i, y = i+1, y+1 {
		r := s.rows[s.shown[i]]
		style := plain
		if i == s.pos {
			style = reverse
			put(f[y], 0, style, ">"+strings.Repeat(" ", barWidth(w, starts[4]+len(r.used))-1))
		}
		line(f[y], style, r.texts())
	}
}

// maxBar is the widest bar that goes on to the edge; a wider one ends with its text.
const maxBar = 80

func barWidth(w, text int) int {
	if w <= maxBar {
		return w
	}
	return text
}

// countLine draws the line under the list.
func (s *screen) countLine(row []cell, w int) {
	text := plural(s.total) + ", by flip digit, legacy call handling"
	if s.typing || s.query != "" {
		text = plural(s.total)
		if s.query != "" {
			text = strconv.Itoa(len(s.shown)) + " of " + text
		} else {
			text += ", by flip digit"
		}
		text = truncate(text, w-max(w/2-4, 4)-5) // the query has half of the line
		x := put(row, put(row, 0, bold|magenta, "/ "), plain, s.query)
		put(row, x, reverse, " ")
		put(row, w-utf8.RuneCountInString(text), faint, text)
		return
	}
	put(row, 0, faint, truncate(text, w))
}

func truncate(s string, w int) string {
	if len(s) > w {
		return s[:max(w-1, 0)] + "…"
	}
	return s
}

func plural(n int) string { return strconv.Itoa(n) + " numbers" }

// drawDetail draws the detail of the selected row, from column x on.
func (s *screen) drawDetail(f frame, x int) {
	if len(s.shown) == 0 {
		return
	}
	r := s.rows[s.shown[s.pos]]
	flip, note := "none", "a live call cannot be moved here"
	if r.flip != "" {
		flip, note = r.flip, "*"+r.flip+" during a call moves it here"
	}
	facts := [][3]string{
		{"Number", r.pretty(), "+1" + r.digits}, {"Reaches", "United States", "fixed line or mobile"},
		{"Type", r.kind}, {"Used for", usedIn(r)}, {"Flip digit", flip, note}, {"Id", r.id},
	}
	name := "Address"
	for _, part := range wrapAddress(s.address+r.id, s.w-x-11) {
		facts = append(facts, [3]string{name, part})
		name = ""
	}
	facts = append(facts, [3]string{"Read", s.read + " UTC"})
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
		put(f[len(f)-1], x, faint, "("+strconv.Itoa(more+1)+" more lines)"+strings.Repeat(" ", s.w))
	}
}

func usedIn(r row) string {
	if strings.HasPrefix(r.used, "flip") {
		return "call forwarding and call flip"
	}
	return "call forwarding"
}

// styleOf returns faint for what continues the line above.
func styleOf(name string) style {
	if name == "" {
		return faint
	}
	return plain
}

// wrapAddress breaks an address into lines of w cells, after a hyphen if it can.
func wrapAddress(s string, w int) (parts []string) {
	for len(s) > w {
		n := w
		if i := strings.LastIndexByte(s[:w], '-'); i >= 0 {
			n = i + 1
		}
		parts, s = append(parts, s[:n]), s[n:]
	}
	return append(parts, s)
}
