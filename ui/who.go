package ui

import (
	"cmp"
	"context"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api"
	"rcfwd/api/index"
)

// Who forwards to a number, an extension or a device: the answer of the index, from every
// screen.

// askWho asks who forwards to something. An extension is also its numbers and its devices.
type askWho struct {
	title     string // names it
	query     index.Query
	extension string // id; empty for none
}

// whoFound is the answer.
type whoFound struct {
	answer index.Answer
	self   *index.Reading // of the extension that was asked about; nil for none

	again    rowsRead // the extensions that were changed here, as they are now
	againErr error    // why they could not be read
}

type whoFoundMsg answer[whoFound]

// askWho opens the answer. The index tells it without a request.
func (m *Model) askWho(in askWho) tea.Cmd {
	m.openIndex()
	x := m.account.index
	if x == nil {
		return m.notify(warning, cmp.Or(sentence(errorText(m.account.indexErr)), "Still loading the extension."))
	}
	again := m.takeChanged()
	m.show(&whoDialog{keys: m.keys.Page, st: m.st, asked: in, sweepKeys: m.sweepKeys()})
	ctx, t := m.reads.who.begin(m.conn.ctx)
	return read[whoFoundMsg](ctx, t, func(ctx context.Context) (whoFound, error) {
		rows, err := again.read(ctx)
		found, findErr := findWho(x, in)
		found.again, found.againErr = rows, err
		return found, findErr
	})
}

func findWho(x *index.Index, in askWho) (found whoFound, err error) {
	q := in.query
	if in.extension != "" {
		q.Extensions = append(q.Extensions, in.extension)
		r, known, err := x.Reading(in.extension)
		if err != nil {
			return found, err
		}
		if known {
			found.self = &r
			q.Phones, q.Devices = append(q.Phones, r.Numbers...), append(q.Devices, r.Devices...)
		}
	}
	found.answer, err = x.Find(q)
	return found, err
}

func (m *Model) whoFound(msg whoFoundMsg) tea.Cmd {
	d, open := m.dialogs.open.(*whoDialog)
	if !m.reads.who.accept(msg.ticket) {
		return nil
	}
	m.screens.people.people.add(msg.value.again.rows)
	for _, p := range msg.value.again.rows {
		delete(m.account.changed, p.id)
	}
	if !open {
		return nil
	}
	d.answered, d.err, d.facts = true, msg.err, m.facts
	d.setAnswer(&msg.value)
	m.resize()
	return nil
}

// sweepKeys names the keys that read the account.
func (m *Model) sweepKeys() string {
	return firstKey(m.keys.Screen.People) + " and " + firstKey(m.keys.People.Sweep)
}

// whoAsked is what the open screen would ask about, or the reason why nothing can be asked.
func (m *Model) whoAsked() (in askWho, none string) {
	if m.conn.Account == nil {
		return in, m.noPeople()
	}
	switch m.screens.open {
	case onNumbers:
		n, none := m.screens.numbers.selected()
		return m.whoRingsNumber(&n), none
	case onPeople:
		p := m.screens.people.people.selected()
		if p == nil {
			return in, cmp.Or(m.screens.people.state.why, "no extension is selected")
		}
		return askWho{title: p.title(), extension: p.id}, ""
	case onRing:
		if s := m.screens.ring; s.inSteps && len(s.stepAt().Targets) > 0 {
			return m.whoRingsStep(s.stepAt()), ""
		}
	case onCalls:
		if c, ok := m.screens.calls.selected(); ok && c.Peer.Number != "" {
			return m.whoRingsPhone(c.Peer.Number), ""
		}
	}
	if m.facts.open.ID == "" {
		return in, "still loading the extension"
	}
	return askWho{title: extensionName(&m.facts.open), extension: m.facts.open.ID}, ""
}

func (m *Model) whoRingsPhone(phone string) askWho {
	return askWho{title: api.PrettyPhone(phone, m.facts.region), query: index.Query{Phones: []string{phone}}}
}

// whoRingsNumber asks about a number of the list; that of a device is the device.
func (m *Model) whoRingsNumber(n *api.Number) askWho {
	in := m.whoRingsPhone(n.Phone)
	if n.Phone == "" {
		in.title, in.query.Phones = n.Label, nil
	}
	if n.DeviceID != "" {
		in.title, in.query.Devices = n.Label, []string{n.DeviceID}
	}
	return in
}

// whoRingsStep asks about all that a step rings.
func (m *Model) whoRingsStep(s api.Step) (in askWho) {
	for _, t := range s.Targets {
		in.title = commaList(in.title, t.Name)
		if n, ok := m.facts.number(t.ID); ok {
			one := m.whoRingsNumber(&n)
			in.query.Phones, in.query.Devices = append(in.query.Phones, one.query.Phones...), append(in.query.Devices, one.query.Devices...)
			continue
		}
		switch t.Kind {
		case api.Coworker, api.CoworkerApps:
			in.query.Extensions = append(in.query.Extensions, t.ID)
		case api.DeviceTarget:
			in.query.Devices = append(in.query.Devices, t.ID)
		default:
			in.query.Phones = append(in.query.Phones, t.Phone)
		}
	}
	return in
}

// placeOf is where a use is seen and changed.
func placeOf(u *index.Use) place {
	if u.RuleID == "" || u.Kind == index.InNumbers || u.Kind == index.InFlips {
		return place{screen: onNumbers, phone: u.Phone}
	}
	at := place{screen: onRing, rule: u.RuleID}
	if u.Kind == index.InStep {
		at.rings = u.Phone + u.ExtensionID + u.DeviceID // one of them
	}
	return at
}

// jumpTo opens the place of a row. What no screen shows is said instead.
func jumpTo(row *index.Row) intent {
	r := row.Reading
	if r.Class != index.Users {
		return showNotice{text: useWords(row.Use) + " of " + readingName(r) + ": change this in the admin portal.", kind: warning}
	}
	return openExtension{id: r.ID, title: readingName(r), at: placeOf(row.Use)}
}

func readingName(r *index.Reading) string {
	if r.ID == companyID {
		return "the company"
	}
	return extensionName(&api.Extension{ID: r.ID, Number: r.Number, Name: r.Name})
}
