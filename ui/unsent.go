package ui

import tea "charm.land/bubbletea/v2"

// Drafts: what was changed here and was not sent. Whatever would lose one asks first.

// unsent lists the drafts, a line for each change.
func (m *Model) unsent() []string {
	var lines []string
	for _, r := range m.screens.ring.rules {
		for _, l := range new(m.screens.ring.drafts[r.ID]).lines() {
			lines = append(lines, r.Name+": "+l)
		}
	}
	for _, d := range []dialog{m.dialogs.open, m.dialogs.interrupted} {
		switch d := d.(type) {
		case *form:
			if !d.sending && d.losesText() {
				lines = append(lines, d.title())
			}
		case *confirmDialog:
			if f := asksAbout(d); f != nil {
				lines = append(lines, f.title())
			}
		case *conflictDialog:
			if d.job.form != nil {
				lines = append(lines, d.job.form.title())
			}
		}
	}
	return lines
}

// askLeaveConflict asks whether to leave everything as it is now.
func (m *Model) askLeaveConflict(in askLeaveConflict) {
	m.show(m.question(confirmDialog{text: "Keep the current values and discard what you typed?", lines: []string{in.dialog.job.form.title()},
		yes: "Discard", then: resolveConflict{form: in.dialog.job.form}, no: reopen{in.dialog}}))
}

// losesText reports whether leaving a form loses what was typed into it. What is typed
// into a sign-in is asked for again in any case.
func (f *form) losesText() bool {
	switch f.draft.(type) {
	case *signInForm, *pasteForm:
		return false
	}
	return f.changed()
}

// quit ends the program. It asks first while the outcome of a write is still to come,
// and while there are drafts. The same key answers that question with Yes.
func (m *Model) quit() tea.Cmd {
	unsent, inFlight := m.unsent(), m.writes.inFlight()
	switch {
	case m.writes.leaving, !inFlight && len(unsent) == 0:
		if m.arrived.text() { // the rest of it would go to the shell
			return m.refuseBurst()
		}
		return tea.Quit
	case m.asksToQuit():
		return m.quitSoon()
	}
	q := confirmDialog{yes: "Quit", then: quitNow{}, no: returnTo(m.dialogs.open), text: "Quit and discard unsent edits?", lines: unsent}
	if inFlight {
		q.text = "A change is being sent to RingCentral. Quit anyway?"
		q.lines = []string{"rcfwd waits a moment for the result. If none arrives, the next start looks it up."}
		for _, l := range unsent {
			q.lines = append(q.lines, "Unsent: "+l)
		}
	}
	m.show(m.question(q))
	return nil
}

// asksToQuit reports whether the question of quit is open.
func (m *Model) asksToQuit() bool {
	q, is := m.dialogs.open.(*confirmDialog)
	return is && q.then == intent(quitNow{})
}

// openOther opens another connection. It asks first while there are drafts, which
// belong to the open one.
func (m *Model) openOther(to *Connection) tea.Cmd {
	unsent := m.unsent()
	m.dialogs.open, m.dialogs.interrupted = nil, nil
	if len(unsent) == 0 {
		return m.open(to)
	}
	m.show(m.question(confirmDialog{yes: "Open", then: openConnection{*to}, lines: unsent,
		text: "Open " + to.name() + " and discard unsent edits?"}))
	return nil
}

// name names a connection in a question.
func (c *Connection) name() string {
	switch {
	case c.Title != "":
		return c.Title
	case c.Profile != "":
		return "the profile " + c.Profile
	}
	return c.Server
}
