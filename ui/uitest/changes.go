package uitest

import (
	"net/http"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

func flip_setsADigitInTwoKeys(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("f", "8")
		d.sees("RingCentral for Desktop: flip digit 1 is now 8.", "> 8 RingCentral for Desk")
		d.press("f", "0")
		d.sees("flip digit 8 is now none")
	})
}

func flip_swapsATakenDigit(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("f", "2")
		d.sees("Flip digit 2 belongs to Mobile. Swap the two?", "[No]")
		d.press("enter")
		if got := digitsOf(d); got["RingCentral for Desktop"] != 1 {
			t.Fatalf("enter on No swapped: %v", got)
		}
		d.press("f", "2", "y")
		d.sees("Swapped: RingCentral for Desktop has flip digit 2, Mobile has 1.")
		if got := digitsOf(d); got["RingCentral for Desktop"] != 2 || got["Mobile"] != 1 {
			t.Errorf("digits are %v", got)
		}
	})
}

func swap_restoresDigitsAfterARefusal(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.sandbox.FailNext(http.MethodPut, "/592178004", sandbox.Fault{Status: 400, Code: "BIL-101", Message: "no"})
		d.press("f", "2", "y")
		d.sees("(BIL-101)", "Everything is as it was.", "1 RingCentral for Desk", "2 Mobile")
		if got := digitsOf(d); got["RingCentral for Desktop"] != 1 || got["Mobile"] != 2 {
			t.Errorf("digits are %v", got)
		}
	})
}

func digitsOf(d *driver) map[string]int {
	digits := map[string]int{}
	for _, n := range d.sandbox.Numbers(dana) {
		digits[n.Label] = n.Flip
	}
	return digits
}

func remove_asksAndStartsOnNo(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("down", "down", "down", "down", "d")
		d.sees("Remove 1 forwarding number of Dana Whitfield, extension 104?", "Cabin (530) 555-0142 +15305550142", "[No]")
		d.press("x", "j", "space")
		d.sees("[No]")
		d.press("enter")
		d.lacks("[No]")
		d.press("d", "right", "enter")
		d.sees("Removed Cabin.", "5 numbers")
	})
}

func remove_tellsTheOutcomeOfEachNumber(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("*", "d")
		d.sees("Remove 5 forwarding numbers", "RingCentral for Desktop stays", "FPN-107")
		d.sandbox.FailNext(http.MethodDelete, numbersPath, sandbox.Fault{Status: 403, Code: "FPN-107", Message: "no"})
		d.sandbox.FailNext(http.MethodDelete, "/"+cabin, sandbox.Fault{Status: 403, Code: "CMN-408", Message: "needs [EditUserForwardingFlipNumbers]"})
		d.press("y")
		d.sees("The change was made only in part. Done: Mobile, Work, Home, On-call pager. Not done: Cabin.", "EditUserForwardingFlipNumbers")
		if left := len(d.sandbox.Numbers(dana)); left != 2 {
			t.Errorf("%d numbers are left, want 2", left)
		}
	})
}

func remove_refusesTheLineOfADevice(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("d")
		d.sees("RingCentral for Desktop is a device line. Device lines cannot be removed", "Remove the device in the Admin Portal")
	})
}

func change_locksItsRowUntilTheAnswer(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 24, nil, func(d *driver) {
		release := d.sandbox.HoldAfter("PUT", "")
		d.press("f", "8")
		d.sees(">~ 1 RingCentral")
		d.press("e")
		d.sees("A change of this number is being sent")
		d.press("q")
		d.sees("A change is being sent to RingCentral. Quit anyway?", "[No]")
		d.press("enter")
		d.press("down", "e")
		d.sees("Change Mobile")
		d.press("esc")
		release()
		d.settle()
		d.sees("flip digit 1 is now 8")
	})
}

// Another user removes a number between the reading and the write, which puts it back:
// the answer shows that it has another id, and that is told.
func answer_tellsOfAnotherEdit(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, newCallHandling, func(d *driver) {
		release := d.sandbox.HoldBefore(http.MethodPut, "/call-flip-numbers")
		d.press("f", "8")
		d.sandbox.Change(func(c *sandbox.Company) { c.Extension("104").Remove("711909004") })
		release()
		d.settle()
		const told = `RingCentral assigned another id to "Mobile".`
		d.sees("flip digit 1 is now 8.", told)
		d.press("5", "tab")
		d.sees("! " + told)
	})
}

func lostAnswer_isLookedUp(t *testing.T, keys ui.KeyMap) {
	fill := func(d *driver) {
		d.press("n", "tab")
		d.write("6505550142")
		d.press("enter")
		d.write("Boat")
		d.press("enter", "enter")
		d.settle()
	}
	t.Run("took effect", func(t *testing.T) {
		drive(t, keys, 100, 30, nil, func(d *driver) {
			d.sandbox.FailNext(http.MethodPost, numbersPath, sandbox.Fault{Kind: sandbox.DropAfter})
			fill(d)
			d.sees("Added Boat", "reading back shows that the change was made")
			d.lacks("New forwarding number")
			if d.sent(http.MethodPost, numbersPath) != 1 || len(d.sandbox.Numbers(dana)) != 7 {
				t.Error("the number was sent twice or not at all")
			}
		})
	})
	t.Run("took none", func(t *testing.T) {
		drive(t, keys, 100, 30, nil, func(d *driver) {
			d.sandbox.FailNext(http.MethodPost, numbersPath, sandbox.Fault{Kind: sandbox.DropBefore})
			fill(d)
			d.sees("Reading back shows that nothing was changed", "Boat", "+16505550142")
			d.press("enter")
			d.sees("Added Boat")
			if len(d.sandbox.Numbers(dana)) != 7 {
				t.Error("the number was added twice or not at all")
			}
		})
	})
}

func list_changesFromNoNumberToOne(t *testing.T, keys ui.KeyMap) {
	for kind, fields := range map[string]int{"legacy": 3, "new": 4} {
		drive(t, keys, 100, 30, func(d *driver) { d.options.As, d.options.CallHandling = "103", kind }, func(d *driver) {
			d.sees("No forwarding numbers yet.")
			d.press("n", "tab")
			d.write("2125550187")
			d.press("enter")
			d.write("Boat")
			for range fields - 1 {
				d.press("enter")
			}
			d.sees("Added Boat +12125550187", " 1 number ")
			d.press("z", "y")
			d.sees("Undone: ", "No forwarding numbers yet.")
			d.press("Z", "y")
			d.sees("Redone: ", " 1 number ")
			d.press("d", "y")
			d.sees("Removed Boat.", "No forwarding numbers yet.")
		})
	}
}

// One script: create, edit, renumber, reorder, remove.
func screens_workAlikeOnBothCallHandlings(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 120, 40, func(d *driver) {
		d.press("n", "tab")
		d.write("650-555-0142")
		d.press("tab")
		d.write("Boat")
		d.press("enter", "enter")
		if d.options.CallHandling == "new" {
			d.press("enter") // past the field of the rules
		}
		d.sees("Added Boat", "(650) 555-0142")
		if d.options.CallHandling == "new" { // where a new number has no digit
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
		d.openWorkHours()
		d.press("J")
		d.sees("Unsent edits:", "the order is")
		d.press("enter")
		d.sees("Saved ")
		d.press("1", "d", "y")
		d.sees("Removed Yacht.", "6 numbers")
		d.press("z", "y")
		d.sees("Undone: ", "7 numbers")
	})
}

// The rules beside a number are not read again for a new label, which they repeat.
func rename_isShownInTheRulesBesideTheNumber(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.sees("Rings now: Work hours")
		d.press("/")
		d.write("Cabin")
		d.press("enter", "e", "tab", "ctrl+u")
		d.write("Hut")
		d.press("enter", "enter")
		d.press("esc")
		d.sees("Rings now: Work hours", "Hut")
		d.lacks("█ Cabin")
	})
}
