package ui

import (
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/risk"
)

// What is risky about a number, while it is entered, and about those that a rule is to ring.

// judge returns what is risky about a number in E.164.
func (fs *facts) judge(phone string) risk.Judged {
	return risk.Judged{Phone: phone, Found: risk.Of(phone, fs.riskPolicy(), nil)}
}

func (fs *facts) riskPolicy() risk.Policy {
	policy := fs.risk
	policy.Home, policy.InUse = fs.region, risk.CountriesOf(&fs.snapshot)
	return policy
}

// judgeRule returns the numbers to which a rule brings calls that saw did not bring them, as
// far as the profile asks about them or refuses them.
func (fs facts) judgeRule(was, want *api.Rule) []risk.Judged {
	saw := *was
	saw.ID = want.ID
	with := func(r api.Rule) *api.Snapshot {
		return &api.Snapshot{Numbers: fs.snapshot.Numbers, Rules: []api.Rule{r}}
	}
	return fs.judgeChange(with(saw), with(*want))
}

// judgeChange returns the numbers that a change brings to the list or to a rule, and those of
// a rule that it switches on, as far as the profile asks about them or refuses them.
func (fs *facts) judgeChange(before, after *api.Snapshot) []risk.Judged {
	return slices.DeleteFunc(fs.riskPolicy().Change(before, after), func(j risk.Judged) bool { return risk.Worst(j.Found) == risk.Say })
}

// refusedNumber returns why the profile forbids one of some numbers; empty when it does not.
func refusedNumber(all []risk.Judged) string {
	if why := risk.Refused(all); why != "" {
		return sentence(why)
	}
	return ""
}

// riskLines are what a question says about numbers.
func riskLines(all []risk.Judged) []string {
	lines, ofCost := risk.Lines(all)
	if ofCost {
		lines = append(lines, risk.Unknowns)
	}
	return lines
}

// setRisks puts what is risky about the number in a field into its note or, where the
// profile refuses the number, makes it the problem of the field.
func (f *field) setRisks(j risk.Judged) {
	f.risks = []risk.Judged{j}
	for _, r := range j.Found {
		if !strings.HasSuffix(r.Text, f.doubt) || f.doubt == "" { // the doubt has the words of an impossible number
			f.note += "; " + r.Text
		}
	}
	f.problem = refusedNumber(f.risks)
}

// asking returns the numbers of a form that the profile wants asked about.
func (f *form) asking() (all []risk.Judged) {
	for _, field := range f.fields() {
		all = append(all, slices.DeleteFunc(slices.Clone(field.risks), func(j risk.Judged) bool { return risk.Worst(j.Found) < risk.Ask })...)
	}
	return all
}

// askRisk asks whether to use risky numbers.
func (m *Model) askRisk(in askRisk) {
	text := "Use " + in.numbers[0].Phone + "?"
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
