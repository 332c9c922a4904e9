package risk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"rcfwd/api/phonenumber"
	"rcfwd/api/settings"
)

// words are findings as "id:level", joined.
func words(all []Finding) string {
	var parts []string
	for _, f := range all {
		parts = append(parts, string(f.ID)+":"+[]string{"say", "ask", "refuse"}[f.Level])
	}
	return strings.Join(parts, " ")
}

func TestOf_tellsNumbersByTheirKindAndRegion(t *testing.T) {
	tests := []struct{ home, phone, want string }{
		{"US", "+16505550142", ""},
		{"US", "+442079460958", ""},
		{"US", "+881631234567", "satellite:ask"},
		{"US", "+870773111632", "satellite:ask"},
		{"US", "+18765551234", "nanp-abroad:say"},
		{"US", "+19005551234", "premium:ask"},

		{"GB", "+18765551234", ""},
		{"GB", "+447911123456", ""},
		{"GB", "+449098790123", "premium:ask"},
		{"DE", "+4919001234567", "impossible:say"},
		{"DE", "+499001234567", "premium:ask"},
		{"FR", "+33899123456", "premium:ask"},
		{"AU", "+611900123456", "premium:ask"},
		{"CH", "+41900123456", "premium:ask"},
		{"CH", "+41840123456", "shared-cost:say"},

		{"us", "+18765551234", "nanp-abroad:say"},
		{"", "+18765551234", "nanp-abroad:say"},
		{"US", "+12424651234", "nanp-abroad:say"},
		{"US", "+14165550142", ""}, // Canada
		{"US", "+17875550142", ""}, // Puerto Rico
		{"CA", "+16505550142", ""},
		{"JM", "+16505550142", "nanp-abroad:say"},
		{"JM", "+18765551234", ""},
		{"JM", "+18005550199", ""},
		{"US", "+18005550199", ""},

		{"US", "+878101234567890", "satellite:ask"},
		{"US", "+88213123456", "satellite:ask impossible:say"},
		{"US", "+883510012345", "satellite:ask"},
		{"US", "+979123456789", "premium:ask satellite:ask"},
		{"US", "+80012345678", ""},
		{"US", "+80812345678", "shared-cost:say"},

		{"US", "+11234567890", "impossible:say"},
		{"US", "+4420", "impossible:say"},
		{"US", "+999123456", "impossible:say"},
		{"US", "+88161", "satellite:ask impossible:say"},
		{"US", "", "impossible:say"},
		{"US", "911", "impossible:say"},
		{"US", "+1 650 555 0142", "impossible:say"},
	}
	for _, tt := range tests {
		if got := words(Of(tt.phone, Policy{Home: tt.home}, nil)); got != tt.want {
			t.Errorf("%s from %s: %s, want %s", tt.phone, tt.home, got, tt.want)
		}
	}
}

func TestOf_saysWhatItFoundAndFromWhere(t *testing.T) {
	for phone, want := range map[string]string{
		"+881631234567": "it is a satellite phone (+881) [ITU-T E.164, assigned country codes]",
		"+870773111632": "it is a satellite phone (+870, Inmarsat) [ITU-T E.164, assigned country codes]",
		"+88216123456":  "it is a satellite phone (+882) [ITU-T E.164, assigned country codes]",
		"+882991234567": "it is on an international network of no country (+882) [ITU-T E.164, assigned country codes]",
		"+18765551234":  "it is dialled like a national number and charged as international (Jamaica) [libphonenumber " + phonenumber.MetadataVersion + "]",
		"+19005551234":  "calls to it are charged at a premium rate [libphonenumber " + phonenumber.MetadataVersion + "]",
		"+11234567890":  "no phone can have it: no US number starts like this [libphonenumber " + phonenumber.MetadataVersion + "]",
	} {
		found := Of(phone, Policy{Home: "US"}, nil)
		if len(found) == 0 || fmt.Sprintf("%s [%s]", found[0].Text, found[0].Source) != want {
			t.Errorf("%s: %+v, want %s", phone, found, want)
		}
	}
}

func TestOf_levelsFollowTheProfile(t *testing.T) {
	p := func(ask, refuse []settings.RiskID) Policy {
		return Policy{Home: "US", Guard: settings.Guard{Ask: ask, Refuse: refuse}}
	}
	all := settings.RiskIDs
	for _, tt := range []struct {
		policy Policy
		phone  string
		want   string
		worst  Level
	}{
		{p(nil, nil), "+19005551234", "premium:ask", Ask},
		{p([]settings.RiskID{}, nil), "+19005551234", "premium:say", Say},
		{p(nil, []settings.RiskID{settings.RiskPremium}), "+19005551234", "premium:refuse", Refuse},
		{p(all, all), "+18765551234", "nanp-abroad:refuse", Refuse},
		{p([]settings.RiskID{settings.RiskNANPAbroad}, nil), "+18765551234", "nanp-abroad:ask", Ask},
		{p(nil, []settings.RiskID{settings.RiskPremium}), "+979123456789", "premium:refuse satellite:ask", Refuse},
		{p(all, all), "+16505550142", "", Say},
	} {
		found := Of(tt.phone, tt.policy, nil)
		if got := words(found); got != tt.want || Worst(found) != tt.worst {
			t.Errorf("%s with %+v: %s, worst %d; want %s, %d", tt.phone, tt.policy.Guard, got, Worst(found), tt.want, tt.worst)
		}
	}
}

func TestOf_comparesCountriesWithThoseAllowedOrInUse(t *testing.T) {
	for _, tt := range []struct {
		allow, inUse []string
		phone        string
		want         string
	}{
		{nil, nil, "+442079460958", ""},
		{nil, []string{}, "+442079460958", "it is in United Kingdom, where no number is in use yet"},
		{nil, []string{"GB"}, "+442079460958", ""},
		{nil, []string{"GB"}, "+16505550142", ""}, // home
		{nil, []string{}, "+80012345678", ""},
		{[]string{"US"}, []string{"GB"}, "+442079460958", "it is in United Kingdom, and the profile allows only United States"},
		{[]string{"GB", "IE"}, nil, "+16505550142", "it is in United States, and the profile allows only United Kingdom and Ireland"},
		{[]string{"GB", "IE", "FR"}, nil, "+80012345678", "it belongs to no country, and the profile allows only United Kingdom, Ireland and France"},
		{[]string{"CA"}, nil, "+18005550199", ""},
		{[]string{"CA"}, nil, "+14165550142", ""},
		{[]string{"GB"}, nil, "+442079460958", ""},
	} {
		found := Of(tt.phone, Policy{Home: "US", InUse: tt.inUse, Guard: settings.Guard{Allow: tt.allow}}, nil)
		got := ""
		for _, f := range found {
			if f.ID == settings.RiskNotAllowed {
				got = f.Text
			}
		}
		if got != tt.want {
			t.Errorf("%s with %v, %v: %q, want %q", tt.phone, tt.allow, tt.inUse, got, tt.want)
		}
	}
	found := Of("+442079460958", Policy{Profile: "work", Guard: settings.Guard{Allow: []string{"US"}}}, nil)
	if len(found) != 1 || found[0].Source != "the profile work" {
		t.Errorf("%+v", found)
	}
	if got := Countries([]string{"+16505550142", "+442079460958", "+16505550143", "+80012345678", "x"}); !slices.Equal(got, []string{"US", "GB"}) {
		t.Errorf("countries are %v", got)
	}
}

func TestOf_reportsWhatTheIndexKnows(t *testing.T) {
	at := time.Date(2026, 3, 2, 18, 0, 0, 0, time.UTC)
	known := Facts{
		ReadAt: at, Outside: true, Forwarders: 12, Since: at, Leaver: "Pat Lee",
		Disabled: []string{"Ann", "Bob"}, Loop: []string{"Ann", "Bob", "Ann"},
	}
	found := Of("+16505550142", Policy{}, &known)
	if got := words(found); got != "outside:say hub:say new:say leaver:say disabled-forwards:say loop:say" {
		t.Error(got)
	}
	for _, f := range found {
		if f.Source != "the index of 2026-03-02T18:00:00Z" || f.OfCost() {
			t.Errorf("%+v", f)
		}
	}
	if text := found[1].Text; text != "12 extensions forward to it" {
		t.Error(text)
	}
	if text := found[5].Text; text != "its calls come back: Ann, then Bob, then Ann" {
		t.Error(text)
	}
	for _, tt := range []struct {
		forwarders, hub int
		want            string
	}{{9, 0, ""}, {10, 0, "hub:say"}, {3, 3, "hub:say"}, {2, 3, ""}} {
		if got := words(Of("+16505550142", Policy{}, &Facts{Forwarders: tt.forwarders, Hub: tt.hub})); got != tt.want {
			t.Errorf("%+v: %s", tt, got)
		}
	}
}

// Every id that a profile can name is that of a finding, and the order is the one of
// settings.RiskIDs.
func TestOf_makesEveryFindingInOrder(t *testing.T) {
	known := Facts{Outside: true, Forwarders: 99, Since: time.Now(), Leaver: "a", Disabled: []string{"b"}, Loop: []string{"c"}}
	made := map[settings.RiskID]bool{}
	for _, phone := range []string{"+979123456789", "+80812345678", "+18765551234", "x", "+442079460958"} {
		last := -1
		for _, f := range Of(phone, Policy{InUse: []string{}, Lists: lists(t, "979 a\n"), Guard: settings.Guard{Allow: []string{"US"}}}, &known) {
			at := slices.Index(settings.RiskIDs, f.ID)
			if at <= last || f.Text == "" || f.Source == "" {
				t.Errorf("%s: %+v is out of place", phone, f)
			}
			made[f.ID], last = true, at
		}
	}
	if len(made) != len(settings.RiskIDs) {
		t.Errorf("only %v are made", made)
	}
}

func TestUnknowns_countsWhatTheNumberPlanKnows(t *testing.T) {
	premium, all := phonenumber.Coverage(phonenumber.Premium)
	if want := fmt.Sprintf(" of %d of %d countries", premium, all); !strings.Contains(Unknowns, want) {
		t.Errorf("%q lacks %q", Unknowns, want)
	}
}

func FuzzOf_neverPanics(f *testing.F) {
	for _, phone := range []string{"+881631234567", "+870773111632", "+18765551234", "+19005551234", "", "+", "+0", "+999", "٣٤", "+1\x00", strings.Repeat("9", 300)} {
		f.Add(phone, "US", "GB")
	}
	f.Fuzz(func(t *testing.T, phone, home, allowed string) {
		p := Policy{Home: home, InUse: []string{allowed}, Guard: settings.Guard{Allow: []string{allowed}, Refuse: settings.RiskIDs}}
		for _, finding := range Of(phone, p, &Facts{}) {
			if finding.ID == "" || finding.Text == "" || finding.Source == "" || finding.Level != Refuse {
				t.Errorf("%q: %+v", phone, finding)
			}
		}
	})
}
