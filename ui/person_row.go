package ui

import (
	"strings"
	"unique"

	"rcfwd/api"
	people "rcfwd/api/filter"
	"rcfwd/api/index"
)

// person is an extension as the list of people shows it. There may be 50,000: a row keeps
// what is searched, sorted by and drawn, and nothing of the record that it is from.
type person struct {
	id   string
	name string
	text string // what words of a filter are searched in: see people.Row; at its end are the numbers to which calls can go
	kind unique.Handle[personKind]

	forwards

	numberLen uint8 // of the short number, with which text begins
	toLen     uint16
	mark      bool
}

// personKind is what many extensions have in common. It is kept once.
type personKind struct {
	kind, status string // as the service sends them
	site         api.Site
}

// newPerson returns the row of an extension that was listed.
func newPerson(p *api.Person) person {
	row := people.OfPerson(p)
	return personOf(p.ID, p.Name, &row)
}

// The longest texts that a row keeps.
const (
	maxNumberLen = 1<<8 - 1
	maxToLen     = 1<<16 - 1
)

func personOf(id, name string, row *people.Row) person {
	to := row.To[:min(len(row.To), maxToLen)]
	return person{
		id: id, name: name, numberLen: uint8(min(len(row.Number), maxNumberLen)), toLen: uint16(len(to)),
		text: withoutNumbers(row.Text) + to,
		kind: unique.Make(personKind{row.Type, row.Status, row.Site}),
	}
}

// withoutNumbers leaves out the numbers to which calls can go: To has them.
func withoutNumbers(text string) string {
	if !strings.Contains(text, "\x00+") {
		return strings.Clone(text)
	}
	parts := strings.Split(text, "\x00")
	kept := parts[:0]
	for _, p := range parts {
		if !strings.HasPrefix(p, "+") {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\x00")
}

// readPerson returns the row of an extension in the index. changedAt is that of its
// people.Row.
func readPerson(r *index.Reading, changedAt int64, judge judgeUse) person {
	j := judge.once()
	row := people.OfReading(r, changedAt, func(phone string) people.Risks { return people.RisksOf(j(phone)) })
	p := personOf(r.ID, r.Name, &row)
	if !r.ReadAt.IsZero() {
		p.forwards = forwardsOf(r, &row, j)
		if i := strings.LastIndex(p.text, p.worst); p.target == toPhone && i >= 0 {
			p.worst = p.text[i : i+len(p.worst)] // which is there already
		}
	}
	return p
}

// number is the short number.
func (p *person) number() string { return p.text[:p.numberLen] }

// lowerName is the name in lower case, with what follows it.
func (p *person) lowerName() string { return p.text[min(int(p.numberLen)+1, len(p.text)):] }

// filterNeeds are the parts of a row that a filter looks at. To set all of them for each
// row would take most of the time of a key.
type filterNeeds struct{ kind, to, rules, facts bool }

func needsOf(f *people.Filter) filterNeeds {
	return filterNeeds{
		kind: f.Uses("type") || f.Uses("status") || f.Uses("site"),
		to:   f.Uses("to"), rules: f.Uses("rule"), facts: f.Swept(),
	}
}

// fill sets what a filter needs of the extension in row, which is that of another one.
func (p *person) fill(row *people.Row, needs filterNeeds) {
	row.Text, row.Number = p.text, p.number()
	if needs.kind {
		k := p.kind.Value()
		row.Type, row.Status, row.Site = k.kind, k.status, k.site
	}
	if needs.facts {
		row.ReadAt, row.ChangedAt, row.N = int64(p.readAt), int64(p.changedAt), int32(p.targets)
		row.Risks, row.Flags = p.risks, p.flags
	}
	if needs.to {
		row.To = p.text[len(p.text)-int(p.toLen):]
	}
	if needs.rules {
		row.Rules = p.texts().rules
	}
}

// listed is the extension as the list has it, with its texts in lower case but the name.
func (p *person) listed() api.Person {
	_, more, _ := strings.Cut(p.lowerName(), "\x00")
	email, _, _ := strings.Cut(more, "\x00")
	k := p.kind.Value()
	return api.Person{ID: p.id, Number: p.number(), Name: p.name, Email: strings.TrimSpace(email), Type: k.kind, Status: k.status, Site: k.site}
}

// title names a person in a question.
func (p *person) title() string {
	return extensionName(&api.Extension{ID: p.id, Number: p.number(), Name: p.name})
}

// kindWords are the type and, where it is not the usual one, the status.
func (p *person) kindWords() string {
	k := p.kind.Value()
	kind, status := spelledOut(k.kind), spelledOut(k.status)
	switch k.kind {
	case "Department":
		kind = "call queue"
	case "IvrMenu":
		kind = "IVR menu"
	}
	if k.status == enabledStatus {
		status = ""
	}
	return commaList(kind, status)
}

// enabledStatus is the usual status.
const enabledStatus = "Enabled"

// isEnabled reports whether the extension has the usual status.
func (p *person) isEnabled() bool { return p.kind.Value().status == enabledStatus }
