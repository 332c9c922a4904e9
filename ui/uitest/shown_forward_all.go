package uitest

import (
	"testing"
	"time"

	"rcfwd/ui"
)

// Forwarding of all calls is in no list of rules on legacy call handling. It is told on
// every screen all the same.
func shown_forwardAllOfLegacyAccounts(t *testing.T, keys ui.KeyMap) {
	const body = `{"enabled":true,"callHandlingAction":"UnconditionalForwarding","externalNumber":{"phoneNumber":"+16505550199"}}`
	drive(t, keys, 120, 40, func(d *driver) {
		for range 2 {
			answering("/forward-all-calls", body)(d)
		}
	}, func(d *driver) {
		d.sees("now Forward all calls", "(Forward all calls is on: forwarded to +16505550199)")
		d.press("2", "g")
		d.sees("> Forward all calls on", "nothing rings; at once: forwarded to +16505550199", "Work hours")
		before := d.countWrites()
		d.press("space") // the demo allows what RingCentral does not publish
		d.sees("Switch Forward all calls off? All calls in its hours follow the other rules.")
		d.press("n")
		if d.countWrites() != before {
			t.Error("something was sent")
		}
	})
	drive(t, keys, 120, 40, nil, func(d *driver) {
		d.pass(6 * time.Second)
		d.press("2", "r")
		d.lacks("Forward all calls")
		if n := d.sent("GET", "/forward-all-calls"); n != 1 {
			t.Errorf("asked %d times for what is not there", n)
		}
	})
}
