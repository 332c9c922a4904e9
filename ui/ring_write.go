package ui

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
)

// Reading and writing rules.

type rulesLoadedMsg answer[[]api.Rule]

func (m *Model) loadRules() tea.Cmd {
	ctx, t := m.reads.rules.begin(m.conn.ctx)
	m.updateRulesEmptyState()
	return read[rulesLoadedMsg](ctx, t, m.conn.Service.Rules)
}

func (m *Model) rulesLoaded(msg rulesLoadedMsg) tea.Cmd {
	if !m.reads.rules.accept(msg.ticket) {
		return nil
	}
	m.lists.rulesErr = msg.err
	if msg.err == nil {
		return m.applyRules(msg.value)
	}
	m.updateRulesEmptyState()
	if m.sessionOver(msg.err) || !m.lists.rulesRead {
		return nil
	}
	return m.notify(failure, "The rules are as they were. "+api.Explain(msg.err).String())
}

// applyRules shows rules that were read. It says so when the account has moved,
// or when a rule with a draft no longer exists.
func (m *Model) applyRules(rules []api.Rule) tea.Cmd {
	now := handlingOfRules(rules)
	// v1 still answers about the numbers of an account that has moved, so the
	// rules may be the first to show the move.
	moved := hasMoved(handlingOfRules(m.facts.rules), now) || hasMoved(handlingOfNumbers(m.facts.numbers), now)
	lost := m.screens.ring.setRules(rules)
	m.lists.rulesRead, m.facts.rules = true, rules
	m.refreshViews()
	m.updateRulesEmptyState()
	stays := ". What you changed in " + strings.Join(lost, ", ") + " was not sent; it stays in the list until you drop it."
	switch {
	case moved && len(lost) > 0:
		return tea.Batch(m.loadNumbers(), m.notify(warning, "RingCentral has moved the account to new call handling: its rules are others now"+stays))
	case moved:
		text := "RingCentral has moved the account to new call handling: these are its rules now."
		if m.screens.ring.notSwitched != "" {
			text += " " + m.screens.ring.notSwitched + " was not switched."
			m.screens.ring.notSwitched = ""
		}
		return tea.Batch(m.loadNumbers(), m.notify(warning, text))
	case len(lost) > 0:
		return m.notify(warning, "A rule is no longer there"+stays)
	}
	return nil
}

// hasMoved reports whether the account moved to new call handling between two
// readings.
func hasMoved(before, now api.CallHandling) bool { return before == api.V1 && now == api.V2 }

// handlingOfRules is the call handling that rules belong to; empty without rules.
func handlingOfRules(rules []api.Rule) api.CallHandling {
	if len(rules) == 0 {
		return ""
	}
	return rules[0].CallHandling
}

// handlingOfNumbers is the call handling that numbers belong to; empty without
// numbers.
func handlingOfNumbers(numbers []api.Number) api.CallHandling {
	if len(numbers) == 0 {
		return ""
	}
	return numbers[0].CallHandling
}

// updateRulesEmptyState sets what screen 2 shows without rules.
func (m *Model) updateRulesEmptyState() {
	m.screens.ring.reading = m.reads.rules.busy()
	switch {
	case m.lists.rulesRead:
		m.screens.ring.state = emptyState{}
	case m.reads.rules.busy():
		m.screens.ring.state = emptyState{title: "Reading the rules ..."}
	case m.lists.rulesErr != nil:
		m.screens.ring.state = m.failureState("These rules may not be shown.", "The rules could not be read.", m.lists.rulesErr)
	}
}

// askSaveRule shows the changes of a draft and asks whether to write them.
func (m *Model) askSaveRule(in askSaveRule) {
	m.show(m.question(confirmDialog{text: "Write " + in.draft.want.Name + "?",
		lines: in.draft.lines, yes: "Write", then: saveRule(in)}))
}

func (m *Model) saveRule(in saveRule) tea.Cmd {
	m.close()
	m.screens.ring.busy[in.draft.saw.ID] = true
	return m.send(journal.UpdateRule{Saw: in.draft.saw, Want: in.draft.want})
}

func (m *Model) switchRule(in switchRule) tea.Cmd {
	m.screens.ring.busy[in.rule.ID] = true
	return m.send(journal.ToggleRule{Saw: in.rule, On: in.on})
}

// ruleOf returns the rule that a write is about, if it is about one.
func ruleOf(w journal.Write) (saw api.Rule, is bool) {
	switch w := w.(type) {
	case journal.UpdateRule:
		return w.Saw, true
	case journal.ToggleRule:
		return w.Saw, true
	}
	return api.Rule{}, false
}

// ruleWritten applies the outcome of the write of a rule, and reads the rules
// again.
func (m *Model) ruleWritten(w journal.Write, result journal.Result, err error) tea.Cmd {
	saw, is := ruleOf(w)
	if !is {
		return nil
	}
	delete(m.screens.ring.busy, saw.ID)
	if _, switching := w.(journal.ToggleRule); switching && rest.Is(err, "CMN-468") {
		m.screens.ring.notSwitched = saw.Name
	}
	var mismatch *api.RuleMismatch
	if err == nil || errors.As(err, &mismatch) {
		if _, ring := w.(journal.UpdateRule); ring {
			delete(m.screens.ring.drafts, saw.ID)
		}
		if result.Rule != nil {
			m.screens.ring.replace(result.Rule.WithRightsOf(saw))
		}
	}
	return m.loadRules()
}

// askOverwrite asks whether to overwrite the change of another user.
func (m *Model) askOverwrite(c *journal.RuleConflict) {
	m.showLater(m.question(confirmDialog{text: c.Advice().What, lines: c.Changes(),
		yes: "Write mine all the same", then: resolveConflict{write: c.Insist()}, no: closeDialog{}}))
}

// replace shows a rule as the service returned it.
func (s *ringScreen) replace(r api.Rule) {
	if i := s.find(r.ID); i >= 0 {
		s.rules[i] = r
		s.updateTheirs(r.ID, r)
	}
}

// askDropDraft asks before it deletes a draft.
func (m *Model) askDropDraft(in askDropDraft) {
	draft := m.screens.ring.drafts[in.id]
	m.show(m.question(confirmDialog{text: "Drop what you changed in " + draft.saw.Name + "?",
		lines: draft.lines, yes: "Drop", then: dropDraft(in)}))
}

func (m *Model) dropDraft(in dropDraft) {
	m.close()
	m.screens.ring.drop(in.id)
}
