package ui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// loadNames reads the names of persons and devices of which only the ids are known. The
// list is on the screen already, with the ids.
func (m *Model) loadNames() tea.Cmd {
	svc, s := m.conn.Service, m.facts.snapshot
	if m.reads.names.busy() || !svc.Nameless(&s) {
		return nil
	}
	ctx, t := m.reads.names.begin(m.conn.ctx)
	return read[namesLoadedMsg](ctx, t, func(ctx context.Context) (struct{}, error) {
		svc.ReadNames(ctx, &s)
		return struct{}{}, nil
	})
}

// namesLoaded shows the names. What could not be read is asked for again after the next
// read of the lists.
func (m *Model) namesLoaded(msg namesLoadedMsg) tea.Cmd {
	if !m.reads.names.accept(msg.ticket) {
		return nil
	}
	m.facts.snapshot = m.conn.Service.Named(m.facts.snapshot)
	if rules := m.facts.snapshot.ShownRules(); rules != nil {
		m.screens.ring.nameDrafts(m.conn.Service.Named)
		m.screens.ring.setRules(rules)
	}
	m.refreshViews()
	return nil
}

// nameDrafts gives the targets of drafts the names that are known by now.
func (s *ringScreen) nameDrafts(named func(api.Snapshot) api.Snapshot) {
	for id, draft := range s.drafts {
		both := named(api.Snapshot{CallHandling: draft.want.CallHandling, Rules: []api.Rule{draft.saw, draft.want}}).Rules
		draft.saw, draft.want = both[0], both[1]
		draft.mine = api.Differences(&draft.saw, &draft.want)
		s.drafts[id] = draft
	}
}
