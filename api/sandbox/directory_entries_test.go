package sandbox

import (
	"net/http"
	"strings"
	"testing"
)

const entries = account + "/directory/entries"

func TestDirectory_pagesAndFilters(t *testing.T) {
	s, c := bigCompany(t, LegacyCallHandling)
	s.Change(func(c *Company) { c.Extension("250").Status = "Frozen" })
	for query, want := range map[string]int{
		"": 113, "?perPage=all": 113, "?perPage=max": 113, "?perPage=5000": 113, "?perPage=40&page=3": 33, "?page=2": 0,
		"?type=Department": 1, "?type=IvrMenu": 2, "?typeGroup=NonUser": 6, "?typeGroup=User&type=Limited": 0, "?type=Limited": 1,
		"?siteId=" + extensionID(perthNumber): 5, "?siteId=main-site": 108,
	} {
		a := c.do(http.MethodGet, entries+query, "")
		a.want(t, 200, "")
		if got := len(a.records()); got != want {
			t.Errorf("%q lists %d, want %d", query, got, want)
		}
	}
	for _, query := range []string{"?type=Robot", "?perPage=many", "?perPage=0", "?page=0", "?typeGroup=x", "?showFederated=x"} {
		c.do(http.MethodGet, entries+query, "").want(t, 400, "CMN-101")
	}
}

func TestDirectory_showsNumbersOfEnabledAndDisabled(t *testing.T) {
	s, c := bigCompany(t, LegacyCallHandling)
	gone, absent := s.company.byID(withHabit(s, leaver)[0]), s.company.byID(withHabit(s, inactive)[1])
	if a := c.do(http.MethodGet, entries+"/"+gone.ID, ""); !strings.Contains(a.text, `"phoneNumber":"`+directNumber(gone.Number)) ||
		!strings.Contains(a.text, `"status":"Disabled"`) || !strings.Contains(a.text, `"companyName":"Example Plumbing Co"`) {
		t.Error(a.status, a.text)
	}
	c.do(http.MethodGet, entries+"/"+absent.ID, "").want(t, 404, "CMN-102")
	c.do(http.MethodGet, entries+"/1", "").want(t, 404, "CMN-102")
	all := c.do(http.MethodGet, entries+"?showFederated=false", "").text
	if strings.Contains(all, absent.ID) || strings.Contains(all, "companyName") || !strings.Contains(all, `"name":"Service Calls"`) {
		t.Error(all)
	}
}

func TestAccountNumbers_filter(t *testing.T) {
	_, c := bigCompany(t, LegacyCallHandling)
	const numbers = "/restapi/v2/accounts/~/phone-numbers"
	for query, want := range map[string]string{
		"?usageType=MainCompanyNumber": "+16505550100", "?phoneNumber=%2B16505550230": "+16505550230",
		"?phoneNumber=%2B1650555023*&perPage=2": "+16505550230 +16505550231", "?tollType=TollFree": "", "?status=Pending": "",
		"?type=FaxOnly": "", "?extensionStatus=Frozen": "",
	} {
		a := c.do(http.MethodGet, numbers+query, "")
		a.want(t, 200, "")
		if got := a.column("phoneNumber"); got != want {
			t.Errorf("%q lists %s, want %s", query, got, want)
		}
	}
	a := c.do(http.MethodGet, numbers+"?perPage=5000", "")
	if len(a.records()) != 118 || !strings.Contains(a.text, `"extension":{"id":"801200526004","extensionNumber":"230"}`) {
		t.Errorf("%d numbers: %s", len(a.records()), a.text)
	}
	for _, query := range []string{"?usageType=x", "?tollType=x", "?page=0", "?perPage=0"} {
		c.do(http.MethodGet, numbers+query, "").want(t, 400, "CMN-101")
	}
}
