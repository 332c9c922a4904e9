package uitest

import (
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// answering has the sandbox answer the next request of a path with a body of the
// test's own.
func answering(path, body string) func(*driver) {
	return func(d *driver) {
		d.makeSandbox().FailNext("GET", path, sandbox.Fault{Kind: sandbox.Garbage, Body: body})
	}
}

// A flip digit alone does not mean that calls can be flipped to a number.
func shown_flipsOnlyWhereTheServiceDoes(t *testing.T, keys ui.KeyMap) {
	const moves = "during a call moves it here"
	drive(t, keys, 90, 30, answering("/forwarding-number", `{"records":[
		{"id":"1","phoneNumber":"+16505550141","label":"Ring only","type":"Other","features":["CallForwarding"],"flipNumber":"1"},
		{"id":"2","phoneNumber":"+16505550142","label":"Unsaid","type":"Other","flipNumber":"2"},
		{"id":"3","phoneNumber":"+16505550143","label":"Neither","type":"Other","features":[],"flipNumber":"3"},
		{"id":"4","phoneNumber":"+16505550144","label":"Both","type":"Other","features":["CallForwarding","CallFlip"],"flipNumber":"4"}]}`),
		func(d *driver) {
			d.sees("Ring only", "RingCentral does not flip calls to this number")
			d.lacks(moves)
			d.press("e", "tab", "tab")
			d.sees("Change Ring only", "RingCentral does not flip calls to this number")
			d.lacks(moves)
			d.press("esc", "down")
			d.sees("RingCentral does not say whether it flips calls to this number", "unknown")
			d.lacks(moves)
			d.press("down")
			d.sees("RingCentral does not flip calls to this number", "Used for nothing")
			d.lacks(moves)
			d.press("down")
			d.sees("*4 " + moves)
		})
}

// A rule whose schedule the service does not send is not one of after hours.
func shown_scheduleIsUnknown(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, func(d *driver) {
		newCallHandling(d)
		answering("/state-rules", `{"records":[{"id":"work-hours","displayName":"Work Hours","dispatching":{"type":"RingAtOnce","actions":[
			{"type":"RingGroupAction","enabled":true,"duration":20,"targets":[{"type":"AllDesktopRingTarget","name":"My desktop"}]}]},
			"state":{"id":"work-hours","displayName":"Work Hours","enabled":true}}]}`)(d)
	}, func(d *driver) {
		d.press("2")
		d.sees("Work Hours", "when: schedule unknown")
		d.lacks("outside work hours")
	})
}

// What cannot be read is named below what can.
func shown_oneBadRecordHidesNothing(t *testing.T, keys ui.KeyMap) {
	const good = `{"id":"1","phoneNumber":"+16505550141","label":"Cabin","type":"Other","features":["CallFlip"],"flipNumber":"1"}`
	const partly = `{"id":"2","phoneNumber":"+16505550142","label":"Boat","type":"Other","features":"CallFlip","flipNumber":"2"}`
	drive(t, keys, 80, 24, answering("/forwarding-number", `{"records":[`+good+`,{"label":"Lost"},`+partly+`]}`), func(d *driver) {
		d.sees("1 Cabin", "2 Boat", `could not be read: "Lost" (no id); features of "Boat"`)
		d.press("down")
		d.sees(`features "CallFlip"`)
	})
	drive(t, keys, 80, 24, func(d *driver) {
		newCallHandling(d)
		answering("/call-flip-numbers", `{"records":[`+good+`,{"label":"Lost"}]}`)(d)
	}, func(d *driver) {
		d.sees("1 Cabin", `could not be read: "Lost" (no id)`)
	})
	drive(t, keys, 120, 40, answering("/answering-rule", `{"records":[{"id":"9","type":"Custom","name":"Fine"},{"name":"Lost"}]}`), func(d *driver) {
		d.press("2")
		d.sees("Fine", "Unreadable rules")
		d.press("down")
		d.sees(`RingCentral sent rules that rcfwd cannot read: "Lost" (no id).`)
	})
}
