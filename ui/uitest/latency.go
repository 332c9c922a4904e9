package uitest

import (
	"strings"
	"testing"
	"time"

	"rcfwd/ui"
)

// slow prepares an account over a link with a latency of 300 ms.
func slow(kind string) func(*driver) {
	return func(d *driver) {
		d.options.CallHandling = kind
		d.faults("latency=300ms")
	}
}

// sendTimes are when the requests with these ends of their paths left, counted from start.
func (d *driver) sendTimes(start time.Time, suffixes ...string) []time.Duration {
	d.t.Helper()
	var all []time.Duration
	for _, suffix := range suffixes {
		found := false
		for _, r := range d.sandbox.Requests() {
			if strings.HasSuffix(r.Path, suffix) && !r.At.Before(start) {
				all, found = append(all, r.At.Sub(start)), true
			}
		}
		if !found {
			d.t.Errorf("nothing was sent to %s", suffix)
		}
	}
	return all
}

// Over a link with a latency of 300 ms, no request of a change waits for another that it
// does not depend on: the reading leaves at once, and all writes with its last answer.
func changes_sendTheirRequestsAtOnce(t *testing.T, keys ui.KeyMap) {
	for _, c := range []struct {
		what, kind, keys, last string
		requests               int
	}{
		{"add", "legacy", "n tab :6505550142 tab :Boat tab", "enter", 2},
		{"add", "new", "n tab :6505550142 tab :Boat tab tab", "enter", 4},
		{"add to two rules", "new", "n tab :6505550142 tab :Boat tab tab space right space", "enter", 6},
		{"change a label in two rules", "new", "G up e tab ctrl+u :Hut tab", "enter", 6},
		{"remove", "legacy", "G up d", "y", 3},
		{"remove from the list and two rules", "new", "G up d left", "enter", 5},
		{"give a digit", "new", "f", "8", 2},
	} {
		t.Run(c.kind+" "+c.what, func(t *testing.T) {
			drive(t, keys, 120, 40, slow(c.kind), func(d *driver) {
				d.pass(8 * time.Second) // with the events
				d.runScript(c.keys)
				d.pass(3 * time.Second)
				start, before := time.Now(), len(d.sandbox.Requests())
				d.press(c.last)
				d.pass(3 * time.Second)
				sent := d.sandbox.Requests()[before:]
				if len(sent) != c.requests {
					t.Errorf("%d requests, not %d: %+v", len(sent), c.requests, sent)
				}
				if last := sent[len(sent)-1].At.Sub(start); last > 700*time.Millisecond {
					t.Errorf("the last request leaves %v after the key", last)
				}
			})
		})
	}
}

// The list waits for its own requests alone, which leave together.
func opening_sendsItsRequestsAtOnce(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, slow("new"), func(d *driver) {
		start := time.Now()
		d.pass(1300 * time.Millisecond) // the token, the features, the list: a latency each
		d.sees("6 numbers")
		for _, at := range d.sendTimes(start, "/call-flip-numbers", "/state-rules", "/interaction-rules") {
			if at > 600*time.Millisecond {
				t.Errorf("a request of the list leaves after %v", at)
			}
		}
		if at := d.sendTimes(start, "/extension/~")[0]; at > 300*time.Millisecond {
			t.Errorf("the extension is asked for after %v", at)
		}
	})
}
