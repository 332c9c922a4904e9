package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/change"
	"rcfwd/api/journal"
)

// Editor makes changes, each by the one write path, and keeps the journal that
// they can be undone from. It is a change.Writer with its journal.
type Editor interface {
	// Do makes one change. base is what the user looked at. The result counts also
	// beside an error: it holds what is known of the extension then.
	Do(ctx context.Context, base *api.Snapshot, w change.Write) (change.Result, error)
	// ResolvePending looks up the changes whose outcome is not known. It sends
	// nothing when there are none.
	ResolvePending(ctx context.Context, base *api.Snapshot) (change.Result, error)
	// Plan works out what undoing or redoing entries would send, and sends nothing.
	// base is the extension as read last.
	Plan(d change.Direction, base *api.Snapshot, entries ...journal.Entry) (change.Plan, error)
	// Run executes a plan and stops at the first error. The results are those of the
	// writes made so far, in order.
	Run(context.Context, *change.Plan) ([]change.Result, error)
	// History reads the journal.
	History() (*journal.History, error)
}

// openedEditor is an editor that is ready, and what it found out about changes
// that had no outcome yet.
type openedEditor struct {
	editor     Editor
	result     change.Result
	resolveErr error // why the look-up failed; the editor works all the same
	newer      error // the journal is of a later version, so that nothing can be changed
}

type editorOpenedMsg answer[openedEditor]

// openEditor opens the editor and looks up the outcome of earlier changes.
func (m *Model) openEditor() tea.Cmd {
	if m.facts.open.ID == "" || m.facts.self.ID == "" || m.conn.editor != nil || m.reads.editor.busy() {
		return nil
	}
	openEditor, open, self, base := m.conn.OpenEditor, m.facts.open, m.facts.self, m.facts.snapshot
	ctx, t := m.reads.editor.begin(m.conn.ctx)
	return read[editorOpenedMsg](ctx, t, func(ctx context.Context) (openedEditor, error) {
		editor, err := openEditor(open, self)
		if err != nil {
			return openedEditor{}, err
		}
		result, err := editor.ResolvePending(ctx, &base)
		opened := openedEditor{editor: editor, result: result, resolveErr: err}
		if h, err := editor.History(); err == nil {
			opened.newer = h.Newer
		}
		return opened, nil
	})
}

// editorOpened handles the opened editor. Without a journal nothing can be
// changed, because the change could neither be recorded nor undone.
func (m *Model) editorOpened(msg editorOpenedMsg) tea.Cmd {
	if !m.reads.editor.accept(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		m.conn.noEditor = "nothing can be changed: " + api.Explain(msg.err).String()
		m.refreshViews()
		return m.sendQueued(msg.err)
	}
	m.conn.editor, m.conn.newer = msg.value.editor, newerJournal(msg.value.newer)
	m.conn.noEditor = m.conn.newer
	m.applyResult(&msg.value.result)
	m.refreshViews()
	waiting := batch(m.sendQueued(nil), m.reloadHistory())
	if why := m.conn.noEditor; why != "" {
		return batch(waiting, m.notify(warning, sentence(why)))
	}
	if msg.value.resolveErr != nil {
		return batch(waiting, m.notify(failure, api.Explain(msg.value.resolveErr).String()))
	}
	return batch(waiting, m.showResolved(msg.value.result.Resolved))
}

// newerJournal says that nothing can be changed because the journal is of a later version.
func newerJournal(newer error) string {
	if newer == nil {
		return ""
	}
	return "changes are blocked because a newer rcfwd wrote the journal: " + newer.Error()
}

// showResolved shows the outcome of changes that had none yet.
func (m *Model) showResolved(entries []journal.Entry) tea.Cmd {
	if len(entries) == 0 {
		return nil
	}
	return m.notify(warning, strings.TrimSpace(resolvedWords(entries)))
}

// resolvedWords is the text of showResolved, to append to another notice.
func resolvedWords(entries []journal.Entry) string {
	if len(entries) == 0 {
		return ""
	}
	parts := make([]string, 0, len(entries))
	for _, e := range entries {
		parts = append(parts, Describe(&e)+": "+string(e.Outcome))
	}
	return " Result of an earlier change: " + strings.Join(parts, "; ") + "."
}

// pendingResolvedMsg is the result of looking up changes without an outcome.
type pendingResolvedMsg struct {
	editor Editor
	result change.Result
	err    error
	at     time.Time
}

// resolvePending looks up the outcome of changes that have none yet. It sends
// nothing when there are none.
func (m *Model) resolvePending() tea.Cmd {
	if m.conn.editor == nil {
		return nil
	}
	ctx, editor, base := m.conn.ctx, m.conn.editor, m.facts.snapshot
	return func() tea.Msg {
		result, err := editor.ResolvePending(ctx, &base)
		return pendingResolvedMsg{editor, result, err, time.Now()}
	}
}

func (m *Model) pendingResolved(msg pendingResolvedMsg) tea.Cmd {
	switch {
	case msg.editor != m.conn.editor:
		return nil
	case msg.err != nil:
		return m.notify(failure, "The result of the last change is still unknown. "+api.Explain(msg.err).String())
	case len(msg.result.Resolved) == 0:
		return nil
	}
	m.applyResult(&msg.result)
	return batch(m.showResolved(msg.result.Resolved), m.reloadHistory())
}
