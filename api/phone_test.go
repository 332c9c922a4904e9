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
		if !e164.MatchString(p.E164) {
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
