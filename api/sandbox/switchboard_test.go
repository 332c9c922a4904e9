package sandbox

import (
	"strings"
	"testing"
)

func TestQueues_showMembersAndWaysOut(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "101")
	if a := c.do("GET", account+"/call-queues", ""); a.column("name") != "Service Calls" || a.column("id") != "801200405004" {
		t.Error(a.text)
	}
	if a := c.do("GET", account+"/call-queues?memberExtensionId=801200400004", ""); len(a.records()) != 0 {
		t.Error(a.text)
	}
	if a := c.do("GET", serviceQueue+"/members", ""); a.column("extensionNumber") != "105 108" || !strings.Contains(a.text, `"id":801200401004,`) {
		t.Error(a.text)
	}
	rules := c.do("GET", ofService+"/answering-rule?view=Detailed", "")
	for _, want := range []string{
		`"callHandlingAction":"AgentQueue"`, `"unconditionalForwarding":[{"phoneNumber":"+14155550189","action":"HoldTimeExpiration"}]`,
		`"extensionNumber":"101"},"action":"MaxCallers"}]`, `"name":"Marcus Bell"`,
		`"callHandlingAction":"UnconditionalForwarding","unconditionalForwarding":{"phoneNumber":"+14155550189"}`,
	} {
		if !strings.Contains(rules.text, want) {
			t.Errorf("no %s in %s", want, rules.text)
		}
	}
	c.do("PUT", ofService+"/answering-rule/business-hours-rule", `{}`).want(t, 501, "CMN-202")
}

// A queue of which nothing is known takes messages.
func TestQueues_haveRulesByDefault(t *testing.T) {
	s := unlimited(t)
	s.Change(func(co *Company) {
		co.Extension("110").Type = "Department"
		co.Queue("110").Members = []string{danaID, "5"}
	})
	c := as(t, s, "101")
	if a := c.do("GET", account+"/call-queues/801200406004/members", ""); a.column("extensionNumber") != "104" {
		t.Error(a.text)
	}
	a := c.do("GET", account+"/extension/801200406004/answering-rule/business-hours-rule", "")
	if !strings.Contains(a.text, `"maxCallersAction":"Voicemail"`) || !strings.Contains(a.text, `"name":"Dana Whitfield"`) {
		t.Error(a.text)
	}
	s.Change(func(co *Company) {
		if err := co.Extension("110").SetRule(businessHours, `{"id":"business-hours-rule","callHandlingAction":"TakeMessagesOnly"}`); err != nil {
			t.Error(err)
		}
	})
	if a := c.do("GET", account+"/extension/801200406004/answering-rule/business-hours-rule", ""); !strings.Contains(a.text, "TakeMessagesOnly") {
		t.Error(a.text)
	}
}

func TestQueueRules_closeOnNewCallHandling(t *testing.T) {
	for open, status := range map[bool]int{false: 403, true: 200} {
		faults, err := ParseFaults(map[bool]string{false: "queue-rules=off", true: "queue-rules=on"}[open])
		if err != nil {
			t.Fatal(err)
		}
		s := newServer(t, Options{CallHandling: NewCallHandling, Faults: faults, Limits: Limits{Off: true}})
		c := as(t, s, "101")
		a := c.do("GET", ofService+"/answering-rule?view=Detailed", "")
		if a.status != status || !open && a.code() != "CMN-468" {
			t.Errorf("open %v: %d %s", open, a.status, a.text)
		}
		c.do("GET", ofDana+"/answering-rule", "").want(t, 403, "CMN-468")
		c.do("GET", account+"/answering-rule", "").want(t, 200, "") // of the company
	}
}

func TestMenus_haveKeysThatLeadOutside(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "101")
	if a := c.do("GET", account+"/ivr-menus", ""); a.column("name") != "Main menu Counter menu" || a.body["paging"] != nil {
		t.Error(a.text)
	}
	a := c.do("GET", mainMenu, "")
	for _, want := range []string{
		`{"input":"9","action":"Transfer","phoneNumber":"+14155550188"}`, `"name":"Service Calls","pin":"109"}`, `{"input":"0","action":"ConnectToOperator"}`,
	} {
		if !strings.Contains(a.text, want) {
			t.Errorf("no %s in %s", want, a.text)
		}
	}
	s.Change(func(co *Company) { co.Menu("121").Keys = nil })
	if a := c.do("GET", mainMenu, ""); !strings.Contains(a.text, `"actions":[]`) {
		t.Error(a.text)
	}
}

func TestSites_existInLargeCompanies(t *testing.T) {
	c := as(t, unlimited(t), "101")
	if a := c.do("GET", account+"/sites", ""); a.status != 200 || len(a.records()) != 0 {
		t.Error(a.text)
	}
	if a := c.do("GET", ofDana, ""); a.body["site"] != nil {
		t.Error(a.text)
	}
	c = as(t, newServer(t, Options{People: 120, Limits: Limits{Off: true}}), "101")
	if a := c.do("GET", account+"/sites", ""); a.column("id") != "main-site "+perthSite {
		t.Error(a.text)
	}
	list := c.do("GET", account+"/extension?perPage=1000", "")
	if n := strings.Count(list.text, `"site":{"id":"`+perthSite+`","name":"Perth"}`); n < 5 || n > 20 {
		t.Errorf("%d extensions in Perth", n)
	}
	if a := c.do("GET", ofDana, ""); !strings.Contains(a.text, `"site":{"id":"main-site","name":"Main Site"}`) {
		t.Error(a.text)
	}
	a := c.do("GET", account+"/extension/"+perthSite+"/answering-rule?view=Detailed", "")
	if !strings.Contains(a.text, `"unconditionalForwarding":{"phoneNumber":"+17015550147"}`) {
		t.Error(a.text)
	}
}

func TestCompanyRules_sayWhereCallsGo(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "101")
	if a := c.do("GET", account+"/answering-rule", ""); a.column("id") != "business-hours-rule after-hours-rule 807000101004" {
		t.Error(a.text)
	}
	a := c.do("GET", account+"/answering-rule/business-hours-rule", "")
	if !strings.Contains(a.text, `"extension":{"id":"801200417004"},"schedule":{"ref":"BusinessHours"},"callHandlingAction":"Bypass"`) {
		t.Error(a.text)
	}
	s.Change(func(co *Company) { co.Rule("807000101004").Enabled, co.WorkHours = false, nil })
	if a := c.do("GET", account+"/answering-rule", ""); a.column("enabled") != "true false" {
		t.Error(a.text)
	}
	c.do("GET", account+"/answering-rule/after-hours-rule", "").want(t, 404, "CMN-102")
	if a := c.do("GET", account+"/business-hours", ""); !strings.Contains(a.text, `"schedule":{}`) {
		t.Error(a.text)
	}
}

func TestCompanyForwardAll_isSetUpBeforeItIsEnabled(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "101")
	const path = account + "/forward-all-calls"
	if a := c.do("PATCH", path, `{"enabled":true}`); a.body["enabled"] != true || !strings.Contains(a.text, `"callHandlingAction":"Operator","extension":{"id":"801200300004"`) {
		t.Error(a.text)
	}
	c.do("PATCH", path, `{"enabled":"yes"}`).want(t, 400, "CMN-101")
	c.do("PATCH", path, `{}`).want(t, 400, "CMN-101")
	if a := c.do("GET", path, ""); a.body["enabled"] != true {
		t.Error(a.text)
	}
	s.Change(func(co *Company) { co.CompanyForwardAll = CompanyForwardAll{} })
	if a := c.do("PATCH", path, `{"enabled":true}`); a.body["enabled"] != false || !strings.Contains(a.text, "FeatureLimitation") {
		t.Error(a.text)
	}
}

func TestPresence_listsTheWholeAccount(t *testing.T) {
	s := unlimited(t)
	s.Change(func(co *Company) { co.Extension("104").DoNotDisturb = true })
	c := as(t, s, "101")
	a := c.do("GET", account+"/presence?perPage=10", "")
	paging, _ := a.body["paging"].(map[string]any)
	if len(a.records()) != 10 || paging["totalElements"] != 14.0 || !strings.Contains(a.text, `"nextPage"`) {
		t.Error(a.text)
	}
	want := "TakeAllCalls TakeAllCalls TakeAllCalls DoNotAcceptAnyCalls TakeAllCalls <nil> TakeAllCalls TakeAllCalls <nil> TakeAllCalls"
	if got := a.column("dndStatus"); got != want {
		t.Errorf("do not disturb: %s, want %s", got, want)
	}
	if !strings.Contains(a.text, `"extensionNumber":"109"},"presenceStatus":"Offline"}`) {
		t.Error(a.text)
	}
	if got := strings.Count(as(t, onV2(t), "101").do("GET", account+"/presence", "").text, `"dndStatusPersonal"`); got != 10 {
		t.Errorf("%d with a status of new call handling", got)
	}
}
