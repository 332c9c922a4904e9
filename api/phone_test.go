package api

import "testing"

func TestReadPhone_readsNumbersAsTyped(t *testing.T) {
	tests := []struct{ typed, region, e164, pretty, country string }{
		{"650-555-0142", "US", "+16505550142", "(650) 555-0142", "United States"},
		{"(650) 555 0142", "", "+16505550142", "(650) 555-0142", "United States"},
		{"+44 20 7946 0958", "US", "+442079460958", "+44 20 7946 0958", "United Kingdom"},
		{"020 7946 0958", "gb", "+442079460958", "020 7946 0958", "United Kingdom"},
		{"11234567890", "US", "+11234567890", "1234567890", "United States"},
		{"+1 650 555 0142", "GB", "+16505550142", "+1 650-555-0142", "United States"},
	}
	for _, tt := range tests {
		p, err := ReadPhone(tt.typed, tt.region)
		if err != nil || p.E164 != tt.e164 || p.Pretty != tt.pretty || tt.country != "" && p.Country != tt.country {
			t.Errorf("ReadPhone(%q, %q) = %+v, %v; want %+v", tt.typed, tt.region, p, err, tt)
		}
	}
}

func TestReadPhone_readsWhatIsPasted(t *testing.T) {
	for _, typed := range []string{
		"650-555-0142,", "650-555-0142;", `"650-555-0142"`, "<+16505550142>", "Pat <+1 650 555 0142>", "650-555-0142\u201d", "\u202a+1 650-555-0142\u202c",
	} {
		if p, err := ReadPhone(typed, "US"); err != nil || p.E164 != "+16505550142" || p.Doubt != "" {
			t.Errorf("ReadPhone(%q) = %+v, %v", typed, p, err)
		}
	}
}

func TestReadPhone_saysWhatItIgnoresAndTurns(t *testing.T) {
	for _, tt := range []struct{ typed, region, e164, note string }{
		{"030 123456 (Home)", "DE", "+4930123456", "\u201c(Home)\u201d is ignored"},
		{"Pat 650-555-0142 (cell)", "US", "+16505550142", "\u201cPat\u201d and \u201c(cell)\u201d are ignored"},
		{"1-800-FLOWERS", "US", "+18003569377", "FLOWERS is read as 3569377"},
		{"1-800-FLOWERS (shop)", "US", "+18003569377", "FLOWERS is read as 3569377; \u201c(shop)\u201d is ignored"},
		{"sip:+16505550142@host", "US", "+16505550142", "\u201c@host\u201d is ignored"},
		{"650\u2022555\u20220142", "US", "+16505550142", ""},
		{"tel:%2B16505550142", "US", "+16505550142", ""},
		{"\uff16\uff15\uff10\uff0d\uff15\uff15\uff15\uff0d\uff10\uff11\uff14\uff12", "US", "+16505550142", ""},
	} {
		if p, err := ReadPhone(tt.typed, tt.region); err != nil || p.E164 != tt.e164 || p.Note != tt.note || p.Doubt != "" {
			t.Errorf("ReadPhone(%q, %q) = %+v, %v; want %+v", tt.typed, tt.region, p, err, tt)
		}
	}
}

// What follows the digits as they are typed says where a call goes, also where the calling
// code does not tell.
func TestReadPhone_saysWhichCallsAreInternational(t *testing.T) {
	for _, tt := range []struct{ typed, region, pretty, words string }{
		{"+8816 123 45678", "US", "+881 6 123 45678", "international, satellite network"},
		{"+870 773 111 632", "US", "+870 773 111 632", "international, satellite network"},
		{"+882 16 123 45678", "DE", "+882 16 1234 5678", "international, satellite network"},
		{"+882 12 34567", "US", "+882 1234567", "international, international network"},
		{"+800 1234 5678", "US", "+800 1234 5678", "international, toll-free"},
		{"876-555-1234", "US", "+1 876-555-1234", "Jamaica, international, mobile"},
		{"+1 242 359 1234", "US", "+1 242-359-1234", "Bahamas, international, mobile"},
		{"+1 787 234 5678", "US", "(787) 234-5678", "Puerto Rico, fixed line or mobile"},
		{"416-555-0142", "US", "(416) 555-0142", "Canada, fixed line or mobile"},
		{"650-555-0142", "CA", "(650) 555-0142", "United States, fixed line or mobile"},
		{"+1 650 555 0142", "JM", "+1 650-555-0142", "United States, international, fixed line or mobile"},
		{"876-555-1234", "JM", "(876) 555-1234", "Jamaica, mobile"},
		{"800-234-5678", "JM", "(800) 234-5678", "United States, toll-free"},
		{"+44 20 7946 0958", "US", "+44 20 7946 0958", "United Kingdom, international, fixed line"},
		{"01534 123456", "GB", "01534 123456", "Jersey, fixed line"},
		{"+7 701 234 5678", "RU", "+7 701 234 5678", "Kazakhstan, international, mobile"},
	} {
		p, err := ReadPhone(tt.typed, tt.region)
		if err != nil || p.Pretty != tt.pretty || p.Words() != tt.words {
			t.Errorf("ReadPhone(%q, %q) = %q, %q, doubt %q, %v", tt.typed, tt.region, p.Pretty, p.Words(), p.Doubt, err)
		}
	}
	if p, _ := ReadPhone("+870 123 456 789", "US"); p.Doubt != "no number of the satellite network starts like this" {
		t.Errorf("%+v", p)
	}
}

func TestReadPhone_namesWhatIsInTheWay(t *testing.T) {
	for typed, want := range map[string]string{
		"*67 650 555 0142":           "*67 hides the caller's number for one call; a forwarding number cannot start with it",
		"*99 650 555 0142":           "*99 is a service code; a forwarding number cannot start with it",
		"65O-555-0142":               "the letter O in \u201c65O\u201d is not a digit; enter 0",
		"650-555-0l42":               "the letter l in \u201c0l42\u201d is not a digit; enter 1",
		"65\u041e-555-0142":          "the letter \u041e (U+041E) in \u201c65\u041e\u201d is not a digit; enter 0",
		"650-555-0142, 650-555-0143": "this is more than one number; enter only one",
		"650-555-0142 (ext. 4)":      "a forwarding number cannot have an extension; enter the number alone",
	} {
		if p, err := ReadPhone(typed, "US"); err == nil || err.Error() != want {
			t.Errorf("ReadPhone(%q) = %+v, %v; want %q", typed, p, err, want)
		}
	}
}

func TestReadPhone_doubtsUnassignedNumbers(t *testing.T) {
	p, err := ReadPhone("11234567890", "US")
	if err != nil || p.Doubt == "" {
		t.Errorf("a number that cannot exist is not in doubt: %+v, %v", p, err)
	}
	for _, typed := range []string{"", "hello", "12", "+999123456789", "650-555-0142 ext. 4"} {
		if p, err := ReadPhone(typed, "US"); err == nil {
			t.Errorf("ReadPhone(%q) = %+v; want an error", typed, p)
		}
	}
}

func TestReadExtension_namesWhatIsInTheWay(t *testing.T) {
	for typed, want := range map[string]string{" x104": "104", "~": "~", " ~ ": "~", "801200401004": "801200401004"} {
		if got, err := ReadExtension(typed); got != want || err != nil {
			t.Errorf("ReadExtension(%q) = %q, %v", typed, got, err)
		}
	}
	for typed, want := range map[string]string{
		"Dana": "\u201cDana\u201d is not an extension; enter its digits, such as 104", "1O4": "the letter O in \u201c1O4\u201d is not a digit; enter 0",
	} {
		if got, err := ReadExtension(typed); err == nil || err.Error() != want {
			t.Errorf("ReadExtension(%q) = %q, %v", typed, got, err)
		}
	}
}

func TestDescribePhone_keepsWhatItCannotRead(t *testing.T) {
	for _, stored := range []string{"", "104", "*67", "+1650555014"} {
		if p := DescribePhone(stored, "US"); p.E164 != stored {
			t.Errorf("DescribePhone(%q) = %+v", stored, p)
		}
	}
}

// A number that is read without an error can be sent, and is described as the same
// number.
func FuzzReadPhone(f *testing.F) {
	f.Add("650-555-0142", "US")
	f.Add("+44 20 7946 0958", "GB")
	f.Add("11234567890", "")
	f.Add("tel:+1-650;ext=4", "zz")
	f.Fuzz(func(t *testing.T, typed, region string) {
		p, err := ReadPhone(typed, region)
		if err != nil {
			if err.Error() == "" {
				t.Error("an error without words")
			}
			return
		}
		if !isE164(p.E164) {
			t.Errorf("%q is read as %q", typed, p.E164)
		}
		if pretty := PrettyPhone(p.E164, region); pretty != DescribePhone(p.E164, region).Pretty {
			t.Errorf("%s in a list is %q", p.E164, pretty)
		}
		if d := DescribePhone(p.E164, region); d.E164 != p.E164 {
			t.Errorf("%q is described as %q", p.E164, d.E164)
		}
	})
}
