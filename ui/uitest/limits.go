package uitest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// atEverySize runs a test in windows of the sizes of the golden frames.
func atEverySize(t *testing.T, keys ui.KeyMap, prepare, test func(*driver)) {
	for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
		drive(t, keys, size[0], size[1], prepare, test)
	}
}

// penalty is an answer that holds all requests for 40 seconds.
var penalty = sandbox.Fault{Status: http.StatusTooManyRequests, RetryAfter: 40 * time.Second}

// removesCabin removes the number from the flip list and the rules.
func (d *driver) removesCabin() { d.press("G", "up", "d", "left", "enter") }

// A wait of a change says what waits, for what, how long, and what is already done.
func wait_saysWhatIsDone(t *testing.T, keys ui.KeyMap) {
	atEverySize(t, keys, newCallHandling, func(d *driver) {
		d.sandbox.FailNext(http.MethodDelete, "/forwarding-targets", penalty)
		d.removesCabin()
		d.sees("Removing Cabin: the flip list done, the rules that ring Cabin wait 40s for RingCentral's limit for everything; esc stops waiting.")
		d.pass(10 * time.Second)
		d.sees("the rules that ring Cabin wait 30s for")
		d.pass(31 * time.Second)
		d.sees("Removed Cabin.")
	})
	atEverySize(t, keys, newCallHandling, func(d *driver) {
		d.sandbox.FailNext(http.MethodGet, "/call-flip-numbers", penalty)
		d.removesCabin()
		d.sees("Removing Cabin: nothing sent yet, reading it again waits 40s for RingCentral's limit for everything; esc stops waiting.")
		d.press("esc")
		d.sees("Stopped. Nothing was sent.", "5 Cabin")
		if d.sent(http.MethodPut, "")+d.sent(http.MethodDelete, "") != 0 {
			t.Error("something was sent")
		}
	})
	atEverySize(t, keys, nil, func(d *driver) {
		d.sandbox.FailNext(http.MethodGet, numbersPath, penalty)
		d.press("r")
		d.sees("Waiting 40s to read the numbers: RingCentral's limit for everything; esc stops waiting.")
	})
}

// Of several requests of a plan, too.
func wait_saysHowFarAPlanHasCome(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, nil, func(d *driver) {
		d.press("G", "d", "y", "G", "d", "y")
		d.sees("4 numbers")
		release := d.sandbox.HoldBefore(http.MethodPost, "")
		d.press("5", "G", "U", "y")
		d.sandbox.FailNext(http.MethodPost, numbersPath, penalty)
		release()
		d.settle()
		d.sees("Undoing 2 changes, 2 of 2: On-call pager, Weekly meeting wait 40s for RingCentral's limit for everything; esc stops waiting.")
		d.pass(41 * time.Second)
		d.sees("Undone: 2 changes.")
	})
}

// esc during a change of several requests says which part was done and which was not;
// the list and the history show it as it is.
func stoppedChange_saysWhatWasDone(t *testing.T, keys ui.KeyMap) {
	atEverySize(t, keys, newCallHandling, func(d *driver) {
		before := d.storedRules()
		d.sandbox.FailNext(http.MethodDelete, "/forwarding-targets", penalty)
		d.removesCabin()
		d.press("esc")
		d.sees("Stopped halfway. Done: the flip list. Not done: the rules that ring Cabin. Undo reverts what was done. Make the change again to finish it.")
		d.lacks("esc stops waiting", "5 Cabin")
		d.sees("> Cabin")
		d.press("5")
		d.sees("partly", "removed Cabin")
		d.press("tab", "G")
		d.lacks("context")
		d.press("1", "z", "y")
		d.pass(41 * time.Second)
		d.sees("Undone: ", "5 Cabin")
		if d.storedRules() != before {
			t.Error("the rules are not as they were")
		}
	})
}

// On legacy call handling digits are exchanged one by one; what was begun is put back.
func stoppedSwap_isPutBack(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		release := d.sandbox.HoldAfter(http.MethodPut, "")
		d.press("f", "2", "y")
		d.sandbox.FailNext(http.MethodPut, "", penalty)
		release()
		d.settle()
		d.sees("Swapping digits of RingCentral for Desktop and Mobile: ",
			"Mobile has flip digit 7 until then; ", "40s for RingCentral's limit for everything; esc stops waiting.")
		d.press("esc")
		d.sees("Stopping. Waiting for the answer to what was sent.", "stopped; Mobile has flip digit 7 until then; putting it back waits 40s for RingCentral's limit for everything.")
		d.pass(41 * time.Second)
		d.sees("Stopped. What was sent has been undone. Everything is as it was.", "1 RingCentral for Desktop", "2 Mobile")
		d.wantDigits("1 RingCentral for Desktop", "2 Mobile")
		d.press("5", "tab", "G")
		d.sees("stopped, and what was sent was undone")
		d.lacks("context", "before it was sent")
	})
}

// The answer was lost, and esc ends the look at the result: the list says that it is
// being read.
func stoppedLookUp_saysThatTheReadWaits(t *testing.T, keys ui.KeyMap) {
	atEverySize(t, keys, newCallHandling, func(d *driver) {
		release := d.sandbox.HoldBefore(http.MethodPut, "")
		d.sandbox.FailNext(http.MethodPut, "/call-flip-numbers", sandbox.Fault{Kind: sandbox.DropAfter})
		d.press("f", "8")
		d.sandbox.FailNext(http.MethodGet, "/call-flip-numbers", penalty)
		release()
		d.settle()
		d.sees("Changing RingCentral for Desktop: ", "the answer was lost; reading the result waits 40s for")
		d.press("esc")
		d.sees("not known whether the change was made", "Waiting 40s to read the numbers:")
		d.pass(41 * time.Second)
		d.sees("> 8 RingCentral")
		d.press("5")
		d.lacks("context")
	})
}

// What is left of a limit stands on every screen while it is less than a quarter.
func budget_isShownWhenItIsLow(t *testing.T, keys ui.KeyMap) {
	prepare := func(d *driver) { newCallHandling(d); d.faults("limits=on") }
	atEverySize(t, keys, prepare, func(d *driver) {
		short := len(strings.Split(d.screen(), "\n")) < 20
		words := func(left string) string {
			if short {
				return "medium " + left + "/40"
			}
			return "medium limit: " + left + " of 40 left"
		}
		d.lacks("of 40", "/40")
		d.pass(6 * time.Second) // for the events
		for i := 0; i < 30 && !strings.Contains(d.screen(), words("9")); i++ {
			d.press("r")
		}
		d.sees(words("9"), "? keys")
		d.press("2")
		d.sees(words("9"))
		d.press("1", "n")
		d.sees("medium")
		d.press("esc", "?")
		d.sees("medium")
		d.press("esc")
		d.pass(61 * time.Second)
		d.lacks("of 40", "/40")
	})
}
