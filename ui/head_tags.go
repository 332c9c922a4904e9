package ui

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"rcfwd/api"
)

// What the top line says on every screen beside who and where: rules that take all
// calls, changes that are not sent, live calls.

// headTag is one of them, in full and in as few cells as it can be told.
type headTag struct{ long, short string }

// lastingTags are those that the top line keeps however narrow it is.
func (m *Model) lastingTags() []headTag {
	var tags []headTag
	for _, r := range m.facts.diverting() {
		short := "(fwd all)"
		if r.Kind == api.DoNotDisturb {
			short = "(DND)"
		}
		tags = append(tags, headTag{m.st.danger.Render("(" + r.Name + " is on: " + r.Ending().Words() + ")"), m.st.danger.Render(short)})
	}
	if n := len(m.screens.ring.drafts); n > 0 {
		tags = append(tags, headTag{m.st.unsent.Render("(" + api.Plural(n, "unsent draft") + ")"), m.st.unsent.Render("(unsent)")})
	}
	return tags
}

// liveCallTag is the number of live calls.
func (m *Model) liveCallTag() string {
	n := len(m.screens.calls.snapshot.Calls)
	if n == 0 || !m.screens.calls.snapshot.Live() {
		return ""
	}
	return "  " + m.st.good.Render("("+api.Plural(n, "live call")+")")
}

// headLefts are the forms of the left half of the top line, the best first. The names of
// the other screens go first, then the name of the program, then the live calls, and then
// what the tags say in full, but where all calls go is told in full as long as there is
// room. The number of the open screen stays.
func (m *Model) headLefts() []string {
	name, live := m.st.title.Render("rcfwd"), m.liveCallTag()
	long, short := "", ""
	for _, t := range m.lastingTags() {
		long, short = long+"  "+t.long, short+" "+t.short
	}
	tabs := m.tabLines()
	lefts := []string{name + tabs[0] + long + live}
	if short != "" && len(m.facts.diverting()) == 0 {
		lefts = append(lefts, name+tabs[0]+short+live)
	}
	keys, count := strings.TrimPrefix(tabs[1], " "), m.st.title.Render(strings.TrimSpace(ansi.Strip(tabs[3])))
	for _, tags := range []string{long, short} {
		for _, t := range []string{name + tabs[1], keys, name + tabs[2], name + tabs[3]} {
			lefts = append(lefts, t+tags+live)
		}
	}
	return append(lefts, name+tabs[2]+short, name+tabs[3]+short, count+short)
}
