package sandbox

import (
	"fmt"
	"strings"
	"testing"

	"rcfwd/api/jsonobj"
)

const (
	businessRule = myRules + "/business-hours-rule"
	meetingRule  = myRules + "/807000001004"
)

// steps lists the numbers of each step and its rings: "711909004x4
// 711910004+803000003004x5".
func steps(forwarding jsonobj.Object) string {
	var parts []string
	for i, step := range forwarding.Objects("rules") {
		var ids []string
		for _, n := range step.Objects("forwardingNumbers") {
			ids = append(ids, n.Str("id"))
		}
		if index, _ := jsonobj.As[int](step, "index"); index != i+1 {
			ids = append(ids, fmt.Sprintf("(index %d)", index))
		}
		parts = append(parts, strings.Join(ids, "+")+"x"+string(step.Get("ringCount")))
	}
	return strings.Join(parts, " ")
}

// forwardingOf returns the forwarding of a stored rule.
func forwardingOf(s *Server, id string) jsonobj.Object {
	return s.company.Extension("104").Rule(id).body.Object("forwarding")
}

func TestAnsweringRules_listsByFilterAndView(t *testing.T) {
	s := unlimited(t)
	tests := map[string]struct{ who, query, want string }{
		"all":              {"104", "", "business-hours-rule 807000001004 after-hours-rule"},
		"custom":           {"104", "?type=Custom", "807000001004"},
		"two types":        {"104", "?type=Custom&type=AfterHours", "807000001004 after-hours-rule"},
		"enabled only":     {"104", "?enabledOnly=true&view=Detailed", "business-hours-rule 807000001004 after-hours-rule"},
		"second page":      {"104", "?perPage=2&page=2", "after-hours-rule"},
		"around the clock": {"103", "", "business-hours-rule"},
		"Marcus's week":    {"105", "", "business-hours-rule after-hours-rule"},
		"administrator":    {"101", "", "business-hours-rule"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			a := as(t, s, tt.who).do("GET", myRules+tt.query, "")
			a.want(t, 200, "")
			var ids []string
			for _, r := range a.records() {
				ids = append(ids, fmt.Sprint(r["id"]))
				if _, detailed := r["forwarding"]; detailed && !strings.Contains(tt.query, "Detailed") {
					t.Error("a simple view with details")
				}
			}
			if got := strings.Join(ids, " "); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
	for _, query := range []string{"?view=Brief", "?type=Queue", "?enabledOnly=yes", "?perPage=0"} {
		as(t, s, "104").do("GET", myRules+query, "").want(t, 400, "CMN-101")
	}
}

func TestAnsweringRule_showsCurrentNumberData(t *testing.T) {
	c := as(t, withUnknown(t, LegacyCallHandling), "104")
	c.do("PUT", myNumbers+"/803000005004", `{"label":"Lake","phoneNumber":"+15305550143"}`).want(t, 200, "")
	a := c.do("GET", businessRule, "")
	for _, part := range []string{
		`"forwardingNumbers":[{"id":"803000005004","uri":"` + testBase, `"phoneNumber":"+15305550143","label":"Lake","type":"Other"}`,
		`"wakeUp":{"after":1e1,"how":"gently"}`, `"volume":0.80`, `"cadence":"2-4"`, `"loudness":1.50`, `"whisper":{"to":["caller"],"level":3.0}`,
	} {
		if !strings.Contains(a.text, part) {
			t.Errorf("no %s in %s", part, a.text)
		}
	}
}

func TestAnsweringRule_showsInactiveNumbersOnRequest(t *testing.T) {
	c := as(t, unlimited(t), "104")
	const idle = `{"ringCount":4,"enabled":false,"forwardingNumbers":[{"id":"803000006004"`
	if a := c.do("GET", businessRule, ""); strings.Contains(a.text, idle) || strings.Contains(a.text, `"enabled":false`) {
		t.Error(a.text)
	}
	if a := c.do("GET", businessRule+"?showInactiveNumbers=true", ""); !strings.Contains(a.text, idle) {
		t.Error(a.text)
	}
	a := c.do("PUT", businessRule, `{"showInactiveNumbers":true,"forwarding":{"rules":[
		{"enabled":false,"ringCount":9,"forwardingNumbers":[{"id":"711909004"}]},
		{"index":1,"enabled":true,"forwardingNumbers":[{"id":"803000005004"}]}]}}`)
	a.want(t, 200, "")
	if strings.Count(a.text, `"ringCount":4,"enabled":false`) != 4 {
		t.Error(a.text)
	}
	if got := steps(forwardingOf(c.s, businessHours)); got != "803000005004x4" {
		t.Error(got)
	}
}

func TestAnsweringRule_dropsRemovedNumbers(t *testing.T) {
	s := withUnknown(t, LegacyCallHandling)
	c := as(t, s, "104")
	c.do("DELETE", myNumbers+"/711909004", "").want(t, 204, "")
	if got := steps(forwardingOf(s, businessHours)); got != "711910004+803000003004x5 803000005004x3" {
		t.Error(got)
	}
	c.do("DELETE", myNumbers, `{"records":[{"forwardingNumberId":"711910004"},{"forwardingNumberId":"803000005004"}]}`).want(t, 204, "")
	if got := steps(forwardingOf(s, businessHours)); got != "803000003004x5" {
		t.Error(got)
	}
	if got := forwardingOf(s, afterHours); string(got.Get("rules")) != "[]" {
		t.Errorf("after hours: %s", encode(got))
	}
	if !strings.Contains(s.Rule(danaID, businessHours), `"wakeUp":{"after":1e1`) {
		t.Error("the unknown fields are gone")
	}
}

func TestAnsweringRule_refusesUnknownIDs(t *testing.T) {
	s := unlimited(t)
	for who, path := range map[string]string{"104": myRules + "/1", "103": myRules + "/after-hours-rule"} {
		a := as(t, s, who).do("GET", path, "")
		a.want(t, 404, "CMN-102")
		if a.str("parameterName") != "ruleId" {
			t.Error(a.text)
		}
	}
	as(t, s, "101").do("GET", account+"/extension/801200417004/answering-rule", "").want(t, 403, "CMN-403") // an IVR menu
}
