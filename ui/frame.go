package ui

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// The first and the last lines of the screen: where one is, and what was said
// last or else the keys.

type noticeKind int

const (
	info noticeKind = iota
	success
	warning
	failure
)

// notice is what the bottom lines say instead of the keys.
type notice struct {
	text     string
	kind     noticeKind
	ticket   ticket
	untilKey bool // to the key pressed last; the next one takes it away
}

// noticeDuration is how long a notice stands; a failure stands until it is read.
var noticeDuration = map[noticeKind]time.Duration{info: 5 * time.Second, success: 6 * time.Second, warning: 12 * time.Second}

func (m *Model) notify(kind noticeKind, text string) tea.Cmd {
	m.notice = notice{text: text, kind: kind, ticket: m.notice.ticket + 1}
	m.resize()
	if d, ends := noticeDuration[kind]; ends {
		return expireNotice(d, m.notice.ticket)
	}
	return nil
}

// noticeExpired takes a notice away, unless a newer one stands by now.
func (m *Model) noticeExpired(msg noticeExpiredMsg) {
	if msg.ticket == m.notice.ticket {
		m.clearNotice()
	}
}

// showNotice says what a key came to, where it came to nothing else.
func (m *Model) showNotice(in showNotice) tea.Cmd {
	cmd := m.notify(in.kind, in.text)
	m.notice.untilKey = true
	return cmd
}

func (m *Model) clearNotice() {
	m.notice.text = ""
	m.resize()
}

// watchWarnings listens for warnings of the session.
func (m *Model) watchWarnings() tea.Cmd {
	ctx, t := m.reads.warnings.begin(m.ctx)
	return watchWarnings(ctx, m.to.Warnings, t)
}

func (m *Model) warned(msg warnedMsg) tea.Cmd {
	if !m.reads.warnings.accept(msg.ticket) {
		return nil
	}
	return tea.Batch(m.watchWarnings(), m.notify(warning, api.Explain(msg.value).String()))
}

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

// head is the top line: the screens, who is signed in, whose numbers are open,
// on which server, and whether they can be changed. What matters most for not
// changing the wrong thing goes last when there is little room.
func (m *Model) head() string {
	tail := m.st.server.Render(m.to.Server)
	if m.numbers.readOnly != "" {
		tail += "  read-only"
	}
	name := m.st.title.Render("rcfwd")
	live := m.liveCallTag()
	lefts := []string{name + m.tabs() + live, name + m.openTab() + live}
	if live != "" { // which matters more than the name of a screen that is seen anyway
		lefts = append(lefts, name+live)
	}
	forms := m.names()
	if handling := m.facts.handlingWords(); handling != "" {
		forms = append([]string{forms[0] + "  " + handling}, forms...)
	}
	for _, left := range append(lefts, name+m.openTab(), name) {
		for _, names := range forms {
			right := names + "  " + tail
			if width(left)+width(right)+2 <= m.w {
				return justify(left, right, m.w)
			}
		}
	}
	return justify(name, tail, m.w)
}

// tabs names the screens that there are.
func (m *Model) tabs() string {
	k := m.keys.Screen
	return m.tab(k.Numbers, "Numbers", onNumbers) + m.tab(k.Ring, "Ring order", onRing) + m.callsTab() + m.tab(k.History, "History", onHistory)
}

// callsTab names the calls where there is a line to see them on.
func (m *Model) callsTab() string {
	if m.to.Calls == nil {
		return ""
	}
	return m.tab(m.keys.Screen.Calls, "Calls", onCalls)
}

func (m *Model) openTab() string {
	switch k := m.keys.Screen; m.screen {
	case onRing:
		return m.tab(k.Ring, "Ring order", onRing)
	case onCalls:
		return m.tab(k.Calls, "Calls", onCalls)
	case onHistory:
		return m.tab(k.History, "History", onHistory)
	default:
		return m.tab(k.Numbers, "Numbers", onNumbers)
	}
}

// tab names a screen by its key; the open one stands out, and not by colour
// alone.
func (m *Model) tab(k key.Binding, name string, s screen) string {
	if m.screen == s {
		return "  " + m.st.accent.Render("["+k.Help().Key+" "+name+"]")
	}
	return "  " + k.Help().Key + " " + name
}

// names says who is signed in and which extension is open, longest form first.
func (m *Model) names() []string {
	open := m.facts.open
	if open.ID == "" {
		return []string{""}
	}
	short := open.Name
	long := open.Name + "  ext " + open.Number
	forms := []string{long + "  " + open.Company, long, short, "ext " + open.Number}
	if m.otherExtension() {
		by := m.self.Name + " for "
		forms = append([]string{by + long + "  " + open.Company, by + long, by + "ext " + open.Number}, forms[1:]...)
	}
	return forms
}

// foot is the bottom of the screen: a notice, or what is waited for, or the
// keys.
func (m *Model) foot() []string {
	switch {
	case m.notice.text != "":
		return m.noticeLines()
	case len(m.waits) > 0:
		return []string{m.st.doubt.Render(truncate(m.waitLine(), m.w))}
	}
	return []string{m.shortKeys()}
}

func (m *Model) noticeLines() []string {
	style := m.st.text
	switch m.notice.kind {
	case success:
		style = m.st.good
	case warning:
		style = m.st.doubt
	case failure:
		style = m.st.danger
	}
	lines := wrap(m.notice.text, m.w)
	if most := max(m.h/3, 1); len(lines) > most {
		lines = lines[:most]
		lines[most-1] = truncate(lines[most-1]+" "+ellipsis+ellipsis, m.w)
	}
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	return lines
}

// shortKeys are the keys worth knowing here, as many as fit.
func (m *Model) shortKeys() string {
	var b strings.Builder
	used := 0
	for _, a := range m.activeActions() {
		if !a.short || a.blocked != "" {
			continue
		}
		k, word := shortHelp(a.key)
		if used += len(k) + len(word) + 3; used > m.w+2 {
			break
		}
		b.WriteString(m.st.title.Render(k) + " " + word + "  ")
	}
	return strings.TrimRight(b.String(), " ")
}

// shortHelp is the first key of a binding and the first word of its help.
func shortHelp(b key.Binding) (k, word string) {
	k, _, _ = strings.Cut(b.Help().Key, " ")
	word, _, _ = strings.Cut(b.Help().Desc, ",")
	return k, word
}
