package main

import (
	"net/http"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
)

// newCalls has the demo on new call handling.
func newCalls(d *driver) { d.flags.made.calls = "new" }

// onBoth runs a test on both backends: a person cannot tell which it is.
func onBoth(t *testing.T, w, h int, test func(*driver)) {
	t.Run("legacy", func(t *testing.T) { drive(t, w, h, nil, test) })
	t.Run("new", func(t *testing.T) { drive(t, w, h, newCalls, test) })
}

// workHours opens the steps of the rule for work hours.
func (d *driver) workHours() {
	d.press("2", "g")
	for !strings.Contains(squeeze(d.screen()), "> Work") {
		d.press("down")
	}
	d.press("tab")
}

func TestRingOrderShowsWhoRingsWhen(t *testing.T) {
	onBoth(t, 160, 50, func(d *driver) {
		d.workHours()
		d.sees("[2 Ring order]", "one after another", "when: Mon-Fri 09:00-17:00", "Mobile +16505130930", "voicemail", "4 rings", "20 s")
	})
}

func TestRingOrderIsComposedAndWritten(t *testing.T) {
	onBoth(t, 100, 40, func(d *driver) {
		d.workHours()
		for !strings.Contains(squeeze(lineOf(d.screen(), "Mobile +16505130930")), "> ") {
			d.press("down")
		}
		d.press("+")
		d.sees("Changed, and not sent yet:", "Mobile", "5 rings", "instead of")
		before := d.writes()
		d.press("J")
		d.sees("the order is")
		if d.writes() != before {
			t.Error("something was sent while composing")
		}
		d.press("enter")
		d.sees("is stored.")
		d.lacks("not sent yet")
		if d.writes() != before+1 {
			t.Errorf("%d writes were sent", d.writes()-before)
		}
		d.press("r")
		d.sees("25 s")
		d.press("z")
		d.sees("Take back the change of", "changed the rule Work")
		d.press("y")
		d.sees("Took back")
		d.press("5")
		d.sees("taken back", "changed the rule Work")
	})
}

func TestRingOrderDraftIsDroppedOnlyWhenAsked(t *testing.T) {
	onBoth(t, 100, 30, func(d *driver) {
		d.workHours()
		d.press("t")
		d.sees("all together", "not sent yet")
		d.press("esc")
		d.sees("Drop what you changed in Work", "[No]")
		d.press("enter", "esc", "y")
		d.lacks("not sent yet")
		d.sees("one after another")
	})
}

// Somebody else's edit of a rule is never overwritten silently.
func TestRingOrderConflict(t *testing.T) {
	drive(t, 160, 50, nil, func(d *driver) {
		d.workHours()
		d.press("+")
		d.sandbox.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			r := e.Rule("business-hours-rule")
			if err := e.SetRule(r.ID, strings.Replace(r.JSON(), `"ringCount":5`, `"ringCount":7`, 1)); err != nil {
				t.Fatal(err)
			}
		})
		before := d.writes()
		d.press("enter")
		d.sees("changed by somebody else")
		if d.writes() != before {
			t.Error("it was overwritten")
		}
	})
}

// An account that moves to new call handling while the program is open.
func TestAccountMovesWhileOpen(t *testing.T) {
	drive(t, 160, 50, nil, func(d *driver) {
		d.workHours()
		d.sandbox.Change((*sandbox.Company).MoveToNewCallHandling)
		d.press("r")
		d.sees("Forward all calls", "Work Hours")
	})
}

// writes counts what was sent to change something.
func (d *driver) writes() int {
	n := 0
	for _, r := range d.sandbox.Requests() {
		if r.Method != http.MethodGet && r.Group != "auth" {
			n++
		}
	}
	return n
}

func lineOf(screen, with string) string {
	for _, l := range strings.Split(screen, "\n") {
		if strings.Contains(squeeze(l), with) {
			return l
		}
	}
	return ""
}

func TestRingOrderOfANewAccount(t *testing.T) {
	drive(t, 110, 40, newCalls, func(d *driver) {
		d.press("2", "g")
		d.sees("> Forward all calls", "off")
		d.press("tab", "e", "right", "enter")
		d.write("415-555-0123")
		d.press("enter")
		d.sees("not sent yet", "+14155550123")
		d.press("enter")
		d.sees("is stored.")
		d.press("tab", "space")
		d.sees("> Forward all calls on")
		d.press("down", "down", "tab", "n")
		d.write("co-worker")
		d.press("enter")
		d.write("102")
		d.press("enter")
		d.sees("Theo", "not sent yet")
		d.press("enter")
		d.sees("is stored.")
	})
}

// A new number on new call handling is asked where it should ring.
func TestCreateOnANewAccount(t *testing.T) {
	drive(t, 120, 40, newCalls, func(d *driver) {
		d.sees("new call handling", "6 numbers")
		d.press("n", "tab")
		d.write("650-555-0142")
		d.press("tab")
		d.write("Boat")
		d.press("tab", "tab")
		d.sees("> Rings in", "[ ] Work Hours")
		d.press("space")
		d.sees("[x] Work Hours")
		d.press("enter")
		d.sees("Added Boat", "Rings in Work Hours")
	})
}

// J and K move a number through the digits.
func TestMovingThroughTheDigits(t *testing.T) {
	onBoth(t, 100, 30, func(d *driver) {
		d.press("down", "J")
		d.sees("Swapped:")
		if got := flips(d); d.flags.made.calls == "" && (got["Mobile"] != 3 || got["Work"] != 2) {
			t.Errorf("digits are %v", got)
		}
		d.sees("> 3 Mobile")
	})
}

// One and the same script on both backends: create, edit, renumber, reorder,
// remove. A person cannot tell which it is.
func TestTheSameScriptOnBothBackends(t *testing.T) {
	onBoth(t, 120, 40, func(d *driver) {
		d.press("n", "tab")
		d.write("650-555-0142")
		d.press("tab")
		d.write("Boat")
		d.press("enter", "enter")
		if d.flags.made.calls == "new" {
			d.press("enter") // asked where it should ring, too
		}
		d.sees("Added Boat", "Boat Other (650) 555-0142")
		if d.flags.made.calls == "new" { // which gives no digit by itself
			d.press("f", "7")
		}
		d.sees("> 7 Boat")
		d.press("e", "tab", "ctrl+u")
		d.write("Yacht")
		d.press("enter", "enter")
		d.sees("Boat: label is now Yacht.", "> 7 Yacht")
		d.press("f", "8")
		d.sees("Yacht: flip digit 7 is now 8.", "> 8 Yacht")
		d.press("K")
		d.sees("> 7 Yacht")
		d.workHours()
		d.press("J")
		d.sees("not sent yet", "the order is")
		d.press("enter")
		d.sees("is stored.")
		d.press("1", "d", "y")
		d.sees("Removed Yacht.", "6 numbers")
		d.press("z", "y")
		d.sees("Took back", "7 numbers")
	})
}
