package sandbox

import (
	"strings"
	"testing"
)

// Parts of a dispatching.
const (
	desktopGroup = `{"type":"RingGroupAction","enabled":false,"duration":20,"targets":[{"type":"AllDesktopRingTarget"}]}`
	mobileGroup  = `{"type":"RingGroupAction","enabled":false,"duration":20,"targets":[{"type":"AllMobileRingTarget"}]}`
	apps         = desktopGroup + "," + mobileGroup
	spokenPrompt = `"prompt":{"greeting":{"effectiveGreetingType":"Preset","preset":{"id":"590080"}}}`
	mail         = `{"type":"VoiceMailTerminatingTarget",` + spokenPrompt + `}`
	toMail       = `{"type":"TerminatingAction","targets":[` + mail + `],"ringingTargetType":"VoiceMailTerminatingTarget"}`
)

func dispatch(kind string, actions ...string) string {
	return `{"dispatching":{"type":"` + kind + `","actions":[` + strings.Join(actions, ",") + `]}}`
}

func group(targets string) string {
	return `{"type":"RingGroupAction","enabled":true,"duration":25,"targets":[` + targets + `]}`
}

func TestUpdateStateRule_acceptsWhatItRead(t *testing.T) {
	s := withUnknown(t, NewCallHandling)
	for _, who := range []string{"104", "105", "110", "103", "111"} {
		c := as(t, s, who)
		id := s.company.Extension(who).ID
		for _, r := range existingRules(s.company.Extension(who), s.company.Extension(who).StateRules) {
			was := s.Rule(id, r.ID)
			a := c.do("GET", myStateRules+"/"+r.ID, "")
			b := c.do("PATCH", myStateRules+"/"+r.ID, a.text)
			b.want(t, 200, "")
			if now := s.Rule(id, r.ID); now != was || a.text != b.text {
				t.Errorf("%s\nwas %s\nnow %s", who, was, now)
			}
		}
	}
}

func TestUpdateStateRule_replacesTheDispatching(t *testing.T) {
	s := withUnknown(t, NewCallHandling)
	c := as(t, s, "104")
	state := c.do("GET", myStates, "").text
	a := c.do("PATCH", workRule, dispatch("RingAtOnce", group(`{"type":"PhoneNumberRingTarget","name":"Van","destination":{"phoneNumber":"1 530 555 0149"}}`),
		group(`{"type":"DeviceRingTarget","device":{"id":"802300400004"}}`), apps, toMail))
	a.want(t, 200, "")
	for _, gone := range []string{"origin", "Satellite", "PlayWelcome", "Cabin"} {
		if strings.Contains(a.text, gone) {
			t.Errorf("%s is still in %s", gone, a.text)
		}
	}
	for _, part := range []string{
		`{"type":"PhoneNumberRingTarget","name":"Van","destination":{"phoneNumber":"+15305550149"}}`,
		`"device":{"id":"802300400004","name":"Dana Desk Phone","phoneNumber":"+16505550104"},"name":"Dana Desk Phone"`,
		`{"type":"AllDesktopRingTarget","name":"My desktop"}`, `{"type":"AllMobileRingTarget","name":"My mobile apps"}`, `"name":"Voicemail"`,
	} {
		if !strings.Contains(a.text, part) {
			t.Errorf("no %s in %s", part, a.text)
		}
	}
	if c.do("GET", myStates, "").text != state {
		t.Error("a state has changed")
	}
	if c.do("GET", workRule, "").text != a.text {
		t.Error("read otherwise than answered")
	}
}

func TestUpdateStateRule_keepsUnknownParts(t *testing.T) {
	s := onV2(t)
	c := as(t, s, "104")
	unknown := []string{
		`{"type":"HologramRingTarget","x":[1.0e1,{"b":2,"a":1}]}`, `{"type":"WhistleAction","tune":{"z":0.10}}`, `"later":1.50`,
	}
	body := dispatch("RingInOrder", group(unknown[0]), unknown[1], apps, toMail)
	a := c.do("PATCH", workRule, strings.Replace(body, `"type"`, unknown[2]+`,"type"`, 1))
	a.want(t, 200, "")
	for _, part := range unknown {
		if !strings.Contains(a.text, part) || !strings.Contains(s.Rule(danaID, "work-hours"), part) {
			t.Errorf("no %s in %s", part, a.text)
		}
	}
}

func TestUpdateStateRule_resetsTheTerminatingTarget(t *testing.T) {
	c := as(t, onV2(t), "104")
	const announcement = `{"type":"PlayAnnouncementTerminatingTarget",` + spokenPrompt + `,"dispatchingType":"Ringing"}`
	end := func(rest string) string {
		return `{"type":"TerminatingAction","targets":[` + mail + `,` + announcement + `]` + rest + `}`
	}
	for rest, want := range map[string]string{
		``: `"ringingTargetType":"VoiceMailTerminatingTarget"`,
		`,"ringingTargetType":"PlayAnnouncementTerminatingTarget"`:     `"ringingTargetType":"PlayAnnouncementTerminatingTarget"}]}`,
		`,"terminatingTargetType":"PlayAnnouncementTerminatingTarget"`: `"ringingTargetType":"VoiceMailTerminatingTarget"}]}`,
	} {
		a := c.do("PATCH", workRule, dispatch("RingInOrder", apps, end(rest)))
		a.want(t, 200, "")
		if !strings.Contains(a.text, want) || strings.Contains(a.text, "terminatingTargetType") {
			t.Errorf("%s: %s", rest, a.text)
		}
	}
	const spoken = `{"type":"PlayAnnouncementTerminatingTarget",` + spokenPrompt + `,"dispatchingType":"Terminating"}`
	const fac = myStateRules + "/forward-all-calls"
	to := `{"type":"PhoneNumberTerminatingTarget","destination":{"phoneNumber":"+15305550142"},"dispatchingType":"Terminating"}`
	a := c.do("PATCH", fac, dispatch("Terminate", `{"type":"TerminatingAction","targets":[`+mail+`,`+spoken+`,`+to+`],"terminatingTargetType":"PhoneNumberTerminatingTarget","ringingTargetType":"VoiceMailTerminatingTarget"}`))
	a.want(t, 200, "")
	if !strings.Contains(a.text, `"terminatingTargetType":"PhoneNumberTerminatingTarget"`) || strings.Contains(a.text, "ringingTargetType") {
		t.Error(a.text)
	}
}

// The guide asks to keep both targets in every PATCH, used or not.
func TestUpdateStateRule_keepsTheAnnouncement(t *testing.T) {
	c := as(t, onV2(t), "104")
	const fac = myStateRules + "/forward-all-calls"
	whole := c.do("GET", fac, "").text
	c.do("PATCH", fac, whole).want(t, 200, "")
	a := c.do("PATCH", fac, dispatch("Terminate", `{"type":"TerminatingAction","targets":[`+mail+`],"terminatingTargetType":"VoiceMailTerminatingTarget"}`))
	a.want(t, 400, "CMN-101")
	if a.str("parameterName") != "dispatching.actions.targets" {
		t.Error(a.text)
	}
	if now := c.do("GET", fac, "").text; now != whole {
		t.Errorf("the refused PATCH changed the rule to %s", now)
	}
	// This one comes without an announcement, until a PATCH adds it.
	announcing := strings.Replace(toMail, mail, mail+`,{"type":"PlayAnnouncementTerminatingTarget",`+spokenPrompt+`,"dispatchingType":"Ringing"}`, 1)
	c.do("PATCH", workRule, dispatch("RingInOrder", apps, announcing)).want(t, 200, "")
	c.do("PATCH", workRule, dispatch("RingInOrder", apps, toMail)).want(t, 400, "CMN-101")
}
