package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

type noticeKind int

const (
	info noticeKind = iota
	success
	warning
	failure
)

// notice is a text that the bottom lines show instead of the keys.
type notice struct {
	text     string
	kind     noticeKind
	ticket   ticket
	untilKey bool   // the next key clears it
	copied   string // the text that it says was copied
}

// noticeDuration is how long a notice is shown. A failure stays until it is
// cleared or replaced.
var noticeDuration = map[noticeKind]time.Duration{info: 5 * time.Second, success: 6 * time.Second, warning: 12 * time.Second}

func (m *Model) notify(kind noticeKind, text string) tea.Cmd {
	return m.put(notice{text: text, kind: kind})
}

// put shows n instead of another notice.
func (m *Model) put(n notice) tea.Cmd {
	n.ticket = m.notice.ticket + 1
	m.notice = n
	m.resize()
	if d, ends := noticeDuration[n.kind]; ends {
		return expireNotice(d, m.notice.ticket)
	}
	return nil
}

// noticeExpired clears a notice unless a newer one has replaced it.
func (m *Model) noticeExpired(msg noticeExpiredMsg) tea.Cmd {
	if msg.ticket == m.notice.ticket {
		m.clearNotice()
	}
	return nil
}

// showNotice shows a notice that the next key clears.
func (m *Model) showNotice(in showNotice) tea.Cmd {
	return m.put(notice{text: in.text, kind: in.kind, untilKey: true})
}

func (m *Model) clearNotice() {
	m.notice.text = ""
	m.resize()
}

// watchWarnings waits for the next warning of the session.
func (m *Model) watchWarnings() tea.Cmd {
	ctx, t := m.reads.warnings.begin(m.conn.ctx)
	return watchWarnings(ctx, m.conn.Warnings, t)
}

func (m *Model) warned(msg warnedMsg) tea.Cmd {
	if !m.reads.warnings.accept(msg.ticket) {
		return nil
	}
	return batch(m.watchWarnings(), m.notify(warning, api.Explain(msg.value).String()))
}
