package ui

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/settings"
	"rcfwd/api/signin"
)

// Signing in: at the start, when a session has ended for good, and to open
// another profile.

// connecting is the opening of another connection.
type connecting struct {
	attempt SignInAttempt // the last sign-in that began; nil before any
	profile string        // the profile that is being opened
}

// connectedMsg is the result of a sign-in or of opening a profile.
type connectedMsg answer[Connection]

// browserBegunMsg is a sign-in in the browser that has begun.
type browserBegunMsg answer[BrowserSignIn]

func signInWith(ctx context.Context, e SignInAttempt, t ticket) tea.Cmd {
	return read[connectedMsg](ctx, t, e.SignIn)
}

func beginBrowser(ctx context.Context, e SignInAttempt, t ticket) tea.Cmd {
	return read[browserBegunMsg](ctx, t, e.BrowserSignIn)
}

func pasteAddress(ctx context.Context, v BrowserSignIn, pasted string, t ticket) tea.Cmd {
	return read[connectedMsg](ctx, t, func(ctx context.Context) (Connection, error) { return v.Paste(ctx, pasted) })
}

func connectProfile(ctx context.Context, connector Connector, name string, t ticket) tea.Cmd {
	return read[connectedMsg](ctx, t, func(ctx context.Context) (Connection, error) { return connector.Open(ctx, name) })
}

// askSignIn opens the sign-in form over the open dialog, which opens again
// afterwards.
func (m *Model) askSignIn(profile string, reason error) tea.Cmd {
	why := ""
	if reason != nil && !errors.Is(reason, signin.ErrNotSignedIn) {
		why = api.Explain(reason).String()
	}
	if m.dialogs.interrupted == nil {
		m.dialogs.interrupted = m.dialogs.open
	}
	m.clearNotice() // its subject is gone
	m.showForm(newSignInForm(new(m.connector.SignInRequest(profile)), why, m.keys, m.st))
	return nil
}

// askAnotherSignIn opens the sign-in form for another account, under a profile
// of its own.
func (m *Model) askAnotherSignIn() tea.Cmd {
	if m.writes.inFlight() {
		return m.outcomeFirst()
	}
	return m.askSignIn(m.freeProfile(), nil)
}

// outcomeFirst says why another connection cannot be opened yet.
func (m *Model) outcomeFirst() tea.Cmd {
	return m.notify(warning, "A change is being sent. Wait for its result.")
}

// sessionOver opens the sign-in form when err means that the session has ended
// for good, and reports whether it does.
func (m *Model) sessionOver(err error) bool {
	if !errors.Is(err, signin.ErrSessionEnded) || m.connector == nil {
		return false
	}
	if _, asked := m.signingIn(); !asked {
		m.askSignIn(m.conn.Profile, err)
	}
	return true
}

// signingIn returns the sign-in form if it is open.
func (m *Model) signingIn() (*form, bool) {
	f, ok := m.dialogs.form()
	if !ok {
		return nil, false
	}
	switch f.draft.(type) {
	case *signInForm, *pasteForm:
		return f, true
	}
	return nil, false
}

func (m *Model) signIn(in signIn) tea.Cmd {
	m.clearNotice() // it was about the previous attempt
	m.connecting.attempt = m.connector.BeginSignIn(&in.request)
	ctx, t := m.reads.signIn.begin(m.ctx)
	if in.request.Way == settings.GrantCode {
		return batch(m.switchQueue(), beginBrowser(ctx, m.connecting.attempt, t))
	}
	return batch(m.switchQueue(), signInWith(ctx, m.connecting.attempt, t))
}

// browserBegun shows the address to open, and waits for the browser.
func (m *Model) browserBegun(msg browserBegunMsg) tea.Cmd {
	if !m.reads.signIn.accept(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		return m.connectFailed(msg.err)
	}
	before, _ := m.signingIn()
	if before != nil {
		before.sending = false
	}
	m.showForm(newPasteForm(msg.value, before, m.keys, m.st))
	return m.awaitBrowser(msg.value)
}

// awaitBrowser waits for the browser if it can return to this machine.
func (m *Model) awaitBrowser(v BrowserSignIn) tea.Cmd {
	comeBack := v.Return()
	if comeBack == nil {
		return m.switchQueue()
	}
	ctx, t := m.reads.signIn.begin(m.ctx)
	return batch(m.switchQueue(), read[connectedMsg](ctx, t, comeBack))
}

func (m *Model) paste(in paste) tea.Cmd {
	m.clearNotice()
	ctx, t := m.reads.signIn.begin(m.ctx)
	return batch(m.switchQueue(), pasteAddress(ctx, in.browser, in.pasted, t))
}

// connected opens the new connection. One that continues the session leaves the
// screens as they are.
func (m *Model) connected(msg connectedMsg) tea.Cmd {
	if !m.reads.signIn.accept(msg.ticket) {
		return nil
	}
	if msg.err != nil {
		return m.connectFailed(msg.err)
	}
	if !msg.value.Continues {
		return m.openOther(&msg.value)
	}
	under := m.dialogs.interrupted
	m.dialogs.open, m.dialogs.interrupted = nil, nil
	if under != nil {
		m.show(under)
	}
	return batch(m.switchQueue(), m.reload(), m.notify(success, "Signed in again."))
}

// connectFailed shows the error on the form, or asks to sign in to the profile
// that could not be opened.
func (m *Model) connectFailed(err error) tea.Cmd {
	if f, ok := m.signingIn(); ok {
		f.setRefusal(api.Explain(err))
		if p, is := f.draft.(*pasteForm); is {
			return m.awaitBrowser(p.browser) // the pasted text was no address, or was refused
		}
		return m.switchQueue()
	}
	return batch(m.switchQueue(), m.askSignIn(m.connecting.profile, err))
}

func (m *Model) openDemo() tea.Cmd {
	if m.writes.inFlight() {
		return m.outcomeFirst()
	}
	to, err := m.connector.Demo()
	if err != nil {
		return m.connectFailed(err)
	}
	return m.openOther(&to)
}

// openProfile opens another profile, unless a write is in flight.
func (m *Model) openProfile(in openProfile) tea.Cmd {
	if m.writes.inFlight() {
		return m.outcomeFirst()
	}
	m.connecting.profile = in.name
	ctx, t := m.reads.signIn.begin(m.ctx)
	return connectProfile(ctx, m.connector, in.name, t)
}

// askLeaveSignIn closes the sign-in form. It asks first when something typed
// would be lost. While a token request waits to be sent, it only ends the
// waiting.
func (m *Model) askLeaveSignIn(in leaveForm) tea.Cmd {
	f, _ := m.signingIn()
	if f.sending && len(m.waits.pending) > 0 {
		return m.stopSignIn(f)
	}
	if p, is := f.draft.(*pasteForm); is && p.before != nil {
		m.show(p.before) // to correct what was typed there
		return nil
	}
	if !in.changed {
		return m.leaveSignIn()
	}
	m.show(m.askDiscard(f, leaveSignIn{}))
	return nil
}

func (m *Model) stopSignIn(f *form) tea.Cmd {
	m.reads.signIn.stop()
	f.sending = false
	return batch(m.switchQueue(), m.notify(info, "Stopped waiting. Nothing was sent."))
}

// leaveSignIn goes back to what was open before, or quits when nothing was.
func (m *Model) leaveSignIn() tea.Cmd {
	m.reads.signIn.stop()
	if m.conn.Service == nil {
		return tea.Quit
	}
	under := m.dialogs.interrupted
	m.close()
	m.dialogs.interrupted = nil
	if under != nil {
		m.show(under)
	}
	return m.switchQueue()
}

// freeProfile returns a name that no profile has, so that another account does
// not replace one.
func (m *Model) freeProfile() string {
	taken := m.connector.Profiles()
	for i := 2; ; i++ {
		if name := "account-" + itoa(i); !slices.Contains(taken, name) {
			return name
		}
	}
}

// anotherSignIn is the name of the action that opens the sign-in.
const anotherSignIn = "sign in to another account"

// endSignIn is the name of the action that says how to end the sign-in.
const endSignIn = "end the sign-in"

// logoutHint says which command ends the sign-in. It is not done here: the open screens
// need it.
func (m *Model) logoutHint() showNotice {
	if m.conn.Profile == "" {
		return showNotice{text: "There is no sign-in to end here.", kind: info}
	}
	return showNotice{text: "To end the sign-in, quit and run rcfwd logout --profile " + m.conn.Profile + ".", kind: info}
}

// connectionActions are the actions of the palette that open other connections.
func (m *Model) connectionActions() actions {
	if m.connector == nil {
		return nil
	}
	var as actions
	for _, name := range m.connector.Profiles() {
		as = append(as, action{key: unbound("profile " + name), run: returns(openProfile{name})})
	}
	return append(as, action{key: unbound(anotherSignIn), run: returns(askSignIn{})},
		action{key: unbound(endSignIn), run: returns(m.logoutHint())})
}
