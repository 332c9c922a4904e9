package sandbox

import (
	"strings"
	"testing"
)

func TestForwardAll_isThereOnlyOnRequest(t *testing.T) {
	const mine = myExtension + "/forward-all-calls"
	s := unlimited(t)
	c := as(t, s, "104")
	c.do("GET", mine, "").want(t, 404, "CMN-120")
	c.do("PATCH", mine, `{"enabled":true}`).want(t, 404, "CMN-120")
	s.Change(func(company *Company) { company.PlaysForwardAll = true })
	if a := c.do("GET", mine, ""); a.text != `{"enabled":false,"reason":{"code":"ExtensionLimitation"}}` {
		t.Error(a.text)
	}
	for _, wrong := range []string{
		`{}`, `{"enabled":"yes"}`, `{"enabled":true,"colour":"red"}`, `{"enabled":true,"callHandlingAction":"Levitate"}`,
		`{"enabled":true,"callHandlingAction":"UnconditionalForwarding"}`, `{"enabled":true,"externalNumber":{"phoneNumber":"+15305550142"}}`,
	} {
		c.do("PATCH", mine, wrong).want(t, 400, "CMN-101")
	}
	a := c.do("PATCH", mine, `{"enabled":true,"callHandlingAction":"UnconditionalForwarding","phoneNumber":{"phoneNumber":"+15305550142"}}`)
	a.want(t, 200, "")
	if b := c.do("GET", mine, ""); b.text != a.text || !strings.Contains(a.text, `"externalNumber":{"phoneNumber":"+15305550142"}`) {
		t.Error(a.text, b.text)
	}
	c.do("PATCH", mine, `{"enabled":false}`).want(t, 200, "")
	if a := c.do("PATCH", mine, `{"enabled":true}`); !strings.Contains(a.text, "+15305550142") {
		t.Error(a.text)
	}
}
