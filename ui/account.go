package ui

import (
	"cmp"
	"context"
	"iter"
	"slices"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/sweep"
)

// Account opens the extensions of an account and lists them.
type Account interface {
	// Extension returns the connection to another extension, by its id. It sends nothing.
	Extension(id string) Connection
	// People reads the list of all extensions: see api.Client.People.
	People(context.Context) iter.Seq2[api.PeoplePage, error]
	// Whole is the client that reads the whole account.
	Whole() *api.Client
	// Index returns what was read of all extensions, as self, the signed-in user, sees it.
	Index(self *api.Extension) (*index.Index, error)
	// ExportForwards writes the uses of extensions in the index to a new file, and returns
	// how many there are. region is the country whose national numbers can be dialled.
	ExportForwards(file string, x *index.Index, region string, wanted func(id string) bool) (rows int, err error)
}

// accountState is what the root holds of the account. It stays while its extensions are
// opened one after the other.
type accountState struct {
	ctx    context.Context // ends when another account is opened
	cancel context.CancelFunc
	home   Connection // the extension that was opened first
	homeID string     // its id, once it was left
	left   screen     // the screen that was open then

	index    *index.Index // nil until it was opened
	indexErr error        // why there is none

	sweeping  sweeping
	rereading guard         // extensions that are read again
	owners    *sweep.Owners // of the numbers of the account; nil until needed

	changed map[string]bool // ids of extensions that were changed here after they were read

	wanted  bool  // the list of people, once the signed-in user is known
	listing guard // a reading of the list of people
	listErr error // why the list, or the rest of it, could not be read
}

// place is where a connection opens. The zero value is the list of numbers.
type place struct {
	screen screen
	phone  string // the number under the cursor
	rule   string // the id of the rule under the cursor; empty for the first
	rings  string // the number, or the id of the person or device, that the step under the cursor rings; empty for no step
}

// isSameAccount reports whether a connection is to the account that is open.
func (m *Model) isSameAccount(to *Connection) bool {
	return to.Account != nil && to.Account == m.account.home.Account
}

// openAccount forgets the account that was open.
func (m *Model) openAccount(to *Connection) {
	a := &m.account
	if a.cancel != nil {
		a.cancel()
	}
	a.listing.stop()
	a.rereading.stop()
	a.sweeping.reading.stop()
	*a = accountState{home: *to, listing: a.listing, rereading: a.rereading, sweeping: sweeping{reading: a.sweeping.reading}} // the tickets go on counting
	a.ctx, a.cancel = context.WithCancel(m.ctx)
}

// atHome reports whether the extension is open that was opened first.
func (m *Model) atHome() bool { return m.conn.Service == m.account.home.Service }

// noHome returns the reason why the first extension cannot be opened again.
func (m *Model) noHome() string {
	if m.atHome() {
		return "this is the extension that was opened first"
	}
	return ""
}

// noPeople returns the reason why the extensions of the account cannot be shown.
func (m *Model) noPeople() string {
	if m.conn.Account == nil {
		return "the extensions of the account are not available here"
	}
	return ""
}

// openExtension opens another extension of the account, or shows another place of the
// open one.
func (m *Model) openExtension(in openExtension) tea.Cmd {
	switch {
	case m.conn.Account == nil:
		return m.notify(warning, sentence(m.noPeople()))
	case in.id == m.facts.open.ID:
		m.close()
		m.conn.at = in.at
		return batch(m.goToPlace(), m.reachPlace())
	case m.writes.inFlight():
		return m.outcomeFirst()
	case m.account.homeID == in.id:
		return m.openHome(in.at)
	}
	to := m.conn.Account.Extension(in.id)
	to.Title, to.at = in.title, in.at
	return m.leaveHome(&to)
}

// leaveHome opens an extension, and remembers what was open at home.
func (m *Model) leaveHome(to *Connection) tea.Cmd {
	if m.atHome() {
		m.account.left, m.account.homeID = m.screens.open, m.facts.open.ID
		m.account.home.Title = "your extension"
		if m.conn.Other {
			m.account.home.Title = cmp.Or(m.facts.open.Name, "the extension that was opened first")
		}
	}
	return m.openOther(to)
}

func (m *Model) goHome() tea.Cmd {
	if m.writes.inFlight() {
		return m.outcomeFirst()
	}
	return m.openHome(place{screen: m.account.left})
}

func (m *Model) openHome(at place) tea.Cmd {
	to := m.account.home
	to.at = at
	return m.openOther(&to)
}

// goToPlace opens the screen of the place where the connection opens.
func (m *Model) goToPlace() tea.Cmd {
	at := m.conn.at
	if at.rule != "" {
		m.screens.ring.selectedID = at.rule
	}
	return m.goTo(at.screen)
}

// reachPlace puts the cursor where the connection opens, once that is read. What is no
// longer there is said.
func (m *Model) reachPlace() tea.Cmd {
	at := m.conn.at
	switch {
	case at.rule != "" && m.screens.ring.rules != nil:
		m.conn.at = place{}
		return m.reachStep(at)
	case at.phone != "" && at.rule == "" && m.facts.snapshot.Numbers != nil:
		m.conn.at = place{}
		return m.reachNumber(at)
	}
	return nil
}

func (m *Model) reachStep(at place) tea.Cmd {
	s := m.screens.ring
	if s.find(at.rule) < 0 {
		return m.notify(warning, "That rule no longer exists."+m.rereadWords())
	}
	s.selectedID, s.inSteps = at.rule, false
	s.moveRule(0)
	if at.rings == "" {
		return nil
	}
	step := slices.IndexFunc(s.rule().Steps, func(step api.Step) bool {
		return slices.ContainsFunc(step.Targets, func(t api.Target) bool { return t.Phone == at.rings || t.ID == at.rings })
	})
	if step < 0 {
		return m.notify(warning, "That step is no longer in the rule."+m.rereadWords())
	}
	s.inSteps, s.step = true, step
	s.moveStep(0)
	return nil
}

func (m *Model) reachNumber(at place) tea.Cmd {
	n, ok := api.ByPhone(m.facts.snapshot.Numbers, at.phone)
	if !ok {
		return m.notify(warning, "That number is no longer in the list."+m.rereadWords())
	}
	m.screens.numbers.list.clearFilter()
	m.screens.numbers.list.selectID(n.ID)
	m.screens.numbers.showSelected()
	return nil
}

func (m *Model) rereadWords() string {
	return " Screen " + firstKey(m.keys.Screen.People) + " reads the extension again."
}
