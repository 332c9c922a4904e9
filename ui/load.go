package ui

import (
	"cmp"
	"context"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// Reads: what starts one, and what its answer changes. An answer whose ticket
// is not the newest of its kind is dropped.

func (m *Model) loadNumbers() tea.Cmd {
	ctx, t := m.reads.numbers.begin(m.ctx)
	m.stopped = false
	m.updateEmptyState()
	return read[numbersLoadedMsg](ctx, t, m.svc.Numbers)
}

func (m *Model) loadOpen() tea.Cmd {
	ctx, t := m.reads.open.begin(m.ctx)
	return read[openedMsg](ctx, t, m.svc.Extension)
}

func (m *Model) loadSelf() tea.Cmd {
	ctx, t := m.reads.self.begin(m.ctx)
	return read[signedInMsg](ctx, t, m.svc.Self)
}

func (m *Model) loadPermissions() tea.Cmd {
	ctx, t := m.reads.permissions.begin(m.ctx)
	return read[permissionsLoadedMsg](ctx, t, m.svc.Permissions)
}

func (m *Model) loadDevices() tea.Cmd {
	ctx, t := m.reads.devices.begin(m.ctx)
	m.facts.noList, m.facts.asked = "reading the devices", true
	return read[devicesLoadedMsg](ctx, t, m.svc.Devices)
}

// loadFeatures reads, once, the flags that decide what may be done with numbers.
func (m *Model) loadFeatures() tea.Cmd {
	if m.facts.features != nil || m.reads.features.busy() {
		return nil
	}
	svc := m.svc
	ctx, t := m.reads.features.begin(m.ctx)
	return read[featuresLoadedMsg](ctx, t, func(ctx context.Context) (api.Features, error) {
		return svc.Features(ctx, api.FeatureExternalForwarding, api.FeatureEditExternalForwarding,
			api.FeatureCallFlip, api.FeatureEditCallFlip)
	})
}

// loadDevicesOnce reads the devices unless they are known or on their way.
func (m *Model) loadDevicesOnce() tea.Cmd {
	if m.facts.noList == "" || m.reads.devices.busy() {
		return nil
	}
	return m.loadDevices()
}

// reload reads the numbers again, and whatever could not be read before.
func (m *Model) reload() tea.Cmd {
	m.clearNotice()
	switch m.screen {
	case onRing:
		return m.loadRules()
	case onCalls:
		m.to.Calls.Reload()
		return nil
	}
	cmds := []tea.Cmd{m.loadNumbers(), m.openDesk(), m.settle(), m.remember()}
	if m.facts.open.ID == "" && !m.reads.open.busy() {
		cmds = append(cmds, m.loadOpen())
	}
	if m.to.Other && m.self.ID == "" && !m.reads.self.busy() {
		cmds = append(cmds, m.loadSelf())
	}
	if m.permissions == nil && !m.reads.permissions.busy() {
		cmds = append(cmds, m.loadPermissions())
	}
	return tea.Batch(cmds...)
}

// look fetches what the number under the cursor needs to be explained: the
// devices, once, when it is the line of one. It is called when a key was pressed,
// so that opening costs no request for what nobody has looked at.
func (m *Model) look() tea.Cmd {
	n, ok := m.numbers.list.selected()
	if !ok || n.DeviceID == "" || m.facts.asked {
		return nil
	}
	return m.loadDevices()
}

// explainLoads fetches, once each, what a form explains its fields with.
func (m *Model) explainLoads() tea.Cmd {
	var cmds []tea.Cmd
	cmds = append(cmds, m.loadFeatures())
	if m.facts.own == nil && !m.reads.own.busy() {
		ctx, t := m.reads.own.begin(m.ctx)
		cmds = append(cmds, read[ownNumbersLoadedMsg](ctx, t, m.svc.OwnNumbers))
	}
	cmds = append(cmds, m.loadDevicesOnce())
	if m.svc.KnownCallHandling() == api.V2 && !m.rulesRead && !m.reads.rules.busy() {
		cmds = append(cmds, m.loadRules())
	}
	if m.facts.region == "" && !m.reads.account.busy() {
		ctx, t := m.reads.account.begin(m.ctx)
		cmds = append(cmds, read[accountLoadedMsg](ctx, t, m.svc.Account))
	}
	return tea.Batch(cmds...)
}

func (m *Model) numbersLoaded(msg numbersLoadedMsg) tea.Cmd {
	if !m.reads.numbers.settle(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		return m.numbersFailed(msg.err)
	}
	m.numbersErr = nil
	m.facts.numbers, m.facts.read = msg.value, msg.at
	m.refreshViews()
	if r := m.facts.rules; len(r) > 0 && r[0].CallHandling == api.V1 && m.facts.backend == api.V2 {
		return m.loadRules() // the account has moved, and its rules are others now
	}
	return nil
}

// numbersFailed keeps the list that is there; only without one does the
// failure take the screen.
func (m *Model) numbersFailed(err error) tea.Cmd {
	m.numbersErr = err
	m.updateEmptyState()
	if m.sessionOver(err) || m.facts.read.IsZero() {
		return nil
	}
	a := api.Explain(err)
	return m.notify(failed, "The list is as it was at "+m.facts.read.UTC().Format("15:04:05")+" UTC. "+a.String())
}

func (m *Model) opened(msg openedMsg) tea.Cmd {
	if !m.reads.open.settle(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		m.noDesk = "nothing can be changed while it is not known whose numbers these are: " + api.Explain(msg.err).What
		m.refreshViews()
		return m.dequeue(msg.err)
	}
	m.facts.open, m.noDesk = msg.value, ""
	if m.to.Region == "" {
		m.facts.region = msg.value.Country
	}
	if !m.to.Other {
		m.self = msg.value
	}
	m.refreshViews()
	return m.openDesk()
}

func (m *Model) signedIn(msg signedInMsg) tea.Cmd {
	if !m.reads.self.settle(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		m.noDesk = "nothing can be changed while it is not known who is signed in: " + api.Explain(msg.err).What
		m.refreshViews()
		return m.dequeue(msg.err)
	}
	m.self, m.noDesk = msg.value, ""
	m.refreshViews()
	return m.openDesk()
}

// permissionsLoaded: when they cannot be read nothing is forbidden here; the
// service will say what it does not allow.
func (m *Model) permissionsLoaded(msg permissionsLoadedMsg) tea.Cmd {
	if m.reads.permissions.settle(msg.ticket) && msg.err == nil {
		m.permissions = msg.value
		m.refreshViews()
	}
	return nil
}

func (m *Model) devicesLoaded(msg devicesLoadedMsg) tea.Cmd {
	if !m.reads.devices.settle(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		m.facts.noList = "the devices could not be read: " + api.Explain(msg.err).What
	} else {
		m.facts.devices, m.facts.noList = msg.value, ""
		if len(msg.value) == 0 {
			m.facts.noList = "this extension has no devices"
		}
	}
	m.refreshViews()
	return nil
}

func (m *Model) featuresLoaded(msg featuresLoadedMsg) tea.Cmd {
	if m.reads.features.settle(msg.ticket) && msg.err == nil {
		m.facts.features = msg.value
		m.refreshViews()
	}
	return nil
}

// ownNumbersLoaded: without them a number of one's own company is found out by
// the service (FPN-105) instead of while it is typed.
func (m *Model) ownNumbersLoaded(msg ownNumbersLoadedMsg) tea.Cmd {
	if m.reads.own.settle(msg.ticket) && msg.err == nil {
		m.facts.own = msg.value
		m.refreshViews()
	}
	return nil
}

// accountLoaded: an extension need not say its country; then national numbers
// are read as those of the account's.
func (m *Model) accountLoaded(msg accountLoadedMsg) tea.Cmd {
	if m.reads.account.settle(msg.ticket) && msg.err == nil {
		m.facts.region = msg.value.Country
		m.refreshViews()
	}
	return nil
}

// refreshViews gives what is known to everybody who shows it.
func (m *Model) refreshViews() {
	m.facts.backend = m.svc.KnownCallHandling()
	m.numbers.readOnly, m.numbers.noDesk = m.readOnly(), m.noDesk
	m.history.locked = cmp.Or(m.numbers.readOnly, m.noDesk)
	m.ring.readOnly, m.ring.noDesk, m.ring.facts = m.rulesReadOnly(), m.noDesk, m.facts
	m.calls.facts = m.facts
	m.updateEmptyState()
	m.numbers.setKnown(m.facts)
	switch d := m.dialog.(type) {
	case *form:
		d.know(m.facts)
		d.review()
	case *digits:
		d.have = m.facts.numbers
	case *palette:
		if d.renew != nil {
			d.all = d.renew()
			d.move(0)()
		}
	}
}

// updateEmptyState says what the screen shows while there is no list to show.
func (m *Model) updateEmptyState() {
	m.numbers.reading = m.reads.numbers.busy()
	switch {
	case !m.facts.read.IsZero():
		m.numbers.state = emptyState{}
	case m.reads.numbers.busy():
		m.numbers.state = emptyState{title: "Reading the forwarding numbers ...", text: "The keys work while RingCentral takes its time."}
	case m.stopped:
		m.numbers.state = emptyState{title: "Stopped.", text: "Press " + m.keys.Screen.Reload.Help().Key + " to read the numbers."}
	case m.numbersErr != nil:
		m.numbers.state = m.trouble("These numbers may not be shown.", "The forwarding numbers could not be read.", m.numbersErr)
	}
}

// trouble is a refusal or a failure in full. A missing permission never looks
// like an empty list, nor like a fault that trying again would mend.
func (m *Model) trouble(forbidden, unread string, err error) emptyState {
	a := api.Explain(err)
	again := " Press " + m.keys.Screen.Reload.Help().Key + " to try again."
	if api.Is(err, "CMN-401", "CMN-408", "CMN-419", "CMN-402", "CMN-403", "CMN-404") {
		return emptyState{title: forbidden + " " + a.What, text: a.Do + again, trouble: true}
	}
	return emptyState{title: unread + " " + a.What, text: a.Do + again, trouble: true}
}
