package ui

import (
	"context"
	"iter"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/rest"
	"rcfwd/api/sweep"
)

// Reading the list of people, from the index where there is one, else from the service.
// Each page is read when the one before it is on the screen.

// peoplePages is a reading of the list.
type peoplePages struct {
	ctx       context.Context
	ticket    ticket
	next      func(*listedPeople) error
	end       func()
	fromIndex bool
}

// listedPeople is a page of the list, as rows.
type listedPeople struct {
	pages  *peoplePages
	rows   []person
	unread []api.Unread
	last   bool // there are no more
}

// listPages reads the pages of the service.
func listPages(ctx context.Context, account Account, t ticket) *peoplePages {
	next, end := iter.Pull2(account.People(rest.WithTask(ctx, "read the extensions")))
	return &peoplePages{ctx: ctx, ticket: t, end: end, next: func(l *listedPeople) error {
		page, err, more := next()
		l.unread, l.last = page.Unread, !more
		for i := range page.People {
			l.rows = append(l.rows, newPerson(&page.People[i]))
		}
		return err
	}}
}

// How many rows of the index are shown at once: few at first, so that they come soon.
const (
	firstIndexPage = 100
	indexPage      = 2000
)

// indexPages reads the index. Only the newest reading of each extension is decoded, one
// after the other.
func indexPages(ctx context.Context, x *index.Index, j judgeUse, t ticket) *peoplePages {
	next, end := iter.Pull2(x.Newest())
	var changed map[string]int64
	size := firstIndexPage
	return &peoplePages{ctx: ctx, ticket: t, end: end, fromIndex: true, next: func(l *listedPeople) error {
		if changed == nil {
			changed = changesIn(x)
		}
		for len(l.rows) < size {
			r, err, more := next()
			if err != nil || !more {
				l.last = true
				return err
			}
			if !r.Gone && r.ID != companyID {
				l.rows = append(l.rows, readPerson(&r, changed[r.ID], j))
			}
		}
		size = indexPage
		return nil
	}}
}

// changesIn returns when the readings of extensions last changed, by their ids.
func changesIn(x *index.Index) map[string]int64 {
	changed := map[string]int64{}
	heads, _ := x.Heads() // an error is that of the readings, too
	for i := range heads {
		if at := heads[i].ChangedAt; !at.IsZero() {
			changed[heads[i].ID] = at.Unix()
		}
	}
	return changed
}

// companyID is the id of the readings of the company itself, which is no extension.
const companyID = sweep.CompanyID

type peopleListedMsg answer[listedPeople]

// read reads a page. One that is not wanted any more ends the reading.
func (p *peoplePages) read() tea.Cmd {
	return read[peopleListedMsg](p.ctx, p.ticket, func(ctx context.Context) (listedPeople, error) {
		listed := listedPeople{pages: p}
		err := p.next(&listed)
		if err != nil || ctx.Err() != nil {
			p.end()
		}
		return listed, err
	})
}

// loadPeople reads the list of people, once. The index is that of the signed-in user, who
// must be known first.
func (m *Model) loadPeople() tea.Cmd {
	a := &m.account
	if len(m.screens.people.people.rows) > 0 || a.listing.busy() {
		return nil
	}
	a.wanted = m.facts.self.ID == "" && (m.reads.extension.busy() || m.reads.self.busy())
	m.updatePeople()
	if a.wanted {
		return nil
	}
	if m.openIndex(); a.index == nil {
		return m.readPeopleList()
	}
	return m.startPages(func(ctx context.Context, t ticket) *peoplePages {
		return indexPages(ctx, a.index, m.judge(), t)
	})
}

// loadWantedPeople reads the list once the signed-in user is known, or cannot be.
func (m *Model) loadWantedPeople() tea.Cmd {
	if !m.account.wanted {
		return nil
	}
	return m.loadPeople()
}

// openIndex opens the index, once.
func (m *Model) openIndex() {
	a := &m.account
	if a.index != nil || m.facts.self.ID == "" || m.conn.Account == nil {
		return
	}
	a.index, a.indexErr = m.conn.Account.Index(&m.facts.self)
}

// judge judges the numbers of all extensions as the profile does. It is not inlined: its copies
// would make the program larger.
//
//go:noinline
func (m *Model) judge() judgeUse {
	policy := m.facts.risk
	policy.Home = m.facts.region
	return judgeFor(policy)
}

// readPeopleList reads the list of the service.
func (m *Model) readPeopleList() tea.Cmd {
	account := m.conn.Account
	return m.startPages(func(ctx context.Context, t ticket) *peoplePages { return listPages(ctx, account, t) })
}

func (m *Model) startPages(of func(context.Context, ticket) *peoplePages) tea.Cmd {
	m.account.listErr, m.screens.people.unread = nil, ""
	pages := of(m.account.listing.begin(m.account.ctx))
	m.updatePeople()
	return pages.read()
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
		s.unread = "Could not be read: " + api.UnreadWords(msg.value.unread) + "."
	}
	switch {
	case msg.err == nil && !msg.value.last:
		m.updatePeople()
		return msg.value.pages.read()
	case msg.err == nil && msg.value.pages.fromIndex && len(s.people.rows) == 0:
		m.account.listing.stop()
		return m.readPeopleList()
	}
	m.account.listing.stop()
	return m.listEnded(msg.err)
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

// reloadPeople reads the marked extensions again, or the selected one; or the list, when
// that is not known to its end.
func (m *Model) reloadPeople() tea.Cmd {
	l := &m.screens.people.people
	if m.account.listErr != nil || len(l.rows) == 0 {
		return m.readPeopleList()
	}
	return m.readRows(l.chosen())
}

// updatePeople sets what screen 4 shows beside the rows.
func (m *Model) updatePeople() {
	s := m.screens.people
	s.reading, s.sweeping = m.account.listing.busy() || m.account.wanted, m.account.sweeping.words()
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
