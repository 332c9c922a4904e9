package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

const workRule = myStateRules + "/work-hours"

func ids(records []map[string]any) string {
	var list []string
	for _, r := range records {
		list = append(list, fmt.Sprint(r["id"]))
	}
	return strings.Join(list, " ")
}

func TestStateRules_existBySettings(t *testing.T) {
	s := onV2(t)
	for who, want := range map[string]string{
		"104": "forward-all-calls dnd work-hours after-hours",
		"103": "forward-all-calls dnd work-hours",
		"105": "forward-all-calls dnd work-hours after-hours agent",
	} {
		c := as(t, s, who)
		for _, path := range []string{myStates, myStateRules} {
			a := c.do("GET", path, "")
			if got := ids(a.records()); got != want || strings.Contains(a.text, "navigation") || !strings.Contains(a.text, `"paging":{"page":1`) {
				t.Errorf("%s: %s, want %s", who, a.text, want)
			}
		}
	}
	c := as(t, s, "103")
	for _, id := range []string{"after-hours", "agent", "busy", "x"} {
		c.do("GET", myStateRules+"/"+id, "").want(t, 404, "CMN-102")
		c.do("PATCH", myStateRules+"/"+id, "{}").want(t, 404, "CMN-102")
	}
	as(t, s, "101").do("GET", "/restapi/v2/accounts/~/extensions/801200405004/comm-handling/states", "").want(t, 403, "CMN-403")
}

func TestStateRules_arePaged(t *testing.T) {
	c := as(t, onV2(t), "104")
	for query, want := range map[string]string{
		"?perPage=3":        "forward-all-calls dnd work-hours|1 2 3 4 0 2",
		"?perPage=3&page=2": "after-hours|2 2 3 4 3 3",
		"?perPage=3&page=3": "|- 2 3 4 - -",
	} {
		a := c.do("GET", myStates+query, "")
		paging, _ := a.body["paging"].(map[string]any)
		got := ids(a.records()) + "|" + fields(paging, "page", "totalPages", "perPage", "totalElements", "pageStart", "pageEnd")
		if got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
	c.do("GET", myTargets+"?perPage=0", "").want(t, 400, "CMN-101")
}

func TestStates_showTheirConditions(t *testing.T) {
	s := onV2(t)
	s.Change(func(c *Company) { c.Extension("104").DoNotDisturb = true })
	for who, parts := range map[string][]string{
		"104": {`"id":"dnd","displayName":"Do not disturb","enabled":true`, `"monday":[{"startTime":"09:00:00","endTime":"17:00:00"}]`, `"displayName":"After Hours","enabled":true,"conditions":[]`},
		"105": {`"id":"agent","displayName":"Agent","enabled":true,"conditions":[{"type":"Schedule"`, `"tuesday":[{"startTime":"10:00:00"`},
		"108": {`"conditions":[{"type":"State","state":{"id":"work-hours","displayName":"Work Hours","conditions":[{"type":"Schedule"`},
		"111": {`"id":"forward-all-calls","displayName":"Forward all calls","enabled":true`, `"triggerType":"Range","ranges":[{"startDateTime":"2026-05-14T08:00:00"`},
	} {
		a := as(t, s, who).do("GET", myStates, "")
		for _, part := range parts {
			if !strings.Contains(a.text, part) {
				t.Errorf("%s: no %s in %s", who, part, a.text)
			}
		}
	}
}

func TestStateRules_showTheFollowedRule(t *testing.T) {
	s := onV2(t)
	c := as(t, s, "108")
	a := c.do("GET", myStateRules+"/agent", "")
	ref, _ := a.body["dispatchingRef"].(map[string]any)
	if ref["ruleId"] != "work-hours" || !strings.Contains(a.text, `"dispatchingRef":{"ruleId":"work-hours","dispatching":{"type":"RingInOrder"`) {
		t.Fatal(a.text)
	}
	own, _ := a.body["dispatching"].(map[string]any)
	if strings.Contains(fmt.Sprint(own), "TerminatingAction") || !strings.Contains(fmt.Sprint(own), "+14155550183") {
		t.Error(a.text)
	}
	b := c.do("PATCH", myStateRules+"/agent", a.text)
	b.want(t, 200, "")
	if strings.Contains(b.text, "dispatchingRef") || s.company.Extension("108").Rule("agent").Mirrors != "" {
		t.Error(b.text)
	}
	if m := as(t, s, "105").do("GET", myStateRules+"/agent", ""); strings.Contains(m.text, "dispatchingRef") || !strings.Contains(m.text, "RingAtOnce") {
		t.Error(m.text)
	}
}

func TestPermissions_areCheckedOnV2(t *testing.T) {
	const ofMarcus = "/restapi/v2/accounts/~/extensions/801200401004"
	tests := map[string]struct {
		who, method, path string
		status            int
		code              string
	}{
		"own by id":              {"105", "GET", ofMarcus + "/comm-handling/states", 200, ""},
		"other":                  {"104", "GET", ofMarcus + "/comm-handling/states", 403, "CMN-419"},
		"other's flips":          {"104", "PUT", ofMarcus + "/call-flip-numbers", 403, "CMN-419"},
		"other's rule":           {"104", "PATCH", ofMarcus + "/comm-handling/voice/state-rules/work-hours", 403, "CMN-419"},
		"administrator":          {"101", "GET", ofMarcus + "/call-flip-numbers", 200, ""},
		"read-only user":         {"102", "GET", myStateRules, 200, ""},
		"read-only user, change": {"102", "PATCH", workRule, 403, "CMN-408"},
		"read-only user, delete": {"102", "DELETE", myTargets, 403, "CMN-408"},
		"no access":              {"112", "GET", myStateRules, 403, "CMN-408"},
		"no access, flips":       {"112", "GET", myFlips, 403, "CMN-408"},
		"other account":          {"104", "GET", "/restapi/v2/accounts/5/extensions/~/call-flip-numbers", 404, "CMN-102"},
		"unknown extension":      {"104", "GET", "/restapi/v2/accounts/~/extensions/5/call-flip-numbers", 404, "CMN-102"},
		"one state":              {"104", "GET", myStates + "/dnd", 200, ""},
		"read-only user, switch": {"102", "PATCH", myStates + "/dnd", 403, "CMN-408"},
		"other's state":          {"104", "PATCH", ofMarcus + "/comm-handling/states/dnd", 403, "CMN-419"},
		"method":                 {"104", "POST", myFlips, 405, "CMN-120"},
	}
	s := onV2(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			as(t, s, tt.who).do(tt.method, tt.path, "").want(t, tt.status, tt.code)
		})
	}
	c := as(t, s, "104")
	s.Change(func(co *Company) { co.Revoke("EditExtensions") })
	c.do("PATCH", workRule, "{}").want(t, 403, "CMN-401")
	s.Change(func(co *Company) {
		co.Grant("EditExtensions")
		co.Extension("104").TurnOff("EditExtensionAnsweringRules", "AccountLimitation")
	})
	c.do("PATCH", workRule, "{}").want(t, 403, "CMN-109")
}
