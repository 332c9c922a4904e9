package ui

import (
	"cmp"
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Undo and redo. Both show before they start what they would send, and what
// will differ from before.

// planned is a plan, or the fact that there is nothing to undo or redo.
type planned struct {
	plan    journal.Plan
	nothing bool
}

type plannedMsg answer[planned]

func makePlan(ctx context.Context, editor Editor, d journal.Direction, now []api.Number, entries []journal.Entry, t ticket) tea.Cmd {
	return read[plannedMsg](ctx, t, func(ctx context.Context) (planned, error) {
		left, err := editor.ResolvePending(ctx) // or the plan would not be about the last change
		if err != nil {
			return planned{}, err
		}
		if left.Numbers != nil {
			now = left.Numbers
		}
		if len(entries) == 0 {
			h, err := editor.History()
			if err != nil {
				return planned{}, err
			}
			last, ok := h.Last()
			if d == journal.Redo {
				last, ok = h.LastUndone()
			}
			if !ok {
				return planned{plan: journal.Plan{Direction: d}, nothing: true}, nil
			}
			entries = []journal.Entry{last}
		}
		plan, err := editor.Plan(d, now, entries...)
		return planned{plan: plan}, err
	})
}

// plan works out what an undo or a redo would do. It refuses while a change is in
// flight, which might become the last one, or change what was planned.
func (m *Model) plan(d journal.Direction, entries []journal.Entry) tea.Cmd {
	if m.writes.inFlight > 0 {
		return m.showNotice(showNotice{text: "A change is on its way; its outcome comes first.", kind: warning})
	}
	ctx, t := m.reads.plan.begin(m.conn.ctx)
	return makePlan(ctx, m.conn.editor, d, m.facts.numbers, entries, t)
}

// planned asks whether to execute the plan.
func (m *Model) planned(msg plannedMsg) tea.Cmd {
	if !m.reads.plan.accept(msg.ticket) {
		return nil
	}
	plan := msg.value.plan
	switch {
	case msg.err != nil:
		return m.notify(failure, api.Explain(msg.err).String())
	case msg.value.nothing && plan.Direction == journal.Redo:
		return m.notify(info, "Nothing was taken back that could be done again.")
	case msg.value.nothing:
		return m.notify(info, "Nothing was changed from here that could be taken back.")
	case len(plan.Steps) == 0:
		return m.notify(warning, cmp.Or(blockedWords(plan), "All is as it was already."))
	}
	verb, text := "Take back", "Take back "
	if plan.Direction == journal.Redo {
		verb, text = "Do again", "Do again "
	}
	m.showLater(m.question(confirmDialog{yes: verb, then: runPlan{plan},
		text: text + entriesWords(plan) + "?", lines: planLines(plan)}))
	return nil
}

// entriesWords names the changes of a plan.
func entriesWords(p journal.Plan) string {
	if len(p.Entries) != 1 {
		return api.Plural(len(p.Entries), "change")
	}
	e := p.Entries[0]
	return "the change of " + timeOfDay(e.Time) + " (" + describe(e) + ")"
}

func planLines(p journal.Plan) []string {
	var lines []string
	for _, s := range p.Steps {
		lines = append(lines, s.Text)
	}
	for _, n := range p.Notes {
		lines = append(lines, "But: "+n)
	}
	if words := blockedWords(p); words != "" {
		lines = append(lines, "Not this: "+words)
	}
	return lines
}

func blockedWords(p journal.Plan) string {
	words := make([]string, 0, len(p.Blocked))
	for _, b := range p.Blocked {
		words = append(words, b.Why)
	}
	return strings.Join(words, " ")
}

// planExecutedMsg is the outcome of a plan.
type planExecutedMsg struct {
	editor  Editor
	plan    journal.Plan
	results []journal.Result
	err     error
	at      time.Time
}

func executePlan(ctx context.Context, editor Editor, p journal.Plan) tea.Cmd {
	return func() tea.Msg {
		results, err := editor.Run(ctx, p)
		return planExecutedMsg{editor, p, results, err, time.Now()}
	}
}

func (m *Model) runPlan(in runPlan) tea.Cmd {
	m.close()
	return executePlan(m.beginWrite(), m.conn.editor, in.plan)
}

func (m *Model) planExecuted(msg planExecutedMsg) tea.Cmd {
	if msg.editor != m.conn.editor {
		return m.showLeftOutcome(msg.err)
	}
	m.endWrite()
	var reload tea.Cmd
	if n := len(msg.results); n > 0 {
		reload = m.applyResult(msg.results[n-1], msg.at)
	}
	if m.writes.leaving {
		return tea.Quit
	}
	return tea.Batch(reload, m.reloadRulesAfterPlan(msg.results), m.showPlanOutcome(msg), m.reloadHistory())
}

// reloadRulesAfterPlan reads the rules again: a plan changes rules, or numbers
// in them.
func (m *Model) reloadRulesAfterPlan(results []journal.Result) tea.Cmd {
	for _, r := range results {
		if r.Entry.ID != "" && m.lists.rulesRead {
			return m.loadRules()
		}
	}
	return nil
}

func (m *Model) showPlanOutcome(msg planExecutedMsg) tea.Cmd {
	if conflict, is := conflictIn(msg.err); is {
		m.conflict(conflict, job{})
		return nil
	}
	if msg.err != nil {
		return m.writeRefused(nil, msg.err)
	}
	word := "Took back "
	if msg.plan.Direction == journal.Redo {
		word = "Did again "
	}
	return m.notify(success, sentence(word+entriesWords(msg.plan)))
}
