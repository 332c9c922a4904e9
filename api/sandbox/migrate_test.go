package sandbox

import (
	"strings"
	"testing"

	"rcfwd/api/jsonobj"
)

// outline summarizes a dispatching: groups as [targets]seconds, disabled ones
// in parentheses.
func outline(d jsonobj.Object) string {
	parts := []string{d.Str("type")}
	for _, a := range d.Objects("actions") {
		if !isRingGroup(a) {
			continue
		}
		var names []string
		for _, t := range a.Objects("targets") {
			names = append(names, t.Str("name"))
		}
		part := "[" + strings.Join(names, ", ") + "]" + string(a.Get("duration"))
		if !a.Bool("enabled", false) {
			part = "(" + part + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, " ")
}

func TestMove_keepsNumbersDigitsAndRules(t *testing.T) {
	s := withUnknown(t, LegacyCallHandling)
	c := as(t, s, "104")
	c.do("PUT", businessRule, `{"callHandlingAction":"ForwardCalls","forwarding":{"softPhonesAlwaysRing":true,"rules":[
		{"index":1,"ringCount":2,"forwardingNumbers":[{"id":"803000005004"},{"id":"711909004"}]}]},
		"voicemail":{"enabled":false},"missedCall":{"actionType":"ConnectToExtension","extension":{"id":"801200401004"}}}`).want(t, 200, "")
	c.do("PUT", myRules+"/after-hours-rule", `{"callHandlingAction":"UnconditionalForwarding",
		"unconditionalForwarding":{"phoneNumber":"+14155550160"}}`).want(t, 200, "")
	before := c.do("GET", myNumbers, "").records()
	s.Change((*Company).MoveToNewCallHandling)
	s.Change((*Company).MoveToNewCallHandling) // a second move changes nothing

	c.do("GET", businessRule, "").want(t, 403, "CMN-468")
	for i, r := range c.do("GET", myFlips, "").records() {
		if want := fields(before[i], "id", "phoneNumber", "label", "flipNumber"); fields(r, "id", "phoneNumber", "label", "flipNumber") != want {
			t.Errorf("%v, want %s", r, want)
		}
	}
	dana := s.company.Extension("104")
	work, off := dana.Rule(workHours).body, dana.Rule(offHours).body
	if got, want := outline(work.Object("dispatching")), "RingInOrder [My desktop, My mobile apps] [Cabin, Mobile]10 [Marcus Bell, Satellite phone]15"; got != want {
		t.Errorf("work hours %s, want %s", got, want)
	}
	if got, want := outline(off.Object("dispatching")), "Terminate ([Mobile]30) ([Cabin]30) ([My desktop]20) ([My mobile apps]20) ([Satellite phone]20)"; got != want {
		t.Errorf("after hours %s, want %s", got, want)
	}
	for rule, want := range map[string]string{
		workHours: `"extension":{"id":"801200401004"},"dispatchingType":"Ringing"}],"ringingTargetType":"ExtensionTerminatingTarget"}]`,
		offHours:  `"destination":{"phoneNumber":"+14155550160"},"dispatchingType":"Terminating"}],"ringingTargetType":"VoiceMailTerminatingTarget","terminatingTargetType":"PhoneNumberTerminatingTarget"}]`,
	} {
		if !strings.Contains(s.Rule(danaID, rule), want) {
			t.Errorf("%s is %s", rule, s.Rule(danaID, rule))
		}
	}
}

func TestMove_keepsTheDemoPerson(t *testing.T) {
	dana := onV2(t).company.Extension("104")
	for rule, want := range map[string]string{
		workHours: "RingInOrder [My desktop, My mobile apps]10 [Mobile]20 [Work, Home]25 [Cabin]15 [Marcus Bell]15",
		offHours:  "RingAtOnce [Mobile]30 [Cabin]30 ([My desktop]20) ([My mobile apps]20)",
	} {
		if got := outline(dana.Rule(rule).body.Object("dispatching")); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestMove_isTheSameEarlyOrLate(t *testing.T) {
	late, early := withUnknown(t, LegacyCallHandling), withUnknown(t, NewCallHandling)
	late.Change((*Company).MoveToNewCallHandling)
	for _, e := range early.company.Extensions {
		e.ensureRules()
		for _, r := range e.StateRules {
			if late.Rule(e.ID, r.ID) != r.JSON() {
				t.Errorf("%s of %s differs", r.ID, e.Number)
			}
		}
	}
}

func TestMove_namesTheOwnerOfACoworkersDevice(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	s.Change(func(co *Company) {
		co.Devices = append(co.Devices, &Device{ID: "802300500004", Name: "Ines's desk phone", Type: "HardPhone", OwnerID: accountID,
			Lines: []Line{{Type: "Standalone", Phone: "+16505550193"}}})
	})
	a := c.do("POST", myNumbers, `{"type":"PhoneLine","device":{"id":"802300500004"}}`)
	a.want(t, 200, "")
	c.do("PUT", businessRule, `{"forwarding":{"rules":[{"index":1,"forwardingNumbers":[{"id":"`+a.str("id")+`"}]}]}}`).want(t, 200, "")
	s.Change((*Company).MoveToNewCallHandling)
	rule := c.do("GET", workRule, "")
	if want := `"device":{"id":"802300500004","name":"Ines's desk phone","phoneNumber":"+16505550193"},"extension":{"id":"` + accountID + `"}`; !strings.Contains(rule.text, want) {
		t.Errorf("no %s in %s", want, rule.text)
	}
	c.do("PATCH", workRule, rule.text).want(t, 200, "")
}

func TestSetRule_replacesTheJSON(t *testing.T) {
	s := onV2(t)
	c := as(t, s, "104")
	s.Change(func(co *Company) {
		e := co.Extension("104")
		if e.SetRule("dnd", `[]`) == nil || e.SetRule("nosuch", `{}`) == nil {
			t.Error("accepted")
		}
		if err := e.SetRule("dnd", `{"dispatching":{"type":"Custom","x":1.0}}`); err != nil {
			t.Error(err)
		}
	})
	if a := c.do("GET", myStateRules+"/dnd", ""); !strings.Contains(a.text, `"dispatching":{"type":"Custom","x":1.0}`) {
		t.Error(a.text)
	}
	if s.Rule("5", "dnd") != "" || s.Rule(danaID, "nosuch") != "" {
		t.Error("found what is not there")
	}
}
