package ui

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"charm.land/lipgloss/v2"

	"rcfwd/api/rest"
)

// styles are the roles of text on the screen: the only place where a colour is chosen.
// The colours are the terminal's own sixteen. Those of letters are readable on light and
// on dark (no blue, yellow, cyan or white); what is yellow is black on yellow, and short.
// No role depends on colour alone, so NO_COLOR loses nothing and no terminal has to be
// asked for its background.
type styles struct {
	title   sgr // the thing that is looked at
	accent  sgr // the focus
	muted   sgr // what can be skipped
	label   sgr // name of a value
	heading sgr // head of a column
	text    sgr

	chosen   sgr // the chosen option
	bar      sgr // the selected row of the pane that has the focus
	barDim   sgr // the selected row of another pane
	match    sgr // what a filter found
	barMatch sgr // the same in the selected row

	good   sgr // success
	doubt  sgr // may fail
	danger sgr // failed, or will be lost

	on  sgr // rings
	off sgr // does not ring
	now sgr // in force at this moment

	risk    sgr // with a !
	added   sgr // with a +
	removed sgr // with a -
	changed sgr // with a *
	unsent  sgr // words about changes that are not sent

	production sgr // a server with real callers
	demo       sgr // a server where nothing can go wrong
	server     sgr // any other server

	read        sgr // a request that changes nothing
	write       sgr // one that may
	refused     sgr // the status of a request that the service refused
	serverError sgr // the status of one that the service failed at, or that got no answer

	typed, hint lipgloss.Style // of a text input
}

func newStyles() *styles {
	plain := lipgloss.NewStyle()
	bold, faint, bar := plain.Bold(true), plain.Faint(true), plain.Reverse(true)
	red, yellow := lipgloss.Red, plain.Foreground(lipgloss.Black).Background(lipgloss.Yellow)
	return &styles{
		title:   sgrOf(bold),
		accent:  sgrOf(bold.Foreground(lipgloss.Magenta)),
		muted:   sgrOf(faint),
		label:   sgrOf(faint),
		heading: sgrOf(plain.Underline(true)),
		text:    sgrOf(plain),

		chosen:   sgrOf(bar),
		bar:      sgrOf(bar),
		barDim:   sgrOf(bar.Faint(true)),
		match:    sgrOf(bold.Underline(true)),
		barMatch: sgrOf(bar.Bold(true).Underline(true)),

		good:   sgrOf(plain.Foreground(lipgloss.Green)),
		doubt:  sgrOf(bold),
		danger: sgrOf(bold.Foreground(red)),

		on:  sgrOf(plain),
		off: sgrOf(faint),
		now: sgrOf(bold.Foreground(lipgloss.Green)),

		risk:    sgrOf(plain.Foreground(lipgloss.Magenta)),
		added:   sgrOf(bold.Foreground(lipgloss.Green)),
		removed: sgrOf(bold.Foreground(red)),
		changed: sgrOf(yellow),
		unsent:  sgrOf(yellow),

		production: sgrOf(bold.Foreground(red)),
		demo:       sgrOf(faint),
		server:     sgrOf(bold),

		read:        sgrOf(faint),
		write:       sgrOf(bold),
		refused:     sgrOf(yellow),
		serverError: sgrOf(bold.Foreground(red)),

		typed: plain,
		hint:  faint,
	}
}

// ofServer is the style of a server as the top line names it.
func (s *styles) ofServer(name string) sgr {
	switch name {
	case "PRODUCTION":
		return s.production
	case "DEMO":
		return s.demo
	}
	return s.server
}

// ofMethod is the style of a request.
func (s *styles) ofMethod(method string) sgr {
	if method == http.MethodGet || method == http.MethodHead {
		return s.read
	}
	return s.write
}

// ofAnswer is the style of the status of an exchange.
func (s *styles) ofAnswer(e *rest.Exchange) sgr {
	switch {
	case e.Failure != "" || e.Status >= http.StatusInternalServerError:
		return s.serverError
	case e.Status >= http.StatusBadRequest:
		return s.refused
	}
	return s.ofMethod(e.Method)
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
// the text in its style, parts of it in others. The selected row is a bar, which also
// says so by a sign.
func (s *styles) row(mark, text string, style sgr, w int, at selection, parts ...span) string {
	whole := text
	text = truncate(whole, w-markWidth)
	if at == elsewhere {
		return pad(" "+mark, markWidth) + style.renderParts(text, samePrefix(whole, text), parts)
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
	for i := range parts {
		parts[i].from, parts[i].to = parts[i].from+markWidth, parts[i].to+markWidth
	}
	return s.bar.renderParts(line, samePrefix(whole, text)+markWidth, parts)
}

// span is a part of a text, in bytes, with its own style.
type span struct {
	from, to int
	style    sgr
}

// renderParts renders text with parts of its first n bytes in their own styles. The parts
// are in order and do not overlap.
func (i sgr) renderParts(text string, n int, parts []span) string {
	var b strings.Builder
	at := 0
	for _, p := range parts {
		if p.to = min(p.to, n); p.from < at || p.from >= p.to || p.style == i {
			continue
		}
		b.WriteString(i.Render(text[at:p.from]))
		b.WriteString(p.style.Render(text[p.from:p.to]))
		at = p.to
	}
	b.WriteString(i.Render(text[at:]))
	return b.String()
}

// samePrefix is how many bytes of whole characters two texts have in common at their
// beginning.
func samePrefix(a, b string) int {
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	for n > 0 && n < len(a) && !utf8.RuneStart(a[n]) {
		n--
	}
	return n
}

// titledRule is a rule of w cells with a title at its left and a text at its right, each
// in the longest form for which there is room. The title is shortened last, and the text
// goes before it does.
func (s *styles) titledRule(lefts, rights []string, w int) string {
	if len(lefts) == 0 {
		lefts = []string{""}
	}
	for _, some := range [][]string{rights, {""}} {
		for _, left := range lefts {
			if left != "" {
				left += " "
			}
			for _, right := range some {
				if right != "" {
					right = " " + right + " " + strings.Repeat(horizontal, 2)
				}
				if room := w - width(left) - width(right); room >= 2 || left == "" && room >= 0 {
					return left + s.muted.Render(strings.Repeat(horizontal, room)+right)
				}
			}
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
