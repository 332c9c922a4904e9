package ui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Starting a read. Its answer is applied in loaded.go.

// lists is the state of reading the numbers and the rules.
type lists struct {
	stopped    bool  // the user stopped the reading of the numbers
	numbersErr error // why the numbers could not be read, when there are none to show
	rulesErr   error // why the rules could not be read
}

func (m *Model) loadNumbers() tea.Cmd {
	ctx, t := m.reads.numbers.begin(m.conn.ctx)
	m.lists.stopped = false
	m.updateEmptyState()
	return read[numbersLoadedMsg](rest.WithTask(ctx, "read the numbers"), t, m.reading(api.Need{Numbers: true}))
}

// reading returns the read of some parts of the extension. Its snapshot holds those
// parts only, so it cannot replace what another read returned in the meantime. It is not
// inlined: its copies would make the program larger.
//
//go:noinline
func (m *Model) reading(need api.Need) func(context.Context) (api.Snapshot, error) {
	svc := m.conn.Service
	return func(ctx context.Context) (api.Snapshot, error) { return svc.Read(ctx, &api.Snapshot{}, need) }
}

func (m *Model) loadExtension() tea.Cmd {
	ctx, t := m.reads.extension.begin(m.conn.ctx)
	return read[extensionLoadedMsg](ctx, t, m.conn.Service.Extension)
}

func (m *Model) loadSelf() tea.Cmd {
	ctx, t := m.reads.self.begin(m.conn.ctx)
	return read[selfLoadedMsg](ctx, t, m.conn.Service.Self)
}

func (m *Model) loadPermissions() tea.Cmd {
	ctx, t := m.reads.permissions.begin(m.conn.ctx)
	return read[permissionsLoadedMsg](ctx, t, m.conn.Service.Permissions)
}

func (m *Model) loadDevices() tea.Cmd {
	ctx, t := m.reads.devices.begin(m.conn.ctx)
	m.facts.noDevices, m.facts.devicesAsked = "reading the devices", true
	return read[devicesLoadedMsg](ctx, t, m.conn.Service.Devices)
}

// loadFeatures reads, once, the flags that decide what may be done with
// numbers.
func (m *Model) loadFeatures() tea.Cmd {
	if m.facts.features != nil || m.reads.features.busy() {
		return nil
	}
	ctx, t := m.reads.features.begin(m.conn.ctx)
	return read[featuresLoadedMsg](ctx, t, m.conn.Service.Flags)
}

// featuresDueMsg is sent some time after the list has opened, when it is time to read
// the feature flags. The list does not wait for them. They also show whether the
// account is still on the call handling that was remembered from the last run.
type featuresDueMsg struct{ ctx context.Context }

const featuresDelay = 5 * time.Second

func (m *Model) loadFeaturesSoon() tea.Cmd {
	ctx := m.conn.ctx
	return tea.Tick(featuresDelay, func(time.Time) tea.Msg { return featuresDueMsg{ctx} })
}

func (m *Model) featuresDue(msg featuresDueMsg) tea.Cmd {
	if msg.ctx != m.conn.ctx {
		return nil
	}
	return batch(m.loadFeatures(), m.loadForwardAll(false))
}

// loadForwardAll reads whether all calls are forwarded, where no list of rules says so: the
// top line tells it on every screen. known reads what was read before, and nothing else.
func (m *Model) loadForwardAll(known bool) tea.Cmd {
	s := m.facts.snapshot
	if !s.ForwardsApart() || known != (s.ForwardAll != nil) || m.reads.forwardAll.busy() {
		return nil
	}
	ctx, t := m.reads.forwardAll.begin(m.conn.ctx)
	return read[forwardAllLoadedMsg](ctx, t, m.reading(api.Need{ForwardAll: true}))
}

// forwardAllLoaded handles the setting. Without an answer nothing is said of it.
func (m *Model) forwardAllLoaded(msg forwardAllLoadedMsg) tea.Cmd {
	if !m.reads.forwardAll.accept(msg.ticket) || msg.err != nil {
		return nil
	}
	return m.applySnapshot(&msg.value)
}

// loadDevicesOnce reads the devices unless they are known or in flight.
func (m *Model) loadDevicesOnce() tea.Cmd {
	if m.facts.noDevices == "" || m.reads.devices.busy() {
		return nil
	}
	return m.loadDevices()
}

// reload reads again what the open screen shows, and what could not be read
// before.
func (m *Model) reload() tea.Cmd {
	m.clearNotice()
	switch m.screens.open {
	case onRing:
		return batch(m.loadRules(), m.loadUnknownNumbers())
	case onCalls:
		m.conn.Calls.Reload()
		return m.loadUnknownNumbers()
	case onPeople:
		return m.reloadPeople()
	}
	cmds := []tea.Cmd{m.loadNumbers(), m.openEditor(), m.resolvePending(), m.reloadHistory(), m.reloadNow()}
	if m.facts.open.ID == "" && !m.reads.extension.busy() {
		cmds = append(cmds, m.loadExtension())
	}
	if m.conn.Other && m.facts.self.ID == "" && !m.reads.self.busy() {
		cmds = append(cmds, m.loadSelf())
	}
	if m.facts.permissions == nil && !m.reads.permissions.busy() {
		cmds = append(cmds, m.loadPermissions())
	}
	return batch(cmds...)
}

// loadUnknownNumbers reads the numbers for a screen that names them, unless they are
// known or in flight.
func (m *Model) loadUnknownNumbers() tea.Cmd {
	if m.facts.snapshot.Numbers != nil || m.reads.numbers.busy() {
		return nil
	}
	return m.loadNumbers()
}

// loadForSelection reads what explains the selected number: the devices, once,
// when it is the line of one. It runs after a key, so that opening the program
// costs no request for details that are not looked at.
func (m *Model) loadForSelection() tea.Cmd {
	n, ok := m.screens.numbers.list.selected()
	if !ok || n.DeviceID == "" || m.facts.devicesAsked {
		return nil
	}
	return m.loadDevices()
}

// loadForForm reads, once each, what a form explains its fields with.
func (m *Model) loadForForm() tea.Cmd {
	var cmds []tea.Cmd
	cmds = append(cmds, m.loadFeatures())
	if m.facts.ownNumbers == nil && !m.reads.own.busy() {
		ctx, t := m.reads.own.begin(m.conn.ctx)
		cmds = append(cmds, read[ownNumbersLoadedMsg](ctx, t, m.conn.Service.OwnNumbers))
	}
	if slices.Contains(m.facts.capabilities().Types, api.PhoneLine) {
		cmds = append(cmds, m.loadDevicesOnce())
	}
	if m.facts.region == "" && !m.reads.account.busy() {
		ctx, t := m.reads.account.begin(m.conn.ctx)
		cmds = append(cmds, read[accountLoadedMsg](ctx, t, m.conn.Service.Account))
	}
	return batch(cmds...)
}
