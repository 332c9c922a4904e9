package ui

import (
	"strings"

	"charm.land/bubbles/v2/key"
)

// foot is the bottom of the window: a notice and what requests wait for, or the
// keys; and what is left of limits that are nearly used up. The keys stay below a wait
// that the user did not ask for, and in a dialog below what no key of it brought up.
func (m *Model) foot() []string {
	left := m.waits.budget.words(m.waits.now, m.w)
	var lines []string
	if m.notice.text != "" {
		lines = m.st.ofNotice(m.notice.kind).wrapAtMost(m.notice.text, m.w, max(m.h/3, 1))
	}
	asked, told := m.canStop() || m.writes.inFlight(), len(lines) > 0
	if len(m.waits.pending) > 0 && (asked || !told) {
		lines = append(lines, m.st.doubt.wrapAtMost(m.waitLine(), m.w, max((m.h-2*len(lines))/2, 1))...)
	}
	if len(lines) == 0 || !asked && (!told || m.dialogs.open != nil && !m.notice.untilKey) {
		lines = append(lines, m.shortKeys(m.w-roomFor(left)))
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

// firstKey is the first key of a binding, as a sentence names it.
func firstKey(b key.Binding) string {
	k, _ := shortHelp(b)
	return k
}

// shortHelp returns the first key of a binding and the first part of its help.
func shortHelp(b key.Binding) (k, word string) {
	k, _, _ = strings.Cut(b.Help().Key, " ")
	word, _, _ = strings.Cut(b.Help().Desc, ",")
	return k, word
}
