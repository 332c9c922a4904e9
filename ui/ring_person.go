package ui

import (
	"cmp"
	"context"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// Looking up a co-worker, for a step or as a destination.

// personForm asks for a co-worker to add to the steps.
type personForm struct {
	rule   api.Rule
	self   string // id of the extension that the rule belongs to
	person *field
}

func newPersonForm(r *api.Rule, self, typed string, keys KeyMap, st *styles) *personForm {
	return &personForm{rule: *r, self: self, person: textField(fieldPerson, "Who", typed, newInput(keys.Text, st, maxSearchText))}
}

func (d *personForm) title() string        { return "Ring a co-worker too: " + d.rule.Name }
func (d *personForm) setFacts(*facts)      {}
func (d *personForm) fields() []*field     { return []*field{d.person} }
func (d *personForm) preview() api.Preview { return api.Preview{} }
func (d *personForm) changed() bool        { return d.person.value() != "" }
func (d *personForm) review()              { reviewPerson(d.person) }

func (d *personForm) saves() string { return "add" }

func (d *personForm) save() intent {
	return findPerson{strings.TrimSpace(d.person.value()), func(who api.Extension) (intent, error) {
		t, err := d.rule.CoworkerTarget(&who, d.self)
		return addStep{t}, err
	}}
}

func reviewPerson(f *field) {
	f.note, f.problem = "an extension number, such as 105, or part of a name", ""
	if strings.TrimSpace(f.value()) == "" {
		f.problem = "Enter an extension number or part of a name."
	}
}

type peopleFoundMsg answer[[]api.Extension]

func (m *Model) askPerson(in askPerson) tea.Cmd {
	m.showForm(newPersonForm(new(m.screens.ring.rule()), m.facts.open.ID, in.typed, m.keys, m.st))
	return nil
}

func (m *Model) findPerson(in findPerson) tea.Cmd {
	svc := m.conn.Service
	ctx, t := m.reads.person.begin(m.conn.ctx)
	m.screens.ring.search = in
	return read[peopleFoundMsg](ctx, t, func(ctx context.Context) ([]api.Extension, error) {
		return svc.FindPeople(ctx, in.text)
	})
}

// stopPersonSearch abandons a look-up, so that its form can be filled in again.
func (m *Model) stopPersonSearch() {
	if f, open := m.dialogs.form(); open && m.reads.person.busy() {
		f.sending = false
	}
	m.reads.person.stop()
}

// peopleFound goes on with the only person found, offers several to choose
// from, or shows on the form why there is none.
func (m *Model) peopleFound(msg peopleFoundMsg) tea.Cmd {
	f, open := m.dialogs.form()
	if !m.reads.person.accept(msg.ticket) || !open {
		return nil
	}
	if msg.err == nil && len(msg.value) > 1 {
		m.close()
		m.choosePerson(msg.value)
		return nil
	}
	err := msg.err
	var in intent
	if err == nil {
		in, err = m.screens.ring.search.use(msg.value[0])
	}
	if err != nil {
		f.setRefusal(api.Advice{What: api.Explain(err).String(), Field: fieldPerson})
		return nil
	}
	m.close()
	return m.apply(in)
}

// choosePerson offers the people that were found. Typing narrows them.
func (m *Model) choosePerson(found []api.Extension) {
	use := m.screens.ring.search.use
	var as actions
	for _, who := range found {
		in, err := use(who)
		name := key.NewBinding(key.WithHelp("extension "+cmp.Or(who.Number, "-"), who.ShortName()))
		a := action{key: name, run: returns(in)}
		if err != nil {
			a.blocked = api.Explain(err).What
		}
		as = append(as, a)
	}
	p := newPalette(as, m.keys, m.st)
	p.title, p.chooses = "Which co-worker", "choose"
	m.show(p)
}
