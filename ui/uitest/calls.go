package uitest

import (
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// liveCalls starts live calls with the demo; specs are those of --call.
func liveCalls(specs ...string) func(*driver) {
	return func(d *driver) {
		for _, spec := range specs {
			plan, err := sandbox.ParseCall(spec)
			if err != nil {
				d.t.Fatal(err)
			}
			d.options.Calls = append(d.options.Calls, plan)
		}
	}
}

func calls_areShownAndFlipped(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, liveCalls("in,number=+12125550187,name=Riley,rings=2s"), func(d *driver) {
		if n := d.sent("GET", "/presence"); n != 0 {
			t.Errorf("opening the numbers asked for calls %d times", n)
		}
		d.press("3")
		d.pass(500 * time.Millisecond)
		d.sees("[3 Calls]", "in Riley (212) 555-0187", "2 Mobile (650) 513-0930")
		d.press("f")
		d.lacks("Move the call with")
		d.pass(4 * time.Second)
		d.sees("connected", "(1 live call)")
		d.press("f")
		d.sees("Move the call with Riley (212) 555-0187 to")
		d.press("2")
		d.pass(time.Second)
		d.sees("The other phone is ringing.", "b:")
		d.pass(10 * time.Second)
		d.sees("The call is on the other phone.")
		d.press("1")
		d.sees("[1 Numbers]", "(1 live call)")
	})
	drive(t, keys, 40, 12, liveCalls("in,rings=1s"), func(d *driver) {
		d.sees("[1 Numbers]")
		d.pass(6 * time.Second)
		d.sees("(1 live call)", "DEMO")
	})
}

func callFlip_canBeEndedWhileRinging(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, func(d *driver) {
		liveCalls("out,number=+12125550187,rings=1s")(d)
		d.makeSandbox().Flips(sandbox.FlipPlan{Unanswered: true})
	}, func(d *driver) {
		d.press("3")
		d.pass(3 * time.Second)
		d.press("f", "2")
		d.pass(time.Second)
		d.sees("The other phone is ringing.")
		d.press("b")
		d.pass(2 * time.Second)
		d.lacks("b:")
		d.sees("connected")
	})
}

// Also when the screen of calls was never opened.
func calls_showOnEveryScreen(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, liveCalls("in,rings=1s"), func(d *driver) {
		d.lacks("live call")
		d.pass(6 * time.Second)
		d.sees("[1 Numbers]", "(1 live call)")
	})
}

func calls_surviveAStormOfEvents(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, liveCalls("in,rings=1s"), func(d *driver) {
		d.press("3")
		d.pass(3 * time.Second)
		d.sandbox.Storm("104", 1000)
		d.press("?")
		d.sees("Keys that work here")
		d.press("esc")
		d.pass(3 * time.Second)
		d.sees("connected", "(1 live call)")
	})
}

// The clock of a call must end with it.
func calls_disappearWhenTheyEnd(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, liveCalls("in,rings=1s,lasts=3s"), func(d *driver) {
		d.press("3")
		d.pass(2 * time.Second)
		d.sees("connected")
		d.pass(6 * time.Second)
		d.sees("No live calls.")
		d.lacks("live call)")
		before := d.screen()
		d.pass(5 * time.Second)
		if d.screen() != before {
			t.Error("the screen changes though nothing happens")
		}
	})
}

// Without the permission for events, calls are polled and the missing permission is
// named.
func calls_arePolledWithoutEvents(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, func(d *driver) {
		liveCalls("in,rings=1s")(d)
		d.makeSandbox().Change(func(c *sandbox.Company) { c.Revoke("WebSocket") })
	}, func(d *driver) {
		d.press("3")
		d.pass(20 * time.Second)
		d.sees("connected")
		if !strings.Contains(d.screen(), "WebSocket") {
			t.Errorf("the missing permission is not named:\n%s", d.screen())
		}
	})
}

// The subscription to events is subject to the same limits as all requests; each try
// during a penalty would restart it.
func events_waitForAPenalty(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 40, newCallHandling, func(d *driver) {
		d.sandbox.FailNext("GET", "/state-rules", sandbox.Fault{Kind: sandbox.Throttle})
		d.press("2", "r")
		d.sees("Waiting", "medium limit")
		d.pass(50 * time.Second)
		if n := d.sandbox.Sockets(); n != 0 {
			t.Errorf("%d sockets are open in the penalty", n)
		}
		d.pass(30 * time.Second)
		d.sees("> Forward all calls")
		d.lacks("Waiting")
		if n := d.sandbox.Sockets(); n != 1 {
			t.Errorf("%d sockets are open after it", n)
		}
		for _, r := range d.sandbox.Requests() {
			if r.Penalized {
				t.Errorf("it was sent during the penalty: %+v", r)
			}
		}
	})
}

// Polling goes on by itself: esc ends only the waiting of requests that the user made.
func polling_isNotStoppedByEsc(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, liveCalls("in"), func(d *driver) {
		for range 20 { // no events, so calls are polled
			d.sandbox.FailNext("POST", "/oauth/wstoken", sandbox.Fault{Status: 404})
		}
		d.sandbox.FailNext("GET", "/presence", sandbox.Fault{Status: 429, RetryAfter: 30 * time.Second})
		d.pass(8 * time.Second)
		d.sees("Waiting 2", "? keys")
		d.lacks("stops waiting")
		d.press("esc")
		d.lacks("Stopped waiting")
		d.press("r") // the reload waits behind it, and can be given up
		d.sees("esc stops waiting.")
		d.lacks("? keys")
		d.press("esc")
		d.sees("Stopped.")
	})
}
