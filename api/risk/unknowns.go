package risk

import (
	"slices"

	"rcfwd/api/settings"
)

// Unknowns says what no finding can tell. A test compares its figures with the number plan,
// which takes too long to read whole.
const Unknowns = "rcfwd does not know RingCentral's rates or what it blocks. " +
	"The number plan knows premium rate numbers of 150 of 245 countries, so a number without a warning can cost more as well."

// OfCost reports whether a finding is about what calls cost, so that Unknowns belongs beside
// it.
func (f Finding) OfCost() bool {
	return slices.Contains([]settings.RiskID{
		settings.RiskListed, settings.RiskPremium, settings.RiskSharedCost, settings.RiskSatellite, settings.RiskNANPAbroad,
	}, f.ID)
}
