package sandbox

import (
	"strings"
	"testing"
)

const (
	danaMeeting = myInteractions + "/808000001004"

	weekly14 = `{"type":"Schedule","schedule":{"triggers":[{"triggerType":"Weekly","ranges":{"thursday":[{"startTime":"14:00:00","endTime":"15:30:00"}]}}]}}`
	vip      = `{"type":"Interaction","from":[{"phoneNumber":"+16501111111","name":"Kristina Grant"}],"to":[]}`
)

// interactionOf returns the body of an update.
func interactionOf(conditions, dispatching string) string {
	return `{"displayName":"VIP","enabled":false,"conditions":[` + conditions + `],` + strings.TrimPrefix(dispatching, "{")
}

func TestMove_turnsCustomRulesIntoInteractionRules(t *testing.T) {
	s := withUnknown(t, NewCallHandling)
	c := as(t, s, "104")
	a := c.do("GET", myInteractions, "")
	if ids(a.records()) != "808000001004" || c.do("GET", danaMeeting, "").str("displayName") != "Weekly meeting" {
		t.Fatal(a.text)
	}
	for _, part := range []string{weekly14, `"enabled":true`, `"ringtone":{"name":"chime","gain":2.50}`, `"RingAlwaysGroupAction"`} {
		if !strings.Contains(a.text, part) {
			t.Errorf("no %s in %s", part, a.text)
		}
	}
	for query, want := range map[string]string{"?enabled=true": "808000001004", "?hasReference=true": "", "?perPage=1&page=2": ""} {
		if got := ids(c.do("GET", myInteractions+query, "").records()); got != want {
			t.Errorf("%s: %s", query, got)
		}
	}
	c.do("GET", myInteractions+"/5", "").want(t, 404, "CMN-102")
	if b := c.do("PATCH", danaMeeting, a.text[strings.Index(a.text, "{\"id"):strings.LastIndex(a.text, `],"paging`)]); b.status != 200 || b.text != c.do("GET", danaMeeting, "").text {
		t.Error(b.text)
	}
	if got := c.do("GET", danaMeeting, "").text; !strings.Contains(a.text, got) {
		t.Errorf("sent back as it was, it became %s", got)
	}
}

func TestMove_convertsConditions(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	c.do("PUT", meetingRule, `{"callers":[{"callerId":"+14155550133","name":"Mum"}],"calledNumbers":[{"phoneNumber":"+16505550104"}],
		"schedule":{"ref":"AfterHours"},"callHandlingAction":"TakeMessagesOnly"}`).want(t, 200, "")
	s.Change((*Company).MoveToNewCallHandling)
	a := c.do("GET", danaMeeting, "")
	for _, part := range []string{
		`{"type":"Interaction","from":[{"phoneNumber":"+14155550133","name":"Mum"}],"to":["+16505550104"]}`,
		`{"type":"State","state":{"id":"after-hours","displayName":"After Hours","enabled":true,"conditions":[]}}`, `"type":"Terminate"`,
	} {
		if !strings.Contains(a.text, part) {
			t.Errorf("no %s in %s", part, a.text)
		}
	}
	c.do("PATCH", danaMeeting, a.text).want(t, 200, "")
}

func TestUpdateInteractionRule_resetsMissingFieldsAndRefuses(t *testing.T) {
	s := onV2(t)
	c := as(t, s, "104")
	a := c.do("PATCH", danaMeeting, strings.Replace(interactionOf(vip+`,{"type":"State","state":{"id":"work-hours"}}`, dispatch("Terminate", toMail)), `"enabled":false,`, "", 1))
	a.want(t, 200, "")
	if !strings.Contains(a.text, `"enabled":true`) || strings.Contains(a.text, "ringtone") || !strings.Contains(a.text, `"displayName":"Work Hours"`) || a.text != c.do("GET", danaMeeting, "").text {
		t.Error(a.text)
	}
	ring := dispatch("RingInOrder", apps, toMail)
	for name, body := range map[string]string{
		"empty": `{}`, "no conditions": ring, "empty conditions": interactionOf("", ring), "no name": strings.Replace(interactionOf(vip, ring), "VIP", "", 1),
		"no type": interactionOf(`{}`, ring), "no number on either side": interactionOf(`{"type":"Interaction","from":[],"to":[]}`, ring),
		"no number":   interactionOf(`{"type":"Interaction","from":[{"name":"Mum"}]}`, ring),
		"no time":     interactionOf(`{"type":"Schedule","schedule":{"triggers":[]}}`, ring),
		"state alone": interactionOf(`{"type":"State","state":{"id":"work-hours"}}`, ring),
		"state":       interactionOf(vip+`,{"type":"State","state":{"id":"dnd"}}`, ring),
		"no apps":     interactionOf(vip, dispatch("RingInOrder", toMail)), "no terminating action": interactionOf(vip, dispatch("RingInOrder", apps)),
	} {
		if b := c.do("PATCH", danaMeeting, body); b.status != 400 || b.code() != "CMN-101" {
			t.Errorf("%s: %s", name, b.text)
		}
	}
	if c.do("GET", danaMeeting, "").text != a.text {
		t.Error("a refused update changed the rule")
	}
}

func TestInteractionRule_dropsRemovedNumbers(t *testing.T) {
	c := as(t, onV2(t), "104")
	if !strings.Contains(c.do("GET", myTargets, "").text, "+15305550167") {
		t.Error("it is not among the targets")
	}
	c.do("DELETE", myTargets, `{"records":[{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"+15305550167"}}]}`).want(t, 200, "")
	if a := c.do("GET", danaMeeting, ""); strings.Contains(a.text, "+15305550167") {
		t.Error(a.text)
	}
}
