// Package ui is everything on the screen. The root model holds what is known
// of the service and what is on its way to it; screens and dialogs hold how it
// is looked at. A key becomes an action, the action an intent, the intent a
// command, its answer a message to the root, and the root sets the screens.
package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/calls"
	"rcfwd/api/journal"
	"rcfwd/api/rest"
)

// Connection is a way to the numbers of one extension, and what to call it.
type Connection struct {
	Service Service
	// Editor opens the desk for the numbers of open, whose changes self makes.
	Editor func(open, self api.Extension) (Editor, error)

	Profile   string // name of the profile; empty for the demo and for the environment
	Continues bool   // it is the session that was open, signed in again

	Server   string // where the numbers live, in a word people know: DEMO, PRODUCTION, a host
	ReadOnly bool   // nothing is changed, whatever the person's permissions
	Other    bool   // an extension was named that need not be the signed-in one
	Region   string // ISO 3166 code for reading national numbers; empty means the extension's own country

	Calls    CallMonitor  // the telephone line
	Trace    Trace        // what was sent and answered
	Warnings <-chan error // what went wrong without ending the session; may be nil
}

// Model is the root. It is the only model Bubble Tea knows.
type Model struct {
	Terminal Terminal

	keys  KeyMap
	st    *styles
	life  context.Context // ends when the program does
	w, h  int
	reads reads
	write writes

	to     Connection
	svc    Service         // that of the connection
	editor Editor          // nil until it is known whose numbers are open
	ctx    context.Context // ends when another connection is opened
	leave  context.CancelFunc

	facts       facts
	self        api.Extension
	permissions api.Permissions   // nil until read
	direction   journal.Direction // of the plan that is being worked out
	stopped     bool              // the reading was stopped by the person
	noEditor    string            // why nothing can be changed though it may; empty when it can
	rulesRead   bool              // the rules were read at least once
	rulesErr    error             // why they could not be read
	numbersErr  error             // why the numbers could not be read, when none are there to show

	snapshots <-chan calls.Snapshot // of the line that is watched
	flip      *calls.Flip           // the last one
	clock     guard                 // counts the seconds of live calls

	connector Connector     // nil when nothing but the connection is to be had
	entry     SignInAttempt // the last sign-in that was begun; nil before any
	wanted    string        // profile that is being opened

	screen  screen
	numbers *numbersScreen
	ring    *ringScreen
	calls   *callsScreen
	history *historyScreen
	dialog  dialog   // nil when none is open
	later   []dialog // what waits for the open one to close
	under   dialog   // what was open when a session ended, to go on with
	notice  notice
	copied  string // what was copied last
	waits   []rest.Wait
	now     time.Time // last second that was counted
	ticking guard     // counts the seconds while something waits
}

// reads has one guard for every kind of read.
type reads struct {
	numbers, devices, features, own       guard
	extension, self, permissions, account guard
	rules, person                         guard
	editor, history, plan                 guard
	calls, watchDelay                     guard
	waits, warnings, trace                guard

	signIn guard // a sign-in, which leads to another connection
}

// stop abandons what is being read. The counts go on, so that no late answer
// is taken for one of the next connection.
func (r *reads) stop() {
	for _, g := range []*guard{
		&r.numbers, &r.devices, &r.features, &r.own,
		&r.extension, &r.self, &r.permissions, &r.account,
		&r.rules, &r.person,
		&r.editor, &r.history, &r.plan,
		&r.calls, &r.watchDelay,
		&r.waits, &r.warnings, &r.trace,
	} {
		g.stop()
	}
}

// dialog is what lies over a screen and has the keys while it does. A view of
// fewer lines than the screen has is a sheet over its bottom.
type dialog interface {
	actions() actions
	setSize(w, h int)
	view() []string
}

// New makes the root. first is the connection to open; without a service it is
// the sign-in that opens. The context ends every read and listener when it does.
func New(ctx context.Context, keys KeyMap, door Connector, first Connection) *Model {
	m := &Model{keys: keys, st: newStyles(), life: ctx, connector: door, to: first}
	m.numbers, m.ring, m.history = newNumbersScreen(keys, m.st), newRingScreen(keys, m.st), newHistoryScreen(keys, m.st)
	m.calls = newCallsScreen(keys, m.st)
	m.numbers.state = emptyState{title: "Nobody is signed in."}
	return m
}

// Init opens the first connection, or the sign-in when there is none.
func (m *Model) Init() tea.Cmd {
	if m.to.Service == nil {
		return m.askSignIn(m.to.Profile, nil)
	}
	return m.open(m.to)
}

// open leaves the connection that was open and reads what screen 1 needs of the
// new one, all at once: whose numbers they are, what the person may do, and the
// numbers.
func (m *Model) open(to Connection) tea.Cmd {
	if m.leave != nil {
		m.leave()
	}
	m.reads.stop()
	m.ctx, m.leave = context.WithCancel(m.life)
	m.to, m.svc = to, to.Service
	m.facts = facts{region: to.Region, noDevices: "its name is read when you look closer"}
	m.self, m.permissions, m.numbersErr = api.Extension{}, nil, nil
	m.editor, m.noEditor, m.write, m.later = nil, "", writes{}, nil
	m.numbers, m.ring, m.history = newNumbersScreen(m.keys, m.st), newRingScreen(m.keys, m.st), newHistoryScreen(m.keys, m.st)
	m.calls, m.flip = newCallsScreen(m.keys, m.st), nil
	m.screen, m.rulesRead, m.rulesErr = onNumbers, false, nil
	cmds := []tea.Cmd{m.loadNumbers(), m.loadExtension(), m.loadPermissions(), m.switchQueue(), m.watchWarnings(), m.watchSoon()}
	if to.Other {
		cmds = append(cmds, m.loadSelf())
	}
	m.refreshViews()
	m.resize()
	return tea.Batch(cmds...)
}

// Update is a table of contents: keys go to whoever has the focus, answers to
// whoever owns the data, which is the root.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		m.resize()
		return m, nil
	case tea.KeyPressMsg:
		return m, m.handleKey(msg)
	case tea.PasteMsg:
		m.handleText(msg)
		return m, nil

	case numbersLoadedMsg:
		return m, m.numbersLoaded(msg)
	case extensionLoadedMsg:
		return m, m.extensionLoaded(msg)
	case selfLoadedMsg:
		return m, m.selfLoaded(msg)
	case permissionsLoadedMsg:
		return m, m.permissionsLoaded(msg)
	case devicesLoadedMsg:
		return m, m.devicesLoaded(msg)
	case featuresLoadedMsg:
		return m, m.featuresLoaded(msg)
	case ownNumbersLoadedMsg:
		return m, m.ownNumbersLoaded(msg)
	case accountLoadedMsg:
		return m, m.accountLoaded(msg)

	case connectedMsg:
		return m, m.connected(msg)
	case browserBegunMsg:
		return m, m.browserBegun(msg)

	case pendingResolvedMsg:
		return m, m.pendingResolved(msg)
	case editorOpenedMsg:
		return m, m.editorOpened(msg)
	case writeDoneMsg:
		return m, m.writeDone(msg)
	case historyLoadedMsg:
		return m, m.historyLoaded(msg)
	case plannedMsg:
		return m, m.planned(msg)
	case rulesLoadedMsg:
		return m, m.rulesLoaded(msg)
	case peopleFoundMsg:
		return m, m.peopleFound(msg)
	case watchDueMsg:
		return m, m.watchDue(msg)
	case snapshotMsg:
		return m, m.snapshotReceived(msg)
	case callTickMsg:
		return m, m.callTick(msg)
	case flipSteppedMsg:
		return m, m.flipStepped(msg)
	case planExecutedMsg:
		return m, m.planExecuted(msg)
	case quitTimeoutMsg:
		return m, m.quitTimeout(msg)

	case tracedMsg:
		return m, m.traced(msg)
	case warnedMsg:
		return m, m.warned(msg)
	case waitsChangedMsg:
		return m, m.waitsChanged(msg)
	case waitTickMsg:
		return m, m.waitTick(msg)
	case noticeExpiredMsg:
		m.noticeExpired(msg)
		return m, nil
	}
	return m, nil
}

// Smallest size that is drawn; below it the screen says so.
const (
	minWidth  = 24
	minHeight = 6

	roomyHeight = 30 // height from which lines may be left empty
)

// View draws the screen: a line that says where one is, the screen or what lies
// over it, and a notice or the keys.
func (m *Model) View() tea.View {
	v := tea.NewView(strings.Join(m.lines(), "\n"))
	v.AltScreen = true
	return v
}

func (m *Model) lines() []string {
	switch {
	case m.w == 0 || m.h == 0:
		return nil
	case m.w < minWidth || m.h < minHeight:
		return block([]string{truncate("rcfwd needs", m.w), truncate(itoa(minWidth)+"x"+itoa(minHeight)+" cells.", m.w)}, m.h)
	}
	foot := m.foot()
	head := block([]string{m.head()}, m.headHeight())
	lines := append(head, m.body(m.h-len(head)-len(foot))...)
	return append(lines, foot...)
}

// headHeight is the top line, with air below it where there is room.
func (m *Model) headHeight() int {
	if m.h >= roomyHeight {
		return 2
	}
	return 1
}

// body is the screen, and the dialog over it or over its bottom.
func (m *Model) body(h int) []string {
	if m.dialog == nil {
		return block(m.screenLines(), h)
	}
	over := m.dialog.view()
	if len(over) >= h {
		return block(over, h)
	}
	under := block(m.screenLines(), h)
	return append(under[:h-len(over)], over...)
}

// resize shares the window out. Screens and dialogs learn their size here and
// nowhere else.
func (m *Model) resize() {
	h := m.h - m.headHeight() - len(m.foot())
	m.numbers.setSize(m.w, h)
	m.ring.setSize(m.w, h)
	m.calls.setSize(m.w, h)
	m.history.setSize(m.w, h)
	if m.dialog != nil {
		m.dialog.setSize(m.w, h)
	}
}

// showLater opens a dialog that nobody asked for just now: not over one that is
// being filled in, but when that is closed.
func (m *Model) showLater(d dialog) {
	if m.dialog != nil {
		m.later = append(m.later, d)
		return
	}
	m.show(d)
}

// show opens a dialog over the screen. What went well before gives way to the
// keys of the dialog.
func (m *Model) show(d dialog) {
	m.dialog = d
	if m.notice.kind == success || m.notice.kind == info {
		m.notice.text = ""
	}
	m.resize()
}
