package sandbox

import (
	"strings"
	"testing"
)

func TestUpdateStateRule_refuses(t *testing.T) {
	const (
		actions = "dispatching.actions"
		targets = actions + ".targets"
		off     = myStateRules + "/after-hours"
		dnd     = myStateRules + "/dnd"
		always  = `{"type":"RingAlwaysGroupAction","enabled":true,"targets":[{"type":"AllDesktopRingTarget"}]}`
	)
	number := func(n string) string {
		return `{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"` + n + `"}}`
	}
	in := func(actions ...string) string { return dispatch("RingInOrder", actions...) }
	end := func(targets, rest string) string {
		return `{"type":"TerminatingAction","targets":[` + targets + `]` + rest + `}`
	}
	tests := map[string]struct {
		path string
		refusal
	}{
		"empty":                                {workRule, refusal{"104", `{}`, 400, "CMN-101", "", "dispatching"}},
		"dispatching of text":                  {workRule, refusal{"104", `{"dispatching":"x"}`, 400, "CMN-101", "", "dispatching"}},
		"invalid JSON":                         {workRule, refusal{"104", `x`, 400, "CMN-103", "", ""}},
		"no type":                              {workRule, refusal{"104", `{"dispatching":{"actions":[` + toMail + `]}}`, 400, "CMN-101", "", "dispatching.type"}},
		"work hours terminate":                 {workRule, refusal{"104", dispatch("Terminate", toMail), 400, "CMN-101", "", "dispatching.type"}},
		"unknown type":                         {workRule, refusal{"104", dispatch("Custom", apps, toMail), 400, "CMN-101", "", "dispatching.type"}},
		"dnd rings":                            {dnd, refusal{"104", in(apps, toMail), 400, "CMN-101", "", "dispatching.type"}},
		"dnd has groups":                       {dnd, refusal{"104", dispatch("Terminate", apps, toMail), 400, "CMN-101", "", actions}},
		"no actions":                           {workRule, refusal{"104", dispatch("RingInOrder"), 400, "CMN-101", "", actions}},
		"action without type":                  {workRule, refusal{"104", in(`{}`), 400, "CMN-101", "", actions + ".type"}},
		"no desktop group":                     {workRule, refusal{"104", in(mobileGroup, toMail), 400, "CMN-101", "", actions}},
		"no mobile group":                      {workRule, refusal{"104", in(desktopGroup, toMail), 400, "CMN-101", "", actions}},
		"group and always":                     {workRule, refusal{"104", in(apps, always, toMail), 400, "CMN-101", "", targets}},
		"number in an always group":            {workRule, refusal{"104", in(apps, `{"type":"RingAlwaysGroupAction","enabled":true,"targets":[`+number("+15305550142")+`]}`, toMail), 400, "CMN-101", "", targets}},
		"no terminating action":                {workRule, refusal{"104", in(apps), 400, "CMN-101", "", actions}},
		"two terminating actions":              {workRule, refusal{"104", in(apps, toMail, toMail), 400, "CMN-101", "", actions}},
		"no voicemail":                         {workRule, refusal{"104", in(apps, end(`{"type":"ExtensionTerminatingTarget","extension":{"id":"801200401004"},"dispatchingType":"Ringing"}`, ``)), 400, "CMN-101", "", targets}},
		"voicemail without prompt":             {workRule, refusal{"104", in(apps, end(`{"type":"VoiceMailTerminatingTarget"}`, ``)), 400, "CMN-101", "", actions + ".greeting"}},
		"no-answer target missing":             {workRule, refusal{"104", in(apps, end(mail, `,"ringingTargetType":"ExtensionTerminatingTarget"`)), 400, "CMN-101", "", actions + ".ringingTargetType"}},
		"target of the other dispatching type": {workRule, refusal{"104", in(apps, end(mail+`,{"type":"ExtensionTerminatingTarget","extension":{"id":"801200401004"},"dispatchingType":"Terminating"}`, `,"ringingTargetType":"ExtensionTerminatingTarget"`)), 400, "CMN-101", "", actions + ".ringingTargetType"}},
		"no dispatching type":                  {workRule, refusal{"104", in(apps, end(mail+`,{"type":"ExtensionTerminatingTarget","extension":{"id":"801200401004"}}`, ``)), 400, "CMN-101", "", targets + ".dispatchingType"}},
		"after hours need both":                {off, refusal{"104", in(apps, toMail), 400, "CMN-101", "", actions + ".terminatingTargetType"}},
		"no duration":                          {workRule, refusal{"104", in(strings.Replace(group(number("+15305550142")), `"duration":25,`, ``, 1), apps, toMail), 400, "CMN-101", "", actions + ".duration"}},
		"no enabled":                           {workRule, refusal{"104", in(strings.Replace(group(number("+15305550142")), `"enabled":true,`, ``, 1), apps, toMail), 400, "CMN-101", "", actions + ".enabled"}},
		"no targets":                           {workRule, refusal{"104", in(group(``), apps, toMail), 400, "CMN-101", "", targets}},
		"target without type":                  {workRule, refusal{"104", in(group(`{}`), apps, toMail), 400, "CMN-101", "", targets + ".type"}},
		"target twice":                         {workRule, refusal{"104", in(group(number("+15305550142")), group(number("5305550142")), apps, toMail), 400, "CMN-101", "", targets}},
		"invalid number":                       {workRule, refusal{"104", in(group(number("12")), apps, toMail), 400, "CMN-101", "", targets + ".destination.phoneNumber"}},
		"company number":                       {workRule, refusal{"104", in(group(number("+16505550100")), apps, toMail), 400, "FPN-105", "", ""}},
		"international number":                 {workRule, refusal{"104", in(group(number("+442079460958")), apps, toMail), 400, "FPN-108", "", ""}},
		"external forwarding off":              {workRule, refusal{"107", in(group(number("+15305550142")), apps, toMail), 400, "CMN-427", "", ""}},
		"unassigned device":                    {workRule, refusal{"104", in(group(`{"type":"DeviceRingTarget","device":{"id":"802300900004"}}`), apps, toMail), 400, "CMN-101", "", targets + ".device.id"}},
		"unknown coworker":                     {workRule, refusal{"104", in(group(`{"type":"CoworkerRingTarget","extension":{"id":"5"}}`), apps, toMail), 400, "CMN-101", "", targets + ".extension.id"}},
		"own extension as coworker":            {workRule, refusal{"104", in(group(`{"type":"CoworkerRingTarget","extension":{"id":"`+danaID+`"}}`), apps, toMail), 400, "CMN-101", "", targets + ".extension.id"}},
		"coworker is a queue":                  {workRule, refusal{"104", in(group(`{"type":"CoworkerRingTarget","extension":{"id":"801200405004"}}`), apps, toMail), 400, "CMN-101", "", targets + ".extension.id"}},
		"coworker without the feature":         {workRule, refusal{"105", in(group(`{"type":"CoworkerRingTarget","extension":{"id":"`+danaID+`"}}`), apps, toMail), 400, "CMN-427", "", ""}},
		"greeting":                             {workRule, refusal{"104", in(`{"type":"PlayWelcomePromptAction","enabled":true,"greeting":{"effectiveGreetingType":"Sung","preset":{"id":"1"}}}`, apps, toMail), 400, "CMN-101", "", actions + ".greeting"}},
		"fax plan":                             {workRule, refusal{"106", `{}`, 400, "AWR-180", "", ""}},
	}
	s := onV2(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := as(t, s, tt.who)
			was := c.do("GET", tt.path, "").text
			tt.check(t, c.do("PATCH", tt.path, tt.body))
			if now := c.do("GET", tt.path, "").text; now != was {
				t.Errorf("changed to %s", now)
			}
		})
	}
}

func TestUpdateStateRule_acceptsAnAlwaysGroupForApps(t *testing.T) {
	c := as(t, onV2(t), "104")
	for _, actions := range []string{
		`{"type":"RingAlwaysGroupAction","enabled":true,"targets":[{"type":"AllDesktopRingTarget"},{"type":"AllMobileRingTarget"}]}`,
		`{"type":"RingAlwaysGroupAction","enabled":true,"targets":[{"type":"AllDesktopRingTarget"}]},` + mobileGroup,
		group(`{"type":"AllDesktopRingTarget","extension":{"id":"` + danaID + `"}},{"type":"AllMobileRingTarget"}`),
	} {
		c.do("PATCH", workRule, dispatch("RingInOrder", actions, toMail)).want(t, 200, "")
	}
	both := strings.Replace(toMail, `"ringing`, `"terminatingTargetType":"VoiceMailTerminatingTarget","ringing`, 1)
	c.do("PATCH", myStateRules+"/after-hours", dispatch("Terminate", both)).want(t, 200, "")
}

func TestUpdateStateRule_keepsKnownCoworkers(t *testing.T) {
	s := onV2(t)
	c := as(t, s, "104")
	s.Change(func(co *Company) { co.Extension("104").TurnOff("CoworkerLineAndAppsForwarding", "AccountLimitation") })
	coworker := func(id string) string {
		return dispatch("RingInOrder", group(`{"type":"CoworkerRingTarget","extension":{"id":"`+id+`"}}`), apps, toMail)
	}
	c.do("PATCH", workRule, coworker("801200401004")).want(t, 200, "")
	c.do("PATCH", workRule, coworker("801200404004")).want(t, 400, "CMN-427")
}
