package ui

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// styles are the roles of text on the screen. The colours are those of the
// terminal's own sixteen that are readable on light and on dark (no blue,
// yellow, cyan or white), and no role depends on colour alone: no terminal has
// to be asked for its background.
type styles struct {
	title   sgr // the thing that is looked at
	accent  sgr // the focus
	muted   sgr // what can be skipped
	label   sgr // name of a value
	good    sgr // success
	doubt   sgr // may fail
	now     sgr // in force at this moment
	danger  sgr // failed, or will be lost
	chosen  sgr // the chosen option
	server  sgr // the server
	heading sgr // head of a column
	bar     sgr // the selected row of the pane that has the focus
	barDim  sgr // the selected row of another pane
	text    sgr

	typed, hint lipgloss.Style // of a text input
}

func newStyles() *styles {
	plain := lipgloss.NewStyle()
	return &styles{
		title:   sgrOf(plain.Bold(true)),
		accent:  sgrOf(plain.Bold(true).Foreground(lipgloss.Magenta)),
		muted:   sgrOf(plain.Faint(true)),
		label:   sgrOf(plain.Faint(true)),
		good:    sgrOf(plain.Foreground(lipgloss.Green)),
		doubt:   sgrOf(plain.Bold(true)),
		now:     sgrOf(plain.Bold(true).Foreground(lipgloss.Green)),
		danger:  sgrOf(plain.Bold(true).Foreground(lipgloss.Red)),
		chosen:  sgrOf(plain.Reverse(true)),
		server:  sgrOf(plain.Bold(true)),
		heading: sgrOf(plain.Underline(true)),
		bar:     sgrOf(plain.Reverse(true)),
		barDim:  sgrOf(plain.Faint(true).Reverse(true)),
		text:    sgrOf(plain),
		typed:   plain,
		hint:    plain.Faint(true),
	}
}

// pane is the title of a pane that can have the focus. The focus is shown like
// the open screen in the top line, by more than colour.
func (s *styles) pane(title string, focused bool, w int) string {
	if focused {
		return s.accent.Render("[" + truncate(title, w-2) + "]")
	}
	return s.title.Render(truncate(title, w))
}

// paneRule is pane in a rule over the whole width.
func (s *styles) paneRule(title string, focused bool, w int) string {
	return s.titledRule([]string{s.pane(title, focused, max(w-3, 0))}, nil, w)
}

// selection is where the cursor of a list is.
type selection int

const (
	elsewhere   selection = iota // not on this row
	here                         // on this row
	hereUnfocus                  // on this row, while another pane has the focus
)

// selectedIf is the selection of a row in a list that may have the focus.
func selectedIf(selected, focused bool) selection {
	switch {
	case selected && focused:
		return here
	case selected:
		return hereUnfocus
	}
	return elsewhere
}

// maxBar is the widest bar. A wider row would cost more bytes at each move of the
// cursor than a slow link should carry; its bar ends with the text.
const maxBar = 80

// row draws a row of a list in w cells: a mark of one cell, which may be empty, and
// the text in its style. The selected row is a bar, which also says so by a sign.
func (s *styles) row(mark, text string, style sgr, w int, at selection) string {
	text = truncate(text, w-markWidth)
	if at == elsewhere {
		return pad(" "+mark, markWidth) + style.Render(text)
	}
	sign := ">"
	if at == hereUnfocus {
		sign = " " // one sign on the screen, where the keys go
	}
	line := pad(sign+mark, markWidth) + text
	if w <= maxBar {
		line = pad(line, w)
	} else {
		line = strings.TrimRight(line, " ")
	}
	if at == hereUnfocus {
		return s.barDim.Render(line)
	}
	return s.bar.Render(line)
}

// titledRule is a rule of w cells with a title at its left and a text at its right, each
// in the longest form for which there is room. A text at the right goes before the title
// does.
func (s *styles) titledRule(lefts, rights []string, w int) string {
	for _, right := range append(rights, "") {
		if right != "" {
			right = " " + right + " " + strings.Repeat(horizontal, 2)
		}
		for _, left := range lefts {
			if room := w - width(left) - width(right) - 1; room >= 2 {
				return left + " " + s.muted.Render(strings.Repeat(horizontal, room)+right)
			}
		}
		if room := w - width(right); len(lefts) == 0 && room >= 0 {
			return s.muted.Render(strings.Repeat(horizontal, room) + right)
		}
	}
	return truncate(lefts[len(lefts)-1], w)
}

// rule is a line of w cells between what is above it and what is below.
func (s *styles) rule(w int) string { return s.muted.Render(strings.Repeat(horizontal, max(w, 0))) }

// sgr is a style as the bytes around a text. A lipgloss style, which can also
// lay out text, computes them again for each text; that was a fifth of the work
// of a key.
type sgr struct{ on, off string }

func sgrOf(s lipgloss.Style) sgr {
	const mark = "x"
	on, off, _ := strings.Cut(s.Render(mark), mark)
	return sgr{on, off}
}

// Render puts a line of text in the style.
func (i sgr) Render(text string) string {
	if text == "" {
		return ""
	}
	return i.on + text + i.off
}

// ofNotice is the style of a kind of notice.
func (s *styles) ofNotice(kind noticeKind) sgr {
	switch kind {
	case success:
		return s.good
	case warning:
		return s.doubt
	case failure:
		return s.danger
	}
	return s.text
}

// wrapAtMost is wrap for a text that is cut after so many lines.
func (i sgr) wrapAtMost(text string, w, most int) []string {
	lines := wrap(text, w)
	if len(lines) > most {
		lines = lines[:most]
		lines[most-1] = truncate(lines[most-1]+" "+ellipsis+ellipsis, w)
	}
	for n, l := range lines {
		lines[n] = i.Render(l)
	}
	return lines
}

// wrap breaks text into lines of at most w cells and puts each in the style.
func (i sgr) wrap(text string, w int) []string {
	lines := wrap(text, w)
	for n, l := range lines {
		lines[n] = i.Render(l)
	}
	return lines
}
