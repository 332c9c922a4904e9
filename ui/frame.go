package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"

	"rcfwd/api"
)

// The first and the last lines of the window: the screens and the connection at
// the top, a notice or the keys at the bottom.

// extensionName names an extension.
func extensionName(e api.Extension) string {
	switch {
	case e.Name != "" && e.Number != "":
		return e.Name + ", extension " + e.Number
	case e.Name != "":
		return e.Name
	case e.ID != "":
		return "extension " + e.ID
	}
	return "this extension"
}

// head is the top line: the screens, the signed-in user, the open extension,
// the server, and whether it is read-only. When there is little room, it keeps
// longest what prevents a change of the wrong extension.
func (m *Model) head() string {
	tail := m.st.server.Render(m.conn.Server)
	if m.screens.numbers.readOnly != "" {
		tail += "  read-only"
	}
	forms := m.names()
	if handling := m.facts.handlingWords(); handling != "" {
		forms = append([]string{forms[0] + "  " + handling}, forms...)
	}
	lefts := m.headLefts()
	for _, left := range lefts {
		for _, names := range forms {
			right := names + "  " + tail
			if width(left)+width(right)+2 <= m.w {
				return justify(left, right, m.w)
			}
		}
	}
	return justify(lefts[len(lefts)-1], tail, m.w)
}

// tab names a screen in the top line, with the key that opens it.
type tab struct {
	screen screen
	key    key.Binding
	name   string
}

// tabs are those of the screens that this connection has.
func (m *Model) tabs() []tab {
	k := m.keys.Screen
	tabs := []tab{{onNumbers, k.Numbers, "Numbers"}, {onRing, k.Ring, "Ring order"}}
	if m.conn.Calls != nil {
		tabs = append(tabs, tab{onCalls, k.Calls, "Calls"})
	}
	return append(tabs, tab{onHistory, k.History, "History"})
}

// tabLine is all tabs, or only that of the open screen.
func (m *Model) tabLine(onlyOpen bool) string {
	line := ""
	for _, t := range m.tabs() {
		if t.screen == m.screens.open || !onlyOpen {
			line += m.drawTab(t)
		}
	}
	return line
}

// drawTab marks the open screen by more than colour.
func (m *Model) drawTab(t tab) string {
	text := t.key.Help().Key + " " + t.name
	if m.screens.open == t.screen {
		return "  " + m.st.accent.Render("["+text+"]")
	}
	return "  " + text
}

// names are the user and the open extension, the longest form first.
func (m *Model) names() []string {
	open := m.facts.open
	if open.ID == "" {
		return []string{""}
	}
	short := open.Name
	long := open.Name + "  ext " + open.Number
	forms := []string{long + "  " + open.Company, long, short, "ext " + open.Number}
	if m.facts.otherExtension() {
		by := m.facts.self.Name + " for "
		forms = append([]string{by + long + "  " + open.Company, by + long, by + "ext " + open.Number}, forms[1:]...)
	}
	return forms
}

// foot is the bottom of the window: a notice and what requests wait for, or the
// keys; and what is left of limits that are nearly used up.
func (m *Model) foot() []string {
	left := m.waits.budget.words(m.waits.now, m.w)
	var lines []string
	if m.notice.text != "" {
		lines = m.st.ofNotice(m.notice.kind).wrapAtMost(m.notice.text, m.w, max(m.h/3, 1))
	}
	if len(m.waits.pending) > 0 && (len(lines) == 0 || m.canStop() || m.writes.inFlight()) {
		lines = append(lines, m.st.doubt.wrapAtMost(m.waitLine(), m.w, max((m.h-2*len(lines))/2, 1))...)
	}
	if len(lines) == 0 {
		lines = []string{m.shortKeys(m.w - roomFor(left))}
	}
	return m.withBudget(lines, left)
}

// withBudget puts what is left of limits at the right of the last line, or below it
// where there is no room.
func (m *Model) withBudget(lines []string, left string) []string {
	if left == "" {
		return lines
	}
	last := len(lines) - 1
	if used := width(lines[last]); used+roomFor(left) <= m.w {
		lines[last] += spaces(m.w-used-width(left)) + m.st.doubt.Render(left)
		return lines
	}
	if m.h < 2*minHeight {
		return lines
	}
	return append(lines, m.st.doubt.Render(truncate(left, m.w)))
}

// roomFor is what a text takes at the right of a line, with the blanks before it.
func roomFor(text string) int {
	if text == "" {
		return 0
	}
	return 2 + width(text)
}

// shortKeys are the most useful keys, as many as fit in w cells.
func (m *Model) shortKeys(w int) string {
	var b strings.Builder
	used := 0
	for _, a := range m.activeActions() {
		if !a.short || a.blocked != "" {
			continue
		}
		k, word := shortHelp(a.key)
		if used += len(k) + len(word) + 3; used > w+2 {
			break
		}
		b.WriteString(m.st.title.Render(k) + " " + word + "  ")
	}
	return strings.TrimRight(b.String(), " ")
}

// shortHelp returns the first key of a binding and the first part of its help.
func shortHelp(b key.Binding) (k, word string) {
	k, _, _ = strings.Cut(b.Help().Key, " ")
	word, _, _ = strings.Cut(b.Help().Desc, ",")
	return k, word
}
