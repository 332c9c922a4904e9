package ui

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/journal"
)

// Undo and redo. Both show before they start what they would send, and what
// will differ from before.

// planned is a plan, or the fact that there is nothing to undo or redo.
type planned struct {
	plan    change.Plan
	nothing bool
}

type plannedMsg answer[planned]

// planBase is what a plan is made from.
type planBase struct {
	shown api.Snapshot
	upTo  time.Time // changes that ended later are not in it
	again func(context.Context) (api.Snapshot, error)
}

// with is the base of a plan about entries. Another rcfwd may have made them since the
// extension was read: then it is read again, or the plan would deny what it does.
func (b planBase) with(ctx context.Context, entries []journal.Entry) (api.Snapshot, error) {
	if !endedAfter(entries, b.upTo) {
		return b.shown, nil
	}
	now, err := b.again(ctx)
	if err != nil {
		return api.Snapshot{}, err
	}
	return b.shown.Merge(&now), nil
}

// shownUpTo is when the extension was read, or changed from here: what ended later is not
// shown.
func (fs *facts) shownUpTo() time.Time {
	if fs.made.After(fs.snapshot.At) {
		return fs.made
	}
	return fs.snapshot.At
}

func makePlan(ctx context.Context, editor Editor, d change.Direction, base planBase, entries []journal.Entry, t ticket) tea.Cmd {
	return read[plannedMsg](ctx, t, func(ctx context.Context) (planned, error) {
		left, err := editor.ResolvePending(ctx, &base.shown) // or the plan would not be about the last change
		if err != nil {
			return planned{}, err
		}
		base.shown = base.shown.Merge(&left.Snapshot)
		if len(entries) == 0 {
			h, err := editor.History()
			if err != nil {
				return planned{}, err
			}
			last, ok := h.Last()
			if d == change.Redo {
				last, ok = h.LastUndone()
			}
			if !ok {
				return planned{plan: change.Plan{Direction: d}, nothing: true}, nil
			}
			entries = []journal.Entry{last}
		}
		now, err := base.with(ctx, entries)
		if err != nil {
			return planned{}, err
		}
		plan, err := editor.Plan(d, &now, entries...)
		return planned{plan: plan}, err
	})
}

// plan works out what an undo or a redo would do. It refuses while a change is in
// flight, which might become the last one, or change what was planned.
func (m *Model) plan(d change.Direction, entries []journal.Entry) tea.Cmd {
	if m.writes.inFlight() {
		return m.showNotice(showNotice{text: "A change is being sent. Wait for its result.", kind: warning})
	}
	ctx, t := m.reads.plan.begin(m.conn.ctx)
	s := m.facts.snapshot
	base := planBase{shown: s, upTo: m.facts.shownUpTo(), again: m.reading(api.Need{Numbers: true, Rules: s.Rules != nil, ForwardAll: s.Rules != nil})}
	return makePlan(ctx, m.conn.editor, d, base, entries, t)
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
	case msg.value.nothing && plan.Direction == change.Redo:
		return m.notify(info, "Nothing to redo.")
	case msg.value.nothing:
		return m.notify(info, "Nothing to undo."+m.draftHint())
	case len(plan.Steps) == 0:
		return m.notify(warning, cmp.Or(blockedWords(&plan), "Everything is already as it was."))
	}
	return m.askPlan(&plan)
}

// askPlan shows a plan, and asks whether to execute it. One that brings back a number that
// the profile refuses is not asked about.
func (m *Model) askPlan(plan *change.Plan) tea.Cmd {
	before, after := plan.Base(), plan.After()
	risky := m.facts.judgeChange(&before, &after)
	if why := refusedNumber(risky); why != "" {
		return m.notify(warning, why)
	}
	verb := "Undo"
	if plan.Direction == change.Redo {
		verb = "Redo"
	}
	m.showLater(m.question(confirmDialog{yes: verb, then: runPlan{*plan},
		text: verb + m.facts.askedWords(plan) + "?", lines: slices.Concat(planLines(plan), riskLines(risky), SilencedWords(m.facts.snapshot.Rules, after.Rules))}))
	return nil
}

// draftHint says how to discard the edits of the steps that have the focus, which undoing
// leaves alone: they have not been sent.
func (m *Model) draftHint() string {
	ring := m.screens.ring
	if _, drafted := ring.drafts[ring.selectedID]; !drafted || !ring.inSteps || m.screens.open != onRing {
		return ""
	}
	return " " + m.keys.List.Back.Help().Key + " discards the unsent edits."
}

// planWords say what a plan does.
func (fs *facts) planWords(p *change.Plan) string {
	if p.Direction == change.Redo {
		return "Redoing" + fs.waitingWords(p)
	}
	return "Undoing" + fs.waitingWords(p)
}

// entriesWords names the changes of a plan. The words of some changes begin with the name
// of what was changed and a colon: those stand in parentheses.
func (fs *facts) entriesWords(p *change.Plan) string {
	if len(p.Entries) != 1 {
		return api.Plural(len(p.Entries), "change")
	}
	e := p.Entries[0]
	words, at := Describe(&e), fs.local(e.Time).Format(time.TimeOnly)
	if strings.Contains(words, ": ") {
		return "the change of " + at + " (" + words + ")"
	}
	return words + " (" + at + ")"
}

// askedWords name the changes of a plan after a verb, in a question.
func (fs *facts) askedWords(p *change.Plan) string {
	words := fs.entriesWords(p)
	if len(p.Entries) != 1 || strings.HasPrefix(words, "the change of ") {
		return " " + words
	}
	return ": " + words
}

// waitingWords name the changes of a plan after a verb, before a colon.
func (fs *facts) waitingWords(p *change.Plan) string {
	if len(p.Entries) != 1 {
		return " " + fs.entriesWords(p)
	}
	return " the change of " + fs.local(p.Entries[0].Time).Format(time.TimeOnly)
}

func planLines(p *change.Plan) []string {
	var lines []string
	for _, s := range p.Steps {
		lines = append(lines, s.Text)
	}
	for _, n := range p.Notes {
		lines = append(lines, "Note: "+n)
	}
	if words := blockedWords(p); words != "" {
		lines = append(lines, "Not possible: "+words)
	}
	return lines
}

func blockedWords(p *change.Plan) string {
	words := make([]string, 0, len(p.Blocked))
	for _, b := range p.Blocked {
		words = append(words, b.Why)
	}
	return strings.Join(words, " ")
}

// planExecutedMsg is the outcome of a plan.
type planExecutedMsg struct {
	active  *activeWrite
	editor  Editor
	plan    change.Plan
	results []change.Result
	err     error
	at      time.Time
}

func executePlan(a *activeWrite, editor Editor, was *change.Plan) tea.Cmd {
	p := *was
	return func() tea.Msg {
		results, err := editor.Run(a.ctx, &p)
		return planExecutedMsg{a, editor, p, results, err, time.Now()}
	}
}

func (m *Model) runPlan(in runPlan) tea.Cmd {
	m.close()
	a := m.beginWrite(m.facts.planWords(&in.plan))
	return executePlan(a, m.conn.editor, &in.plan)
}

func (m *Model) planExecuted(msg planExecutedMsg) tea.Cmd {
	if msg.editor != m.conn.editor {
		return m.showLeftOutcome(msg.err)
	}
	m.endWrite(job{active: msg.active})
	var reload tea.Cmd
	if n := len(msg.results); n > 0 {
		reload = m.applyResult(&msg.results[n-1])
	}
	if m.writes.leaving {
		return tea.Quit
	}
	return batch(reload, m.reloadRulesAfterPlan(msg.results), m.showPlanOutcome(msg), m.reloadHistory())
}

// reloadRulesAfterPlan reads the rules again if a plan changed numbers that they may
// name.
func (m *Model) reloadRulesAfterPlan(results []change.Result) tea.Cmd {
	for _, r := range results {
		if reload := m.reloadRulesAfter(&r.Entry); reload != nil {
			return reload
		}
	}
	return nil
}

// lastEntry is that of the write at which a plan stopped.
func lastEntry(results []change.Result) journal.Entry {
	if len(results) == 0 {
		return journal.Entry{}
	}
	return results[len(results)-1].Entry
}

func (m *Model) showPlanOutcome(msg planExecutedMsg) tea.Cmd {
	if conflict, is := conflictIn(msg.err); is {
		m.conflict(conflict, job{})
		return nil
	}
	if msg.err != nil {
		return m.writeRefused(nil, msg.err, new(lastEntry(msg.results)))
	}
	word := "Undone: "
	if msg.plan.Direction == change.Redo {
		word = "Redone: "
	}
	return m.notifySuccess(sentence(word+m.facts.entriesWords(&msg.plan)), msg.results...)
}
