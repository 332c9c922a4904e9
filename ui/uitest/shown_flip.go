package uitest

import (
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// An accepted flip of which nothing shows ends after half a minute, with what to do.
func shown_acceptedFlipIsNoMove(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, func(d *driver) {
		liveCalls("in,number=+12125550187,name=Riley,rings=1s")(d)
		d.makeSandbox().FailNext("POST", "/flip", sandbox.Fault{Kind: sandbox.Pretend})
	}, func(d *driver) {
		d.press("3")
		d.pass(5 * time.Second)
		d.press("f", "2")
		d.pass(5 * time.Second)
		d.sees("RingCentral accepted the flip.", "connected")
		d.lacks("put the other party on hold", "calls the other phone", "The other phone is ringing")
		d.pass(30 * time.Second)
		d.sees("but no other phone has rung. The call has not moved. Flip it again, or dial *2")
		d.press("f")
		d.sees("Move the call with Riley")
	})
}

// After a flip the list says at which phone the call is.
func shown_flippedCallSaysWhereItIs(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, liveCalls("in,number=+12125550187,name=Riley,rings=1s"), func(d *driver) {
		d.press("3")
		d.pass(5 * time.Second)
		d.press("f", "2")
		d.pass(15 * time.Second)
		d.sees("The call is on the other phone.")
		if row := lineOf(d.screen(), "in Riley"); !strings.Contains(row, "connected") || !strings.Contains(row, "Mobile") {
			t.Errorf("the row of the call is %q", row)
		}
	})
}
