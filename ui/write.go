package ui

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Writes: each locks what it changes until it is heard out, and is never given
// up because the person moved on. Only the waiting before it is sent can be.

// writes is what is on its way to the service.
type writes struct {
	inFlight int
	leaving  bool // the person was told and asked to leave all the same
	ctx      context.Context
	stop     context.CancelFunc
	queued   []job // waiting for the desk
}

// beginWrite locks the numbers with ids and gives the context of the write. Ending
// it ends waiting, not a write that was sent.
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

// endWrite unlocks.
func (m *Model) endWrite(ids ...string) {
	m.writes.inFlight--
	for _, id := range ids {
		delete(m.screens.numbers.list.busy, id)
	}
}

// job is a write on its way: the numbers that it locks, the form that it came
// from, if it came from one, and the desk that it was given to. Its answer goes
// to that form and no other, and not to another connection's numbers.
type job struct {
	write  journal.Write
	ids    []string
	form   *form
	editor Editor
}

// send sends a write by the one path that there is. One that comes before it is
// known whose numbers these are waits for that.
func (m *Model) send(w journal.Write, ids ...string) tea.Cmd {
	return m.sendFrom(m.sendingForm(), w, ids...)
}

func (m *Model) sendFrom(f *form, w journal.Write, ids ...string) tea.Cmd {
	if f != nil {
		m.clearNotice() // what was said while it was filled in
	}
	ctx, j := m.beginWrite(ids...), job{w, ids, f, m.conn.editor}
	if m.conn.editor == nil {
		m.writes.queued = append(m.writes.queued, j)
		return nil
	}
	return doWrite(ctx, j)
}

// sendingForm is the form that waits for the answer of the write it asked for.
func (m *Model) sendingForm() *form {
	if f, ok := m.dialogs.form(); ok && f.sending {
		return f
	}
	return nil
}

// sendQueued sends what waited for the desk, or refuses it when there will be none.
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

// writeDone is where every write ends.
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

// reloadRulesAfter reads the rules again after a change of numbers, which are part of them. A
// flip digit is not.
func (m *Model) reloadRulesAfter(e journal.Entry) tea.Cmd {
	ofNumbers := e.RuleBefore == nil && e.ID != "" && !onlyDigits(e)
	if !ofNumbers || !m.lists.rulesRead {
		return nil
	}
	return m.loadRules()
}

// onlyDigits says whether a change is of flip digits and nothing else.
func onlyDigits(e journal.Entry) bool {
	for i, want := range e.Want {
		if e.Op != journal.OpUpdate || i >= len(e.Before) || want.Phone != e.Before[i].Phone || want.Label != e.Before[i].Label {
			return e.Op == journal.OpSwap
		}
	}
	return e.Op == journal.OpUpdate || e.Op == journal.OpSwap
}

// showOutcome tells the person what became of a write.
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

// showLeftOutcome says what became of a write of the connection that was left; its
// numbers are not the ones on the screen.
func (m *Model) showLeftOutcome(err error) tea.Cmd {
	if err != nil {
		return m.notify(failure, "The last change at the account you left: "+api.Explain(err).String())
	}
	return m.notify(success, "The last change at the account you left was made.")
}

// applyResult shows the numbers as the write left them. A read that began before it is
// older, so it no longer counts. Where the write could not tell, they are read.
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

// resolveConflict sends what a conflict was resolved into.
func (m *Model) resolveConflict(in resolveConflict) tea.Cmd {
	m.close()
	if in.write == nil {
		m.closeForm(in.form)
		return m.notify(info, "Everything stays as it is now. Nothing was sent.")
	}
	return m.sendFrom(in.form, in.write, in.ids...)
}

// closeForm closes the form that a write came from, wherever it is: open, under
// a sign-in, or behind a question.
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

// writeRefused says why a write did not do what was asked: on the form it came from,
// on the field that the service names, or in the bottom lines.
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
