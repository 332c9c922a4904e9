package risk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api"
	"rcfwd/api/phonenumber"
	"rcfwd/api/rest"
	"rcfwd/api/settings"
)

// What the number itself tells.

// The sources that are not of the account.
const (
	numberPlan = "libphonenumber " + phonenumber.MetadataVersion
	itu        = "ITU-T E.164, assigned country codes"
)

// listed looks for the number in the lists of the profile.
func (j *judge) listed() {
	for _, l := range j.policy.Lists {
		note, is := l.Find(j.phone)
		if !is {
			continue
		}
		text := "it is in " + l.Name
		if note = rest.Clean(note); note != "" {
			text += ": " + note
		}
		j.add(settings.RiskListed, "the list "+l.Name, text)
	}
}

// cost says what the number plan of the country knows of the cost.
func (j *judge) cost() {
	switch j.kind {
	case phonenumber.Premium:
		j.add(settings.RiskPremium, numberPlan, "calls to it are charged at a premium rate")
	case phonenumber.SharedCost:
		j.add(settings.RiskSharedCost, numberPlan, "calls to it may cost more than other calls (shared cost)")
	}
}

// networks are the codes of no country that cost more than calls to a country mostly do.
// The number plan calls most of their numbers mobile.
var networks = map[int]string{
	870: "it is a satellite phone (+870, Inmarsat)",
	878: "it is a personal number of no country (+878)",
	881: "it is a satellite phone (+881)",
	882: "it is on an international network of no country (+882)",
	883: "it is on an international network of no country (+883)",
	979: "it is an international premium rate number (+979)",
}

// network names the network of a number that belongs to no country. The code alone tells
// it, also of a number that is too short or too long.
func (j *judge) network() {
	text := networks[j.number.Code]
	if text == "" {
		return
	}
	if j.number.Network() == phonenumber.Satellite && j.number.Code == 882 {
		text = "it is a satellite phone (+882)"
	}
	j.add(settings.RiskSatellite, itu, text)
}

// abroad tells a number abroad that looks like one at home: both have the code 1.
func (j *judge) abroad() {
	home := j.home()
	if j.number.Code == 1 && phonenumber.CallingCode(home) == 1 && j.number.International(home) {
		j.add(settings.RiskNANPAbroad, numberPlan,
			fmt.Sprintf("it is dialled like a national number and charged as international (%s)", j.country()))
	}
}

func (j *judge) home() string { return cmp.Or(strings.ToUpper(j.policy.Home), "US") }

// impossible says why no phone can have the number.
func (j *judge) impossible() {
	switch doubt := api.DescribePhone(j.phone, j.policy.Home).Doubt; {
	case j.number.Code == 0:
		j.add(settings.RiskImpossible, numberPlan, "no phone can have it: it is not a number with a country code")
	case doubt != "":
		j.add(settings.RiskImpossible, numberPlan, "no phone can have it: "+doubt)
	}
}

// notAllowed says that the number is outside of the countries that the profile allows or,
// where it names none, of those that are in use.
func (j *judge) notAllowed() {
	where := j.country()
	switch named := j.policy.Allow; {
	case named != nil && !j.isIn(named):
		j.add(settings.RiskNotAllowed, j.profile(), cmp.Or(prefixed("it is in ", where), "it belongs to no country")+
			", and the profile allows only "+countryNames(named))
	case named == nil && j.policy.InUse != nil && len(j.region) == 2 && !j.isIn(append([]string{j.home()}, j.policy.InUse...)):
		j.add(settings.RiskNotAllowed, "the numbers in use", "it is in "+where+", where no number is in use yet")
	}
}

// isIn reports whether the number belongs to one of some countries. A number of which only
// the code is known belongs to all countries with the code, and so do toll-free numbers
// with the code 1.
func (j *judge) isIn(countries []string) bool {
	shared := j.region == "" || j.number.Code == 1 && j.kind == phonenumber.TollFree
	return slices.ContainsFunc(countries, func(c string) bool {
		return c == j.region || shared && phonenumber.CallingCode(c) == j.number.Code
	})
}

func (j *judge) profile() string {
	if j.policy.Profile == "" {
		return "the profile"
	}
	return "the profile " + j.policy.Profile
}

// prefixed returns text with start before it, or nothing for no text.
func prefixed(start, text string) string {
	if text == "" {
		return ""
	}
	return start + text
}

func countryNames(regions []string) string {
	names := make([]string, len(regions))
	for i, region := range regions {
		names[i] = cmp.Or(phonenumber.CountryName(region, 0), region)
	}
	if last := len(names) - 1; last > 0 {
		return strings.Join(names[:last], ", ") + " and " + names[last]
	}
	return strings.Join(names, "")
}
