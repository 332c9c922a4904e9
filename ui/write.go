package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Writes: each locks what it changes until its outcome is known. A write is never
// abandoned because the user goes on; only the wait before it is sent can be.

// writes are the writes in flight.
type writes struct {
	inFlight int
	leaving  bool // the user has confirmed to quit all the same
	ctx      context.Context
	stop     context.CancelFunc
	queued   []job // waiting for the editor
}

// beginWrite locks the numbers with ids and returns the context of the write.
// Ending that context ends waiting, not a write that was sent.
func (m *Model) beginWrite(ids ...string) context.Context {
	if m.writes.ctx == nil || m.writes.ctx.Err() != nil {
		m.writes.ctx, m.writes.stop = context.WithCancel(m.conn.ctx)
	}
	m.writes.inFlight++
	for _, id := range ids {
		m.screens.numbers.list.busy[id] = true
	}
	return m.writes.ctx
}

// endWrite unlocks the numbers.
func (m *Model) endWrite(ids ...string) {
	m.writes.inFlight--
	for _, id := range ids {
		delete(m.screens.numbers.list.busy, id)
	}
}

// job is a write in flight: the numbers that it locks, the form that it came
// from, if any, and the editor that does it. Its outcome goes to that form
// only, and only to the numbers of that editor.
type job struct {
	write  journal.Write
	ids    []string
	form   *form
	editor Editor
}

// send sends a write. There is no other way to write. Before the editor is
// open, the write waits for it.
func (m *Model) send(w journal.Write, ids ...string) tea.Cmd {
	return m.sendFrom(m.sendingForm(), w, ids...)
}

func (m *Model) sendFrom(f *form, w journal.Write, ids ...string) tea.Cmd {
	if f != nil {
		m.clearNotice() // it was about filling in the form
	}
	ctx, j := m.beginWrite(ids...), job{w, ids, f, m.conn.editor}
	if m.conn.editor == nil {
		m.writes.queued = append(m.writes.queued, j)
		return nil
	}
	return doWrite(ctx, j)
}

// sendingForm is the open form if it waits for the outcome of its write.
func (m *Model) sendingForm() *form {
	if f, ok := m.dialogs.form(); ok && f.sending {
		return f
	}
	return nil
}

// sendQueued sends the writes that waited for the editor, or refuses them when
// it could not be opened.
func (m *Model) sendQueued(err error) tea.Cmd {
	queued := m.writes.queued
	m.writes.queued = nil
	var cmds []tea.Cmd
	for _, j := range queued {
		if err != nil {
			m.endWrite(j.ids...)
			cmds = append(cmds, m.writeRefused(j.form, err))
			continue
		}
		j.editor = m.conn.editor
		cmds = append(cmds, doWrite(m.writes.ctx, j))
	}
	return tea.Batch(cmds...)
}

// writeDone handles the outcome of every write.
func (m *Model) writeDone(msg writeDoneMsg) tea.Cmd {
	if msg.job.editor != m.conn.editor {
		return m.showLeftOutcome(msg.err)
	}
	m.endWrite(msg.job.ids...)
	reload := m.applyResult(msg.result, msg.at)
	outcome := m.showOutcome(msg)
	rules := tea.Batch(m.ruleWritten(msg.job.write, msg.result, msg.err), m.reloadRulesAfter(msg.result.Entry))
	if m.writes.leaving {
		return tea.Quit
	}
	return tea.Batch(reload, rules, outcome, m.reloadHistory())
}

// reloadRulesAfter reads the rules again after a change of numbers, which are
// part of them. A flip digit is not.
func (m *Model) reloadRulesAfter(e journal.Entry) tea.Cmd {
	ofNumbers := e.RuleBefore == nil && e.ID != "" && !onlyDigits(e)
	if !ofNumbers || !m.lists.rulesRead {
		return nil
	}
	return m.loadRules()
}

// onlyDigits reports whether a change is one of flip digits alone.
func onlyDigits(e journal.Entry) bool {
	for i, want := range e.Want {
		if e.Op != journal.OpUpdate || i >= len(e.Before) || want.Phone != e.Before[i].Phone || want.Label != e.Before[i].Label {
			return e.Op == journal.OpSwap
		}
	}
	return e.Op == journal.OpUpdate || e.Op == journal.OpSwap
}

// showOutcome shows the outcome of a write.
func (m *Model) showOutcome(msg writeDoneMsg) tea.Cmd {
	var conflict *journal.Conflict
	var contested *journal.RuleConflict
	var mismatch *journal.Mismatch
	switch {
	case errors.As(msg.err, &contested):
		m.askOverwrite(contested)
		return m.showResolved(msg.result.Resolved)
	case errors.As(msg.err, &conflict):
		m.conflict(conflict, msg.job)
		return m.showResolved(msg.result.Resolved)
	case errors.As(msg.err, &mismatch):
		m.closeForm(msg.job.form)
	case msg.err == nil:
		m.closeForm(msg.job.form)
		m.selectAdded(msg.result.Entry)
		return m.notify(success, successWords(msg)+lookedUpWords(msg.result.Entry)+resolvedWords(msg.result.Resolved))
	}
	return tea.Batch(m.showResolved(msg.result.Resolved), m.writeRefused(msg.job.form, msg.err))
}

// showLeftOutcome shows the outcome of a write of an earlier connection, whose
// numbers are not on the screen.
func (m *Model) showLeftOutcome(err error) tea.Cmd {
	if err != nil {
		return m.notify(failure, "The last change at the account you left: "+api.Explain(err).String())
	}
	return m.notify(success, "The last change at the account you left was made.")
}

// applyResult shows the numbers as the write left them. A read that began
// before is older and no longer counts. When the write does not know the
// numbers, they are read.
func (m *Model) applyResult(result journal.Result, at time.Time) tea.Cmd {
	if result.Numbers == nil {
		if result.Entry.ID == "" {
			return nil
		}
		return m.loadNumbers()
	}
	m.reads.numbers.stop()
	m.facts.numbers, m.facts.readAt = result.Numbers, at
	m.refreshViews()
	return nil
}

// selectAdded puts the cursor on a number that was added.
func (m *Model) selectAdded(e journal.Entry) {
	if e.Op == journal.OpCreate && len(e.After) > 0 {
		m.screens.numbers.list.selectID(e.After[0].ID)
		m.screens.numbers.showSelected()
	}
}

// resolveConflict sends the write that a conflict was resolved into.
func (m *Model) resolveConflict(in resolveConflict) tea.Cmd {
	m.close()
	if in.write == nil {
		m.closeForm(in.form)
		return m.notify(info, "Everything stays as it is now. Nothing was sent.")
	}
	return m.sendFrom(in.form, in.write, in.ids...)
}

// closeForm closes the form of a write, wherever it is: open, below a sign-in,
// or behind a question.
func (m *Model) closeForm(f *form) {
	if f == nil {
		return
	}
	f.sending = false
	switch q, asked := m.dialogs.open.(*confirmDialog); {
	case m.dialogs.open == dialog(f):
		m.close()
	case asked && q.no == intent(reopen{f}):
		q.no = nil
	case m.dialogs.interrupted == dialog(f):
		m.dialogs.interrupted = nil
	}
}

// writeRefused shows why a write failed: on the field that the service names,
// on the form, or in the bottom lines.
func (m *Model) writeRefused(f *form, err error) tea.Cmd {
	advice := api.Explain(err)
	defer m.sessionOver(err)
	if f == nil {
		return m.notify(failure, advice.String())
	}
	f.setRefusal(advice)
	if m.dialogs.open != dialog(f) {
		return m.notify(failure, advice.String())
	}
	return nil
}
