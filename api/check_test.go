package api

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// seven are as many numbers of type Other as an extension may have, with the
// flip digits 1 to 7.
func seven() []Number {
	var all []Number
	for i := 1; i <= MaxOther; i++ {
		all = append(all, Number{ID: fmt.Sprint(i), Type: Other, Label: fmt.Sprint("Other ", i), Flip: fmt.Sprint(i)})
	}
	return all
}

func found(problems []ValidationError) string {
	var all []string
	for _, p := range problems {
		all = append(all, string(p.Field)+" "+p.Code)
	}
	return strings.Join(all, ", ")
}

func TestCheckNew_findsWhatTheServiceRefuses(t *testing.T) {
	const phone = "+16505550142"
	have := []Number{
		{ID: "1", Type: Work, Label: "Work", Flip: "3"},
		{ID: "2", Type: PhoneLine, Label: "Desk", DeviceID: "7"},
	}
	tests := []struct {
		name string
		n    NewNumber
		have []Number
		want string
	}{
		{"other", NewNumber{Phone: phone, Label: "Cabin", Flip: 8}, have, ""},
		{"no label", NewNumber{Phone: phone}, have, "label FPN-116"},
		{"label taken", NewNumber{Type: Other, Phone: phone, Label: "Desk"}, have, "label FPN-102"},
		{"label too long", NewNumber{Phone: phone, Label: strings.Repeat("\u00e4", 61)}, have, "label CMN-101"},
		{"label of 60", NewNumber{Phone: phone, Label: strings.Repeat("\u00e4", 60)}, have, ""},
		{"no phone", NewNumber{Type: Home}, have, "phoneNumber FPN-110"},
		{"national", NewNumber{Type: Home, Phone: "6505550142"}, have, "phoneNumber CMN-101"},
		{"line break", NewNumber{Type: Home, Phone: phone + "\n"}, have, "phoneNumber CMN-101"},
		{"device for Home", NewNumber{Type: Home, Phone: phone, DeviceID: "7"}, have, "device.id FPN-111"},
		{"second Work", NewNumber{Type: Work, Phone: phone}, have, "type FPN-119"},
		{"eighth Other", NewNumber{Type: Other, Phone: phone, Label: "x"}, seven(), "type FPN-104"},
		{"eighth, type left empty", NewNumber{Phone: phone, Label: "x"}, seven(), "type FPN-104"},
		{"line", NewNumber{Type: PhoneLine, DeviceID: "8"}, have, ""},
		{"line by number", NewNumber{Type: PhoneLine, Phone: phone}, have, ""},
		{"line of nothing", NewNumber{Type: PhoneLine}, have, "device.id FPN-109"},
		{"line of both", NewNumber{Type: PhoneLine, DeviceID: "8", Phone: phone}, have, "device.id FPN-112"},
		{"line again", NewNumber{Type: PhoneLine, DeviceID: "7"}, have, "device.id FPN-118"},
		{"digit taken", NewNumber{Type: Home, Phone: phone, Flip: 3}, have, "flipNumber FPN-106"},
		{"no such digit", NewNumber{Type: Home, Phone: phone, Flip: 9}, have, "flipNumber CMN-101"},
		{"one a field", NewNumber{Phone: "x", DeviceID: "7", Flip: -1}, have, "device.id FPN-111, phoneNumber CMN-101, label FPN-116, flipNumber CMN-101"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(CheckNew(&tt.n, tt.have)); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}

func TestCheckChange_findsWhatTheServiceRefuses(t *testing.T) {
	text := func(s string) *string { return &s }
	have := seven()
	tests := []struct {
		name string
		old  Number
		c    Change
		want string
	}{
		{"nothing", have[0], Change{}, ""},
		{"everything", have[0], Change{text("+16505550142"), text("Hut"), text("8")}, ""},
		{"what it has", have[0], Change{Label: text("Other 1"), Flip: text("1")}, ""},
		{"no digit", have[0], Change{Flip: text("")}, ""},
		{"taken", have[0], Change{Label: text("Other 2"), Flip: text("2")}, "label FPN-102, flipNumber FPN-106"},
		{"label of Home", Number{Type: Home}, Change{Label: text("Hut")}, "label FPN-122"},
		{"line", Number{Type: PhoneLine}, Change{Phone: text("+16505550142"), Flip: text("8")}, "phoneNumber CMN-101"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := found(CheckChange(&tt.old, tt.c, have)); got != tt.want {
				t.Errorf("got %q; want %q", got, tt.want)
			}
		})
	}
}

func TestFreeDigits_areThoseThatNoNumberHas(t *testing.T) {
	if got := FreeDigits(seven()); !slices.Equal(got, []string{"8"}) {
		t.Errorf("got %v", got)
	}
	if got := FreeDigits(nil); len(got) != MaxFlipDigit {
		t.Errorf("got %v", got)
	}
}

func TestType_knowsItsFields(t *testing.T) {
	for _, typ := range []Type{PhoneLine, Home, Mobile, Work, Other, Outage, "Pager"} {
		for _, f := range []Field{FieldType, FieldDevice, FieldLabel, FieldPhone, FieldFlip} {
			if ok, why := typ.MayChange(f); ok != (why == "") {
				t.Errorf("%s of %s: %v, %q", f, typ, ok, why)
			}
		}
		if ok, _ := typ.MayChange(FieldFlip); !ok || !slices.Contains(typ.Takes(), FieldFlip) {
			t.Errorf("%s has no flip digit", typ)
		}
	}
}

func TestPermissions_needAWiderScopeForOthers(t *testing.T) {
	p := Permissions{"own": {"Self"}, "all": {"AllExtensions"}}
	for _, tt := range []struct {
		id          string
		other, want bool
	}{{"own", false, true}, {"own", true, false}, {"all", true, true}, {"none", false, false}} {
		if got := p.Allows(tt.id, tt.other); got != tt.want {
			t.Errorf("%+v: %v", tt, got)
		}
	}
}

func TestFeatures_lackOnlyWhatIsUnavailable(t *testing.T) {
	f := Features{{ID: "on", Available: true}, {ID: "off", ReasonCode: "ServicePlanLimitation"}}
	for id, want := range map[string]bool{"on": false, "off": true, "unsaid": false} {
		if s, lacks := f.Lacks(id); lacks != want || lacks && s.ReasonCode == "" {
			t.Errorf("%s: %+v, %v", id, s, lacks)
		}
	}
}
