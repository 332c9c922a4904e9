package sandbox

import (
	"fmt"
	"strings"
	"testing"
)

func TestForwardingTargets_listsEachOnce(t *testing.T) {
	s := withUnknown(t, NewCallHandling)
	c := as(t, s, "104")
	c.do("PATCH", workRule, dispatch("RingInOrder", group(`{"type":"DeviceRingTarget","device":{"id":"802300400004"}}`),
		group(`{"type":"PhoneNumberRingTarget","name":"Cabin","destination":{"phoneNumber":"+15305550142"}}`),
		group(`{"type":"AllMobileRingTarget","extension":{"id":"801200401004"}},{"type":"AllDesktopRingTarget","extension":{"id":"801200401004"}}`),
		apps, toMail)).want(t, 200, "")
	kinds := func(query string) string {
		var list []string
		for _, r := range c.do("GET", myTargets+query, "").records() {
			list = append(list, strings.TrimSuffix(fmt.Sprint(r["type"]), "RingTarget"))
		}
		return strings.Join(list, " ")
	}
	if got, want := kinds(""), "Device PhoneNumber CoworkerApps PhoneNumber Satellite PhoneNumber"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got, want := kinds("?excludeOwnTargets=true"), "PhoneNumber CoworkerApps PhoneNumber Satellite PhoneNumber"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	c.do("GET", myTargets+"?excludeOwnTargets=maybe", "").want(t, 400, "CMN-101")
}

func TestDeleteTargets_removesFromEveryRule(t *testing.T) {
	s := withUnknown(t, NewCallHandling)
	c := as(t, s, "104")
	a := c.do("DELETE", myTargets, `{"records":[
		{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"5305550142"}},
		{"type":"CoworkerRingTarget","extension":{"id":"801200401004"}},
		{"type":"DeviceRingTarget","device":{"id":"801553370004"}},
		{"type":"AllMobileRingTarget"},
		{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"+15305550000"}}]}`)
	a.want(t, 200, "")
	var got []string
	for _, r := range a.records() {
		outcome := fmt.Sprint(r["bulkItemSuccessful"])
		if list, _ := r["bulkItemErrors"].([]any); len(list) > 0 {
			outcome = fmt.Sprint(list[0].(map[string]any)["errorCode"])
		}
		got = append(got, outcome)
	}
	if want := "true true CMN-101 CMN-101 CMN-102"; strings.Join(got, " ") != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for _, id := range []string{"work-hours", "after-hours"} {
		if rule := s.Rule(danaID, id); strings.Contains(rule, "Cabin") || strings.Contains(rule, "Coworker") || !strings.Contains(rule, `"origin":`) {
			t.Errorf("%s is %s", id, rule)
		}
	}
	if got := len(c.do("GET", myFlips, "").records()); got != 6 {
		t.Errorf("%d flip numbers are left", got)
	}
	for _, body := range []string{`{}`, `{"records":[]}`, `{"records":[1]}`} {
		c.do("DELETE", myTargets, body).want(t, 400, "CMN-101")
	}
}

func TestForwardingNumbers_workOnNewCallHandling(t *testing.T) {
	s := onV2(t)
	c := as(t, s, "104")
	c.do("DELETE", myNumbers+"/711909004", "").want(t, 204, "")
	if strings.Contains(c.do("GET", myFlips, "").text+c.do("GET", myTargets, "").text, "+16505130930") {
		t.Error("the number is still there")
	}
}
