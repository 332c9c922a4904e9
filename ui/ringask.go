package ui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
)

// Two forms of the ring order: where calls go, and which co-worker rings too.
// What they are filled in with goes into the draft; nothing is sent.

const (
	fieldEnding api.Field = "ending"
	fieldPerson api.Field = "person"
)

// endingDraft says where calls go that nobody answers, or that go elsewhere at
// once.
type endingDraft struct {
	known  known
	rule   api.Rule
	kind   *field
	number *field
	phone  string
}

func newEndingDraft(r api.Rule, k known, keys KeyMap, st *styles) *endingDraft {
	d := &endingDraft{known: k, rule: r,
		kind:   &field{name: fieldEnding, head: "To"},
		number: textField(api.FieldPhone, "Number", "", newInput(keys.Text, st)),
	}
	d.kind.setOptions([]option{
		{value: string(api.ToVoicemail), text: "voicemail", note: "the caller may leave a message"},
		{value: string(api.ToNumber), text: "a number", note: "the call is forwarded for good"},
	})
	now := r.NoAnswer
	if d.atOnce() {
		now = r.Immediately
	}
	d.kind.choose(string(now.Kind))
	d.number.input.SetValue(api.DescribePhone(now.Phone, k.region).Pretty)
	return d
}

// atOnce says whether the rule sends calls elsewhere without ringing.
func (d *endingDraft) atOnce() bool { return d.rule.Mode == api.Elsewhere }

func (d *endingDraft) title() string {
	if d.atOnce() {
		return "Where calls go at once: " + d.rule.Name
	}
	return "Where calls go that nobody answers: " + d.rule.Name
}

func (d *endingDraft) know(k known) { d.known = k }

func (d *endingDraft) fields() []*field {
	if d.kind.value() == string(api.ToNumber) {
		return []*field{d.kind, d.number}
	}
	return []*field{d.kind}
}

func (d *endingDraft) review() { d.phone = d.known.readPhone(d.number) }

func (d *endingDraft) sends() string { return "" }
func (d *endingDraft) changed() bool { return false }

func (d *endingDraft) save() intent {
	e := api.Ending{Kind: api.EndingKind(d.kind.value())}
	if e.Kind == api.ToNumber {
		e.Phone, e.Name = d.phone, d.phone
	}
	if d.atOnce() {
		return editRing{func(r api.Rule) (api.Rule, error) { return r.SendTo(e) }}
	}
	return editRing{func(r api.Rule) (api.Rule, error) { return r.EndWith(e) }}
}

// personDraft asks for a co-worker by the short number.
type personDraft struct{ number *field }

func newPersonDraft(keys KeyMap, st *styles) *personDraft {
	d := &personDraft{number: textField(fieldPerson, "Extension", "", newInput(keys.Text, st))}
	d.number.note = "the short number that people dial, such as 105"
	return d
}

func (d *personDraft) title() string    { return "Ring a co-worker too" }
func (d *personDraft) know(known)       {}
func (d *personDraft) fields() []*field { return []*field{d.number} }
func (d *personDraft) sends() string    { return "" }
func (d *personDraft) changed() bool    { return false }
func (d *personDraft) save() intent     { return findPerson{strings.TrimSpace(d.number.value())} }

func (d *personDraft) review() {
	d.number.problem = ""
	if strings.TrimSpace(d.number.value()) == "" {
		d.number.problem = "Type the short number of the co-worker."
	}
}

type personFoundMsg answer[api.Extension]

func (m *Model) askEnding() tea.Cmd {
	m.show(newForm(newEndingDraft(m.ring.rule(), m.known, m.keys, m.st), m.keys.Form, m.st))
	return nil
}

func (m *Model) askPerson() tea.Cmd {
	m.show(newForm(newPersonDraft(m.keys, m.st), m.keys.Form, m.st))
	return nil
}

func (m *Model) findPerson(in findPerson) tea.Cmd {
	svc := m.svc
	ctx, t := m.reads.person.begin(m.ctx)
	return read[personFoundMsg](ctx, t, func(ctx context.Context) (api.Extension, error) {
		return svc.FindExtension(ctx, in.number)
	})
}

// personFound adds the co-worker to the draft, or says on the form why not.
func (m *Model) personFound(msg personFoundMsg) tea.Cmd {
	f, open := m.dialog.(*form)
	if !m.reads.person.settle(msg.ticket) || !open {
		return nil
	}
	target := m.ring.rule().TargetOfPerson(msg.value)
	err := msg.err
	if err == nil {
		err = m.ring.rule().MayAdd(target)
	}
	if err != nil {
		f.refused(api.Advice{What: api.Explain(err).String(), Field: fieldPerson})
		return nil
	}
	m.close()
	return m.addStep(addStep{target})
}

// editRing applies an edit that a form asked for to the draft.
func (m *Model) editRing(in editRing) tea.Cmd {
	m.close()
	return m.act(m.ring.edit(in.edit))
}
