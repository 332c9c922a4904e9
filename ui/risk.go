package ui

import (
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/risk"
)

// What is risky about a number, while it is entered, and about those that a rule is to ring.

// judged is a number with what is risky about it.
type judged struct {
	phone string // E.164
	found []risk.Finding
}

// judge returns what is risky about a number in E.164.
func (fs facts) judge(phone string) judged {
	policy := fs.risk
	policy.Home, policy.InUse = fs.region, risk.CountriesOf(fs.snapshot)
	return judged{phone, risk.Of(phone, policy, nil)}
}

// judgeRule returns the numbers to which a rule brings calls that saw did not bring them, as
// far as the profile asks about them or refuses them.
func (fs facts) judgeRule(saw, want api.Rule) (all []judged) {
	saw.ID = want.ID
	with := func(r api.Rule) api.Snapshot {
		return api.Snapshot{Numbers: fs.snapshot.Numbers, Rules: []api.Rule{r}}
	}
	for _, phone := range risk.Fresh(with(saw), with(want)) {
		if j := fs.judge(phone); risk.Worst(j.found) > risk.Say {
			all = append(all, j)
		}
	}
	return all
}

// refusedNumber returns why the profile forbids one of some numbers; empty when it does not.
func refusedNumber(all []judged) string {
	for _, j := range all {
		if why := risk.Refusal(j.found); why != "" {
			return sentence(j.phone + ": " + why)
		}
	}
	return ""
}

// riskLines are what a question says about numbers.
func riskLines(all []judged) (lines []string) {
	ofCost := false
	for _, j := range all {
		for _, r := range j.found {
			lines = append(lines, sentence(j.phone+": "+r.Text+" ("+r.Source+")"))
			ofCost = ofCost || r.OfCost()
		}
	}
	if ofCost {
		lines = append(lines, risk.Unknowns)
	}
	return lines
}

// setRisks puts what is risky about the number in a field into its note or, where the
// profile refuses the number, makes it the problem of the field.
func (f *field) setRisks(j judged) {
	f.risks = []judged{j}
	for _, r := range j.found {
		if !strings.HasSuffix(r.Text, f.doubt) || f.doubt == "" { // the doubt has the words of an impossible number
			f.note += "; " + r.Text
		}
	}
	f.problem = refusedNumber(f.risks)
}

// asking returns the numbers of a form that the profile wants asked about.
func (f *form) asking() (all []judged) {
	for _, field := range f.fields() {
		all = append(all, slices.DeleteFunc(slices.Clone(field.risks), func(j judged) bool { return risk.Worst(j.found) < risk.Ask })...)
	}
	return all
}

// askRisk asks whether to use risky numbers.
func (m *Model) askRisk(in askRisk) {
	text := "Use " + in.numbers[0].phone + "?"
	if n := len(in.numbers); n > 1 {
		text = "Use " + api.Plural(n, "number") + "?"
	}
	m.show(m.question(confirmDialog{text: text, lines: riskLines(in.numbers), yes: "Use it", then: acceptRisk{in.form}, no: reopen{in.form}}))
}

// acceptRisk saves a form whose risky numbers were confirmed.
func (m *Model) acceptRisk(in acceptRisk) intent {
	m.show(in.form)
	in.form.accepted = true
	return in.form.submit()
}

// asksAbout returns the form whose numbers a question is about; nil for another dialog.
func asksAbout(d dialog) *form {
	if q, is := d.(*confirmDialog); is {
		if in, is := q.then.(acceptRisk); is {
			return in.form
		}
	}
	return nil
}
