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

// Editor is where changes are made, each by the one path of a write, and where
// what was changed is written down and taken back. It is a journal.Writer and
// its journal.
type Editor interface {
	Do(context.Context, journal.Write) (journal.Result, error)
	ResolvePending(context.Context) (journal.Result, error)
	Plan(journal.Direction, []api.Number, ...journal.Entry) (journal.Plan, error)
	Run(context.Context, journal.Plan) ([]journal.Result, error)
	History() (*journal.History, error)
}

// openedEditor is a desk that is ready, and what it found out about changes that
// were left without an outcome.
type openedEditor struct {
	editor     Editor
	result     journal.Result
	resolveErr error // why looking them up failed; the desk works all the same
}

type editorOpenedMsg answer[openedEditor]

// openEditor opens the desk and looks up what is left from before.
func (m *Model) openEditor() tea.Cmd {
	if m.facts.open.ID == "" || m.facts.self.ID == "" || m.conn.editor != nil || m.reads.editor.busy() {
		return nil
	}
	openDesk, open, self := m.conn.OpenEditor, m.facts.open, m.facts.self
	ctx, t := m.reads.editor.begin(m.conn.ctx)
	return read[editorOpenedMsg](ctx, t, func(ctx context.Context) (openedEditor, error) {
		desk, err := openDesk(open, self)
		if err != nil {
			return openedEditor{}, err
		}
		result, err := desk.ResolvePending(ctx)
		return openedEditor{desk, result, err}, nil
	})
}

// editorOpened: without a journal nothing is changed, for nothing would be
// written down and nothing could be taken back.
func (m *Model) editorOpened(msg editorOpenedMsg) tea.Cmd {
	if !m.reads.editor.accept(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		m.conn.noEditor = "nothing can be changed: " + api.Explain(msg.err).String()
		m.refreshViews()
		return m.sendQueued(msg.err)
	}
	m.conn.editor, m.conn.noEditor = msg.value.editor, ""
	m.applyResult(msg.value.result, msg.at)
	m.refreshViews()
	waiting := m.sendQueued(nil)
	if msg.value.resolveErr != nil {
		return tea.Batch(waiting, m.notify(failure, api.Explain(msg.value.resolveErr).String()))
	}
	return tea.Batch(waiting, m.showResolved(msg.value.result.Resolved))
}

// showResolved says what became of changes that were left without an outcome.
func (m *Model) showResolved(entries []journal.Entry) tea.Cmd {
	if len(entries) == 0 {
		return nil
	}
	return m.notify(warning, strings.TrimSpace(resolvedWords(entries)))
}

// resolvedWords says the same as the end of another notice.
func resolvedWords(entries []journal.Entry) string {
	if len(entries) == 0 {
		return ""
	}
	parts := make([]string, 0, len(entries))
	for _, e := range entries {
		parts = append(parts, describe(e)+": "+string(e.Outcome))
	}
	return " Looked up what was left from before: " + strings.Join(parts, "; ") + "."
}

// pendingResolvedMsg is what looking up the changes without an outcome came to.
type pendingResolvedMsg struct {
	editor Editor
	result journal.Result
	err    error
	at     time.Time
}

// resolvePending looks up what became of changes whose outcome is not known; it asks
// nothing when there are none.
func (m *Model) resolvePending() tea.Cmd {
	if m.conn.editor == nil {
		return nil
	}
	ctx, desk := m.conn.ctx, m.conn.editor
	return func() tea.Msg {
		result, err := desk.ResolvePending(ctx)
		return pendingResolvedMsg{desk, result, err, time.Now()}
	}
}

func (m *Model) pendingResolved(msg pendingResolvedMsg) tea.Cmd {
	switch {
	case msg.editor != m.conn.editor:
		return nil
	case msg.err != nil:
		return m.notify(failure, "What became of the last change is still not known. "+api.Explain(msg.err).String())
	case len(msg.result.Resolved) == 0:
		return nil
	}
	m.applyResult(msg.result, msg.at)
	return tea.Batch(m.showResolved(msg.result.Resolved), m.reloadHistory())
}

// describe names a change in a few words.
func describe(e journal.Entry) string {
	verbs := map[journal.Op]string{
		journal.OpCreate: "added", journal.OpUpdate: "changed", journal.OpRemove: "removed", journal.OpSwap: "swapped the digits of",
	}
	if e.RuleBefore != nil {
		return "changed the rule " + e.RuleBefore.Name
	}
	records := e.Before
	if e.Op == journal.OpCreate {
		records = e.Want
	}
	var names []string
	for _, r := range records {
		name := cmp.Or(r.Label, string(r.Type))
		if name == string(api.Other) {
			name = cmp.Or(r.Phone, name)
		}
		names = append(names, name)
	}
	if e.Op == journal.OpRemove {
		return removalWords(e.From, strings.Join(names, ", "))
	}
	return strings.TrimSpace(cmp.Or(verbs[e.Op], string(e.Op)) + " " + strings.Join(names, ", "))
}
