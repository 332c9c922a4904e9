package ui

import (
	"time"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api/change"
	"rcfwd/api/rest"
)

// textReceiver takes keys and pastes as text.
type textReceiver interface {
	textInput() *textinput.Model // the line that has the focus; nil when none has
	typed(tea.Msg)               // only while textInput is not nil
}

// handleKey passes a key to what has the focus: as an action when one has the
// key, otherwise as text.
func (m *Model) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	in, done := m.activeActions().match(msg)
	if m.notice.untilKey {
		m.clearNotice()
	}
	if !done {
		return m.handleText(msg)
	}
	return batch(m.sendMoveBefore(in), m.apply(in))
}

// handleInput handles a key or a paste. An edit takes away a notice that was there
// before it: that is about something else, and hides the keys.
func (m *Model) handleInput(msg tea.Msg) (cmd tea.Cmd) {
	edits, shown := m.countEdits(), m.notice.ticket
	if press, is := msg.(tea.KeyPressMsg); is {
		cmd = m.handleKey(press)
	} else {
		cmd = m.handleText(msg)
	}
	if m.countEdits().after(edits) && m.notice.ticket == shown {
		m.clearNotice()
	}
	return cmd
}

// editCount tells whether something that is not sent yet was edited.
type editCount struct {
	rules  int
	form   *form // the open form
	inForm int
	move   int // presses of a move through the flip digits
}

func (m *Model) countEdits() editCount {
	n := editCount{rules: m.screens.ring.edits}
	if f, open := m.dialogs.form(); open {
		n.form, n.inForm = f, f.edits
	}
	if m.move != nil {
		n.move = m.move.presses
	}
	return n
}

// after reports whether there were edits since before.
func (n editCount) after(before editCount) bool {
	return n.rules > before.rules || n.move > before.move || n.form == before.form && n.inForm > before.inForm
}

// activeActions are all actions that a key reaches now. Nothing else decides
// what gets keys.
func (m *Model) activeActions() actions {
	var live actions
	help := action{key: m.keys.Screen.Help, run: returns(openHelp{}), short: m.dialogs.open == nil, group: ofScreens}
	switch d := m.dialogs.open.(type) {
	case nil:
		live = m.screens.current().actions()
		if !m.screens.typing() {
			live = append(append(actions{help}, live...), m.anyScreen().in(ofScreens)...)
		}
	case *form:
		live = append(d.actions(), d.choices()...)
		if !d.sending && d.textInput() == nil {
			live = append(live, help)
		}
	case *palette, *page:
		live = d.actions()
	default:
		live = append(d.actions(), help)
	}
	return append(live, m.global().in(everywhere)...)
}

// handleText passes on as much of a key or a paste as the line that has the focus
// holds.
func (m *Model) handleText(msg tea.Msg) tea.Cmd {
	t, ok := m.focused().(textReceiver)
	if !ok || t.textInput() == nil {
		return m.refuseKey(msg)
	}
	fitting, why := fitText(t.textInput(), msg)
	t.typed(fitting)
	if why == "" {
		return nil
	}
	return m.showNotice(showNotice{text: why, kind: warning})
}

// refuseKey says that a key does nothing here. A paste, and keys that arrive like one, are
// handled where they arrive.
func (m *Model) refuseKey(msg tea.Msg) tea.Cmd {
	press, isKey := msg.(tea.KeyPressMsg)
	if !isKey || m.arrived.burst() {
		return nil
	}
	text := press.Keystroke() + " is not a key here."
	if press.Text != "" && press.Text != " " {
		text = rest.Clean(press.Text) + " is not a key here."
	}
	if help := m.keys.Screen.Help; m.activeActions().reaches(help) {
		text += " " + help.Help().Key + " lists the keys."
	}
	return m.showNotice(showNotice{text: text})
}

// focused has the keys: the open dialog, otherwise the open screen.
func (m *Model) focused() panel {
	if m.dialogs.open != nil {
		return m.dialogs.open
	}
	return m.screens.current()
}

func (m *Model) global() actions {
	return actions{
		{key: m.keys.Global.Quit, run: returns(quit{})},
		{key: m.keys.Global.Redraw, run: returns(redraw{})},
		{key: m.keys.Global.Suspend, blocked: m.Terminal.NoSuspend, run: returns(suspend{})},
	}
}

// apply does what an intent asks for.
func (m *Model) apply(in intent) tea.Cmd {
	if m.arrived.burst() && needsAsking(in) {
		return m.refuseBurst()
	}
	switch in := in.(type) {
	case nil:
		return m.loadForSelection()

	case quit:
		return m.quit()
	case quitNow:
		return m.quitSoon()
	case suspend:
		return tea.Suspend
	case redraw:
		return tea.ClearScreen
	case reload:
		return m.reload()
	case goTo:
		return m.goTo(in.screen)
	case goBack:
		return m.stopWaiting()
	case showNotice:
		return m.showNotice(in)
	case copyText:
		return m.copy(in)

	case closeDialog:
		m.close()
	case reopen:
		m.reopen(in)
	case askRisk:
		m.askRisk(in)
	case acceptRisk:
		return m.apply(m.acceptRisk(in))
	case openHelp:
		m.showOver(newHelp(m.activeActions(), &m.keys.Page, m.st))
	case openRequests:
		return m.openRequests()
	case openPalette:
		m.show(m.actionPalette())
	case pick:
		if p, is := m.dialogs.open.(*palette); is && p.verbs != nil {
			m.notePicked(in.action)
		}
		m.close()
		return m.apply(in.action.choose())
	case leaveForm:
		return m.leaveForm(in)

	case askCreate:
		return m.askCreate()
	case askEdit:
		return m.askEdit(in)
	case askRemove:
		m.askRemove(in)
	case askFlip:
		return m.askFlip(in)
	case create:
		return m.create(in)
	case changeNumber:
		return m.change(&in.old, in.want)
	case remove:
		return m.remove(in)
	case confirmedSwap:
		return m.swap(in)
	case setFlip:
		return m.setFlip(in)
	case swapFlip:
		return m.swapFlip(in)
	case moveFlip:
		return m.moveFlip(in)
	case askLeaveConflict:
		m.askLeaveConflict(in)
	case resolveConflict:
		return m.resolveConflict(in)

	case saveRule:
		return m.saveRule(in)
	case askSaveRule:
		m.askSaveRule(in)
	case askSwitchRule:
		return m.askSwitchRule(in)
	case switchRule:
		return m.switchRule(in)
	case askCreateRule:
		return m.askCreateRule()
	case askEditRule:
		return m.askEditRule(in)
	case askRemoveRule:
		m.askRemoveRule(in)
	case createRule:
		return m.send(change.CreateRule{Rule: in.rule})
	case changeRule:
		return m.changeRule(in)
	case removeRule:
		return m.removeRule(in)
	case dropDraft:
		m.dropDraft(in)
	case askDropDraft:
		m.askDropDraft(in)
	case askStep:
		return m.askStep()
	case addStep:
		return m.addStep(in)
	case askRemoveStep:
		m.askRemoveStep(in)
	case askFallback:
		return m.askFallback()
	case editRing:
		return m.editRing(in)
	case askPerson:
		return m.askPerson(in)
	case findPerson:
		return m.findPerson(in)

	case askCallFlip:
		m.askCallFlip()
	case flipCall:
		return m.flipCall(in)
	case answerFlip:
		m.answerFlip(in)

	case openExtension:
		return m.openExtension(in)
	case goHome:
		return m.goHome()
	case askWho:
		return m.askWho(in)
	case sweepAccount:
		return m.sweepAccount()
	case runSweep:
		return m.runSweep()
	case leaveSweep:
		return m.leaveSweep()
	case askExport:
		m.askExport()
	case exportRows:
		return m.exportRows(in)

	case undo:
		return m.plan(change.Undo, in.entries)
	case redo:
		return m.plan(change.Redo, nil)
	case runPlan:
		return m.runPlan(in)

	case askSignIn:
		return m.askAnotherSignIn()
	case signIn:
		return m.signIn(in)
	case paste:
		return m.paste(in)
	case leaveSignIn:
		return m.leaveSignIn()
	case openProfile:
		return m.openProfile(in)
	case openDemo:
		return m.openDemo()
	case openConnection:
		m.close()
		return m.open(&in.to)
	}
	return nil
}

// returnTo is the intent that goes back to d, for a No.
func returnTo(d dialog) intent {
	if f := asksAbout(d); f != nil {
		return reopen{f}
	}
	switch d.(type) {
	case *form, *conflictDialog:
		return reopen{d}
	}
	return closeDialog{}
}

// quitWait is how long quitting waits for the outcome of a write.
const quitWait = 2 * time.Second

type quitTimeoutMsg struct{}

func (m *Model) quitSoon() tea.Cmd {
	if !m.writes.inFlight() {
		return tea.Quit
	}
	m.close()
	m.writes.leaving = true
	return batch(m.notify(warning, "Quitting when the result arrives ..."),
		tea.Tick(quitWait, func(time.Time) tea.Msg { return quitTimeoutMsg{} }))
}

func (m *Model) quitTimeout(quitTimeoutMsg) tea.Cmd { return tea.Quit }
