// Package ui is everything on the screen. The root model holds the state of the
// service and the requests in flight; screens and dialogs hold how it is looked
// at. A key becomes an action, the action an intent, the intent a command, its
// answer a message to the root, and the root updates the screens.
package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// Model is the root, and the only model that Bubble Tea knows. Its state is
// grouped by the part of the program that owns it.
type Model struct {
	Terminal Terminal

	ctx       context.Context // ends when the program does
	connector Connector       // nil when there is no connection but the first
	keys      KeyMap
	st        *styles
	size      // of the window

	conn       connection
	connecting connecting
	facts      facts
	lists      lists
	live       callWatch
	account    accountState
	reads      reads
	writes     writes

	screens screens
	dialogs dialogs
	notice  notice
	move    *digitMove // nil when no number is being moved
	waits   waits
	picked  []string // names of the actions that were chosen in the palette, the last one first
	arrived Arrival  // of the key that is handled, unless it answers a question
}

// New returns the root. first is the connection to open; without a service the
// sign-in opens instead. All reads and listeners end with ctx.
func New(ctx context.Context, keys KeyMap, connector Connector, first *Connection) *Model {
	m := &Model{ctx: ctx, connector: connector, keys: keys, st: newStyles(), conn: connection{Connection: *first}}
	m.screens = newScreens(keys, m.st)
	m.screens.numbers.state = emptyState{title: "Not signed in."}
	return m
}

// Init opens the first connection, or the sign-in when there is none.
func (m *Model) Init() tea.Cmd {
	m.facts.at = time.Now()
	clock := nextMinute(m.facts.at)
	if m.conn.Service == nil {
		return batch(clock, m.askSignIn(m.conn.Profile, nil))
	}
	return batch(clock, m.open(&m.conn.Connection))
}

// open closes the open connection and starts all the reads that screen 1 needs of
// the new one: the extension, the permissions and the numbers.
func (m *Model) open(to *Connection) tea.Cmd {
	if m.conn.cancel != nil {
		m.conn.cancel()
	}
	m.reads.stop()
	self, people, same := m.facts.self, m.screens.people, m.isSameAccount(to)
	m.conn = connection{Connection: *to}
	m.conn.ctx, m.conn.cancel = context.WithCancel(m.ctx)
	m.facts = facts{at: m.facts.at, region: to.Region, risk: to.Risk, noDevices: "name loads when you open it"}
	m.lists, m.writes, m.move, m.live.flip, m.dialogs.later = lists{}, writes{}, nil, nil, nil
	m.screens = newScreens(m.keys, m.st)
	if same {
		m.facts.self, m.screens.people = self, people
	} else {
		m.openAccount(to)
	}
	cmds := []tea.Cmd{m.loadNumbers(), m.loadExtension(), m.loadPermissions(), m.switchQueue(), m.watchWarnings(), m.watchSoon(), m.loadFeaturesSoon()}
	if to.Other && m.facts.self.ID == "" {
		cmds = append(cmds, m.loadSelf())
	}
	cmds = append(cmds, m.goToPlace())
	m.refreshViews()
	m.resize()
	return batch(cmds...)
}

// Update passes each message to the method that handles it.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) { return m, m.handle(msg) }

// handle is the table of contents of the root. Keys and text go to what has the
// focus; answers and ticks go to the root, which owns the data.
func (m *Model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		return m.setWindow(msg)
	case tea.KeyPressMsg, tea.PasteMsg:
		return m.handleInput(msg)
	case tea.MouseWheelMsg:
		return m.wheel(msg)
	case tea.MouseClickMsg:
		return m.click(msg)
	case KeyMsg:
		return m.handleArrival(msg)

	case connectedMsg:
		return m.connected(msg)
	case browserBegunMsg:
		return m.browserBegun(msg)
	case extensionLoadedMsg:
		return m.extensionLoaded(msg)
	case selfLoadedMsg:
		return m.selfLoaded(msg)
	case permissionsLoadedMsg:
		return m.permissionsLoaded(msg)
	case accountLoadedMsg:
		return m.accountLoaded(msg)
	case minuteMsg:
		return m.minute(msg)
	case workTimesLoadedMsg:
		return m.workTimesLoaded(msg)
	case featuresDueMsg:
		return m.featuresDue(msg)
	case forwardAllLoadedMsg:
		return m.forwardAllLoaded(msg)
	case editedHoursLoadedMsg:
		return m.editedHoursLoaded(msg)
	case namesLoadedMsg:
		return m.namesLoaded(msg)
	case featuresLoadedMsg:
		return m.featuresLoaded(msg)
	case devicesLoadedMsg:
		return m.devicesLoaded(msg)
	case ownNumbersLoadedMsg:
		return m.ownNumbersLoaded(msg)

	case numbersLoadedMsg:
		return m.numbersLoaded(msg)
	case rulesLoadedMsg:
		return m.rulesLoaded(msg)
	case peopleFoundMsg:
		return m.peopleFound(msg)

	case peopleListedMsg:
		return m.peopleListed(msg)
	case whoFoundMsg:
		return m.whoFound(msg)
	case estimatedMsg:
		return m.estimated(msg)
	case sweepStepMsg:
		return m.sweepStepped(msg)
	case rowsReadMsg:
		return m.rowsRead(msg)
	case exportedMsg:
		return m.exported(msg)

	case editorOpenedMsg:
		return m.editorOpened(msg)
	case moveDueMsg:
		return m.moveDue(msg)
	case writeDoneMsg:
		return m.writeDone(msg)
	case pendingResolvedMsg:
		return m.pendingResolved(msg)
	case historyLoadedMsg:
		return m.historyLoaded(msg)
	case plannedMsg:
		return m.planned(msg)
	case planExecutedMsg:
		return m.planExecuted(msg)
	case quitTimeoutMsg:
		return m.quitTimeout(msg)

	case watchDueMsg:
		return m.watchDue(msg)
	case snapshotMsg:
		return m.snapshotReceived(msg)
	case callTickMsg:
		return m.callTick(msg)
	case flipSteppedMsg:
		return m.flipStepped(msg)

	case tracedMsg:
		return m.traced(msg)
	case warnedMsg:
		return m.warned(msg)
	case waitsChangedMsg:
		return m.waitsChanged(msg)
	case waitTickMsg:
		return m.waitTick(msg)
	case noticeExpiredMsg:
		return m.noticeExpired(msg)
	}
	return nil
}
