package settings

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"rcfwd/api"
)

// RiskID names a kind of finding about a number that calls are forwarded to. Scripts and
// settings files hold these names, so they never change. Package risk says what each means.
type RiskID string

// The kinds of findings.
const (
	RiskListed           RiskID = "listed"
	RiskOutside          RiskID = "outside"
	RiskPremium          RiskID = "premium"
	RiskSharedCost       RiskID = "shared-cost"
	RiskSatellite        RiskID = "satellite"
	RiskNANPAbroad       RiskID = "nanp-abroad"
	RiskImpossible       RiskID = "impossible"
	RiskNotAllowed       RiskID = "not-allowed"
	RiskHub              RiskID = "hub"
	RiskNew              RiskID = "new"
	RiskLeaver           RiskID = "leaver"
	RiskDisabledForwards RiskID = "disabled-forwards"
	RiskLoop             RiskID = "loop"
)

// RiskIDs lists all kinds of findings, in the order in which they are reported.
var RiskIDs = []RiskID{
	RiskListed, RiskPremium, RiskSharedCost, RiskSatellite, RiskNANPAbroad, RiskImpossible, RiskNotAllowed,
	RiskOutside, RiskHub, RiskNew, RiskLeaver, RiskDisabledForwards, RiskLoop,
}

// Guard is what a profile says about risky numbers: the table [profiles.NAME.guard]. People
// write it; rcfwd only reads it.
type Guard struct {
	// Allow are the countries that calls may go to, as ISO 3166 codes in capitals; nil
	// means those of the numbers that are in use already.
	Allow []string

	// Ask and Refuse are the findings that ask before a write, and those that forbid it.
	// A nil Ask means DefaultAsk; an empty one asks nothing. Refuse comes first where a
	// finding is in both.
	Ask, Refuse []RiskID

	// Lists are the files with the starts of numbers to look out for; see ReadLists.
	Lists []string
}

// DefaultAsk are the findings that ask where a profile does not say which.
var DefaultAsk = []RiskID{RiskListed, RiskPremium, RiskSatellite}

// Asks returns the findings that ask before a write.
func (g Guard) Asks() []RiskID {
	if g.Ask == nil {
		return DefaultAsk
	}
	return g.Ask
}

// fileGuard is a Guard as it is in the file.
type fileGuard struct {
	Allow  []string `toml:"allow"`
	Ask    []string `toml:"ask"`
	Refuse []string `toml:"refuse"`
	Lists  []string `toml:"lists"`
}

// guard returns the checked guard. key is the one that an error is about.
func (f fileGuard) guard() (g Guard, key string, err error) {
	g.Lists = f.Lists
	for _, country := range f.Allow {
		if err := api.CheckRegion(country); err != nil {
			return g, "guard.allow", err
		}
		g.Allow = append(g.Allow, strings.ToUpper(country))
	}
	if f.Allow != nil && g.Allow == nil {
		return g, "guard.allow", errors.New("name at least one country, or leave it out")
	}
	if g.Ask, err = readRiskIDs(f.Ask); err != nil {
		return g, "guard.ask", err
	}
	g.Refuse, err = readRiskIDs(f.Refuse)
	return g, "guard.refuse", err
}

// readRiskIDs checks the names of findings. It keeps an empty list apart from none.
func readRiskIDs(names []string) ([]RiskID, error) {
	if names == nil {
		return nil, nil
	}
	ids := make([]RiskID, len(names))
	for i, name := range names {
		id, err := oneOf(name, RiskIDs)
		if err != nil {
			return nil, fmt.Errorf("there is no finding %q: %w", name, err)
		}
		ids[i] = id
	}
	return ids, nil
}

// asFile returns the guard as it is in the file.
func (g Guard) asFile() fileGuard {
	return fileGuard{Allow: slices.Clone(g.Allow), Ask: namesOf(g.Ask), Refuse: namesOf(g.Refuse), Lists: g.Lists}
}

func namesOf(ids []RiskID) []string {
	if ids == nil {
		return nil
	}
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	return names
}
