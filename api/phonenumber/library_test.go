package phonenumber

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/nyaruka/phonenumbers"
)

// These tests compare the package with the library that it replaces.

var libraryKinds = map[phonenumbers.PhoneNumberType]Kind{
	phonenumbers.UNKNOWN: Unknown, phonenumbers.PREMIUM_RATE: Premium, phonenumbers.TOLL_FREE: TollFree,
	phonenumbers.SHARED_COST: SharedCost, phonenumbers.VOIP: VoIP, phonenumbers.PERSONAL_NUMBER: Personal,
	phonenumbers.PAGER: Pager, phonenumbers.UAN: Company, phonenumbers.VOICEMAIL: Voicemail,
	phonenumbers.FIXED_LINE: Fixed, phonenumbers.MOBILE: Mobile, phonenumbers.FIXED_LINE_OR_MOBILE: FixedOrMobile,
}

var libraryLengths = map[phonenumbers.ValidationResult]Length{
	phonenumbers.IS_POSSIBLE: Possible, phonenumbers.IS_POSSIBLE_LOCAL_ONLY: Local, phonenumbers.TOO_SHORT: Short,
	phonenumbers.TOO_LONG: Long, phonenumbers.INVALID_LENGTH: Impossible, phonenumbers.INVALID_COUNTRY_CODE: NoCountry,
}

// describe and describeByLibrary return everything that is known of a text.
func describe(typed, region string) string {
	n, err := Parse(typed, region)
	if err != nil {
		return err.Error()
	}
	of, kind := n.Classify()
	return fmt.Sprint(n.E164(), "|", n.Extension, "|", kind, "|", n.Length(), "|", of, "|", n.FormatInternational(), "|", n.FormatNational())
}

func describeByLibrary(typed, region string) string {
	n, err := phonenumbers.Parse(withoutEnd(typed), region)
	if err != nil {
		return libraryError(err).Error()
	}
	extension := n.GetExtension()
	n.Extension = nil // Number's formats do not have it
	return fmt.Sprint(phonenumbers.Format(n, phonenumbers.E164), "|", extension, "|", libraryKinds[phonenumbers.GetNumberType(n)], "|",
		libraryLengths[phonenumbers.IsPossibleNumberWithReason(n)], "|", phonenumbers.GetRegionCodeForNumber(n), "|",
		phonenumbers.Format(n, phonenumbers.INTERNATIONAL), "|", phonenumbers.Format(n, phonenumbers.NATIONAL))
}

// withoutEnd removes from a text what Google's library removes from its end and the port
// does not: the port's pattern is an intersection of classes, which Go's expressions do not
// have. google_test.go compares such texts with Google's own library.
func withoutEnd(typed string) string {
	start := strings.IndexFunc(typed, func(r rune) bool { return strings.ContainsRune(plusSigns, r) || unicode.Is(unicode.Nd, r) })
	if start < 0 || len(typed) > maxInput || strings.Contains(typed, ";phone-context=") {
		return typed
	}
	return typed[:start] + strings.TrimRightFunc(typed[start:], func(r rune) bool {
		return r != '#' && !unicode.Is(unicode.Nd, r) && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

func libraryError(err error) error {
	switch {
	case errors.Is(err, phonenumbers.ErrInvalidCountryCode):
		return ErrCountry
	case errors.Is(err, phonenumbers.ErrTooShortNSN), errors.Is(err, phonenumbers.ErrTooShortAfterIDD):
		return ErrTooShort
	case errors.Is(err, phonenumbers.ErrNumTooLong):
		return ErrTooLong
	}
	return ErrNoNumber
}

func expectSame(t *testing.T, typed, region string) {
	t.Helper()
	if got, want := describe(typed, region), describeByLibrary(typed, region); got != want {
		t.Errorf("%q in %q is\n%s\nand in the library\n%s", typed, region, got, want)
	}
}

// Every country, every kind of line, every way to write the number, parsed in its
// country and elsewhere. In short mode each country has one kind of line, the next
// country another one.
func TestParse_agreesWithLibraryForEveryCountry(t *testing.T) {
	for i, region := range slices.Sorted(maps.Keys(phonenumbers.GetSupportedRegions())) {
		examples := examplesOfEveryKind(region)
		if testing.Short() && len(examples) > 0 {
			i %= len(examples)
			examples = examples[i : i+1]
		}
		for _, n := range examples {
			expectSameInEveryForm(t, n, region)
		}
	}
	for code := range phonenumbers.GetSupportedGlobalNetworkCallingCodes() {
		if n := phonenumbers.GetExampleNumberForNonGeoEntity(code); n != nil {
			expectSameInEveryForm(t, n, "US")
		}
	}
}

func examplesOfEveryKind(region string) (all []*phonenumbers.PhoneNumber) {
	for kind := phonenumbers.FIXED_LINE; kind <= phonenumbers.VOICEMAIL; kind++ {
		if n := phonenumbers.GetExampleNumberForType(region, kind); n != nil {
			all = append(all, n)
		}
	}
	return all
}

func expectSameInEveryForm(t *testing.T, n *phonenumbers.PhoneNumber, region string) {
	national := phonenumbers.GetNationalSignificantNumber(n)
	code := fmt.Sprint(n.GetCountryCode())
	for i, typed := range []string{
		phonenumbers.Format(n, phonenumbers.E164), phonenumbers.Format(n, phonenumbers.INTERNATIONAL),
		phonenumbers.Format(n, phonenumbers.NATIONAL), phonenumbers.Format(n, phonenumbers.RFC3966),
		national, code + national, "00" + code + national, "011 " + code + " " + national, "0" + national, "+" + code + " 0" + national,
		national + " ext. 12", national[1:], national + "0", national[:len(national)-1],
	} {
		expectSame(t, typed, region)
		expectSame(t, typed, []string{"US", "IT", ""}[i%3])
	}
}

func TestCallingCode_agreesWithLibrary(t *testing.T) {
	for region := range phonenumbers.GetSupportedRegions() {
		if got, want := CallingCode(region), phonenumbers.GetCountryCodeForRegion(region); got != want {
			t.Errorf("the code of %s is %d, want %d", region, got, want)
		}
		if n := phonenumbers.GetExampleNumber(region); n != nil {
			if p, err := Parse(phonenumbers.Format(n, phonenumbers.E164), ""); err != nil || p.Region() == region && CountryName(region, p.Code) != englishName(region) {
				t.Errorf("the country of an example of %s is %q: %v", region, CountryName(region, p.Code), err)
			}
		}
	}
	for _, region := range []string{"", "ZZ", World, "800", "us"} {
		if code := CallingCode(region); code != 0 {
			t.Errorf("%q has code %d", region, code)
		}
	}
}

// Numbers with mistakes, as people type them.
func TestParse_agreesWithLibraryOnMistakes(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	var regions []string
	for code := range phonenumbers.GetSupportedCallingCodes() {
		regions = append(regions, phonenumbers.GetRegionCodesForCountryCode(code)...)
	}
	marks := strings.Split("0123456789+-. ()/x,;#*abcDEF", "")
	rounds := 3_000
	if testing.Short() {
		rounds = 1_000
	}
	for range rounds {
		region := regions[dice.IntN(len(regions))]
		n := phonenumbers.GetExampleNumberForType(region, phonenumbers.PhoneNumberType(dice.IntN(4)))
		if n == nil {
			continue
		}
		typed := phonenumbers.Format(n, phonenumbers.PhoneNumberFormat(dice.IntN(4)))
		for range 1 + dice.IntN(3) {
			i := dice.IntN(len(typed))
			switch mark := marks[dice.IntN(len(marks))]; dice.IntN(3) {
			case 0:
				typed = typed[:i] + mark + typed[i:]
			case 1:
				typed = typed[:i] + mark + typed[i+1:]
			case 2:
				typed = typed[:i] + typed[i+1:] + "5"
			}
		}
		expectSame(t, typed, regions[dice.IntN(len(regions))])
		expectSame(t, typed, region)
	}
}

// The library turns the digits of most scripts into zeros.
func TestParse_readsDigitsOfEveryScript(t *testing.T) {
	for _, typed := range []string{"\u0968\u0968\u096d\u0969\u096a\u096b\u096c\u096d", "\uff12\uff12\uff17\uff13\uff14\uff15\uff16\uff17", "\u0662\u0662\u0667\u0663\u0664\u0665\u0666\u0667"} {
		if n, err := Parse("+91 22 "+typed, "IN"); err != nil || n.E164() != "+912222734567" {
			t.Errorf("%q is %v, %v", typed, n, err)
		}
	}
}

func FuzzParse_agreesWithLibrary(f *testing.F) {
	f.Add("650-555-0142", "US")
	f.Add("+44 (0)20 7946 0958 x12", "GB")
	f.Add("tel:020-7946-0958;phone-context=+44", "US")
	f.Add("1800 FLOWERS", "US")
	f.Add("+39 02 1234 5678;ext=4", "IT")
	f.Fuzz(func(t *testing.T, typed, region string) {
		for _, r := range typed {
			if _, known := digit(r); known && r > '9' && !strings.ContainsRune("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９", r) {
				t.Skip("the library does not know the digit")
			}
		}
		expectSame(t, typed, region)
	})
}
