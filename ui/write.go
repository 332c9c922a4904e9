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

// begin locks the numbers with ids and gives the context of the write. Ending
// it ends waiting, not a write that was sent.
func (m *Model) begin(ids ...string) context.Context {
	if m.write.ctx == nil || m.write.ctx.Err() != nil {
		m.write.ctx, m.write.stop = context.WithCancel(m.ctx)
	}
	m.write.inFlight++
	for _, id := range ids {
		m.numbers.list.busy[id] = true
	}
	return m.write.ctx
}

// end unlocks.
func (m *Model) end(ids ...string) {
	m.write.inFlight--
	for _, id := range ids {
		delete(m.numbers.list.busy, id)
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

// do sends a write by the one path that there is. One that comes before it is
// known whose numbers these are waits for that.
func (m *Model) do(w journal.Write, ids ...string) tea.Cmd {
	return m.doFor(m.sendingForm(), w, ids...)
}

func (m *Model) doFor(f *form, w journal.Write, ids ...string) tea.Cmd {
	if f != nil {
		m.clearNotice() // what was said while it was filled in
	}
	ctx, j := m.begin(ids...), job{w, ids, f, m.editor}
	if m.editor == nil {
		m.write.queued = append(m.write.queued, j)
		return nil
	}
	return carryOut(ctx, j)
}

// sendingForm is the form that waits for the answer of the write it asked for.
func (m *Model) sendingForm() *form {
	if f, ok := m.dialog.(*form); ok && f.sending {
		return f
	}
	return nil
}

// dequeue sends what waited for the desk, or refuses it when there will be none.
func (m *Model) dequeue(err error) tea.Cmd {
	queued := m.write.queued
	m.write.queued = nil
	var cmds []tea.Cmd
	for _, j := range queued {
		if err != nil {
			m.end(j.ids...)
			cmds = append(cmds, m.refused(j.form, err))
			continue
		}
		j.editor = m.editor
		cmds = append(cmds, carryOut(m.write.ctx, j))
	}
	return tea.Batch(cmds...)
}

// carriedOut is where every write ends.
func (m *Model) carriedOut(msg carriedOutMsg) tea.Cmd {
	if msg.job.editor != m.editor {
		return m.tellLeft(msg.err)
	}
	m.end(msg.job.ids...)
	reload := m.take(msg.result, msg.at)
	outcome := m.outcome(msg)
	rules := tea.Batch(m.ruleWritten(msg.job.write, msg.result, msg.err), m.rulesWith(msg.result.Entry))
	if m.write.leaving {
		return tea.Quit
	}
	return tea.Batch(reload, rules, outcome, m.remember())
}

// rulesWith reads the rules again after a change of numbers, which are part of them. A
// flip digit is not.
func (m *Model) rulesWith(e journal.Entry) tea.Cmd {
	ofNumbers := e.RuleBefore == nil && e.ID != "" && !onlyDigits(e)
	if !ofNumbers || !m.rulesRead {
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

// outcome tells the person what became of a write.
func (m *Model) outcome(msg carriedOutMsg) tea.Cmd {
	var conflict *journal.Conflict
	var contested *journal.RuleConflict
	var mismatch *journal.Mismatch
	switch {
	case errors.As(msg.err, &contested):
		m.askInsist(contested)
		return m.tellSettled(msg.result.Resolved)
	case errors.As(msg.err, &conflict):
		m.conflict(conflict, msg.job)
		return m.tellSettled(msg.result.Resolved)
	case errors.As(msg.err, &mismatch):
		m.closeForm(msg.job.form)
	case msg.err == nil:
		m.closeForm(msg.job.form)
		m.follow(msg.result.Entry)
		return m.notify(done, succeeded(msg)+found(msg.result.Entry)+settledWords(msg.result.Resolved))
	}
	return tea.Batch(m.tellSettled(msg.result.Resolved), m.refused(msg.job.form, msg.err))
}

// tellLeft says what became of a write of the connection that was left; its
// numbers are not the ones on the screen.
func (m *Model) tellLeft(err error) tea.Cmd {
	if err != nil {
		return m.notify(failed, "The last change at the account you left: "+api.Explain(err).String())
	}
	return m.notify(done, "The last change at the account you left was made.")
}

// take shows the numbers as the write left them. A read that began before it is
// older, so it no longer counts. Where the write could not tell, they are read.
func (m *Model) take(result journal.Result, at time.Time) tea.Cmd {
	if result.Numbers == nil {
		if result.Entry.ID == "" {
			return nil
		}
		return m.loadNumbers()
	}
	m.reads.numbers.stop()
	m.facts.numbers, m.facts.read = result.Numbers, at
	m.refreshViews()
	return nil
}

// follow puts the cursor on a number that was added.
func (m *Model) follow(e journal.Entry) {
	if e.Op == journal.OpCreate && len(e.After) > 0 {
		m.numbers.list.selectID(e.After[0].ID)
		m.numbers.follow()
	}
}

// resolveConflict sends what a conflict was resolved into.
func (m *Model) resolveConflict(in resolveConflict) tea.Cmd {
	m.close()
	if in.write == nil {
		m.closeForm(in.form)
		return m.notify(told, "Everything stays as it is now. Nothing was sent.")
	}
	return m.doFor(in.form, in.write, in.ids...)
}

// closeForm closes the form that a write came from, wherever it is: open, under
// a sign-in, or behind a question.
func (m *Model) closeForm(f *form) {
	if f == nil {
		return
	}
	f.sending = false
	switch q, asked := m.dialog.(*confirmDialog); {
	case m.dialog == dialog(f):
		m.close()
	case asked && q.no == intent(backTo{f}):
		q.no = nil
	case m.under == dialog(f):
		m.under = nil
	}
}

// refused says why a write did not do what was asked: on the form it came from,
// on the field that the service names, or in the bottom lines.
func (m *Model) refused(f *form, err error) tea.Cmd {
	advice := api.Explain(err)
	defer m.sessionOver(err)
	if f == nil {
		return m.notify(failed, advice.String())
	}
	f.refused(advice)
	if m.dialog != dialog(f) {
		return m.notify(failed, advice.String())
	}
	return nil
}
