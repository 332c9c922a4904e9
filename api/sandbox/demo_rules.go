package sandbox

import (
	"encoding/json"
	"fmt"
	"sync"

	"rcfwd/api/jsonobj"
)

// rule parses a rule. It panics on invalid JSON, since it reads only text of
// this package.
func rule(text string) *Rule {
	var body jsonobj.Object
	if err := json.Unmarshal([]byte(text), &body); err != nil {
		panic("sandbox: " + err.Error() + " in " + text)
	}
	return &Rule{ID: body.Str("id"), body: body}
}

// defaultRules returns the rules of an extension that never changed them: in
// work hours every number rings in turn, after hours only voicemail answers.
func defaultRules(e *Extension) []*Rule {
	steps := []jsonobj.Object{}
	for _, n := range e.Numbers {
		if n.canRing() {
			steps = append(steps, jsonobj.New("index", len(steps)+1, "ringCount", defaultRings,
				"forwardingNumbers", []jsonobj.Object{jsonobj.New("id", n.ID)}))
		}
	}
	forwarding := jsonobj.New("notifyMySoftPhones", true, "softPhonesRingCount", 1, "softPhonesAlwaysRing", true,
		"ringingMode", "Sequentially", "softPhonesPositionTop", true, "rules", steps)
	work := defaultRule(e, businessHours, "BusinessHours", "ForwardCalls")
	work = work.With("forwarding", forwarding)
	off := defaultRule(e, afterHours, "AfterHours", "TakeMessagesOnly")
	return []*Rule{{ID: businessHours, body: work}, {ID: afterHours, body: off}}
}

func defaultRule(e *Extension, id, kind, action string) jsonobj.Object {
	return jsonobj.New("id", id, "type", kind, "enabled", true, "schedule", jsonobj.New("ref", kind),
		"callHandlingAction", action,
		"voicemail", jsonobj.New("enabled", true, "recipient", jsonobj.New("id", e.ID)),
		"greetings", defaultGreetings(), "screening", "Off")
}

// defaultGreetings returns those of the vendor's example.
var defaultGreetings = sync.OnceValue(func() json.RawMessage {
	var list []json.RawMessage
	for _, g := range [][3]string{
		{"Voicemail", "65792", "Default"}, {"Introductory", "66301", "None"},
		{"ConnectingAudio", "66310", "Acoustic"}, {"ConnectingMessage", "68867", "Default"},
	} {
		list = append(list, jsonobj.New("type", g[0], "preset", jsonobj.New("id", g[1], "name", g[2])).Raw())
	}
	return jsonobj.Array(list)
})

// danaRules cover most features of rules: a head start for the apps, a group, a
// rule that rings all numbers at once, and a custom rule. With unknown they have
// inventedFields at every level, which a client has to send back unchanged.
//
// Guess: the default rules show the hours beside the reference to them. S
// allows both, and the call for business hours is not part of this sandbox.
func danaRules(hours []Shift, unknown bool) []*Rule {
	const rest = `,"voicemail":{"enabled":true,"recipient":{"id":"801200400004"}},"greetings":[
		{"type":"Voicemail","preset":{"id":"65792","name":"Default"},"loudness":1.50},
		{"type":"Introductory","preset":{"id":"66301","name":"None"}},
		{"type":"ConnectingAudio","preset":{"id":"66310","name":"Acoustic"}},
		{"type":"ConnectingMessage","preset":{"id":"68867","name":"Default"}}],"screening":"Off"`
	week := encode(weeklyRanges(hours))
	work := fmt.Sprintf(`{"id":"business-hours-rule","type":"BusinessHours","enabled":true,
		"schedule":{"ref":"BusinessHours","weeklyRanges":%s},"callHandlingAction":"ForwardCalls","forwarding":{
		"notifyMySoftPhones":true,"softPhonesRingCount":2,"softPhonesAlwaysRing":false,"ringingMode":"Sequentially",
		"softPhonesPositionTop":true,"wakeUp":{"after":1e1,"how":"gently"},"rules":[
		{"index":1,"ringCount":4,"forwardingNumbers":[{"id":"711909004"}],"cadence":"2-4"},
		{"index":2,"ringCount":5,"forwardingNumbers":[{"id":"711910004","volume":0.80},{"id":"803000003004"}]},
		{"index":3,"ringCount":3,"forwardingNumbers":[{"id":"803000005004"}]}]}%s,"whisper":{"to":["caller"],"level":3.0}}`, week, rest)
	off := fmt.Sprintf(`{"id":"after-hours-rule","type":"AfterHours","enabled":true,
		"schedule":{"ref":"AfterHours","weeklyRanges":%s},"callHandlingAction":"ForwardCalls","forwarding":{
		"notifyMySoftPhones":false,"softPhonesRingCount":1,"softPhonesAlwaysRing":true,"ringingMode":"Simultaneously","rules":[
		{"index":1,"ringCount":6,"forwardingNumbers":[{"id":"711909004"}]},
		{"index":2,"ringCount":6,"forwardingNumbers":[{"id":"803000005004"}]}]}%s}`, encode(weeklyRanges(afterHoursShifts(hours))), rest)
	const meeting = `{"id":"807000001004","type":"Custom","name":"Weekly meeting","enabled":true,
		"schedule":{"weeklyRanges":{"thursday":[{"from":"14:00","to":"15:30"}]}},"callHandlingAction":"ForwardCalls","forwarding":{
		"notifyMySoftPhones":true,"softPhonesRingCount":1,"softPhonesAlwaysRing":true,"softPhonesPositionTop":false,
		"ringingMode":"Sequentially","rules":[{"index":1,"ringCount":2,"forwardingNumbers":[{"id":"803000006004"}]}]}` + rest + `}`
	list := []*Rule{}
	for _, text := range []string{work, meeting, off} {
		if !unknown {
			text = withoutInvented.Replace(text)
		}
		list = append(list, rule(text))
	}
	return list
}

// afterHoursShifts returns the spans outside the shifts, which are in order on
// each day. It is not inlined: its copies would make the program larger.
//
//go:noinline
func afterHoursShifts(hours []Shift) []Shift {
	var list []Shift
	for _, day := range weekdays {
		from := "00:00"
		for _, s := range append(hours[:len(hours):len(hours)], Shift{day, "23:59", ""}) {
			if s.Day == day && from < s.From {
				list = append(list, Shift{day, from, s.From})
			}
			if s.Day == day {
				from = s.To
			}
		}
	}
	return list
}
