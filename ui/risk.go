package ui

import (
	"strings"

	"rcfwd/api/risk"
)

// What is risky about a number, while it is entered.

// risks returns what is risky about a number in E.164 that the extension does not use yet.
func (fs facts) risks(phone string) []risk.Finding {
	policy := fs.risk
	policy.Home, policy.InUse = fs.region, risk.CountriesOf(fs.snapshot)
	return risk.Of(phone, policy, nil)
}

// setRisks puts what is risky about a number on its field: as a part of its note, and as
// its problem where the profile refuses it.
func (f *field) setRisks(phone string, found []risk.Finding) {
	f.risky, f.risks = phone, found
	for _, r := range found {
		if !strings.HasSuffix(r.Text, f.doubt) || f.doubt == "" { // the doubt has the words of an impossible number
			f.note += "; " + r.Text
		}
	}
	if why := risk.Refusal(found); why != "" {
		f.problem = sentence(why)
	}
}

// asking returns the field of a form whose number the profile wants asked about; nil for
// none.
func (f *form) asking() *field {
	for _, field := range f.fields() {
		if risk.Worst(field.risks) == risk.Ask {
			return field
		}
	}
	return nil
}

// askRisk asks whether to use a risky number.
func (m *Model) askRisk(in askRisk) {
	var lines []string
	ofCost := false
	for _, r := range in.field.risks {
		lines = append(lines, sentence(r.Text+" ("+r.Source+")"))
		ofCost = ofCost || r.OfCost()
	}
	if ofCost {
		lines = append(lines, risk.Unknowns)
	}
	m.show(m.question(confirmDialog{text: "Use " + in.field.risky + "?", lines: lines,
		yes: "Use it", then: acceptRisk{in.form}, no: reopen{in.form}}))
}

// acceptRisk saves a form whose risky number was confirmed.
func (m *Model) acceptRisk(in acceptRisk) intent {
	m.show(in.form)
	in.form.accepted = true
	return in.form.submit()
}

// asksAbout returns the form whose number a question is about; nil for another dialog.
func asksAbout(d dialog) *form {
	if q, is := d.(*confirmDialog); is {
		if in, is := q.then.(acceptRisk); is {
			return in.form
		}
	}
	return nil
}
