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
	stateHeight = 12 // from which there is a line below the top line
	narrowList  = 58
)

// frame draws the screen.
func (s *screen) frame() frame {
	f := blank(s.w, s.h)
	s.topLine(f[0])
	if s.bodyTop() > 1 {
		s.stateLine(f[1])
	}
	s.bottomLine(f[s.h-1])
	body := f[s.bodyTop() : s.h-1]
	switch {
	case s.isBeside():
		s.drawBeside(body)
	case s.isBelow():
		n := s.page() + 1
		s.drawList(body[:n], s.w)
		s.drawDetail(body[n:], 0)
	default:
		s.drawList(body, s.w)
	}
	return f
}

func (s *screen) bodyTop() int {
	if s.h >= stateHeight {
		return 2
	}
	return 1
}

// isBeside reports whether the detail is beside the list: where there is room, and
// while the list does not scroll.
func (s *screen) isBeside() bool {
	h := s.h - s.bodyTop() - 1
	return s.w >= besideWidth && (h < belowHeight || s.total <= h-1)
}

func (s *screen) isBelow() bool { return s.w >= belowWidth && s.h-s.bodyTop()-1 >= belowHeight }

// page returns how many rows are visible.
func (s *screen) page() int {
	h := s.h - s.bodyTop() - 1
	if !s.isBeside() && s.isBelow() {
		return max(min(s.total+1, h-9), h/2-1, 4) - 1
	}
	return h - 1
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
	starts, widths := s.columns(s.w)
	left := min(s.w*2/3, max(starts[4]+widths[4], besideWidth/2))
	s.drawList(body, left)
	for _, row := range body {
		put(row, left+1, faint, "│")
	}
	s.drawDetail(body, left+3)
}

// columns returns where each column of a list of w cells begins and how wide it is: as
// wide as its longest text and two blanks.
func (s *screen) columns(w int) (starts, widths [5]int) {
	for i, n := range s.longest {
		widths[i] = n + 2
	}
	if w < narrowList {
		widths[2], widths[4] = 0, 0
	}
	over := 3 + widths[0] + widths[1] + widths[2] + widths[3] + widths[4] - w
	for _, i := range []int{2, 3, 0, 1, 4} {
		if over > 0 && widths[i] > 0 {
			widths[i]--
			over--
		}
	}
	widths[1] -= max(over, 0)
	x := 3
	for i, n := range widths {
		starts[i], x = x, x+n
	}
	return starts, widths
}

var heads = [5]string{"Flip", "Label", "Type", "Number", "Rings"}

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
	sorted := heads
	sorted[0] += "▲" // the rows are in the order of their flip digits
	line(f[0], underline, sorted)
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

// stateLine draws the line below the top line: the filter, and how many numbers there
// are.
func (s *screen) stateLine(row []cell) {
	count, handling := plural(s.total), " · legacy call handling"
	forms := []string{count + ", by flip digit · read " + s.clock + handling, count + handling, count, ""}
	x := 0
	if s.typing || s.query != "" {
		if s.query != "" {
			count = strconv.Itoa(len(s.shown)) + " of " + count
			forms = []string{count + " · read " + s.clock + handling, count + handling, count, ""}
		}
		x = put(row, put(row, 0, bold|magenta, "/"), plain, " "+s.query)
		x = put(row, x, reverse, " ") + 1
		x += max(s.w/2-4, 4) - len(s.query)
	}
	for _, text := range forms {
		if text != "" {
			text = " " + text + " ──"
		}
		if room := len(row) - x - utf8.RuneCountInString(text); room >= 2 || x == 0 && room >= 0 {
			put(row, x, faint, strings.Repeat("─", room)+text)
			return
		}
	}
}

func truncate(s string, w int) string {
	if chars := []rune(s); len(chars) > w {
		return string(chars[:max(w-1, 0)]) + "…"
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
		{"Number", r.pretty(), "+1" + r.digits}, {"Flip digit", flip, note}, {"Reaches", "United States", "fixed line or mobile"},
		{"Type", r.kind}, {"Used for", usedIn(r)}, {"Id", r.id},
	}
	facts = append(facts, [3]string{"Read", s.read, s.utc + " UTC"})
	put(f[0], put(f[0], put(f[0], x, bold, r.label), plain, " "), faint, strings.Repeat("─", s.w))
	for i, fact := range facts {
		if i+1 >= len(f) {
			break
		}
		put(f[i+1], x, faint, fact[0])
		text := put(f[i+1], x+11, plain, fact[1])
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
