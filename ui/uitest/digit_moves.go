package uitest

import (
	"net/http"
	"strconv"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// holds presses a key as a person who holds it down: the terminal repeats it after a
// delay.
func (d *driver) holds(key string, times int) {
	for i := range times {
		switch i {
		case 0:
		case 1:
			d.pass(600 * time.Millisecond)
		default:
			d.pass(40 * time.Millisecond)
		}
		d.press(key)
	}
}

// A held key moves a number through the digits in one change, whose every step the list
// shows at once.
func flip_movesThroughTheDigits(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.press("down")
		before := len(d.sandbox.Requests())
		d.holds("J", 3)
		d.sees("2 Work", "3 Home", "4 Cabin", "> 5 Mobile")
		d.pass(500 * time.Millisecond)
		if n := len(d.sandbox.Requests()) - before; n != 0 {
			t.Errorf("%d requests were sent while the key was held", n)
		}
		d.pass(300 * time.Millisecond)
		d.sees("Flip digits now: 2 Work, 3 Home, 4 Cabin, 5 Mobile.", "2 Work", "> 5 Mobile")
		d.wantDigits("5 Mobile", "2 Work", "3 Home", "4 Cabin")
		if n := d.sent(http.MethodPut, "/call-flip-numbers"); d.options.CallHandling == "new" && (n != 1 || len(d.sandbox.Requests())-before != 2) {
			t.Errorf("it took %d writes of %d requests", n, len(d.sandbox.Requests())-before)
		}
		d.press("5")
		d.sees("1 change", "changed digits of Mobile, Work, Home, Cabin")
		d.press("1", "z")
		d.sees(`Mobile: flip digit 5 becomes 2`)
		d.press("y")
		d.sees("Undone: ", "> 2 Mobile", "3 Work", "4 Home", "5 Cabin")
		d.wantDigits("2 Mobile", "3 Work", "4 Home", "5 Cabin")
	})
}

// wantDigits fails unless the service has these flip digits, each before its label.
func (d *driver) wantDigits(want ...string) {
	d.t.Helper()
	held := map[string]bool{}
	for _, n := range d.sandbox.Numbers(dana) {
		held[strconv.Itoa(n.Flip)+" "+n.Label] = true
	}
	for _, w := range want {
		if !held[w] {
			d.t.Errorf("the service has no %q: %v", w, held)
		}
	}
}

// One press is a swap of two digits, as it is said.
func flip_movesByOneDigit(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.press("down", "J")
		d.sees("2 Work", "> 3 Mobile")
		d.pass(time.Second)
		d.sees("Swapped: Mobile has flip digit 3, Work has 2.", "> 3 Mobile")
		d.press("K")
		d.pass(time.Second)
		d.wantDigits("2 Mobile", "3 Work")
		d.press("G", "J")
		d.pass(time.Second)
		d.sees("On-call pager: flip digit 6 is now 7.")
	})
}

// The list shows the move until its answer is here, and takes no other move meanwhile.
func flip_isShownWhileItIsSent(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		release := d.sandbox.HoldBefore(http.MethodPut, "")
		d.press("down", "J")
		d.pass(time.Second)
		d.sees(">~ 3 Mobile", "~ 2 Work")
		d.press("G", "K")
		d.sees("The last move is being sent. Wait for its result.", "6 On-call pager")
		d.press("r")
		d.sees("3 Mobile", "2 Work")
		release()
		d.settle()
		d.sees("Swapped: Mobile has flip digit 3, Work has 2.", "3 Mobile")
		d.lacks("~ ")
	})
}

// Any other key that asks for something sends the move first.
func flip_isSentBeforeAnotherKey(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.press("down", "J")
		d.send(pressOf("z"))
		d.sees("A change is being sent. Wait for its result.")
		d.settle()
		d.wantDigits("3 Mobile", "2 Work")
		d.press("down", "e")
		d.sees("Change Home")
	})
}

// A move that ends where it began sends nothing.
func flip_sendsNothingWhenMovedBack(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		before := len(d.sandbox.Requests())
		d.press("down", "J", "J", "K", "K")
		d.pass(time.Second)
		d.sees("No flip digit has changed. Nothing was sent.", "> 2 Mobile")
		if n := len(d.sandbox.Requests()) - before; n != 0 {
			t.Errorf("%d requests were sent", n)
		}
	})
}

// A move that is refused leaves the list as the service has it.
func flip_showsTheTruthAfterARefusal(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.sandbox.FailNext(http.MethodPut, "", sandbox.Fault{Status: 400, Code: "BIL-101", Message: "no"})
		d.press("down", "J")
		d.sees("> 3 Mobile")
		d.pass(time.Second)
		d.sees("(BIL-101)", "> 2 Mobile", "3 Work")
		d.wantDigits("2 Mobile", "3 Work")
	})
}

// Another user edits one of the numbers while the key is held.
func flip_asksAfterAnotherEdit(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.press("down")
		d.holds("J", 2)
		d.sandbox.Change(func(c *sandbox.Company) {
			for i := range c.Extension("104").Numbers {
				if n := &c.Extension("104").Numbers[i]; n.Label == "Home" {
					n.Flip = 8
				}
			}
		})
		d.pass(time.Second)
		d.sees(`Home was changed by another user`, "Home: Flip digit was 4 and is now 8", "[No]", "2 Mobile")
		d.press("y")
		d.sees("Flip digits now: 2 Work, 3 Home, 4 Mobile.")
		d.wantDigits("2 Work", "3 Home", "4 Mobile")
	})
}
