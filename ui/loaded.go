package ui

import (
	"cmp"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// Applying the answer of a read. One whose ticket is not the newest of its kind is
// dropped.

func (m *Model) numbersLoaded(msg numbersLoadedMsg) tea.Cmd {
	if !m.reads.numbers.accept(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		return m.numbersFailed(msg.err)
	}
	m.lists.numbersErr = nil
	return batch(m.applySnapshot(&msg.value), m.loadNow())
}

// applySnapshot shows what a read or a write returned. It says so when the account
// has moved, or when a rule with a draft no longer exists.
func (m *Model) applySnapshot(s *api.Snapshot) tea.Cmd {
	moved := m.facts.snapshot.Moved(s)
	m.facts.snapshot = m.facts.snapshot.Merge(s)
	if m.facts.snapshot.Rules != nil {
		m.facts.rules, m.facts.ringing = m.facts.snapshot.Rules, api.RingingRules(m.facts.snapshot.Rules)
	}
	m.updateNow()
	var lost []string
	if rules := m.facts.snapshot.ShownRules(); rules != nil {
		lost = m.screens.ring.setRules(rules)
		m.lists.rulesErr = nil
	}
	m.refreshViews()
	m.updateRulesEmptyState()
	return batch(m.loadMoved(moved), m.tellRules(moved, lost), m.loadNames(), m.loadWorkTimes(), m.reachPlace())
}

// numbersFailed keeps the list that is shown. Only without one does the failure
// fill the screen.
func (m *Model) numbersFailed(err error) tea.Cmd {
	m.lists.numbersErr = err
	m.updateEmptyState()
	if m.sessionOver(err) || m.facts.snapshot.Numbers == nil {
		return nil
	}
	a := api.Explain(err)
	return m.notify(failure, "The list shown is from "+m.facts.timeOfDay(m.facts.snapshot.At)+". "+a.String())
}

func (m *Model) extensionLoaded(msg extensionLoadedMsg) tea.Cmd {
	if !m.reads.extension.accept(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		m.conn.noEditor = "changes are blocked until the extension is loaded: " + api.Explain(msg.err).What
		m.refreshViews()
		return batch(m.sendQueued(msg.err), m.loadWantedPeople())
	}
	m.facts.open, m.conn.noEditor = msg.value, m.conn.newer
	if zone, ok := msg.value.Zone.Location(); ok {
		m.facts.zone = zone
	}
	m.updateNow()
	if m.conn.Region == "" {
		m.facts.region = msg.value.Country
	}
	if !m.conn.Other {
		m.facts.self = msg.value
	}
	m.refreshViews()
	return batch(m.openEditor(), m.loadWantedPeople())
}

func (m *Model) selfLoaded(msg selfLoadedMsg) tea.Cmd {
	if !m.reads.self.accept(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		m.conn.noEditor = "changes are blocked until the signed-in user is loaded: " + api.Explain(msg.err).What
		m.refreshViews()
		return batch(m.sendQueued(msg.err), m.loadWantedPeople())
	}
	m.facts.self, m.conn.noEditor = msg.value, m.conn.newer
	m.refreshViews()
	return batch(m.openEditor(), m.loadWantedPeople())
}

// permissionsLoaded handles the permissions. When they cannot be read, nothing
// is blocked here: the service refuses what it does not allow.
func (m *Model) permissionsLoaded(msg permissionsLoadedMsg) tea.Cmd {
	if m.reads.permissions.accept(msg.ticket) && msg.err == nil {
		m.facts.permissions = msg.value
		if !m.conn.Other {
			m.screens.people.unreadable = unreadableWords(msg.value)
		}
		m.refreshViews()
	}
	return nil
}

func (m *Model) devicesLoaded(msg devicesLoadedMsg) tea.Cmd {
	if !m.reads.devices.accept(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		m.facts.noDevices = "the devices could not be read: " + api.Explain(msg.err).What
	} else {
		m.facts.devices, m.facts.noDevices = msg.value, ""
		if len(msg.value) == 0 {
			m.facts.noDevices = "this extension has no devices"
		}
	}
	m.refreshViews()
	return nil
}

func (m *Model) featuresLoaded(msg featuresLoadedMsg) tea.Cmd {
	if !m.reads.features.accept(msg.ticket) || msg.err != nil {
		return nil
	}
	m.facts.features = msg.value
	m.refreshViews()
	if m.conn.Service.Outdated(&m.facts.snapshot) {
		return m.loadNumbers()
	}
	return nil
}

// ownNumbersLoaded handles the account's own numbers. Without them the service
// refuses such a number (FPN-105), instead of the form.
func (m *Model) ownNumbersLoaded(msg ownNumbersLoadedMsg) tea.Cmd {
	if m.reads.own.accept(msg.ticket) && msg.err == nil {
		m.facts.ownNumbers = msg.value
		m.refreshViews()
	}
	return nil
}

// accountLoaded handles the account. Its country is that of national numbers
// when the extension has none.
func (m *Model) accountLoaded(msg accountLoadedMsg) tea.Cmd {
	if m.reads.account.accept(msg.ticket) && msg.err == nil {
		m.facts.region = msg.value.Country
		m.refreshViews()
	}
	return nil
}

// refreshViews passes what was read to the screens and the dialogs.
func (m *Model) refreshViews() {
	m.screens.numbers.readOnly, m.screens.numbers.noEditor = m.readOnly(), m.conn.noEditor
	m.screens.ring.readOnly, m.screens.ring.noEditor, m.screens.ring.facts = m.rulesReadOnly(), m.conn.noEditor, m.facts
	m.screens.calls.facts, m.screens.people.facts = m.facts, m.facts
	m.updateEmptyState()
	m.screens.numbers.setFacts(new(m.shownFacts()))
	m.refreshDialog(m.dialogs.open)
	for _, d := range m.dialogs.later { // one may be below the help
		m.refreshDialog(d)
	}
}

func (m *Model) refreshDialog(d dialog) {
	switch d := d.(type) {
	case *form:
		d.setFacts(&m.facts)
		d.review()
	case *digitDialog:
		d.numbers = m.facts.snapshot.Numbers
	case *callDigitDialog:
		d.facts = m.facts
	case *palette:
		if d.renew != nil {
			d.setActions(d.renew())
		}
	}
}

// updateEmptyState sets what screen 1 shows without a list, and what every screen says
// of the numbers then.
func (m *Model) updateEmptyState() {
	s := m.screens.numbers
	s.reading = m.reads.numbers.busy()
	switch {
	case m.facts.snapshot.Numbers != nil:
		s.state = emptyState{}
	case m.reads.numbers.busy():
		s.state = emptyState{title: "Reading the forwarding numbers ...", text: "Keys work while the numbers load.",
			why: "still loading the numbers"}
	case m.lists.stopped:
		s.state = emptyState{title: "Stopped.", text: "Press " + firstKey(m.keys.Screen.Reload) + " to read the numbers.",
			why: "the numbers were not read; " + firstKey(m.keys.Screen.Reload) + " reads them"}
	case m.lists.numbersErr != nil:
		s.state = m.failureState("You may not read these numbers.", "The forwarding numbers could not be read.", m.lists.numbersErr)
	}
	for _, fs := range []*facts{&m.facts, &s.facts, &m.screens.ring.facts, &m.screens.calls.facts} {
		fs.noNumbers = s.state.why
	}
	if d, is := m.dialogs.open.(*callDigitDialog); is {
		d.facts = m.facts
	}
	m.screens.history.facts = m.facts
	m.screens.history.locked = cmp.Or(m.screens.numbers.readOnly, m.conn.noEditor, m.facts.noNumbers)
}

// failureState is a refusal or a failure in full. A missing permission must
// look neither like an empty list nor like a failure that another try would
// fix.
func (m *Model) failureState(forbidden, unread string, err error) emptyState {
	a := api.Explain(err)
	retry := firstKey(m.keys.Screen.Reload)
	title := unread
	if rest.Is(err, "CMN-401", "CMN-408", "CMN-419", "CMN-402", "CMN-403", "CMN-404") {
		title = forbidden
	}
	return emptyState{title: title + " " + a.What, text: a.Do + " Press " + retry + " to try again.", failed: true,
		why: clause(title) + "; " + retry + " tries again"}
}
