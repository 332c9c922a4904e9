package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// The form that asks where the calls of a rule go. It changes the draft of the
// rule and sends nothing.

const (
	fieldWhen     api.Field = "moment"
	fieldFallback api.Field = "ending"
	fieldPerson   api.Field = "person"
)

// When a rule sends calls elsewhere, and where to.
const (
	otherMailbox = "mailbox of another" // a destination beside those of package api

	whenUnanswered = "unanswered"
	whenAtOnce     = "at once"
)

type fallbackForm struct {
	facts  facts
	rule   api.Rule
	when   *field
	kind   *field
	number *field
	person *field
	phone  string
	was    string // the number to which the calls go when the form opens
	before string // values when the form opened
}

func newFallbackForm(r *api.Rule, fs *facts, keys KeyMap, st *styles) *fallbackForm {
	d := &fallbackForm{facts: *fs, rule: *r,
		when:   &field{name: fieldWhen, head: "When"},
		kind:   &field{name: fieldFallback, head: "To"},
		number: textField(api.FieldPhone, "Number", "", newInput(keys.Text, st, maxNumberText)),
		person: textField(fieldPerson, "Who", "", newInput(keys.Text, st, maxSearchText)),
	}
	d.when.setOptions(whenOptions(r))
	d.kind.setOptions(fallbackOptions(r))
	now := r.NoAnswer
	if r.Mode == api.NoRinging {
		now = r.Destination
		d.when.choose(whenAtOnce)
	}
	d.kind.choose(string(now.Kind))
	if now.Kind == api.ToVoicemail && now.ID != "" {
		d.kind.choose(otherMailbox)
	}
	if d.was = now.Phone; d.was != "" {
		d.number.input.SetValue(api.DescribePhone(now.Phone, fs.region).Pretty)
	}
	d.person.input.SetValue(now.Name)
	d.before = d.values()
	return d
}

// whenOptions are the times at which the rule can send calls elsewhere.
func whenOptions(r *api.Rule) []option {
	ring := option{value: whenUnanswered, text: "no answer", note: "the steps ring first"}
	away := option{value: whenAtOnce, text: "at once", note: "nothing rings"}
	switch {
	case !r.MayRing():
		return []option{away}
	case !r.MaySend():
		return []option{ring}
	}
	return []option{ring, away}
}

// fallbackOptions are the destinations to which the rule can send them.
func fallbackOptions(r *api.Rule) []option {
	kinds := []option{
		{value: string(api.ToVoicemail), text: "voicemail", note: "the caller may leave a message"},
		{value: string(api.ToNumber), text: "a number", note: "the call is forwarded and does not come back"},
		{value: string(api.ToExtension), text: "an extension", note: "a co-worker, a queue or a menu of the company"},
		{value: string(api.ToAnnouncement), text: "an announcement", note: "the caller hears it, and the call ends"},
	}
	if r.Capabilities().OtherMailbox {
		kinds = append(kinds, option{value: otherMailbox, text: "another voicemail", note: "a co-worker takes the messages"})
	}
	return kinds
}

func (d *fallbackForm) title() string { return "Where calls go: " + d.rule.Name }

func (d *fallbackForm) setFacts(fs *facts) { d.facts = *fs }

func (d *fallbackForm) fields() []*field {
	var fs []*field
	if len(d.when.options) > 1 {
		fs = append(fs, d.when)
	}
	fs = append(fs, d.kind)
	switch d.kind.value() {
	case string(api.ToNumber):
		fs = append(fs, d.number)
	case string(api.ToExtension), otherMailbox:
		fs = append(fs, d.person)
	}
	return fs
}

func (d *fallbackForm) review() {
	for _, f := range d.fields() {
		switch f {
		case d.number:
			d.phone = d.facts.readPhone(f, d.was)
		case d.person:
			reviewPerson(f)
		}
	}
}

// values joins the values of the fields, to detect a change.
func (d *fallbackForm) values() string {
	var values []string
	for _, f := range d.fields() {
		values = append(values, f.value())
	}
	return strings.Join(values, "\n")
}

func (d *fallbackForm) preview() api.Preview { return api.Preview{} }
func (d *fallbackForm) changed() bool        { return d.values() != d.before }

func (d *fallbackForm) save() intent {
	e := api.Fallback{Kind: api.EndingKind(d.kind.value())}
	switch d.kind.value() {
	case string(api.ToNumber):
		e.Phone, e.Name = d.phone, d.phone
	case otherMailbox:
		e.Kind = api.ToVoicemail
		return d.sendCallsToPerson(e)
	case string(api.ToExtension):
		return d.sendCallsToPerson(e)
	}
	return d.sendCallsTo(e)
}

// sendCallsToPerson looks up the extension that the calls go to.
func (d *fallbackForm) sendCallsToPerson(e api.Fallback) intent {
	return findPerson{strings.TrimSpace(d.person.value()), func(who api.Extension) (intent, error) {
		to, err := api.FallbackTo(e.Kind, &who, d.facts.open.ID)
		return d.sendCallsTo(to), err
	}}
}

// sendCallsTo makes e the destination in the draft. The steps stay as they are
// unless the time was changed.
func (d *fallbackForm) sendCallsTo(e api.Fallback) intent {
	atOnce := d.when.value() == whenAtOnce
	return editRing{func(r api.Rule) (api.Rule, error) {
		if atOnce {
			return r.SendTo(e)
		}
		if r.Mode == api.NoRinging {
			ringing, err := r.ToggleMode()
			if err != nil {
				return r, err
			}
			r = ringing
		}
		return r.EndWith(e)
	}}
}

func (m *Model) askFallback() tea.Cmd {
	m.showForm(newFallbackForm(new(m.screens.ring.rule()), &m.facts, m.keys, m.st))
	return nil
}

// editRing applies an edit to the draft, and closes the form that asked for it.
func (m *Model) editRing(in editRing) tea.Cmd {
	if f, open := m.dialogs.form(); open {
		if _, is := f.draft.(*fallbackForm); is {
			m.close()
		}
	}
	return m.apply(m.screens.ring.edit(in.edit))
}
