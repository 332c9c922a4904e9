package phonenumber

import (
	"slices"
	"sync/atomic"
)

// Kind is a kind of line.
type Kind int

// The kinds, in the order in which Classify tries them. FixedOrMobile is for countries
// where the digits do not distinguish the two.
const (
	Unknown Kind = iota
	Premium
	TollFree
	SharedCost
	VoIP
	Personal
	Pager
	Company // one number for a whole company; in libphonenumber a universal access number
	Voicemail
	Fixed
	Mobile
	FixedOrMobile
	kindCount
)

// kindByName has the names of the kinds in the metadata.
var kindByName = map[string]Kind{
	"premium": Premium, "tollfree": TollFree, "shared": SharedCost, "voip": VoIP, "personal": Personal,
	"pager": Pager, "company": Company, "voicemail": Voicemail, "fixed": Fixed, "mobile": Mobile,
}

// Classify returns the country of the number, as Region does, and the kind of line
// that has it. Unknown means that no line can have it.
func (n Number) Classify() (region string, k Kind) {
	c := n.classify()
	return c.region, c.kind
}

// classified is the answer of Classify about a number.
type classified struct {
	code     int
	national string
	region   string
	kind     Kind
}

// lastClassified is the newest answer: callers ask several questions about a number before
// they ask about another one, and each needs its country.
var lastClassified atomic.Pointer[classified]

func (n Number) classify() *classified {
	if c := lastClassified.Load(); c != nil && c.code == n.Code && c.national == n.National {
		return c
	}
	c := &classified{code: n.Code, national: n.National, region: n.findRegion()}
	if p := planFor(c.region, n.Code); p != nil {
		c.kind = p.kind(n.National)
	}
	lastClassified.Store(c)
	return c
}

// Region returns the country of the number: its ISO 3166 code, World, or "" when no
// country assigns such numbers.
func (n Number) Region() string { return n.classify().region }

func (n Number) findRegion() string {
	regions := index().regions[n.Code]
	if len(regions) == 1 {
		return regions[0]
	}
	for _, region := range regions {
		p := planFor(region, n.Code)
		if p.leading != "" && matchesStart(p.leading, n.National) || p.leading == "" && p.kind(n.National) != Unknown {
			return region
		}
	}
	return ""
}

// kind returns the kind of line that has a national number.
func (p *plan) kind(national string) Kind {
	if !p.general.matches(national) {
		return Unknown
	}
	for k := Premium; k <= Voicemail; k++ {
		if p.kinds[k].matches(national) {
			return k
		}
	}
	fixed, mobile := p.kinds[Fixed].matches(national), !p.sameMobileAndFixed && p.kinds[Mobile].matches(national)
	switch {
	case fixed && (p.sameMobileAndFixed || mobile):
		return FixedOrMobile
	case fixed:
		return Fixed
	case mobile:
		return Mobile
	}
	return Unknown
}

// matches reports whether d describes a national number. Without lengths of its own,
// a kind has those of the general description, which was checked before.
func (d desc) matches(national string) bool {
	if len(d.lengths) > 0 && !slices.Contains(d.lengths, len(national)) {
		return false
	}
	return matches(d.digits, national)
}

// Length is a verdict on the number of digits.
type Length int

// The verdicts.
const (
	Possible   Length = iota // numbers of the country have as many digits
	Local                    // only numbers without the area code have as many
	Short                    // every number of the country has more
	Long                     // every number of the country has fewer
	Impossible               // no number of the country has as many
	NoCountry                // no country has the country code
)

// Length compares the number of digits with what numbers of the country have. It
// does not look at the digits themselves; Classify does.
func (n Number) Length() Length {
	p := mainPlan(n.Code)
	if p == nil {
		return NoCountry
	}
	return p.length(n.National)
}

func (p *plan) length(national string) Length {
	n, lengths := len(national), p.general.lengths
	switch {
	case len(lengths) == 0 || lengths[0] < 0:
		return Impossible
	case slices.Contains(p.general.local, n):
		return Local
	case n < lengths[0]:
		return Short
	case n > lengths[len(lengths)-1]:
		return Long
	case slices.Contains(lengths, n):
		return Possible
	}
	return Impossible
}

// CallingCode returns the calling code of the country with an ISO 3166 code, in
// capitals, or 0 when there is no such country.
func CallingCode(region string) int {
	if p := countryPlan(region); p != nil {
		return p.code
	}
	return 0
}

// CountryName returns the English name of the country with an ISO 3166 code. If
// region is empty, it returns the name of the main country with a calling code. It
// returns "" when there is no such country.
func CountryName(region string, code int) string {
	if region == "" {
		if p := mainPlan(code); p != nil {
			region = p.region
		}
	}
	if p := countryPlan(region); p != nil {
		return p.name
	}
	return ""
}
