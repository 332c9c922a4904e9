package phonenumber

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
)

// What is read, judged and written here is what the library makes of it.

var kindsOfLibrary = map[phonenumbers.PhoneNumberType]Kind{
	phonenumbers.UNKNOWN: Unknown, phonenumbers.PREMIUM_RATE: Premium, phonenumbers.TOLL_FREE: TollFree,
	phonenumbers.SHARED_COST: SharedCost, phonenumbers.VOIP: VoIP, phonenumbers.PERSONAL_NUMBER: Personal,
	phonenumbers.PAGER: Pager, phonenumbers.UAN: Company, phonenumbers.VOICEMAIL: Voicemail,
	phonenumbers.FIXED_LINE: Fixed, phonenumbers.MOBILE: Mobile, phonenumbers.FIXED_LINE_OR_MOBILE: FixedOrMobile,
}

var lengthsOfLibrary = map[phonenumbers.ValidationResult]Length{
	phonenumbers.IS_POSSIBLE: Possible, phonenumbers.IS_POSSIBLE_LOCAL_ONLY: Local, phonenumbers.TOO_SHORT: Short,
	phonenumbers.TOO_LONG: Long, phonenumbers.INVALID_LENGTH: Impossible, phonenumbers.INVALID_COUNTRY_CODE: NoCountry,
}

// ours and theirs say all that is known of a text.
func ours(typed, at string) string {
	n, err := Parse(typed, at)
	if err != nil {
		return err.Error()
	}
	region, kind := n.Place()
	return fmt.Sprint(n.E164(), "|", n.Extension, "|", kind, "|", n.Length(), "|", region, "|", n.Abroad(), "|", n.AtHome())
}

func theirs(typed, region string) string {
	n, err := phonenumbers.Parse(typed, region)
	if err != nil {
		return errorOfLibrary(err).Error()
	}
	extension := n.GetExtension()
	n.Extension = nil // it is not written
	return fmt.Sprint(phonenumbers.Format(n, phonenumbers.E164), "|", extension, "|", kindsOfLibrary[phonenumbers.GetNumberType(n)], "|",
		lengthsOfLibrary[phonenumbers.IsPossibleNumberWithReason(n)], "|", phonenumbers.GetRegionCodeForNumber(n), "|",
		phonenumbers.Format(n, phonenumbers.INTERNATIONAL), "|", phonenumbers.Format(n, phonenumbers.NATIONAL))
}

func errorOfLibrary(err error) error {
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

func agree(t *testing.T, typed, region string) {
	t.Helper()
	if got, want := ours(typed, region), theirs(typed, region); got != want {
		t.Errorf("%q in %q is\n%s\nand for the library\n%s", typed, region, got, want)
	}
}

// Every country, every kind of line, in every way to write the number, read at
// home and abroad.
func TestEveryCountry(t *testing.T) {
	for region := range phonenumbers.GetSupportedRegions() {
		for kind := phonenumbers.FIXED_LINE; kind <= phonenumbers.VOICEMAIL; kind++ {
			if n := phonenumbers.GetExampleNumberForType(region, kind); n != nil {
				everyWay(t, n, region)
			}
		}
	}
	for code := range phonenumbers.GetSupportedGlobalNetworkCallingCodes() {
		if n := phonenumbers.GetExampleNumberForNonGeoEntity(code); n != nil {
			everyWay(t, n, "US")
		}
	}
}

func everyWay(t *testing.T, n *phonenumbers.PhoneNumber, region string) {
	national := phonenumbers.GetNationalSignificantNumber(n)
	code := fmt.Sprint(n.GetCountryCode())
	for i, typed := range []string{
		phonenumbers.Format(n, phonenumbers.E164), phonenumbers.Format(n, phonenumbers.INTERNATIONAL),
		phonenumbers.Format(n, phonenumbers.NATIONAL), phonenumbers.Format(n, phonenumbers.RFC3966),
		national, code + national, "00" + code + national, "011 " + code + " " + national, "0" + national, "+" + code + " 0" + national,
		national + " ext. 12", national[1:], national + "0", national[:len(national)-1],
	} {
		agree(t, typed, region)
		agree(t, typed, []string{"US", "IT", ""}[i%3])
	}
}

func TestCodesAndCountries(t *testing.T) {
	for region := range phonenumbers.GetSupportedRegions() {
		if got, want := CodeOf(region), phonenumbers.GetCountryCodeForRegion(region); got != want {
			t.Errorf("the code of %s is %d, want %d", region, got, want)
		}
		if n := phonenumbers.GetExampleNumber(region); n != nil {
			if p, err := Parse(phonenumbers.Format(n, phonenumbers.E164), ""); err != nil || p.Region() == region && CountryName(region, p.Code) != englishName(region) {
				t.Errorf("the country of an example of %s is %q: %v", region, CountryName(region, p.Code), err)
			}
		}
	}
	for _, region := range []string{"", "ZZ", World, "800", "us"} {
		if code := CodeOf(region); code != 0 {
			t.Errorf("%q has code %d", region, code)
		}
	}
}

// Numbers with faults, as people type them.
func TestMistakes(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	var regions []string
	for code := range phonenumbers.GetSupportedCallingCodes() {
		regions = append(regions, phonenumbers.GetRegionCodesForCountryCode(code)...)
	}
	marks := strings.Split("0123456789+-. ()/x,;#*abcDEF", "")
	for range 3_000 {
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
		agree(t, typed, regions[dice.IntN(len(regions))])
		agree(t, typed, region)
	}
}

// The library keeps digits of most scripts as they are and then makes a zero of
// them.
func TestDigitsOfEveryScript(t *testing.T) {
	for _, typed := range []string{"\u0968\u0968\u096d\u0969\u096a\u096b\u096c\u096d", "\uff12\uff12\uff17\uff13\uff14\uff15\uff16\uff17", "\u0662\u0662\u0667\u0663\u0664\u0665\u0666\u0667"} {
		if n, err := Parse("+91 22 "+typed, "IN"); err != nil || n.E164() != "+912222734567" {
			t.Errorf("%q is %v, %v", typed, n, err)
		}
	}
}

func FuzzLikeTheLibrary(f *testing.F) {
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
		agree(t, typed, region)
	})
}
