package uitest

import (
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// Changes that were made on legacy call handling are undone on new call handling.
func undo_worksAfterTheMove(t *testing.T, keys ui.KeyMap) {
	move := func(d *driver) { // the move is noticed when the rules are read
		d.sandbox.Change((*sandbox.Company).MoveToNewCallHandling)
		d.press("2", "r", "1")
		d.sees("new call handling")
		d.lacks("legacy", "flip, forwarding")
	}
	drive(t, keys, 100, 36, nil, func(d *driver) { // a removal
		d.press("down", "d", "y")
		d.sees("Removed Mobile.", "5 numbers")
		move(d)
		d.press("z")
		d.sees(`add Mobile +16505130930 to the flip list with digit 2`, "is not added back to the old rules")
		d.press("y")
		d.sees("Undone: ", "6 numbers", "new call handling", "2 Mobile Other (650) 513-0930 flip")
		d.press("Z", "y")
		d.sees("Redone: ", "5 numbers")
	})
	drive(t, keys, 100, 36, nil, func(d *driver) { // a change of the digit
		d.press("down", "f", "7")
		d.sees("flip digit 2 is now 7")
		move(d)
		d.press("z", "y")
		d.sees("Undone: ", "2 Mobile Other")
		d.press("Z", "y")
		d.sees("Redone: ", "7 Mobile Other")
	})
	drive(t, keys, 100, 36, nil, func(d *driver) { // a swap
		d.press("down", "f", "3")
		d.press("y")
		d.sees("2 Work", "3 Mobile")
		move(d)
		d.press("z", "y")
		d.sees("Undone: ", "2 Mobile Other", "3 Work")
	})
	drive(t, keys, 100, 36, nil, func(d *driver) { // a new number
		d.press("n", "tab")
		d.write("2125550187")
		d.press("enter")
		d.write("Boat")
		d.press("enter", "enter")
		d.sees("Added Boat")
		move(d)
		d.press("z", "y")
		d.sees("Undone: ", "6 numbers")
		d.press("Z", "y")
		d.sees("Redone: ", "7 numbers", "Boat")
	})
	ines := func(d *driver) { d.options.As = "101" }
	drive(t, keys, 100, 36, ines, func(d *driver) { // a removal of all numbers
		d.press("*", "d", "y")
		d.sees("Removed Mobile, Dispatch desk.", "0 numbers")
		move(d)
		d.press("z", "y")
		d.sees("Undone: ", "1 Mobile Other (415) 555-0171 flip", "2 Dispatch desk Other (415) 555-0172 flip")
	})
}
