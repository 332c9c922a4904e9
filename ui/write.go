package ui

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/journal"
)

// Writes: each locks what it changes until its outcome is known. A write is never
// abandoned because the user goes on; only the wait before it is sent can be.

// writes are the writes in flight.
type writes struct {
	active  []*activeWrite // the oldest first
	leaving bool           // the user has confirmed to quit all the same
	queued  []job          // waiting for the editor
}

// inFlight reports whether the outcome of a write is still to come.
func (w *writes) inFlight() bool { return len(w.active) > 0 }

// stop ends the waiting of every write. What was sent is waited for.
func (w *writes) stop() {
	for _, a := range w.active {
		a.end()
	}
}

// stoppable reports whether a write is in flight whose waiting was not stopped yet.
func (w *writes) stoppable() bool {
	return slices.ContainsFunc(w.active, func(a *activeWrite) bool { return a.ctx.Err() == nil })
}

// beginWrite locks the numbers with ids. words say what the write does.
func (m *Model) beginWrite(words string, ids ...string) *activeWrite {
	a := newActiveWrite(m.conn.ctx, words)
	m.writes.active = append(m.writes.active, a)
	for _, id := range ids {
		m.screens.numbers.list.busy[id] = true
	}
	return a
}

// endWrite unlocks what a write has locked. The list shows what is known from then on.
func (m *Model) endWrite(j job) {
	j.active.end()
	m.writes.active = slices.DeleteFunc(m.writes.active, func(a *activeWrite) bool { return a == j.active })
	for _, id := range j.ids {
		delete(m.screens.numbers.list.busy, id)
	}
	if j.move != nil && j.move == m.move {
		m.move = nil
		m.refreshViews()
	}
}

// job is a write in flight: the numbers that it locks, the form that it came
// from, if any, and the editor that does it. Its outcome goes to that form
// only, and only to the numbers of that editor.
type job struct {
	write  change.Write
	base   api.Snapshot // what the user looked at
	ids    []string
	form   *form
	move   *digitMove // that it completes, if any
	active *activeWrite
	editor Editor
}

// send sends a write. There is no other way to write. Before the editor is
// open, the write waits for it.
func (m *Model) send(w change.Write, ids ...string) tea.Cmd {
	return m.sendFrom(m.sendingForm(), w, ids...)
}

func (m *Model) sendFrom(f *form, w change.Write, ids ...string) tea.Cmd {
	return m.sendJob(job{write: w, ids: ids, form: f})
}

func (m *Model) sendJob(j job) tea.Cmd {
	if j.form != nil {
		m.clearNotice() // it was about filling in the form
	}
	j.active = m.beginWrite(DoingWords(j.write), j.ids...)
	j.base, j.editor = m.facts.snapshot, m.conn.editor
	if m.conn.editor == nil {
		m.writes.queued = append(m.writes.queued, j)
		return nil
	}
	return doWrite(j)
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
			m.endWrite(j)
			cmds = append(cmds, m.writeRefused(j.form, err, &journal.Entry{}))
			continue
		}
		j.editor = m.conn.editor
		cmds = append(cmds, doWrite(j))
	}
	return batch(cmds...)
}

// writeDone handles the outcome of every write.
func (m *Model) writeDone(msg writeDoneMsg) tea.Cmd {
	if msg.job.editor != m.conn.editor {
		return m.showLeftOutcome(msg.err)
	}
	m.endWrite(msg.job)
	m.noteNotSwitched(msg)
	var reload, outcome tea.Cmd
	if msg.err == nil {
		reload, outcome = m.applyResult(&msg.result), m.showOutcome(msg)
	} else { // if the account has moved, that notice replaces the one about the refusal
		outcome, reload = m.showOutcome(msg), m.applyResult(&msg.result)
	}
	rules := batch(m.ruleWritten(msg.job.write, msg.err), m.reloadRulesAfter(&msg.result.Entry))
	if m.writes.leaving {
		return tea.Quit
	}
	return batch(reload, rules, outcome, m.reloadHistory())
}

// reloadRulesAfter reads the rules again after a change of numbers, which are part of
// them. A flip digit is not. Rules that are not on the screen are read when they are.
// Where numbers and rules share a document, the write returned both.
func (m *Model) reloadRulesAfter(e *journal.Entry) tea.Cmd {
	ofNumbers := !e.Op.OfRule() && e.ID != "" && !onlyDigits(e)
	if !ofNumbers || m.facts.snapshot.Rules == nil || m.facts.capabilities().SharedDocument {
		return nil
	}
	if m.screens.open != onRing {
		m.facts.snapshot = m.facts.snapshot.WithoutRules()
		m.facts.renameRinging()
		m.updateNow()
		m.refreshViews()
		m.updateRulesEmptyState()
		return nil
	}
	return m.loadRules()
}

// renameRinging calls the numbers of the rules that were read as the list of numbers calls
// them now.
func (fs *facts) renameRinging() {
	fs.rules = slices.Clone(fs.rules)
	for i := range fs.rules {
		fs.rules[i] = fs.rules[i].WithNumbers(func(id string) api.Number {
			n, _ := fs.snapshot.Number(id, "")
			n.ID = id
			return n
		})
	}
	fs.ringing = api.RingingRules(fs.rules)
}

// onlyDigits reports whether a change is one of flip digits alone.
func onlyDigits(e *journal.Entry) bool {
	for i, want := range e.Want {
		if e.Op != journal.OpUpdate || i >= len(e.Before) || want.Phone != e.Before[i].Phone || want.Label != e.Before[i].Label {
			return e.Op == journal.OpSwap
		}
	}
	return e.Op == journal.OpUpdate || e.Op == journal.OpSwap
}

// showOutcome shows the outcome of a write.
func (m *Model) showOutcome(msg writeDoneMsg) tea.Cmd {
	var conflict *change.Conflict
	var contested *change.RuleConflict
	var mismatch *change.Mismatch
	switch {
	case errors.As(msg.err, &contested):
		m.closeForm(msg.job.form)
		m.askOverwrite(contested)
		return m.showResolved(msg.result.Resolved)
	case errors.As(msg.err, &conflict):
		m.conflict(conflict, msg.job)
		return m.showResolved(msg.result.Resolved)
	case errors.As(msg.err, &mismatch):
		m.closeForm(msg.job.form)
	case msg.err == nil:
		m.closeForm(msg.job.form)
		m.selectAdded(&msg.result.Entry)
		m.selectAddedRule(&msg.result.Entry)
		return m.notifySuccess(SuccessWords(msg.job.write, &msg.result), msg.result)
	}
	return batch(m.showResolved(msg.result.Resolved), m.writeRefused(msg.job.form, msg.err, &msg.result.Entry))
}

// notifySuccess tells of changes that were made. What the answers show besides stays
// longer on the screen.
func (m *Model) notifySuccess(text string, results ...change.Result) tea.Cmd {
	kind := success
	for _, r := range results {
		if notes := r.Entry.Notes(); len(notes) > 0 {
			kind, text = warning, text+" "+strings.Join(notes, " ")
		}
	}
	return m.notify(kind, text)
}

// showLeftOutcome shows the outcome of a write of an earlier connection, whose
// numbers are not on the screen.
func (m *Model) showLeftOutcome(err error) tea.Cmd {
	if err != nil {
		return m.notify(failure, "The last change in the account you left: "+api.Explain(err).String())
	}
	return m.notify(success, "The last change in the account you left succeeded.")
}

// applyResult shows the extension as the write left it. A read that began
// before is older and no longer counts. When the write does not know the
// extension, its numbers are read.
func (m *Model) applyResult(result *change.Result) tea.Cmd {
	if made := result.Entry.Ended; made.After(m.facts.made) {
		m.facts.made = made
		m.noteChanged()
	}
	switch {
	case !result.Snapshot.IsZero():
		m.reads.numbers.stop()
		return m.applySnapshot(&result.Snapshot)
	case result.Entry.ID != "":
		return m.loadNumbers()
	}
	return nil
}

// selectAdded puts the cursor on a number that was added.
func (m *Model) selectAdded(e *journal.Entry) {
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
		return m.notify(info, "The current values stay. Nothing has been sent.")
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
// on the form, or in the bottom lines. e is its entry, if it has one.
func (m *Model) writeRefused(f *form, err error, e *journal.Entry) tea.Cmd {
	advice := api.Explain(err)
	_, putBack := errors.AsType[*change.PutBackError](err)
	if errors.Is(err, context.Canceled) && !putBack && (e.ID == "" || e.Outcome == journal.Cancelled) {
		advice = api.Advice{What: "Stopped. Nothing was sent."}
	}
	if len(e.Docs) > 1 && e.Resolved() && !e.Effective() {
		advice.What += " Everything is as it was."
	}
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
