package phonenumber

import "slices"

// Kind is a kind of line.
type Kind int

// The kinds, in the order in which a number is tried for them; FixedOrMobile is
// where the two cannot be told apart.
const (
	Unknown Kind = iota
	Premium
	TollFree
	SharedCost
	VoIP
	Personal
	Pager
	Company // one number for a whole company, "universal access number"
	Voicemail
	Fixed
	Mobile
	FixedOrMobile
	kindCount
)

// kindOf are the names of the kinds in the metadata.
var kindOf = map[string]Kind{
	"premium": Premium, "tollfree": TollFree, "shared": SharedCost, "voip": VoIP, "personal": Personal,
	"pager": Pager, "company": Company, "voicemail": Voicemail, "fixed": Fixed, "mobile": Mobile,
}

// Place is the country of the number, as Region gives it, and the kind of line
// that has it. Unknown means that no line can have it.
func (n Number) Place() (region string, k Kind) {
	region = n.Region()
	if p := planFor(region, n.Code); p != nil {
		k = p.kind(n.National)
	}
	return region, k
}

// Region is the country of the number: its ISO 3166 code, World, or empty when
// it is none that any country gives out.
func (n Number) Region() string {
	regions := index().regions[n.Code]
	if len(regions) == 1 {
		return regions[0]
	}
	for _, region := range regions {
		p := planFor(region, n.Code)
		if p.leading != "" && starts(p.leading, n.National) || p.leading == "" && p.kind(n.National) != Unknown {
			return region
		}
	}
	return ""
}

func (p *plan) kind(national string) Kind {
	if !p.general.matches(national) {
		return Unknown
	}
	for k := Premium; k <= Voicemail; k++ {
		if p.kinds[k].matches(national) {
			return k
		}
	}
	fixed, mobile := p.kinds[Fixed].matches(national), !p.alike && p.kinds[Mobile].matches(national)
	switch {
	case fixed && (p.alike || mobile):
		return FixedOrMobile
	case fixed:
		return Fixed
	case mobile:
		return Mobile
	}
	return Unknown
}

// matches says whether a number is of a kind. No lengths are those of numbers in
// general, which were looked at before.
func (d desc) matches(national string) bool {
	if len(d.lengths) > 0 && !slices.Contains(d.lengths, len(national)) {
		return false
	}
	return whole(d.digits, national)
}

// Length is what the number of digits says.
type Length int

// What the number of digits can say.
const (
	Possible   Length = iota // a line may have the number
	Local                    // the area code is missing
	Short                    // fewer digits than any number of the country has
	Long                     // more
	Impossible               // neither, and yet no number has so many
	NoCountry                // the country code is none
)

// Length judges the number by how many digits it has alone.
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

// CodeOf is the calling code of a country, by its ISO 3166 code in capitals; 0
// when there is no such country.
func CodeOf(region string) int {
	if p := home(region); p != nil {
		return p.code
	}
	return 0
}

// CountryName is the English name of a country, or when region is none of the main
// country with a calling code; empty when that has none.
func CountryName(region string, code int) string {
	if region == "" {
		if p := mainPlan(code); p != nil {
			region = p.region
		}
	}
	if p := home(region); p != nil {
		return p.name
	}
	return ""
}
