package sandbox

import (
	"strings"
	"testing"
)

const (
	myHours = myExtension + "/business-hours"

	night = `{"type":"Custom","name":"Night","schedule":{"weeklyRanges":{"monday":[{"from":"18:00","to":"20:00"}]}},
		"forwarding":{"rules":[{"index":1,"ringCount":2,"forwardingNumbers":[{"id":"711909004"}]}]}}`
)

func TestCreateAnsweringRule_isListedUntilItIsDeleted(t *testing.T) {
	c := as(t, unlimited(t), "104")
	a := c.do("POST", myRules, night)
	a.want(t, 200, "")
	for _, part := range []string{`"type":"Custom"`, `"name":"Night"`, `"enabled":true`, `"callHandlingAction":"ForwardCalls"`, `"label":"`, `"softPhonesAlwaysRing":true`} {
		if !strings.Contains(a.text, part) {
			t.Errorf("no %s in %s", part, a.text)
		}
	}
	if b := c.do("GET", a.str("uri"), ""); b.text != a.text {
		t.Errorf("it is read as %s", b.text)
	}
	list := ids(c.do("GET", myRules, "").records())
	if list != "business-hours-rule 807000001004 "+a.str("id")+" after-hours-rule" {
		t.Error(list)
	}
	c.do("DELETE", a.str("uri"), "").want(t, 204, "")
	c.do("DELETE", a.str("uri"), "").want(t, 404, "CMN-102")
}

func TestCreateAnsweringRule_refuses(t *testing.T) {
	c := as(t, unlimited(t), "104")
	before := c.do("GET", myRules, "").text
	for change, code := range map[[2]string]string{
		{`"type":"Custom",`, ``}:                                                            "CMN-101",
		{`"Custom"`, `"BusinessHours"`}:                                                     "CMN-101",
		{`"name":"Night",`, ``}:                                                             "CMN-101",
		{`"Night"`, `"` + strings.Repeat("n", 128) + `"`}:                                   "AWR-179",
		{`"weeklyRanges":{"monday":[{"from":"18:00","to":"20:00"}]}`, ``}:                   "AWR-111",
		{`"weeklyRanges":{"monday":[{"from":"18:00","to":"20:00"}]}`, `"ref":"AfterHours"`}: "AWR-120",
		{`"monday"`, `"moonday"`}:                                                           "CMN-101",
		{`"ringCount"`, `"cadence":"2-4","ringCount"`}:                                      "CMN-101",
		{`{"type"`, `{"whisper":{},"type"`}:                                                 "CMN-101",
		{`{"id":"711909004"}`, `{"id":"5"}`}:                                                "CMN-101",
		{`{"index":1,"ringCount":2,"forwardingNumbers":[{"id":"711909004"}]}`, ``}:          "CMN-101",
	} {
		body := strings.Replace(night, change[0], change[1], 1)
		if body == night {
			t.Fatalf("%q is not in the request", change[0])
		}
		c.do("POST", myRules, body).want(t, 400, code)
	}
	c.do("DELETE", businessRule, "").want(t, 400, "CMN-101")
	if after := c.do("GET", myRules, "").text; after != before {
		t.Error(after)
	}
	as(t, onV2(t), "104").do("POST", myRules, night).want(t, 403, "CMN-468")
}

func TestCreateInteractionRule_isListedUntilItIsDeleted(t *testing.T) {
	c := as(t, onV2(t), "104")
	body := interactionOf(vip+","+weekly14, dispatch("RingAtOnce", apps, toMail))
	a := c.do("POST", myInteractions, body)
	a.want(t, 200, "")
	if b := c.do("GET", myInteractions+"/"+a.str("id"), ""); b.text != a.text || a.str("displayName") != "VIP" || !strings.Contains(a.text, `"enabled":false`) {
		t.Errorf("%s is read as %s", a.text, b.text)
	}
	if list := ids(c.do("GET", myInteractions, "").records()); list != "808000001004 "+a.str("id") {
		t.Error(list)
	}
	c.do("DELETE", myInteractions+"/"+a.str("id"), "").want(t, 204, "")
	c.do("DELETE", myInteractions+"/"+a.str("id"), "").want(t, 404, "CMN-102")
	for _, change := range [][2]string{
		{`"displayName":"VIP",`, ``}, {`"enabled":false,`, ``}, {vip + "," + weekly14, ``}, {`"VIP"`, `" "`}, {`{"displayName"`, `{"id":"5","displayName"`},
		{`"name":"Kristina Grant"`, `"nick":"K"`}, {`14:00:00`, `16:00:00`}, {`"thursday"`, `"doomsday"`},
	} {
		wrong := strings.Replace(body, change[0], change[1], 1)
		if wrong == body {
			t.Fatalf("%q is not in the request", change[0])
		}
		c.do("POST", myInteractions, wrong).want(t, 400, "CMN-101")
	}
}

func TestBusinessHours_areThoseOfRulesAndStates(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	c.do("PUT", myHours, `{"schedule":{"weeklyRanges":{"monday":[{"from":"13:00","to":"17:00"},{"from":"08:00","to":"12:00"}]}}}`).want(t, 200, "")
	const sorted = `"monday":[{"from":"08:00","to":"12:00"},{"from":"13:00","to":"17:00"}]`
	for path, want := range map[string]string{
		myHours: `"schedule":{"weeklyRanges":{` + sorted + `}}`, businessRule: sorted,
		myRules + "/after-hours-rule": `"monday":[{"from":"00:00","to":"08:00"},{"from":"12:00","to":"13:00"},{"from":"17:00","to":"23:59"}]`,
	} {
		if a := c.do("GET", path, ""); !strings.Contains(a.text, want) {
			t.Errorf("no %s in %s", want, a.text)
		}
	}
	for _, wrong := range []string{
		`{}`, `{"schedule":[]}`, `{"schedule":{"ref":"BusinessHours"}}`, `{"schedule":{},"name":"x"}`,
		`{"schedule":{"weeklyRanges":{"monday":[{"from":"8:00","to":"12:00"}]}}}`, `{"schedule":{"weeklyRanges":{"monday":[{"from":"13:00","to":"12:00"}]}}}`,
		`{"schedule":{"weeklyRanges":{"monday":[{"from":"08:00","to":"12:00"},{"from":"11:00","to":"13:00"}]}}}`,
	} {
		c.do("PUT", myHours, wrong).want(t, 400, "CMN-101")
	}
	c.do("PUT", myHours, `{"schedule":{}}`).want(t, 200, "")
	if a := c.do("GET", myRules, ""); strings.Contains(a.text, "after-hours-rule") {
		t.Error("around the clock has after hours: " + a.text)
	}
}

func TestUpdateState_setsTheWorkHours(t *testing.T) {
	c := as(t, onV2(t), "104")
	path := myStates + "/work-hours"
	for _, trigger := range []string{
		`{"triggerType":"Weekly","ranges":{"monday":[{"startTime":"08:00:00","endTime":"12:00:00"},{"startTime":"13:00:00","endTime":"17:00:00"}]}}`,
		`{"triggerType":"Daily","startTime":"00:00:00","endTime":"23:59:59"}`,
	} {
		a := c.do("PATCH", path, `{"conditions":[{"type":"Schedule","schedule":{"triggers":[`+trigger+`]}}]}`)
		a.want(t, 200, "")
		if b := c.do("GET", path, ""); b.text != a.text || !strings.Contains(a.text, trigger) {
			t.Errorf("%s, read as %s", a.text, b.text)
		}
	}
	c.do("GET", myStates+"/after-hours", "").want(t, 404, "CMN-102")
	for _, trigger := range []string{
		`{"triggerType":"Range","ranges":[{"startDateTime":"2026-08-01T08:00:00","endDateTime":"2026-08-02T08:00:00"}]}`,
		`{"triggerType":"Weekly","ranges":{}}`, `{"triggerType":"Weekly","ranges":{"monday":[{"startTime":"09:00:00"}]}}`,
		`{"triggerType":"Daily","startTime":"09:00:00","endTime":"08:00:00"}`, `{"triggerType":"Daily","startTime":"09:00:00","endTime":"10:00:00","every":2}`,
	} {
		c.do("PATCH", path, `{"conditions":[{"type":"Schedule","schedule":{"triggers":[`+trigger+`]}}]}`).want(t, 400, "CMN-101")
	}
	c.do("PATCH", path, `{"colour":"red"}`).want(t, 400, "CMN-101")
}
