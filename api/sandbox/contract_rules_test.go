package sandbox

import "strings"

// walkRules makes every call about rules of both backends.
func walkRules(c *client) {
	const business, mine, v2Dana = businessRule, myStateRules, "/restapi/v2/accounts/801200300004/extensions/801200400004"
	for _, path := range []string{
		myRules, myRules + "?view=Detailed", myRules + "?view=Detailed&type=BusinessHours&type=Custom&enabledOnly=true&perPage=1",
		myRules + "?page=9", myRules + "?perPage=0", business, business + "?showInactiveNumbers=true", myRules + "/after-hours-rule",
		meetingRule, myRules + "/5", ofDana + "/answering-rule",
		myFlips, myTargets, myTargets + "?excludeOwnTargets=true&page=2&perPage=2", myTargets + "?page=9", myTargets + "?page=0",
		mine, mine + "?perPage=2&page=2", mine + "/work-hours", mine + "/after-hours", mine + "/dnd", mine + "/forward-all-calls",
		mine + "/agent", myStates, myStates + "?perPage=1", v2Dana + "/call-flip-numbers", v2Dana + "/comm-handling/states",
		"/restapi/v2/accounts/~/extensions/999/call-flip-numbers",
	} {
		c.do("GET", path, "")
	}
	for _, body := range []string{
		`{"name":"x"}`, `{"forwarding":{"rules":[]}}`, `{"screening":"Always","showInactiveNumbers":true}`, `{"forwarding":{"rules":[{"index":7}]}}`,
		`{"callHandlingAction":"TakeMessagesOnly","enabled":false}`, `{`,
	} {
		c.do("PUT", business, body)
		c.do("PUT", meetingRule, body)
	}
	rewrite(c)
	makeRules(c)
	keepHours(c)
}

// makeRules makes rules, and removes them again, as a careful client does and as
// a careless one.
func makeRules(c *client) {
	for _, body := range []string{
		`{"type":"Custom","name":"Night","callers":[{"callerId":"+16501111111"}],"callHandlingAction":"TakeMessagesOnly"}`,
		`{"type":"Custom","name":"Night","schedule":{"weeklyRanges":{"monday":[{"from":"18:00","to":"20:00"}]}},
			"forwarding":{"rules":[{"index":1,"ringCount":2,"forwardingNumbers":[{"id":"711909004"}]}]}}`,
		`{"type":"Custom","name":"x","colour":"red"}`, `{"type":"Custom"}`, `{`,
	} {
		if a := c.do("POST", myRules, body); a.status == 200 {
			c.do("DELETE", a.str("uri"), "")
		}
	}
	c.do("DELETE", businessRule, "")
	c.do("DELETE", myRules+"/5", "")
	c.do("GET", myInteractions, "")
	for _, body := range []string{
		`{"displayName":"VIP","enabled":true,"conditions":[` + vip + `,` + weekly14 + `],` + strings.TrimPrefix(dispatch("RingAtOnce", apps, toMail), "{"),
		`{"displayName":"VIP","enabled":true,"conditions":[` + vip + `]}`, `{`,
	} {
		if a := c.do("POST", myInteractions, body); a.status == 200 {
			c.do("GET", myInteractions+"/"+a.str("id"), "")
			c.do("PATCH", myInteractions+"/"+a.str("id"), body)
			c.do("DELETE", myInteractions+"/"+a.str("id"), "")
		}
	}
	c.do("DELETE", myInteractions+"/5", "")
}

// keepHours sends hours back as they are read, and wrong ones.
func keepHours(c *client) {
	if a := c.do("GET", myHours, ""); a.status == 200 {
		c.do("PUT", myHours, a.text[:1]+a.text[strings.Index(a.text, `"schedule"`):])
	}
	c.do("PUT", myHours, `{"schedule":{"ref":"AfterHours"}}`)
	if a := c.do("GET", myStates+"/work-hours", ""); a.status == 200 {
		c.do("PATCH", myStates+"/work-hours", "{"+a.text[strings.Index(a.text, `"conditions"`):])
	}
	c.do("PATCH", myStates+"/work-hours", `{"conditions":[]}`)
}

// rewrite sends back what it reads, as a careful client does, and then
// incomplete bodies, as a careless client does.
func rewrite(c *client) {
	c.do("PUT", businessRule, c.do("GET", businessRule, "").text)
	flips := c.do("GET", myFlips, "").text
	if strings.HasPrefix(flips, `{"records":[{`) {
		c.do("PUT", myFlips, strings.Replace(flips, `[`, `[{"phoneNumber":"+14155550159","type":"External","label":"Van","flipNumber":"8"},`, 1))
	}
	c.do("PUT", myFlips, `{"records":[{"phoneNumber":"+14155550159","type":"External","label":"Van","flipNumber":"8"}]}`)
	c.do("PUT", myFlips, `{"records":[{"flipNumber":"9"}]}`)
	for _, id := range []string{"/work-hours", "/after-hours", "/dnd", "/forward-all-calls", "/agent"} {
		if a := c.do("GET", myStateRules+id, ""); a.status == 200 {
			c.do("PATCH", myStateRules+id, a.text)
		}
		c.do("PATCH", myStateRules+id, `{"dispatching":{"type":"RingAtOnce","actions":[{"type":"TerminatingAction"}]}}`)
	}
	c.do("PATCH", myStateRules+"/work-hours", `{"dispatching":{"type":"RingAtOnce","actions":[
		{"type":"RingGroupAction","enabled":true,"duration":30,"targets":[{"type":"AllDesktopRingTarget"}]},
		{"type":"RingGroupAction","enabled":false,"duration":30,"targets":[{"type":"AllMobileRingTarget"},{"type":"DeviceRingTarget","device":{"id":"802300400004"}}]},
		{"type":"RingGroupAction","enabled":true,"duration":30,"targets":[{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"+15305550149"}}]},
		{"type":"TerminatingAction","targets":[{"type":"VoiceMailTerminatingTarget","prompt":{"greeting":{"effectiveGreetingType":"Preset","preset":{"id":"590080"}}}}]}]}}`)
	c.do("DELETE", myTargets, `{"records":[{"type":"PhoneNumberRingTarget","destination":{"phoneNumber":"+15305550149"}},
		{"type":"CoworkerRingTarget","extension":{"id":"801200401004"}},{"type":"DeviceRingTarget","device":{"id":"801553370004"}}]}`)
	c.do("DELETE", myTargets, `{}`)
}
