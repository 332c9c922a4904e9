package risk

import (
	"fmt"
	"slices"

	"rcfwd/api/settings"
)

// The countries whose premium rate numbers the number plan knows, and all that it has. A
// test compares them with the plan, which takes too long to read whole.
const (
	premiumCountries = 150
	allCountries     = 245
)

// Unknowns says what no finding can tell.
var Unknowns = fmt.Sprintf("rcfwd does not know RingCentral's rates or what it blocks. The number plan knows premium rate numbers of %d of %d countries, so a number without a warning can cost more as well.",
	premiumCountries, allCountries)

// OfCost reports whether a finding is about what calls cost, so that Unknowns belongs beside
// it.
func (f Finding) OfCost() bool {
	return slices.Contains([]settings.RiskID{
		settings.RiskListed, settings.RiskPremium, settings.RiskSharedCost, settings.RiskSatellite, settings.RiskNANPAbroad,
	}, f.ID)
}
