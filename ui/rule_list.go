package ui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
)

// New rules, rules that are removed, and when rules apply.

func (m *Model) askCreateRule() tea.Cmd {
	m.showForm(newRuleForm(m.conn.Service, &m.facts, nil, m.keys, m.st))
	m.preselectRule(m.screens.ring.selectedID)
	return m.loadFeatures()
}

// preselectRule has a new rule ring as the one under the cursor, until another is chosen.
func (m *Model) preselectRule(id string) {
	if f, ok := m.dialogs.form(); ok {
		f.draft.(*ruleForm).like.choose(id)
		f.review()
	}
}

// askEditRule opens the form of a rule. The work hours of legacy call handling are in no
// rule, so they are read first.
func (m *Model) askEditRule(in askEditRule) tea.Cmd {
	r := in.rule
	if r.NeedsHours() {
		m.screens.ring.editing = r.ID
		ctx, t := m.reads.editedHours.begin(m.conn.ctx)
		return read[editedHoursLoadedMsg](rest.WithTask(ctx, "read the work hours"), t, m.reading(api.Need{Hours: true}))
	}
	m.showForm(newRuleForm(m.conn.Service, &m.facts, &r, m.keys, m.st))
	return m.loadFeatures()
}

type editedHoursLoadedMsg answer[api.Snapshot]

// editedHoursLoaded opens the form of the work hours, unless the user has gone on to something
// else.
func (m *Model) editedHoursLoaded(msg editedHoursLoadedMsg) tea.Cmd {
	if !m.reads.editedHours.accept(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		return m.notify(failure, api.Explain(msg.err).String())
	}
	cmd := m.applySnapshot(&msg.value)
	r, ok := m.screens.ring.stored()
	if !ok || r.ID != m.screens.ring.editing || m.screens.open != onRing || m.dialogs.open != nil || r.NeedsHours() {
		return cmd
	}
	return batch(cmd, m.askEditRule(askEditRule{r}))
}

func (m *Model) askRemoveRule(in askRemoveRule) {
	lines := []string{"Calls to this rule follow the other rules then."}
	if in.rule.When != "" {
		lines = append([]string{"when: " + in.rule.When}, lines...)
	}
	m.show(m.question(confirmDialog{text: "Remove the rule " + in.rule.Name + " of " + extensionName(&m.facts.open) + "?",
		lines: lines, yes: "Remove", then: removeRule(in)}))
}

func (m *Model) removeRule(in removeRule) tea.Cmd {
	m.close()
	m.screens.ring.busy[in.rule.ID] = true
	return m.send(change.RemoveRule{Saw: in.rule})
}

func (m *Model) changeRule(in changeRule) tea.Cmd {
	m.screens.ring.busy[in.saw.ID] = true
	return m.send(change.UpdateRule{Saw: in.saw, Want: in.want})
}

// selectAddedRule puts the cursor on a rule that was added.
func (m *Model) selectAddedRule(e *journal.Entry) {
	if e.Op == journal.OpCreateRule && e.RuleAfter != nil && m.screens.ring.find(e.RuleAfter.ID) >= 0 {
		m.screens.ring.selectedID, m.screens.ring.inSteps = e.RuleAfter.ID, false
		m.screens.ring.step = 0
		m.screens.ring.moveStep(0)
	}
}

// listActions add and remove rules, and change when the selected one applies.
func (s *ringScreen) listActions(none string) actions {
	k, r := s.keys.List, s.rule()
	_, unsent := s.drafts[r.ID]
	edits, busy := "", ""
	if unsent {
		edits = "this rule has unsent edits; save or discard them first"
	}
	if s.busy[r.ID] {
		busy = "a change of this rule is being sent; wait for its result"
	}
	may := cmp.Or(s.readOnly, s.noEditor, none)
	change := r.MayChangeConditions()
	if r.NeedsHours() {
		change = nil // they are read first
	}
	return actions{
		{key: reworded(k.Add, "new, add a rule"), blocked: may, run: returns(askCreateRule{}), short: true},
		{key: reworded(k.Edit, "edit when it applies"), blocked: cmp.Or(may, busy, edits, errorText(change)), run: returns(askEditRule{r}), short: true},
		{key: reworded(k.Remove, "remove the rule, asks first"), blocked: cmp.Or(may, busy, edits, errorText(r.MayRemove())), run: returns(askRemoveRule{r})},
	}
}
