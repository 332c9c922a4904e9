package uitest

import (
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// The columns of calls never run into each other, one call has the cursor, and no duration
// is one that no call can have.
func shown_callsInColumns(t *testing.T, keys ui.KeyMap) {
	const presence = `{"telephonyStatus":"CallConnected","activeCalls":[
		{"id":"1","direction":"Sideways","from":"+12125550187","fromName":"Riley Moss of the Example Plumbing Company","telephonyStatus":"CallConnected","startTime":"2018-01-01T00:00:00.000Z"},
		{"id":"2","direction":"Inbound","from":"+12125550188","telephonyStatus":"Levitating","startTime":"1999-12-31T21:58:58.000Z"},
		{"id":"3","direction":"Outbound","to":"+12125550189","telephonyStatus":"OnHold","startTime":"1970-01-01T00:00:00.000Z"}]}`
	for _, size := range [][2]int{{120, 40}, {80, 24}, {56, 20}, {40, 12}} {
		drive(t, keys, size[0], size[1], func(d *driver) {
			for range 9 {
				d.makeSandbox().FailNext("GET", "/presence", sandbox.Fault{Kind: sandbox.Garbage, Body: presence})
				d.makeSandbox().FailNext("POST", "/oauth/wstoken", sandbox.Fault{Status: 404})
			}
		}, func(d *driver) {
			d.press("3")
			d.pass(time.Second)
			if size[0] >= 80 {
				d.sees("Sideways Riley Moss", "2:01:0", "connected - unknown", "on hold - unknown")
			}
			d.sees("(212)")
			if n := strings.Count(d.screen(), "\n>"); n != 1 {
				t.Errorf("%d cursors:\n%s", n, d.screen())
			}
			d.press("down", "down")
			if row := lineOf(d.screen(), "> Side"); !strings.Contains(row, " Riley") || !strings.Contains(row, "conn") {
				t.Errorf("the cursor is not on the last call:\n%s", d.screen())
			}
		})
	}
}

// What does not ring now is not shown as ringing.
func shown_appsOfARuleThatDoesNotRing(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, answering("/answering-rule", `{"records":[{"id":"9","type":"Custom","name":"Fine","enabled":true,"callHandlingAction":"TakeMessagesOnly",
		"forwarding":{"notifyMySoftPhones":true,"softPhonesAlwaysRing":true,"rules":[]},"voicemail":{"enabled":true}}]}`), func(d *driver) {
		d.press("2")
		d.sees("nothing rings; at once: voicemail", "not in use now: + to the end own desktop apps")
	})
}

// A field of the service's own is not run into its value, and a long name of a device is
// shown where there is room.
func shown_namesHaveRoom(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, answering("/forwarding-number", `{"records":[{"id":"1","label":"A label that is rather long, but not too long","type":"Other",
		"device":{"id":"7","name":"Desk"},"extensionTransferCount":4}]}`), func(d *driver) {
		d.press("tab")
		d.sees("A label that is rather long, but not too long", `device.name "Desk"`, "extensionTransferCount 4")
	})
}
