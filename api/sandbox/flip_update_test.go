package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

const (
	deskFlip  = `{"id":"592178004","phoneNumber":"+14134294674","type":"PhoneLine","label":"RingCentral for Desktop","flipNumber":"1"}`
	cabinFlip = `{"id":"803000005004","phoneNumber":"+15305550142","type":"External","label":"Cabin","flipNumber":"5"}`
)

func flipBody(records ...string) string { return `{"records":[` + strings.Join(records, ",") + `]}` }

func flips(a answer) string {
	var parts []string
	for _, r := range a.records() {
		parts = append(parts, fields(r, "id", "phoneNumber", "type", "label", "flipNumber"))
	}
	return strings.Join(parts, "; ")
}

func TestUpdateFlipNumbers_replacesTheList(t *testing.T) {
	const desk = "592178004 +14134294674 PhoneLine RingCentral for Desktop "
	tests := map[string]struct{ body, want string }{
		"drop all but the line": {flipBody(deskFlip), desk + "1"},
		"add": {flipBody(deskFlip, `{"phoneNumber":"530 555 0149","type":"External","label":"Van","flipNumber":"2"}`),
			desk + "1; 803000101004 +15305550149 External Van 2"},
		"swap": {flipBody(strings.Replace(cabinFlip, `"5"`, `"1"`, 1), strings.Replace(deskFlip, `"1"`, `"5"`, 1)),
			"803000005004 +15305550142 External Cabin 1; " + desk + "5"},
		"by number": {flipBody(`{"phoneNumber":"+14134294674"}`, `{"phoneNumber":"+15305550142","label":"Lake"}`),
			desk + "-; 803000005004 +15305550142 External Lake -"},
		"new number by id":      {flipBody(deskFlip, `{"id":"803000005004","phoneNumber":"+15305550149"}`), desk + "1; 803000005004 +15305550149 External +15305550149 -"},
		"missing id":            {flipBody(deskFlip, `{"id":"77","phoneNumber":"+15305550149","label":"Van"}`), desk + "1; 803000101004 +15305550149 External Van -"},
		"id before number":      {flipBody(deskFlip, `{"phoneNumber":"+16505130930","label":"A"}`, `{"id":"711909004","phoneNumber":"+15305550149","label":"B"}`), desk + "1; 803000101004 +16505130930 External A -; 711909004 +15305550149 External B -"},
		"nulls count as absent": {flipBody(strings.Replace(deskFlip, `"1"`, `null`, 1)), desk + "-"},
		"sixty characters":      {flipBody(deskFlip, `{"phoneNumber":"+15305550149","label":"`+strings.Repeat("é", 60)+`"}`), desk + "1; 803000101004 +15305550149 External " + strings.Repeat("é", 60) + " -"},
		"a rule's number":       {flipBody(deskFlip, cabinFlip), desk + "1; 803000005004 +15305550142 External Cabin 5"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := as(t, onV2(t), "104")
			rules := c.do("GET", myStateRules, "").text
			a := c.do("PUT", myFlips, tt.body)
			a.want(t, 200, "")
			if got := flips(a); got != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
			if again := c.do("GET", myFlips, ""); again.text != a.text {
				t.Errorf("then %s", again.text)
			}
			if c.do("GET", myStateRules, "").text != rules {
				t.Error("the rules have changed")
			}
		})
	}
}

func TestUpdateFlipNumbers_keepsUnknownFields(t *testing.T) {
	c := as(t, withUnknown(t, NewCallHandling), "104")
	const extra = `"ringTone":{"name":"bell","gain":1.50}`
	a := c.do("GET", myFlips, "")
	if !strings.Contains(a.text, extra) {
		t.Fatal(a.text)
	}
	if back := c.do("PUT", myFlips, a.text); back.text != a.text {
		t.Errorf("sent %s\ngot  %s", a.text, back.text)
	}
	if a := c.do("PUT", myFlips, flipBody(deskFlip, cabinFlip)); strings.Contains(a.text, extra) {
		t.Error("what a client drops is kept")
	}
}

func TestUpdateFlipNumbers_refuses(t *testing.T) {
	external := func(rest string) string { return flipBody(deskFlip, `{"phoneNumber":"+15305550149",`+rest+`}`) }
	eleven := []string{deskFlip}
	for i := range 10 {
		eleven = append(eleven, fmt.Sprintf(`{"phoneNumber":"+1530555016%d"}`, i))
	}
	tests := map[string]refusal{
		"line dropped":                 {"104", flipBody(cabinFlip), 400, "CMN-101", "", "records"},
		"line renamed":                 {"104", flipBody(strings.Replace(deskFlip, "for Desktop", "x", 1)), 400, "CMN-101", "", "label"},
		"line's number":                {"104", flipBody(strings.Replace(deskFlip, "4674", "4675", 1)), 400, "CMN-101", "", "phoneNumber"},
		"line's type":                  {"104", flipBody(strings.Replace(deskFlip, "PhoneLine", "External", 1)), 400, "CMN-101", "", "type"},
		"new line":                     {"104", external(`"type":"PhoneLine"`), 400, "CMN-101", "", "type"},
		"digit twice":                  {"104", external(`"flipNumber":"1"`), 400, "CMN-101", "", "flipNumber"},
		"digit 0":                      {"104", external(`"flipNumber":"0"`), 400, "CMN-101", "", "flipNumber"},
		"digit 9":                      {"104", external(`"flipNumber":"9"`), 400, "CMN-101", "", "flipNumber"},
		"two digits":                   {"104", external(`"flipNumber":"12"`), 400, "CMN-101", "", "flipNumber"},
		"digit with a sign":            {"104", external(`"flipNumber":"+3"`), 400, "CMN-101", "", "flipNumber"},
		"digit as a number":            {"104", external(`"flipNumber":2`), 400, "CMN-101", "", "flipNumber"},
		"label of 61":                  {"104", external(`"label":"` + strings.Repeat("é", 61) + `"`), 400, "CMN-101", "", "label"},
		"eleven":                       {"104", flipBody(eleven...), 400, "CMN-101", "", "records"},
		"company number":               {"104", flipBody(deskFlip, `{"phoneNumber":"+16505550100"}`), 400, "FPN-105", "", ""},
		"direct number":                {"104", flipBody(deskFlip, `{"phoneNumber":"+16505550111"}`), 400, "FPN-105", "", ""},
		"international number":         {"104", flipBody(deskFlip, `{"phoneNumber":"+442079460958"}`), 400, "FPN-108", "", ""},
		"no number":                    {"104", flipBody(deskFlip, `{"label":"x"}`), 400, "CMN-101", "", "phoneNumber"},
		"invalid number":               {"104", flipBody(deskFlip, `{"phoneNumber":"12"}`), 400, "CMN-101", "", "phoneNumber"},
		"number twice":                 {"104", flipBody(deskFlip, `{"phoneNumber":"+15305550149"},{"phoneNumber":"+15305550149"}`), 400, "CMN-101", "", "phoneNumber"},
		"id twice":                     {"104", flipBody(deskFlip, cabinFlip, cabinFlip), 400, "CMN-101", "", "id"},
		"no records":                   {"104", `{}`, 400, "CMN-101", "", "records"},
		"records of strings":           {"104", `{"records":["x"]}`, 400, "CMN-101", "", "records"},
		"invalid JSON":                 {"104", `x`, 400, "CMN-103", "", ""},
		"read-only user":               {"102", `{}`, 403, "CMN-408", "", ""},
		"external forwarding off":      {"107", `{"records":[{"phoneNumber":"+15305550149"}]}`, 400, "CMN-427", "", ""},
		"EditCallFlip off, empty list": {"108", `{"records":[]}`, 200, "", "", ""},
		"EditCallFlip off":             {"108", `{"records":[{"phoneNumber":"+15305550149","flipNumber":"2"}]}`, 400, "BIL-101", "", ""},
		"fax plan":                     {"106", `{"records":[]}`, 400, "AWR-180", "", ""},
		"business mobile":              {"110", `{"records":[]}`, 400, "CMN-101", "", "records"},
		"no numbers":                   {"103", `{"records":[]}`, 200, "", "", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := onV2(t)
			owner := s.company.Extension(tt.who).ID
			was := fmt.Sprint(s.Numbers(owner))
			tt.check(t, as(t, s, tt.who).do("PUT", myFlips, tt.body))
			if now := fmt.Sprint(s.Numbers(owner)); now != was && tt.status != 200 {
				t.Errorf("changed to %s", now)
			}
		})
	}
}

func TestUpdateFlipNumbers_keepsNumbersThatCannotFlip(t *testing.T) {
	s := withUnknown(t, NewCallHandling)
	c := as(t, s, "110")
	a := c.do("GET", myFlips, "")
	if got := len(a.records()); got != 2 {
		t.Fatal(a.text)
	}
	c.do("PUT", myFlips, a.text).want(t, 200, "")
	if got := len(s.Numbers(s.company.Extension("110").ID)); got != 4 {
		t.Errorf("%d numbers are left", got)
	}
}
