package phonenumber

import (
	"slices"
	"strings"
)

// Network is the kind of network that has a number of no country.
type Network int

// The networks. Countries is for numbers that belong to a country.
const (
	Countries     Network = iota
	Satellite             // satellite telephones
	International         // networks in several countries at once
	Services              // numbers that work from several countries, such as international toll-free ones
)

// networks are the codes of no country (ITU-T E.164, assigned country codes).
var networks = map[int]Network{
	870: Satellite, 881: Satellite, 882: International, 883: International,
	800: Services, 808: Services, 878: Services, 888: Services, 979: Services,
}

// satellites are the starts of the satellite networks within code 882: EMSAT and Thuraya.
var satellites = []string{"13", "16"}

// Network returns the kind of network of a number that belongs to no country.
func (n Number) Network() Network {
	starts := func(start string) bool { return strings.HasPrefix(n.National, start) }
	if n.Code == 882 && slices.ContainsFunc(satellites, starts) {
		return Satellite
	}
	return networks[n.Code]
}

// domestic are the countries with calling code 1 that call each other as within one
// country: Canada, the United States and its territories.
var domestic = []string{"AS", "CA", "GU", "MP", "PR", "US", "VI"}

// International reports whether a call from a country, by its ISO 3166 code, to the number
// is international. Most countries that share a calling code also share their national
// numbers; those with code 1, and Russia and Kazakhstan, do not.
func (n Number) International(from string) bool {
	if CallingCode(from) != n.Code {
		return true
	}
	to := n.Region()
	switch {
	case to == "" || to == from:
		return false
	case n.Code == 1:
		_, kind := n.Classify()
		return kind != TollFree && !(slices.Contains(domestic, from) && slices.Contains(domestic, to))
	}
	return n.Code == 7
}
