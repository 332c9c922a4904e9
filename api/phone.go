package api

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/nyaruka/phonenumbers"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Phone is what a typed or stored phone number means.
type Phone struct {
	E164    string // what is sent
	Pretty  string // as people of the home region read it
	Country string // English name; empty for a number of no country
	Kind    string // kind of line, such as "mobile"; empty when unknown

	// Doubt says why the number may not exist, or is empty. The service
	// decides, so a number in doubt may still be sent.
	Doubt string
}

var errNoPhone = errors.New("type a phone number, such as 650-555-0142 or +44 20 7946 0958")

// ReadPhone reads a number the way people type it; region is the ISO 3166 code
// of the country whose national form is understood. An error means that no
// E.164 number can be made of it, and says what is missing.
func ReadPhone(typed, region string) (Phone, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return Phone{}, errNoPhone
	}
	n, err := parse(typed, homeRegion(region))
	if err != nil {
		return Phone{}, readingError(err)
	}
	if n.GetExtension() != "" {
		return Phone{}, errors.New("a forwarding number cannot have an extension behind it; type the number alone")
	}
	p := describe(n, region)
	if !e164.MatchString(p.E164) {
		return Phone{}, errors.New("the number has too few or too many digits")
	}
	return p, nil
}

// DescribePhone says what is known of a stored E.164 number. One that cannot be
// read is given back as it is.
func DescribePhone(stored, region string) Phone {
	n, err := phonenumbers.Parse(stored, homeRegion(region))
	if err != nil {
		return Phone{E164: stored, Pretty: stored}
	}
	p := describe(n, region)
	if p.E164 != stored {
		return Phone{E164: stored, Pretty: stored}
	}
	return p
}

// parse mends what the library makes of 11234567890 in the United States: it
// takes the first 1 for the country and the second, which starts no area code,
// for a prefix, and a digit is lost. Digits that begin with the code of the
// home country and make a number of possible length are read as such.
func parse(typed, region string) (*phonenumbers.PhoneNumber, error) {
	n, err := phonenumbers.Parse(typed, region)
	if err != nil || strings.HasPrefix(typed, "+") || phonenumbers.IsPossibleNumber(n) {
		return n, err
	}
	digits := phonenumbers.NormalizeDigitsOnly(typed)
	if !strings.HasPrefix(digits, strconv.Itoa(phonenumbers.GetCountryCodeForRegion(region))) {
		return n, nil
	}
	if whole, err := phonenumbers.Parse("+"+digits, region); err == nil && phonenumbers.IsPossibleNumber(whole) {
		return whole, nil
	}
	return n, nil
}

// CheckRegion tells whether national numbers of a country can be read. region is
// its ISO 3166 code in two letters, in either case.
func CheckRegion(region string) error {
	if phonenumbers.GetCountryCodeForRegion(strings.ToUpper(region)) == 0 {
		return fmt.Errorf("%q is no country; a country has two letters, such as US or GB", region)
	}
	return nil
}

func homeRegion(region string) string {
	if region == "" {
		return "US"
	}
	return strings.ToUpper(region)
}

// PrettyPhone is what DescribePhone says of a number's form alone, for lists that
// show many.
func PrettyPhone(stored, region string) string {
	n, err := phonenumbers.Parse(stored, homeRegion(region))
	if err != nil || phonenumbers.Format(n, phonenumbers.E164) != stored {
		return stored
	}
	return pretty(n, region)
}

// pretty is the national form at home, unless that does not read back to the same
// number.
func pretty(n *phonenumbers.PhoneNumber, region string) string {
	if phonenumbers.GetCountryCodeForRegion(homeRegion(region)) == int(n.GetCountryCode()) {
		short := phonenumbers.Format(n, phonenumbers.NATIONAL)
		back, err := phonenumbers.Parse(short, homeRegion(region))
		if err == nil && phonenumbers.Format(back, phonenumbers.E164) == phonenumbers.Format(n, phonenumbers.E164) {
			return short
		}
	}
	return phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
}

func describe(n *phonenumbers.PhoneNumber, region string) Phone {
	p := Phone{
		E164:   phonenumbers.Format(n, phonenumbers.E164),
		Kind:   kindNames[phonenumbers.GetNumberType(n)],
		Pretty: pretty(n, region),
	}
	of := phonenumbers.GetRegionCodeForNumber(n)
	if of == "" {
		of = phonenumbers.GetRegionCodeForCountryCode(int(n.GetCountryCode()))
	}
	p.Country = countryName(of)
	if !phonenumbers.IsValidNumber(n) {
		p.Doubt = doubt(n, p.Country)
	}
	return p
}

func doubt(n *phonenumbers.PhoneNumber, country string) string {
	if country == "" {
		country = "any country"
	}
	switch phonenumbers.IsPossibleNumberWithReason(n) {
	case phonenumbers.TOO_SHORT:
		return "too short for a number of " + country
	case phonenumbers.TOO_LONG:
		return "too long for a number of " + country
	case phonenumbers.IS_POSSIBLE_LOCAL_ONLY:
		return "the area code is missing"
	}
	return "no number of " + country + " starts like this"
}

func readingError(err error) error {
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return errors.New("the country code is missing or unknown; start with + and the country code")
	case errors.Is(err, phonenumbers.ErrTooShortNSN), errors.Is(err, phonenumbers.ErrTooShortAfterIDD):
		return errors.New("the number is too short")
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return errors.New("the number is too long")
	}
	return errNoPhone
}

func countryName(region string) string {
	if region == "" || region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY {
		return ""
	}
	r, err := language.ParseRegion(region)
	if err != nil {
		return ""
	}
	return display.English.Regions().Name(r)
}

var kindNames = map[phonenumbers.PhoneNumberType]string{
	phonenumbers.FIXED_LINE:           "fixed line",
	phonenumbers.MOBILE:               "mobile",
	phonenumbers.FIXED_LINE_OR_MOBILE: "fixed line or mobile",
	phonenumbers.TOLL_FREE:            "toll-free",
	phonenumbers.PREMIUM_RATE:         "premium rate",
	phonenumbers.SHARED_COST:          "shared cost",
	phonenumbers.VOIP:                 "internet phone",
	phonenumbers.PERSONAL_NUMBER:      "personal number",
	phonenumbers.PAGER:                "pager",
	phonenumbers.UAN:                  "company number",
	phonenumbers.VOICEMAIL:            "voicemail",
}
