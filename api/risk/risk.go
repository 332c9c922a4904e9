// Package risk finds what is risky about a number that calls are forwarded to: what it may
// cost, whether a phone can have it, and what the account already shows about it.
//
// Of is the one function for this: the forms of the screen, the commands and everything
// that reads a whole account ask it. It sends nothing. Each finding has a stable id, a
// short text, its source, and what the profile says about it: to say it, to ask before the
// number is used, or to refuse it. Unknowns is what no finding can tell; what shows
// findings about costs also shows it, once.
package risk

import (
	"slices"

	"rcfwd/api"
	"rcfwd/api/phonenumber"
	"rcfwd/api/settings"
)

// Level is what a profile says about a finding.
type Level int

// The levels, the mildest first.
const (
	Say    Level = iota // say it, and go on
	Ask                 // ask before the number is used
	Refuse              // do not use the number
)

// Finding is one thing that is risky about a number.
type Finding struct {
	ID     settings.RiskID
	Text   string // about "it", the number, without a capital and a full stop
	Source string // what it is known from, such as "libphonenumber 9.0.32"
	Level  Level
}

// Policy is what a profile says about risky numbers, and where the extension is.
type Policy struct {
	settings.Guard
	Profile string                // its name; empty for none
	Lists   []settings.NumberList // those of Guard.Lists, as they were read
	Home    string                // ISO 3166 code of the country whose national numbers can be dialled; empty means US

	// InUse are the countries of the numbers that are in use already, which are allowed
	// where Guard.Allow is nil; see Countries. nil means that they are not known, and then
	// every country is allowed.
	InUse []string
}

// Of returns what is risky about a number in E.164, in the order of settings.RiskIDs.
// known is what the index knows about it; nil without an index.
//
// No finding does not mean that a number is safe; see Unknowns.
func Of(phone string, p Policy, known *Facts) []Finding {
	n, err := phonenumber.Parse(phone, "")
	if err != nil || n.E164() != phone {
		n = phonenumber.Number{} // which nothing is known about
	}
	j := &judge{policy: p, phone: phone, number: n}
	j.region, j.kind = n.Classify()
	j.listed()
	j.cost()
	j.network()
	j.abroad()
	j.impossible()
	j.notAllowed()
	if known != nil {
		j.indexed(*known)
	}
	return j.found
}

// Worst returns the highest level among findings.
func Worst(all []Finding) Level {
	worst := Say
	for _, f := range all {
		worst = max(worst, f.Level)
	}
	return worst
}

// judge collects the findings about one number.
type judge struct {
	policy Policy
	phone  string
	number phonenumber.Number // zero when phone is no E.164 number
	region string
	kind   phonenumber.Kind
	found  []Finding
}

// add adds a finding, with the level that the policy gives it.
func (j *judge) add(id settings.RiskID, source, text string) {
	level := Say
	switch {
	case slices.Contains(j.policy.Refuse, id):
		level = Refuse
	case slices.Contains(j.policy.Asks(), id):
		level = Ask
	}
	j.found = append(j.found, Finding{id, text, source, level})
}

// country returns the English name of the number's country; empty for none.
func (j *judge) country() string { return phonenumber.CountryName(j.region, j.number.Code) }

// Countries returns the countries of numbers, each once. Numbers of no country have none.
// The result is not nil.
func Countries(phones []string) []string {
	found := []string{}
	for _, phone := range phones {
		n, err := phonenumber.Parse(phone, "")
		if err != nil {
			continue
		}
		if region := n.Region(); len(region) == 2 && !slices.Contains(found, region) {
			found = append(found, region)
		}
	}
	return found
}

// CountriesOf returns the countries of the numbers that an extension uses; nil when its
// numbers were not read.
func CountriesOf(s *api.Snapshot) []string {
	if s.Numbers == nil {
		return nil
	}
	var phones []string
	for use := range uses(s) {
		phones = append(phones, use.phone)
	}
	return Countries(phones)
}

// Refusal returns why the profile forbids the number that findings are about; empty when it
// does not.
func Refusal(all []Finding) string {
	for _, f := range all {
		if f.Level == Refuse {
			return f.Text + " (" + f.Source + "), and the profile refuses such numbers: " + string(f.ID) + " is in refuse of its [guard]"
		}
	}
	return ""
}
