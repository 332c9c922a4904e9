package risk

import "rcfwd/api"

// What is risky about a change, whichever way it is made: a form, a rule or a step that is
// switched on, an undo, a redo, a command.

// Judged is a number with what is risky about it.
type Judged struct {
	Phone string // E.164
	Found []Finding
}

// Change judges the numbers that a change brings to the list or to a rule, or that a rule
// rings which it switches on. before and after must hold the same parts of the extension.
// Where p does not tell the countries in use, they are those of before.
func (p Policy) Change(before, after *api.Snapshot) (all []Judged) {
	if p.InUse == nil {
		p.InUse = CountriesOf(before)
	}
	for _, phone := range Fresh(before, after) {
		if found := Of(phone, p, nil); len(found) > 0 {
			all = append(all, Judged{phone, found})
		}
	}
	return all
}

// Refused returns why the profile forbids one of some numbers, without a full stop; empty
// when it does not. It is not inlined: its copies would make the program larger.
//
//go:noinline
func Refused(all []Judged) string {
	for _, j := range all {
		if why := Refusal(j.Found); why != "" {
			return j.Phone + ": " + why
		}
	}
	return ""
}

// Lines are a line for each finding about numbers. ofCost reports that one is about what
// calls cost, so that Unknowns belongs below them. It is not inlined: its copies would make the
// program larger.
//
//go:noinline
func Lines(all []Judged) (lines []string, ofCost bool) {
	for _, j := range all {
		for _, f := range j.Found {
			lines = append(lines, j.Phone+": "+f.Text+" ("+f.Source+").")
			ofCost = ofCost || f.OfCost()
		}
	}
	return lines, ofCost
}
