package ui

import (
	"context"
	"errors"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/index"
	"rcfwd/api/rest"
	"rcfwd/api/sweep"
)

// Reading the whole account into the index, beside everything else: it goes on while
// extensions are opened and changed, and pauses with a key.

// sweeping is the sweep of the account.
type sweeping struct {
	reading guard // the list for the estimate, or the extensions
	sweep   *sweep.Sweep
	steps   *sweepSteps // nil while none runs

	done, total int
	left        time.Duration
}

// estimatedMsg is what a sweep will cost.
type estimatedMsg answer[estimated]

type estimated struct {
	sweep    *sweep.Sweep
	steps    *sweepSteps
	estimate sweep.Estimate
}

// sweepSteps are what a sweep has read since it was last shown. The sweep adds to them and
// the screen takes them.
type sweepSteps struct {
	judge judgeUse
	came  chan struct{} // holds one signal
	ended chan struct{}

	mu     sync.Mutex
	rows   []person
	last   sweep.Progress
	result sweep.Result
	err    error
}

func (s *sweepSteps) add(p sweep.Progress) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = p
	if r := p.Reading; r != nil && r.ID != sweep.CompanyID {
		s.rows = append(s.rows, readPerson(r, 0, s.judge))
		s.last.Reading = nil
	}
	select {
	case s.came <- struct{}{}:
	default:
	}
}

// sweepStep is what was read since the last step.
type sweepStep struct {
	rows   []person
	last   sweep.Progress
	ended  bool
	result sweep.Result
}

type sweepStepMsg answer[sweepStep]

// shownEvery is how often what a sweep has read comes to the screen.
const shownEvery = time.Second

// next waits for the next step.
func (s *sweepSteps) next(t ticket) tea.Cmd {
	return func() tea.Msg {
		step := sweepStep{}
		select {
		case <-s.ended:
		case <-s.came:
			select {
			case <-s.ended:
			case <-time.After(shownEvery):
			}
		}
		select {
		case <-s.ended:
			step.ended = true
		default:
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		step.rows, step.last, step.result = s.rows, s.last, s.result
		s.rows = nil
		return sweepStepMsg{ticket: t, value: step, at: time.Now(), err: s.err}
	}
}

// sweepAccount asks before the account is read, with what that costs, or pauses the
// reading.
func (m *Model) sweepAccount() tea.Cmd {
	a := &m.account.sweeping
	if a.reading.busy() {
		a.reading.stop()
		return m.notify(info, "Pausing. "+firstKey(m.keys.People.Sweep)+" goes on where it ended.")
	}
	m.openIndex()
	if m.account.index == nil {
		return m.notify(failure, "There is no index to read into. "+api.Explain(m.account.indexErr).String())
	}
	steps := &sweepSteps{judge: m.judge(), came: make(chan struct{}, 1), ended: make(chan struct{})}
	s := sweep.New(sweep.Options{Client: m.conn.Account.Whole(), Index: m.account.index, Progress: steps.add})
	ctx, t := a.reading.begin(m.account.ctx)
	m.updatePeople()
	return batch(m.notify(info, "Reading the list of extensions, to tell what reading them costs ..."),
		read[estimatedMsg](rest.WithTask(ctx, "read the list of extensions"), t, func(ctx context.Context) (estimated, error) {
			e, err := s.Estimate(ctx)
			if err != nil {
				s.Close()
			}
			return estimated{s, steps, e}, err
		}))
}

// estimated asks whether to go on.
func (m *Model) estimated(msg estimatedMsg) tea.Cmd {
	a := &m.account.sweeping
	if !a.reading.accept(msg.ticket) {
		msg.value.sweep.Close()
		m.updatePeople()
		return nil
	}
	m.clearNotice()
	m.updatePeople()
	e := msg.value.estimate
	switch {
	case msg.err != nil:
		return m.sweepFailed(msg.err)
	case e.Extensions == 0:
		msg.value.sweep.Close()
		return batch(m.rereadIndex(&e), m.notify(success, sentence(e.String())))
	}
	a.sweep, a.steps = msg.value.sweep, msg.value.steps
	lines := []string{e.String() + ".", "All screens keep working. " + firstKey(m.keys.People.Sweep) + " pauses the sweep, and continues it later."}
	if why := m.screens.people.unreadable; why != "" {
		lines = append(lines, why)
	}
	m.showLater(m.question(confirmDialog{text: "Read the account?", yes: "Read", then: runSweep{}, no: leaveSweep{}, lines: lines}))
	return m.rereadIndex(&e)
}

func (m *Model) sweepFailed(err error) tea.Cmd {
	var running *sweep.RunningError
	switch {
	case errors.As(err, &running):
		return m.notify(info, sentence(running.Error()))
	case m.sessionOver(err):
		return nil
	}
	return m.notify(failure, "The account could not be read. "+api.Explain(err).String())
}

func (m *Model) leaveSweep() tea.Cmd {
	m.account.sweeping.sweep.Close()
	m.account.sweeping.sweep = nil
	m.close()
	return nil
}

func (m *Model) runSweep() tea.Cmd {
	m.close()
	a := &m.account.sweeping
	ctx, t := a.reading.begin(m.account.ctx)
	s, steps := a.sweep, a.steps
	m.updatePeople()
	run := func() tea.Msg {
		result, err := s.Run(ctx)
		steps.mu.Lock()
		steps.result, steps.err = result, err
		steps.mu.Unlock()
		close(steps.ended)
		return nil
	}
	return batch(run, steps.next(t))
}

// sweepStepped shows what was read, and waits for more.
func (m *Model) sweepStepped(msg sweepStepMsg) tea.Cmd {
	a := &m.account.sweeping
	if msg.ticket != a.reading.newest {
		return nil
	}
	a.done, a.total, a.left = msg.value.last.Done, msg.value.last.Total, msg.value.last.Left
	s := m.screens.people
	s.people.add(msg.value.rows)
	if !msg.value.ended {
		m.updatePeople()
		return a.steps.next(msg.ticket)
	}
	paused := !a.reading.busy()
	a.reading.stop()
	a.steps, a.sweep, m.account.owners = nil, nil, nil
	m.updatePeople()
	read := api.Plural(msg.value.result.Read, "extension")
	switch {
	case paused:
		return m.notify(info, "Paused after "+read+". "+firstKey(m.keys.People.Sweep)+" goes on where it ended.")
	case msg.err != nil:
		return m.sweepFailed(msg.err)
	}
	return m.notify(success, "Read "+read+".")
}

// rereadIndex shows what the list of the sweep has told, unless the rows are as new. To
// read all of them again takes the most memory.
func (m *Model) rereadIndex(e *sweep.Estimate) tea.Cmd {
	const company = 1 // which is read, and is no row
	if l := &m.screens.people.people; e.Extensions+e.Known == len(l.rows)+company && e.Known <= l.seen+company {
		return nil
	}
	x := m.account.index
	return m.startPages(func(ctx context.Context, t ticket) *peoplePages { return indexPages(ctx, x, m.judge(), t) })
}

// words are how far the sweep is; empty while none runs.
func (a *sweeping) words() string {
	switch {
	case !a.reading.busy():
		return ""
	case a.steps == nil || a.total == 0:
		return "reading the list"
	}
	return "reading " + sweep.Count(a.done) + " of " + sweep.Count(a.total) + ", " + sweep.Duration(a.left) + " left"
}

// rowsReadMsg are extensions that were read again.
type rowsReadMsg answer[rowsRead]

type rowsRead struct {
	rows   []person
	owners *sweep.Owners
}

// readRows reads extensions again, into the index.
func (m *Model) readRows(people []person) tea.Cmd {
	m.openIndex()
	if m.account.index == nil || len(people) == 0 {
		return nil
	}
	again := m.reread(people)
	ctx, t := m.account.rereading.begin(m.account.ctx)
	what := api.Plural(len(people), "extension")
	return batch(m.notify(info, "Reading "+what+" ..."), read[rowsReadMsg](rest.WithTask(ctx, "read "+what), t, again.read))
}

// reread is extensions that are read again.
type reread struct {
	people  []person
	changed []string // ids of more of them, if the index has read them
	index   *index.Index
	client  *api.Client
	judge   judgeUse
	owners  *sweep.Owners // nil to read them
}

func (m *Model) reread(people []person) reread {
	return reread{people: people, index: m.account.index, client: m.conn.Account.Whole(), judge: m.judge(), owners: m.account.owners}
}

// read reads them into the index. It returns those that were read before an error.
func (r reread) read(ctx context.Context) (done rowsRead, err error) {
	for _, id := range r.changed {
		was, known, err := r.index.Reading(id)
		if err == nil && known && !was.ReadAt.IsZero() {
			r.people = append(r.people, readPerson(&was, 0, r.judge))
		}
	}
	if done.owners = r.owners; r.owners == nil && len(r.people) > 0 {
		done.owners = ownersIn(r.index)
	}
	for i := range r.people {
		reading, err := rereadOne(ctx, r.index, r.client, &r.people[i], done.owners)
		if err != nil {
			return done, err
		}
		done.rows = append(done.rows, readPerson(&reading, 0, r.judge))
	}
	return done, nil
}

// noteChanged remembers that the open extension is no longer as it was read.
func (m *Model) noteChanged() {
	if m.account.changed == nil {
		m.account.changed = map[string]bool{}
	}
	m.account.changed[m.facts.open.ID] = true
}

// takeChanged are the extensions that were read before they were changed here. They are
// read again before the index answers.
func (m *Model) takeChanged() reread {
	again := m.reread(nil)
	for id := range m.account.changed {
		again.changed = append(again.changed, id)
	}
	return again
}

// rereadOne reads an extension into the index, as the index has it in its list.
func rereadOne(ctx context.Context, x *index.Index, client *api.Client, p *person, owners *sweep.Owners) (index.Reading, error) {
	who := p.listed()
	was, known, err := x.Reading(p.id)
	if err != nil {
		return was, err
	}
	if known {
		who.Name, who.Email = was.Name, was.Email
	}
	r, err := sweep.Read(ctx, client, &who, owners)
	if err != nil {
		return r, err
	}
	r.Numbers, r.Devices = was.Numbers, was.Devices
	return r, x.Append(r)
}

// ownersIn returns to whom the numbers of the account belong, as the index has them.
func ownersIn(x *index.Index) *sweep.Owners {
	owners := &sweep.Owners{}
	for r, err := range x.Newest() {
		if err != nil {
			break
		}
		id := r.ID
		if id == sweep.CompanyID {
			id = ""
		}
		for _, phone := range r.Numbers {
			owners.Add(phone, id)
		}
	}
	return owners
}

func (m *Model) rowsRead(msg rowsReadMsg) tea.Cmd {
	if !m.account.rereading.accept(msg.ticket) {
		return nil
	}
	m.account.owners = msg.value.owners
	m.screens.people.people.add(msg.value.rows)
	m.updatePeople()
	if msg.err != nil {
		return m.sweepFailed(msg.err)
	}
	return m.notify(success, "Read "+api.Plural(len(msg.value.rows), "extension")+".")
}
