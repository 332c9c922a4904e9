package sandbox

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const auditPath = account + "/audit-trail/search"

// story shows an answer of the audit trail as "initiator action event target".
func story(a answer) string {
	var lines []string
	for _, r := range a.records() {
		by, _ := r["initiator"].(map[string]any)
		target, _ := r["target"].(map[string]any)
		lines = append(lines, fmt.Sprint(by["extensionNumber"], " ", r["actionId"], " ", r["eventType"], " ", target["name"]))
	}
	return strings.Join(lines, "; ")
}

func TestAuditTrail_hasWhatClientsAndTheAdministratorChanged(t *testing.T) {
	s := unlimited(t)
	dana, ines := as(t, s, "104"), as(t, s, "101")
	dana.do("GET", myNumbers, "").want(t, 200, "")
	dana.do("DELETE", myNumbers+"/711909004", "").want(t, 204, "")
	dana.do("DELETE", myNumbers+"/711909004", "").want(t, 404, "CMN-102")
	ines.do("PUT", ofDana+"/answering-rule/business-hours-rule", `{"enabled":false}`).want(t, 200, "")
	ines.do("PATCH", account+"/forward-all-calls", `{"enabled":true}`).want(t, 200, "")
	s.Change(func(co *Company) { co.Extension("111").Status = "Disabled"; co.Extension("103") })
	all := ines.do("POST", auditPath, `{}`)
	all.want(t, 200, "")
	want := "101 CHANGE_USER_INFO UPDATE Lucía Ferrer; 101 CHANGE_COMPANY_CALL_HANDLING UPDATE Example Plumbing Co; " +
		"101 CHANGE_ANSWERING_RULES UPDATE Dana Whitfield; 104 CHANGE_CALL_FORWARDING DELETE Dana Whitfield"
	if got := story(all); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for body, want := range map[string]int{
		`{"targetIds":["801200400004"]}`: 2, `{"initiatorIds":["801200400004"]}`: 1, `{"actionIds":["CHANGE_USER_INFO"]}`: 1,
		`{"excludeActionIds":["CHANGE_USER_INFO"]}`: 3, `{"searchString":"lucía"}`: 1, `{"perPage":3,"page":2}`: 1, `{"page":9}`: 0, `{"siteId":"1"}`: 0,
	} {
		if a := ines.do("POST", auditPath, body); len(a.records()) != want {
			t.Errorf("%s: %s", body, story(a))
		}
	}
	if !strings.Contains(all.text, `"paging":{"page":1,"perPage":100,"total":1,"totalFound":4}`) {
		t.Error(all.text)
	}
	for _, bad := range []string{`{"targetIds":5}`, `{"eventTimeFrom":"yesterday"}`, `{"perPage":0}`} {
		ines.do("POST", auditPath, bad).want(t, 400, "CMN-101")
	}
}

func TestAuditTrail_showsADayByDefaultAndForgetsAfterHalfAYear(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := unlimited(t)
		s.Change(func(co *Company) { co.Extension("111").Status = "Disabled" })
		count := func(body string) int { return len(as(t, s, "101").do("POST", auditPath, body).records()) }
		since := `{"eventTimeFrom":"` + timestamp(time.Now().Add(-time.Hour)) + `"}`
		time.Sleep(25 * time.Hour)
		if n := count(`{}`); n != 0 {
			t.Errorf("%d records of yesterday by default", n)
		}
		if n := count(since); n != 1 {
			t.Errorf("%d records since then", n)
		}
		time.Sleep(auditAge)
		if n := count(since); n != 0 {
			t.Errorf("%d records after half a year", n)
		}
	})
}

func TestAuditTrail_isBounded(t *testing.T) {
	s := unlimited(t)
	for range maxAudit + 5 {
		s.addAudit(auditRecord{})
	}
	if len(s.audit) > maxAudit || s.audit[len(s.audit)-1].id != fmt.Sprintf("9835bead-397b-4ba8-b457-%012d", maxAudit+5) {
		t.Errorf("%d records, the last is %s", len(s.audit), s.audit[len(s.audit)-1].id)
	}
}

// Rules that an edit only looks at are not changed by being created.
func TestChange_reportsRulesOnlyIfTheyDiffer(t *testing.T) {
	for name, edit := range map[string]func(*Extension){
		"":                               func(e *Extension) { e.Rule(businessHours) },
		"[AnsweringRules]":               func(e *Extension) { _ = e.SetRule(businessHours, `{}`) },
		"[AnsweringRules ExtensionInfo]": func(e *Extension) { e.Status = "Disabled"; _ = e.SetRule(businessHours, `{}`) },
		"[Permissions]":                  func(e *Extension) { e.Revoke("ReadCallLog") },
		"[Features]":                     func(e *Extension) { e.TurnOff("CallFlip", "AccountLimitation") },
		"[]":                             func(e *Extension) { e.Remove("803000012004") },
	} {
		for _, handling := range []string{LegacyCallHandling, NewCallHandling} {
			s := newServer(t, Options{CallHandling: handling, Limits: Limits{Off: true}})
			got := ""
			s.Change(func(co *Company) {
				e := co.Extension("101")
				edit(e)
				was := co.watched[e]
				if hints, changed := was.changes(e); changed {
					got = fmt.Sprint(hints)
				}
			})
			if got != name {
				t.Errorf("on %s: hints %q, want %q", handling, got, name)
			}
		}
	}
}

func TestEvents_followTheListOfExtensions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := unlimited(t)
		c := as(t, s, "101")
		l := c.listen(t, "")
		defer l.close()
		if f := l.subscribe(`"/restapi/v1.0/account/~/extension"`); !strings.Contains(f.raw, `"eventFilters":["/restapi/v1.0/account/801200300004/extension"]`) {
			t.Fatal(f.raw)
		}
		c.do("PUT", ofDana+"/answering-rule/business-hours-rule", `{"enabled":false}`).want(t, 200, "")
		s.Change(func(co *Company) { co.Extension("111").Status = "Disabled" })
		s.Change(func(co *Company) {
			co.Extensions = append(co.Extensions[1:], &Extension{ID: "5", Number: "301", FirstName: "Zoe", Type: "User", Status: "Enabled"})
		})
		s.Change(func(co *Company) { co.Extension("104").Numbers = nil }) // no event is documented
		var got []string
		for _, f := range l.during(time.Second) {
			e := f.event()
			got = append(got, fmt.Sprint(e["extensionId"], " ", e["eventType"], e["hints"]))
			if e["ownerId"] != accountID {
				t.Error(f.raw)
			}
		}
		want := "801200400004 Update[AnsweringRules] 801200407004 Update[ExtensionInfo] 5 Create<nil> 801200300004 Delete<nil>"
		if strings.Join(got, " ") != want {
			t.Errorf("got %v, want %s", got, want)
		}
	})
}

func TestEvents_ofTheListNeedPermission(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, c := unlimitedAs104(t, Options{})
		s.Change(func(co *Company) { co.Extension("104").Revoke("ReadExtensions") })
		l := c.listen(t, "")
		defer l.close()
		if f := l.subscribe(`"/restapi/v1.0/account/~/extension"`); f.meta.Status != 403 || !strings.Contains(f.raw, "CMN-408") {
			t.Error(f.raw)
		}
		if f := l.subscribe(`"/restapi/v1.0/account/5/extension"`); f.meta.Status != 400 || !strings.Contains(f.raw, "SUB-508") {
			t.Error(f.raw)
		}
	})
}
