package ui

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Rows are put together from pieces of known width, so that nothing is measured
// twice. Text from outside is clean before it comes here. The width of a text
// is the sum of the widths of its characters, as most terminals and the
// renderer compute it. Terminals that treat a letter and its mark as one would
// have to be asked.

// width is the number of cells that s takes. Plain ASCII, which most text is,
// takes one cell a byte.
func width(s string) int {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return ansi.StringWidthWc(s)
		}
	}
	return len(s)
}

// truncate shortens s to at most w cells.
func truncate(s string, w int) string {
	w = max(w, 0)
	if width(s) <= w {
		return s
	}
	return ansi.TruncateWc(s+spaces(w+1), w, ellipsis) // without the spaces it uses another measure first
}

// cutMiddle shortens s to at most w cells and keeps both of its ends, for texts that the
// end tells apart.
func cutMiddle(s string, w int) string {
	over := width(s) - w
	if over <= 0 || w < 5 {
		return truncate(s, w)
	}
	room := (w - 1) / 2
	begin, end := ansi.TruncateWc(s, w-1-room, ""), ansi.TruncateLeftWc(s, width(s)-room, ellipsis)
	if width(end) > room+1 { // a character of two cells began before the cut
		end = ansi.TruncateLeftWc(s, width(s)-room+1, ellipsis)
	}
	return begin + end
}

// pad makes s exactly w cells wide.
func pad(s string, w int) string {
	have := width(s)
	if have > w {
		s = truncate(s, w)
		have = width(s)
	}
	return s + spaces(w-have)
}

// cell makes s a cell of a table: exactly w cells wide, the last of them empty, so that it
// never runs into the next one.
func cell(s string, w int) string {
	if w < 1 {
		return ""
	}
	return pad(truncate(s, w-1), w)
}

// justify puts left and right at the two ends of w cells. When there is no room
// for both, it truncates right first.
func justify(left, right string, w int) string {
	left = truncate(left, w)
	room := w - width(left)
	right = truncate(right, room-2)
	return left + spaces(room-width(right)) + right
}

// wrap breaks s into lines of at most w cells, between words only, so that codes and phone
// numbers stay whole. Words that are longer than a line are broken where they have a sign,
// or anywhere. A line that begins with spaces is continued below its text.
func wrap(s string, w int) []string { return wrapLong(s, w, w) }

// wrapLong breaks s as wrap does, and may break words of more than longest cells where they
// have a sign.
func wrapLong(s string, w, longest int) []string {
	if w < 1 || s == "" {
		return nil
	}
	var lines []string
	for text := range strings.SplitSeq(s, "\n") {
		lines = append(lines, wrapLine(text, w, longest)...)
	}
	return lines
}

func wrapLine(s string, w, longest int) []string {
	text := strings.TrimLeft(s, " ")
	hang := min(len(s)-len(text), w/8)
	first := spaces(hang)
	if hang > 0 {
		hang += 2
	}
	var lines []string
	line := first
	for _, word := range words(text, longest-hang) {
		bare := strings.TrimRight(word, " ")
		if width(line)+width(bare) > w && strings.TrimSpace(line) != "" {
			lines, line = append(lines, strings.TrimRight(line, " ")), spaces(hang)
		}
		for room := w - width(line); width(bare) > room && room > 1; room = w - hang {
			part := hardWrap(bare, room)[0]
			lines, line = append(lines, line+part), spaces(hang)
			word = strings.TrimPrefix(word, part)
			bare = strings.TrimRight(word, " ")
		}
		line += word
	}
	return append(lines, strings.TrimRight(line, " "))
}

// words divides s between words, with the spaces behind them, and words of more than
// longest cells also behind the signs of addresses and JSON.
func words(s string, longest int) (parts []string) {
	for _, word := range strings.SplitAfter(s, " ") {
		switch {
		case strings.TrimSpace(word) == "" && len(parts) > 0:
			parts[len(parts)-1] += word
		case width(word) > longest:
			parts = append(parts, splitAfterAny(word, "/,?&")...)
		default:
			parts = append(parts, word)
		}
	}
	return parts
}

// splitAfterAny divides s behind each run of the signs.
func splitAfterAny(s, signs string) (parts []string) {
	from := 0
	for i := 1; i < len(s); i++ {
		if strings.IndexByte(signs, s[i-1]) >= 0 && strings.IndexByte(signs+" ", s[i]) < 0 {
			parts, from = append(parts, s[from:i]), i
		}
	}
	return append(parts, s[from:])
}

// hardWrap breaks s anywhere into lines of at most w cells; an empty line stays.
func hardWrap(s string, w int) []string {
	return strings.Split(ansi.HardwrapWc(s, max(w, 1), true), "\n")
}

const blanks = "                                                                "

// spaces returns n spaces; none when n is not positive.
func spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blanks) {
		return blanks[:n]
	}
	return strings.Repeat(" ", n)
}

func indent(lines []string, by int) []string {
	for i := range lines {
		lines[i] = spaces(by) + lines[i]
	}
	return lines
}

// sideBySide puts a block of w cells to the left of another of the same height.
func sideBySide(left []string, w int, right []string, st *styles) []string {
	bar := st.muted.Render(vertical) + " "
	for i := range left {
		left[i] = pad(left[i], w+1) + bar + right[i]
	}
	return left
}

// block returns exactly h lines: it cuts off the rest and adds empty lines. It is not inlined:
// its copies would make the program larger.
//
//go:noinline
func block(lines []string, h int) []string {
	if h <= 0 {
		return nil
	}
	if len(lines) > h {
		return lines[:h]
	}
	for len(lines) < h {
		lines = append(lines, "")
	}
	return lines
}

// newest returns the last h lines.
func newest(lines []string, h int) []string { return lines[clamp(len(lines)-h, 0, len(lines)):] }

// window returns h of the lines with line at among them, the first h if
// possible. It is not inlined: its copies would make the program larger.
//
//go:noinline
func window(lines []string, at, h int) []string {
	top := scrollTo(0, at, h, len(lines))
	return lines[top:min(top+max(h, 0), len(lines))]
}

// scrollTo returns the index of the first of h visible rows out of n, moved
// from top only as far as needed to show row at and to fill the room.
func scrollTo(top, at, h, n int) int {
	if h <= 0 {
		return 0
	}
	top = min(top, at)
	top = max(top, at-h+1)
	return clamp(top, 0, n-h)
}

// orNone returns s, or "none" when it is empty. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func orNone(s string) string { return cmp.Or(s, "none") }

// commaList joins the parts that are not empty.
func commaList(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// timeOfDay is the time of day of t in UTC.
func timeOfDay(t time.Time) string { return t.UTC().Format("15:04:05") + " UTC" }

// sentence starts text with a capital and ends it with a full stop.
func sentence(text string) string {
	if text == "" {
		return ""
	}
	first, size := utf8.DecodeRuneInString(text)
	text = string(unicode.ToUpper(first)) + text[size:]
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}

// clause is the opposite: it makes a sentence the part of another one.
func clause(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + strings.TrimSuffix(text[size:], ".")
}

// spelledOut makes words of a name of the API: DirectNumber is a direct number.
func spelledOut(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// clamp limits v to low and high; low wins when they cross.
func clamp(v, low, high int) int { return max(min(v, high), low) }
