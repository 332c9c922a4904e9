package ui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/rest"
)

// Reading and writing rules.

type rulesLoadedMsg answer[api.Snapshot]

func (m *Model) loadRules() tea.Cmd {
	ctx, t := m.reads.rules.begin(m.conn.ctx)
	m.updateRulesEmptyState()
	return read[rulesLoadedMsg](rest.WithTask(ctx, "read the rules"), t, m.reading(api.Need{Rules: true, ForwardAll: true, Labels: true}))
}

func (m *Model) rulesLoaded(msg rulesLoadedMsg) tea.Cmd {
	if !m.reads.rules.accept(msg.ticket) {
		return nil
	}
	m.lists.rulesErr = msg.err
	if msg.err == nil {
		return m.applySnapshot(&msg.value)
	}
	m.updateRulesEmptyState()
	if m.sessionOver(msg.err) || m.facts.snapshot.Rules == nil {
		return nil
	}
	return m.notify(failure, "The rules shown are from an earlier read. "+api.Explain(msg.err).String())
}

// loadMoved reads the numbers of an account that has moved, unless the read that
// showed the move returned them.
func (m *Model) loadMoved(moved bool) tea.Cmd {
	if !moved || m.facts.snapshot.Numbers != nil {
		return nil
	}
	return m.loadNumbers()
}

// tellRules says what happened to the rules that the user knows.
func (m *Model) tellRules(moved bool, lost []string) tea.Cmd {
	moves := "RingCentral moved the account to " + m.facts.handlingWords() + ": "
	stays := ". Your edits of " + strings.Join(lost, ", ") + " were not sent; they stay in the list until you discard them."
	switch {
	case moved && len(lost) > 0:
		return m.notify(warning, moves+"its rules are new"+stays)
	case moved:
		text := moves + "these are its rules now."
		if m.screens.ring.notSwitched != "" {
			text += " " + m.screens.ring.notSwitched + " was not switched."
			m.screens.ring.notSwitched = ""
		}
		return m.notify(warning, text)
	case len(lost) > 0:
		return m.notify(warning, "A rule no longer exists"+stays)
	}
	return nil
}

// updateRulesEmptyState sets what screen 2 shows without rules.
func (m *Model) updateRulesEmptyState() {
	m.screens.ring.reading = m.reads.rules.busy()
	switch {
	case m.facts.snapshot.Rules != nil:
		m.screens.ring.state = emptyState{}
	case m.reads.rules.busy():
		m.screens.ring.state = emptyState{title: "Reading the rules ...", why: "still loading the rules"}
	case m.lists.rulesErr != nil:
		m.screens.ring.state = m.failureState("You may not read these rules.", "The rules could not be read.", m.lists.rulesErr)
	default:
		retry := firstKey(m.keys.Screen.Reload)
		m.screens.ring.state = emptyState{title: "The rules were not read.", text: "Press " + retry + " to read them.", why: "the rules were not read; " + retry + " reads them"}
	}
}

// askSaveRule shows the changes of a draft and asks whether to write them.
func (m *Model) askSaveRule(in askSaveRule) {
	text := strings.TrimSpace("Save " + in.draft.want.Name + "? " + silentWords(&in.draft.want))
	lines := append(riskLines(m.facts.judgeDraft(&in.draft)), in.draft.lines()...)
	m.show(m.question(confirmDialog{text: text, lines: lines, yes: "Save", then: saveRule(in)}))
}

func (m *Model) saveRule(in saveRule) tea.Cmd {
	m.close()
	m.screens.ring.busy[in.draft.saw.ID] = true
	return m.send(change.UpdateRule{Saw: in.draft.saw, Want: in.draft.want})
}

// ruleOf returns the rule that a write is about, if it is about one.
func ruleOf(w change.Write) (saw api.Rule, is bool) {
	switch w := w.(type) {
	case change.UpdateRule:
		return w.Saw, true
	case change.ToggleRule:
		return w.Saw, true
	case change.RemoveRule:
		return w.Saw, true
	}
	return api.Rule{}, false
}

// ruleWritten unlocks a rule. After a refusal it reads the rules again, because
// another user may have changed them.
func (m *Model) ruleWritten(w change.Write, err error) tea.Cmd {
	saw, is := ruleOf(w)
	if !is {
		return nil
	}
	delete(m.screens.ring.busy, saw.ID)
	var mismatch *api.RuleMismatch
	if err != nil && !errors.As(err, &mismatch) {
		return m.loadRules()
	}
	update, is := w.(change.UpdateRule)
	if !is {
		return nil
	}
	m.screens.ring.drop(saw.ID)
	if saw.Kind == api.WorkHours && !api.SameConditions(&saw, &update.Want) {
		return m.loadRules() // after hours are all other times
	}
	return nil
}

// noteNotSwitched keeps the name of a rule that was not switched because the account
// has moved, for the notice about the move.
func (m *Model) noteNotSwitched(msg writeDoneMsg) {
	w, switching := msg.job.write.(change.ToggleRule)
	if now := msg.result.Snapshot; switching && msg.err != nil && !now.IsZero() && now.CallHandling != w.Saw.CallHandling {
		m.screens.ring.notSwitched = w.Saw.Name
	}
}

// askOverwrite asks whether to overwrite the change of another user.
func (m *Model) askOverwrite(c *change.RuleConflict) {
	lines := c.Changes()
	if words := silentWords(&c.Want); words != "" {
		lines = append(lines, words)
	}
	m.showLater(m.question(confirmDialog{text: c.Advice().What, lines: lines,
		yes: "Save mine anyway", then: resolveConflict{write: c.Insist()}, no: closeDialog{}}))
}

// askDropDraft asks before it deletes a draft.
func (m *Model) askDropDraft(in askDropDraft) {
	draft := m.screens.ring.drafts[in.id]
	m.show(m.question(confirmDialog{text: "Discard the edits of " + draft.saw.Name + "?",
		lines: draft.lines(), yes: "Discard", then: dropDraft(in)}))
}

func (m *Model) dropDraft(in dropDraft) {
	m.close()
	m.screens.ring.drop(in.id)
}
