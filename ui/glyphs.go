package ui

import "strings"

// The glyphs that lines, bars and marks are drawn with. Each takes one cell. Screens
// always draw them; on a terminal that cannot show them, plainASCII replaces them in
// the finished frame, so that no screen has to know.
const (
	horizontal = "─"
	vertical   = "│"
	barOn      = "█" // rings
	barOff     = "▒" // does not ring
	nowMark    = "▲"
	ascending  = "▲"
	descending = "▼"
	rangeDash  = "–" // from, to
	ellipsis   = "…" // ends a truncated text
	arrow      = "→" // before, after
	between    = "·" // separates facts in a line
)

var plainASCII = strings.NewReplacer(
	horizontal, "-",
	vertical, "|",
	barOn, "=",
	barOff, ".",
	between, "-",
	arrow, ">",
	nowMark, "^",
	descending, "v",
	ellipsis, "~",
	rangeDash, "-",
)

// frame joins the lines of the window, in glyphs that the terminal has.
func (t Terminal) frame(lines []string) string {
	whole := strings.Join(lines, "\n")
	if t.ASCII {
		return plainASCII.Replace(whole)
	}
	return whole
}
