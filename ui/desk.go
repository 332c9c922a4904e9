package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/journal"
)

// Desk is where changes are made, each by the one path of a write, and where
// what was changed is written down and taken back. It is a journal.Writer and
// its journal.
type Desk interface {
	Do(context.Context, journal.Write) (journal.Result, error)
	Settle(context.Context) (journal.Result, error)
	Plan(journal.Direction, []api.Number, ...journal.Entry) (journal.Plan, error)
	Run(context.Context, journal.Plan) ([]journal.Result, error)
	History() (*journal.History, error)
}

// settled is a desk that is ready, and what it found out about changes that
// were left without an outcome.
type settled struct {
	desk   Desk
	result journal.Result
	failed error // why looking them up failed; the desk works all the same
}

type deskOpenedMsg answer[settled]

// openDesk opens the desk and looks up what is left from before.
func (m *Model) openDesk() tea.Cmd {
	if m.known.open.ID == "" || m.self.ID == "" || m.desk != nil || m.reads.desk.busy() {
		return nil
	}
	make, open, self := m.to.Desk, m.known.open, m.self
	ctx, t := m.reads.desk.begin(m.ctx)
	return read[deskOpenedMsg](ctx, t, func(ctx context.Context) (settled, error) {
		desk, err := make(open, self)
		if err != nil {
			return settled{}, err
		}
		result, err := desk.Settle(ctx)
		return settled{desk, result, err}, nil
	})
}

// deskOpened: without a journal nothing is changed, for nothing would be
// written down and nothing could be taken back.
func (m *Model) deskOpened(msg deskOpenedMsg) tea.Cmd {
	if !m.reads.desk.settle(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		m.noDesk = "nothing can be changed: " + api.Explain(msg.err).String()
		m.spread()
		return m.dequeue(msg.err)
	}
	m.desk, m.noDesk = msg.value.desk, ""
	m.take(msg.value.result, msg.at)
	m.spread()
	waiting := m.dequeue(nil)
	if msg.value.failed != nil {
		return tea.Batch(waiting, m.notify(failed, api.Explain(msg.value.failed).String()))
	}
	return tea.Batch(waiting, m.tellSettled(msg.value.result.Settled))
}

// tellSettled says what became of changes that were left without an outcome.
func (m *Model) tellSettled(entries []journal.Entry) tea.Cmd {
	if len(entries) == 0 {
		return nil
	}
	parts := make([]string, 0, len(entries))
	for _, e := range entries {
		parts = append(parts, describe(e)+": "+string(e.Outcome))
	}
	return m.notify(warned, "Looked up what was left from before. "+strings.Join(parts, "; ")+".")
}

// describe names a change in a few words.
func describe(e journal.Entry) string {
	verbs := map[journal.Op]string{
		journal.OpCreate: "added", journal.OpUpdate: "changed", journal.OpRemove: "removed", journal.OpSwap: "swapped the digits of",
	}
	records := e.Before
	if e.Op == journal.OpCreate {
		records = e.Want
	}
	var names []string
	for _, r := range records {
		names = append(names, firstOf(r.Label, r.Phone, string(r.Type)))
	}
	return strings.TrimSpace(firstOf(verbs[e.Op], string(e.Op)) + " " + strings.Join(names, ", "))
}
