package api

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"rcfwd/api/phonenumber"
	"rcfwd/api/rest"
)

// Phone is the meaning of a typed or stored phone number.
type Phone struct {
	E164    string // what is sent
	Pretty  string // as people of the home region write it
	Country string // English name; empty for a number of no country
	Kind    string // kind of line or of network, such as "mobile"; empty when unknown

	// International reports whether a call to it from the home region is international.
	International bool

	// Doubt is the reason why the number may not exist; empty for none. The service
	// decides, so a doubtful number may still be sent.
	Doubt string

	// Note says what of the typed text is not in the number, and which letters became
	// digits; empty for none.
	Note string
}

var errNoPhone = errors.New("enter a phone number, such as 650-555-0142 or +44 20 7946 0958")

// ReadPhone reads a number as people type it; region is the ISO 3166 code of the country
// whose national form is accepted, empty for US. An error means that the text cannot be
// made an E.164 number, and says what is missing.
func ReadPhone(typed, region string) (Phone, error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return Phone{}, errNoPhone
	}
	found, err := phonenumber.Find(typed, homeRegion(region))
	if err != nil {
		return Phone{}, readingError(err)
	}
	n, err := parse(found.Text, homeRegion(region))
	if err != nil {
		return Phone{}, readingError(err)
	}
	if n.Extension != "" || found.Extension != "" {
		return Phone{}, errors.New("a forwarding number cannot have an extension; enter the number alone")
	}
	p := describe(n, region)
	if !isE164(p.E164) {
		return Phone{}, errors.New("the number has too few or too many digits")
	}
	p.Note = note(found)
	return p, nil
}

// DescribePhone returns what is known about a stored E.164 number. A number that cannot be
// read is returned as it is.
func DescribePhone(stored, region string) Phone {
	n, err := phonenumber.Parse(stored, homeRegion(region))
	if err != nil {
		return Phone{E164: stored, Pretty: stored}
	}
	p := describe(n, region)
	if p.E164 != stored {
		return Phone{E164: stored, Pretty: stored}
	}
	return p
}

// parse corrects how 11234567890 is read in the United States: the first 1 is taken for
// the country code and the second, which starts no area code, for a prefix, so a digit is
// lost. Digits that begin with the code of the home country and have a possible length are
// read with that code.
func parse(typed, region string) (phonenumber.Number, error) {
	n, err := phonenumber.Parse(typed, region)
	if err != nil || strings.HasPrefix(typed, "+") || n.Length() == phonenumber.Possible || n.Length() == phonenumber.Local {
		return n, err
	}
	digits := phonenumber.Digits(typed)
	if !strings.HasPrefix(digits, strconv.Itoa(phonenumber.CallingCode(region))) {
		return n, nil
	}
	if whole, err := phonenumber.Parse("+"+digits, region); err == nil && (whole.Length() == phonenumber.Possible || whole.Length() == phonenumber.Local) {
		return whole, nil
	}
	return n, nil
}

// CheckRegion returns an error when national numbers of a country cannot be read. region
// is its two-letter ISO 3166 code, in either case.
func CheckRegion(region string) error {
	if phonenumber.CallingCode(strings.ToUpper(region)) == 0 {
		return fmt.Errorf("%q is not a country; use two letters, such as US or GB", region)
	}
	return nil
}

// ReadExtension returns the id or the short number of an extension as people type it, such
// as "x104", and rest.Mine as it is.
func ReadExtension(typed string) (string, error) {
	if strings.TrimSpace(typed) == rest.Mine {
		return rest.Mine, nil
	}
	digits, err := phonenumber.ReadExtension(typed)
	if letter, ok := errors.AsType[*phonenumber.LetterError](err); ok {
		return "", letterError(letter)
	}
	if err != nil {
		return "", fmt.Errorf("\u201c%s\u201d is not an extension; enter its digits, such as 104", rest.Clean(typed))
	}
	return digits, nil
}

func homeRegion(region string) string {
	if region == "" {
		return "US"
	}
	return strings.ToUpper(region)
}

// PrettyPhone returns only the Pretty of DescribePhone, which is faster for long lists.
func PrettyPhone(stored, region string) string {
	n, err := phonenumber.Parse(stored, homeRegion(region))
	if err != nil || n.E164() != stored {
		return stored
	}
	return pretty(n, region)
}

// Words are what is known of the number besides its digits, such as "Jamaica,
// international, mobile".
func (p Phone) Words() string {
	abroad := ""
	if p.International {
		abroad = "international"
	}
	return joinComma(slices.DeleteFunc([]string{p.Country, abroad, p.Kind}, func(s string) bool { return s == "" }))
}

// pretty returns the national form for numbers of the home region, unless it does not
// read back to the same number, and the international form for others.
func pretty(n phonenumber.Number, region string) string {
	if !n.International(homeRegion(region)) {
		short := n.FormatNational()
		if back, err := phonenumber.Parse(short, homeRegion(region)); err == nil && back.E164() == n.E164() {
			return short
		}
	}
	return n.FormatInternational()
}

func describe(n phonenumber.Number, region string) Phone {
	of, kind := n.Classify()
	network := networkNames[n.Network()]
	p := Phone{
		E164: n.E164(), Kind: cmp.Or(network, kindNames[kind]), Country: phonenumber.CountryName(of, n.Code),
		Pretty: pretty(n, region), International: n.International(homeRegion(region)),
	}
	if kind == phonenumber.Unknown {
		p.Doubt = doubt(n, p.Country, network)
	}
	return p
}

// networkNames are the networks of no country that are known by what they are. Services
// are known by their kind of line.
var networkNames = map[phonenumber.Network]string{phonenumber.Satellite: "satellite network", phonenumber.International: "international network"}

// doubt returns why no line can have a number of a country or of a network.
func doubt(n phonenumber.Number, country, network string) string {
	switch number := numberOf(country, network); n.Length() {
	case phonenumber.Short:
		return "too short for a " + number
	case phonenumber.Long:
		return "too long for a " + number
	case phonenumber.Local:
		return "the area code is missing"
	default:
		return "no " + number + " starts like this"
	}
}

// numberOf names the numbers of a country or of a network, such as "US number".
func numberOf(country, network string) string {
	short := map[string]string{"United States": "US number", "United Kingdom": "UK number", "": "phone number"}
	switch {
	case network != "":
		return "number of the " + network
	case short[country] != "":
		return short[country]
	}
	return "number of " + country
}

// note says what Find dropped and what it turned into digits.
func note(found phonenumber.Found) string {
	var words []string
	if found.Letters != "" {
		words = append(words, found.Letters+" is read as "+found.Digits)
	}
	var quoted []string
	for _, part := range found.Ignored {
		quoted = append(quoted, "“"+rest.Clean(part)+"”")
	}
	switch last := len(quoted) - 1; {
	case last == 0:
		words = append(words, quoted[0]+" is ignored")
	case last > 0:
		words = append(words, strings.Join(quoted[:last], ", ")+" and "+quoted[last]+" are ignored")
	}
	return strings.Join(words, "; ")
}

func readingError(err error) error {
	if code, ok := errors.AsType[*phonenumber.CodeError](err); ok {
		if code.Means == "" {
			return errors.New(code.Code + " is a service code; a forwarding number cannot start with it")
		}
		return errors.New(code.Code + " " + code.Means + "; a forwarding number cannot start with it")
	}
	if letter, ok := errors.AsType[*phonenumber.LetterError](err); ok {
		return letterError(letter)
	}
	switch {
	case errors.Is(err, phonenumber.ErrTwoNumbers):
		return errors.New("this is more than one number; enter only one")
	case errors.Is(err, phonenumber.ErrCountry):
		return errors.New("the country code is missing or unknown; start with + and the country code")
	case errors.Is(err, phonenumber.ErrTooShort):
		return errors.New("the number is too short")
	case errors.Is(err, phonenumber.ErrTooLong):
		return errors.New("the number is too long")
	}
	return errNoPhone
}

// letterError names the letter by its code point too where it looks like one of ASCII.
func letterError(e *phonenumber.LetterError) error {
	letter := string(e.Letter)
	if e.Letter > unicode.MaxASCII {
		letter += fmt.Sprintf(" (U+%04X)", e.Letter)
	}
	return fmt.Errorf("the letter %s in “%s” is not a digit; enter %c", letter, rest.Clean(e.In), e.Digit)
}

var kindNames = map[phonenumber.Kind]string{
	phonenumber.Fixed:         "fixed line",
	phonenumber.Mobile:        "mobile",
	phonenumber.FixedOrMobile: "fixed line or mobile",
	phonenumber.TollFree:      "toll-free",
	phonenumber.Premium:       "premium rate",
	phonenumber.SharedCost:    "shared cost",
	phonenumber.VoIP:          "internet phone",
	phonenumber.Personal:      "personal number",
	phonenumber.Pager:         "pager",
	phonenumber.Company:       "company number",
	phonenumber.Voicemail:     "voicemail",
}
