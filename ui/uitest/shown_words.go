package uitest

import (
	"testing"
	"time"

	"rcfwd/ui"
)

// A device line has no label of its own in the request that adds it.
func shown_addedDeviceHasItsName(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("n", "left", "left", "left", "left", "tab", "right")
		d.sees("Dana Desk Phone", "desk phone, online")
		d.lacks("HardPhone")
		d.press("enter", "enter")
		d.sees("Added Dana Desk Phone")
		d.press("5")
		d.sees("done added Dana Desk Phone", "Type Phone line")
		d.lacks("PhoneLine")
	})
}

func shown_companyNumberIsOfAKindInWords(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("n", "tab")
		d.write("650-555-0100")
		d.press("tab")
		d.sees("This number belongs to your own company (main company number).")
	})
}

func shown_stepsOfAFlipHaveTheTimeOfTheExtension(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, liveCalls("in,number=+12125550187,name=Riley,rings=1s"), func(d *driver) {
		d.press("3")
		d.pass(5 * time.Second)
		d.press("f", "2")
		d.sees("16:00:05 Asking RingCentral to flip the call")
		d.lacks("00:00:05")
	})
}

func shown_narrowHistoryHasItsOwnHeads(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 40, 12, nil, func(d *driver) {
		d.press("f", "8", "5")
		d.sees("When What", "12-31 16:00 RingCentral … digit 1 → 8")
		d.lacks("Outcome")
	})
}

func shown_undoOfUnsentEditsIsExplained(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, nil, func(d *driver) {
		d.press("2", "enter", "J", "z")
		d.sees("Nothing to undo. esc discards the unsent edits.")
		d.press("1", "z")
		d.sees("Nothing to undo.")
		d.lacks("esc discards")
	})
}

func shown_requestsHaveTheEndsOfTheirPaths(t *testing.T, keys ui.KeyMap) {
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		drive(t, keys, size[0], size[1], nil, func(d *driver) {
			d.press("i")
			d.sees("…/answering-rule?p", "…/forwarding-")
			d.lacks("/restapi/v1.0/acc")
		})
	}
}
