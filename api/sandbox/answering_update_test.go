package sandbox

import (
	"strings"
	"testing"
)

func TestUpdateAnsweringRule_replacesForwarding(t *testing.T) {
	const mobile, work, home, cabin = `{"id":"711909004"}`, `{"id":"711910004"}`, `{"id":"803000003004"}`, `{"id":"803000005004"}`
	tests := map[string]struct{ rules, want string }{
		"empty":         {``, ""},
		"reorder":       {`{"index":1,"ringCount":3,"forwardingNumbers":[` + cabin + `]},{"index":2,"forwardingNumbers":[` + mobile + `]}`, "803000005004x3 711909004x4"},
		"index decides": {`{"index":2,"ringCount":1,"forwardingNumbers":[` + cabin + `]},{"index":1,"ringCount":2,"forwardingNumbers":[` + mobile + `]}`, "711909004x2 803000005004x1"},
		"no index":      {`{"forwardingNumbers":[` + cabin + `]},{"forwardingNumbers":[` + mobile + `]}`, "803000005004x4 711909004x4"},
		"group":         {`{"index":1,"ringCount":7,"forwardingNumbers":[` + home + `,` + work + `]}`, "803000003004+711910004x7"},
		"by number":     {`{"index":1,"forwardingNumbers":[{"phoneNumber":"415 555 0118"}]}`, "803000003004x4"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := withUnknown(t, LegacyCallHandling)
			a := as(t, s, "104").do("PUT", businessRule, `{"forwarding":{"rules":[`+tt.rules+`]}}`)
			a.want(t, 200, "")
			f := forwardingOf(s, businessHours)
			if got := steps(f); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if f.Has("wakeUp") || f.Str("ringingMode") != "Sequentially" || !f.Bool("softPhonesAlwaysRing", false) || !f.Bool("notifyMySoftPhones", false) {
				t.Errorf("not reset: %s", encode(f))
			}
			if !strings.Contains(a.text, `"whisper":{"to":["caller"],"level":3.0}`) {
				t.Error("a field that was not sent has changed")
			}
		})
	}
}

func TestUpdateAnsweringRule_acceptsWhatItRead(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	for _, id := range []string{businessHours, afterHours, "807000001004"} {
		was := s.Rule(danaID, id)
		a := c.do("GET", myRules+"/"+id, "")
		c.do("PUT", myRules+"/"+id, a.text).want(t, 200, "")
		if now := s.Rule(danaID, id); now != was {
			t.Errorf("was %s\nnow %s", was, now)
		}
	}
}

func TestUpdateAnsweringRule_keepsUnknownFields(t *testing.T) {
	c := as(t, unlimited(t), "104")
	a := c.do("PUT", businessRule, `{"new":1.0e3,"forwarding":{"b":[1.10],"rules":[
		{"index":1,"c":{"z":1,"a":2.50},"forwardingNumbers":[{"id":"711909004","d":"\u0041","label":"Mine"}]}]}}`)
	a.want(t, 200, "")
	for _, part := range []string{`"new":1.0e3`, `"b":[1.10]`, `"c":{"z":1,"a":2.50}`, `"d":"\u0041"`, `"label":"Mobile"`} {
		if !strings.Contains(a.text, part) {
			t.Errorf("no %s in %s", part, a.text)
		}
	}
}

func TestUpdateAnsweringRule_completesSoftPhoneSettings(t *testing.T) {
	tests := map[string]struct{ sent, want string }{
		"left out":               {``, `true 1 true true`},
		"apps with a head start": {`"softPhonesRingCount":3,"softPhonesAlwaysRing":false`, `true 3 false true`},
		"apps always ring at 1":  {`"softPhonesRingCount":1,"softPhonesAlwaysRing":false`, `true 1 true true`},
		"apps not notified":      {`"notifyMySoftPhones":false,"softPhonesPositionTop":true`, `false 1 true `},
		"reply-only field":       {`"softPhonesPositionTop":false`, `true 1 true true`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			s := unlimited(t)
			as(t, s, "104").do("PUT", businessRule, `{"forwarding":{`+tt.sent+`}}`).want(t, 200, "")
			f := forwardingOf(s, businessHours)
			got := strings.Join([]string{string(f.Get("notifyMySoftPhones")), string(f.Get("softPhonesRingCount")),
				string(f.Get("softPhonesAlwaysRing")), string(f.Get("softPhonesPositionTop"))}, " ")
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestUpdateAnsweringRule_refuses(t *testing.T) {
	forwarding := func(rules string) string { return `{"forwarding":{"rules":[` + rules + `]}}` }
	const business, custom, mobile = businessRule, meetingRule, `"forwardingNumbers":[{"id":"711909004"}]`
	tests := map[string]struct {
		path string
		refusal
	}{
		"index 0":                       {business, refusal{"104", forwarding(`{"index":0,` + mobile + `}`), 400, "AWR-137", "Rule index should be greater than 0", ""}},
		"index 2 alone":                 {business, refusal{"104", forwarding(`{"index":2,` + mobile + `}`), 400, "AWR-100", "Rule indexes should be sequential", ""}},
		"index missing in one":          {business, refusal{"104", forwarding(`{"index":1,` + mobile + `},{"forwardingNumbers":[{"id":"803000005004"}]}`), 400, "AWR-100", "", ""}},
		"ring count 0":                  {business, refusal{"104", forwarding(`{"index":1,"ringCount":0,` + mobile + `}`), 400, "CMN-101", "", "forwarding.rules.ringCount"}},
		"no number":                     {business, refusal{"104", forwarding(`{"index":1,"forwardingNumbers":[]}`), 400, "AWR-136", "Ring group with index 1 is not found", ""}},
		"unknown number":                {business, refusal{"104", forwarding(`{"index":1,"forwardingNumbers":[{"id":"5"}]}`), 400, "CMN-101", "", "forwarding.rules.forwardingNumbers.id"}},
		"number twice":                  {business, refusal{"104", forwarding(`{"index":1,` + mobile + `},{"index":2,` + mobile + `}`), 400, "CMN-101", "", "forwarding.rules.forwardingNumbers.id"}},
		"line for flips":                {business, refusal{"104", forwarding(`{"index":1,"forwardingNumbers":[{"id":"592178004"}]}`), 400, "CMN-101", "", "forwarding.rules.forwardingNumbers.id"}},
		"company number":                {business, refusal{"104", forwarding(`{"index":1,"forwardingNumbers":[{"phoneNumber":"+16505550100"}]}`), 400, "FPN-105", "Number +16505550100 duplicates with company/extension direct number", ""}},
		"mode":                          {business, refusal{"104", `{"forwarding":{"ringingMode":"Randomly"}}`, 400, "CMN-101", "", "forwarding.ringingMode"}},
		"rules of strings":              {business, refusal{"104", `{"forwarding":{"rules":"x"}}`, 400, "CMN-101", "", "forwarding.rules"}},
		"action":                        {business, refusal{"104", `{"callHandlingAction":"AgentQueue"}`, 400, "CMN-101", "Parameter [callHandlingAction] value is invalid.", "callHandlingAction"}},
		"transfer without extension":    {business, refusal{"104", `{"callHandlingAction":"TransferToExtension"}`, 400, "CMN-101", "", "transfer"}},
		"transfer to unknown extension": {business, refusal{"104", `{"transfer":{"extension":{"id":"5"}}}`, 400, "CMN-101", "", "transfer.extension.id"}},
		"international number":          {business, refusal{"104", `{"unconditionalForwarding":{"phoneNumber":"+442079460958"}}`, 400, "FPN-108", "International calling is currently disabled", ""}},
		"missed call":                   {business, refusal{"104", `{"missedCall":{"actionType":"Shrug"}}`, 400, "CMN-101", "", "missedCall.actionType"}},
		"screening":                     {business, refusal{"104", `{"screening":"Never"}`, 400, "CMN-101", "", "screening"}},
		"other id":                      {business, refusal{"104", `{"id":"after-hours-rule"}`, 400, "CMN-101", "", "id"}},
		"greeting twice":                {business, refusal{"104", `{"greetings":[{"type":"Voicemail"},{"type":"Voicemail"}]}`, 400, "AWR-106", "Greeting [Voicemail] is duplicated", ""}},
		"greeting of another type":      {business, refusal{"104", `{"greetings":[{"type":"Voicemail","preset":{"id":"131840"}}]}`, 400, "AWR-123", "Preset [131840] can not be used for greeting type [Voicemail]", ""}},
		"greeting unknown":              {business, refusal{"104", `{"greetings":[{"type":"Voicemail","preset":{"id":"1"}}]}`, 400, "AWR-124", "presetId specified for greeting type [Voicemail] is not found", ""}},
		"callers of a default rule":     {business, refusal{"104", `{"callers":[{"callerId":"+14155550100"}]}`, 400, "CMN-101", "", "callers"}},
		"schedule of a default rule":    {business, refusal{"104", `{"schedule":{"ref":"AfterHours"}}`, 400, "CMN-101", "", "schedule"}},
		"no condition":                  {custom, refusal{"104", `{"schedule":{}}`, 400, "AWR-111", "At least one condition should be specified", ""}},
		"hours alone":                   {custom, refusal{"104", `{"schedule":{"ref":"AfterHours"}}`, 400, "AWR-120", "", ""}},
		"called number twice":           {custom, refusal{"104", `{"calledNumbers":[{"phoneNumber":"+16505550104"},{"phoneNumber":"6505550104"}]}`, 400, "AWR-113", "", ""}},
		"long name":                     {custom, refusal{"104", `{"name":"` + strings.Repeat("é", 128) + `"}`, 400, "AWR-179", "[name] is too long: up to 127 symbols supported", ""}},
		"read-only user":                {business, refusal{"102", `{}`, 403, "CMN-408", "", ""}},
		"fax plan":                      {business, refusal{"106", `{}`, 400, "AWR-180", "", ""}},
		"invalid JSON":                  {business, refusal{"104", `rule`, 400, "CMN-103", "", ""}},
		"unknown rule":                  {myRules + "/5", refusal{"104", `{}`, 404, "CMN-102", "", "ruleId"}},
		"another user's":                {ofMarcus + "/answering-rule/business-hours-rule", refusal{"104", `{}`, 403, "CMN-419", "", ""}},
		"refused as a whole":            {custom, refusal{"104", `{"name":"x","screening":"Never"}`, 400, "CMN-101", "", "screening"}},
	}
	s := unlimited(t)
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			owner := s.company.Extension(tt.who).ID
			rules := func() string { return s.Rule(owner, businessHours) + s.Rule(owner, "807000001004") }
			was := rules()
			tt.check(t, as(t, s, tt.who).do("PUT", tt.path, tt.body))
			if rules() != was {
				t.Errorf("changed to %s", rules())
			}
		})
	}
}

func TestUpdateAnsweringRule_needsFeatures(t *testing.T) {
	s := unlimited(t)
	c := as(t, s, "104")
	s.Change(func(co *Company) {
		co.Extension("104").TurnOff("RingGroups", "ServicePlanLimitation")
		co.Extension("104").TurnOff("EditSimultaneousRingingMode", "ServicePlanLimitation")
	})
	const group = `{"forwarding":{"rules":[{"index":1,"forwardingNumbers":[{"id":"711909004"},{"id":"803000005004"}]}]}}`
	c.do("PUT", meetingRule, group).want(t, 400, "CMN-427")
	c.do("PUT", businessRule, group).want(t, 200, "") // it has one already
	const together = `{"forwarding":{"ringingMode":"Simultaneously"}}`
	c.do("PUT", businessRule, together).want(t, 400, "CMN-427")
	c.do("PUT", myRules+"/after-hours-rule", together).want(t, 200, "") // it does already
	s.Change(func(co *Company) { co.Extension("104").TurnOff("EditExtensionAnsweringRules", "AccountLimitation") })
	c.do("PUT", businessRule, `{}`).want(t, 403, "CMN-109")
	c.do("GET", businessRule, "").want(t, 200, "")
}
