package ui

import (
	"context"
	"iter"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/rest"
)

// peoplePages is a reading of the list of people. Each page is read when the one before it
// is on the screen.
type peoplePages struct {
	ctx    context.Context
	ticket ticket
	next   func() (api.PeoplePage, error, bool)
	end    func()
	texts  map[string]string // that rows share
}

func readPeople(ctx context.Context, account Account, t ticket) *peoplePages {
	next, end := iter.Pull2(account.People(rest.WithTask(ctx, "read the extensions")))
	return &peoplePages{ctx, t, next, end, map[string]string{}}
}

// listedPeople is a page of the list, as rows.
type listedPeople struct {
	pages  *peoplePages
	rows   []person
	unread []api.Unread
	last   bool // there are no more
}

type peopleListedMsg answer[listedPeople]

// nextPage reads a page. One that is not wanted any more ends the reading.
func (p *peoplePages) nextPage() tea.Cmd {
	return read[peopleListedMsg](p.ctx, p.ticket, func(ctx context.Context) (listedPeople, error) {
		page, err, more := p.next()
		listed := listedPeople{pages: p, unread: page.Unread, last: !more}
		for i := range page.People {
			listed.rows = append(listed.rows, newPerson(&page.People[i], p.texts))
		}
		if err != nil || ctx.Err() != nil {
			p.end()
		}
		return listed, err
	})
}

// loadPeople reads the list of people, once.
func (m *Model) loadPeople() tea.Cmd {
	if len(m.screens.people.people.rows) > 0 || m.account.listing.busy() {
		return nil
	}
	return m.readPeopleList()
}

func (m *Model) readPeopleList() tea.Cmd {
	m.account.listErr, m.screens.people.unread = nil, ""
	ctx, t := m.account.listing.begin(m.account.ctx)
	m.updatePeople()
	return readPeople(ctx, m.conn.Account, t).nextPage()
}

// peopleListed shows a page and reads the next one.
func (m *Model) peopleListed(msg peopleListedMsg) tea.Cmd {
	if msg.ticket != m.account.listing.newest || !m.account.listing.busy() {
		msg.value.pages.end()
		return nil
	}
	s := m.screens.people
	s.people.add(msg.value.rows)
	if len(msg.value.unread) > 0 {
		s.unread = "could not be read: " + api.UnreadWords(msg.value.unread)
	}
	if msg.err != nil || msg.value.last {
		m.account.listing.stop()
		return m.listEnded(msg.err)
	}
	m.updatePeople()
	return msg.value.pages.nextPage()
}

// listEnded handles the end of the list. What was read before an error stays.
func (m *Model) listEnded(err error) tea.Cmd {
	m.account.listErr = err
	s := m.screens.people
	if err != nil && len(s.people.rows) > 0 {
		s.unread = "The rest of the list could not be read. " + api.Explain(err).String()
	}
	m.updatePeople()
	if err != nil {
		m.sessionOver(err)
	}
	return nil
}

// reloadPeople reads the list again.
func (m *Model) reloadPeople() tea.Cmd { return m.readPeopleList() }

// updatePeople sets what screen 4 shows beside the rows.
func (m *Model) updatePeople() {
	s := m.screens.people
	s.reading = m.account.listing.busy()
	switch {
	case len(s.people.rows) > 0:
		s.state = emptyState{}
	case s.reading:
		s.state = emptyState{title: "Reading the extensions of the account ...", text: "Keys work while they load.", why: "still loading the extensions"}
	case m.account.listErr != nil:
		s.state = m.failureState("You may not read the extensions of this account.", "The extensions could not be read.", m.account.listErr)
	default:
		s.state = emptyState{}
	}
	s.setSize(s.w, s.h)
}
