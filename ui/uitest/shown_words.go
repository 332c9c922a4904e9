package uitest

import (
	"strings"
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

func shown_lastFieldSaysWhatEnterDoes(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("n")
		d.sees("enter next")
		d.press("shift+tab")
		d.sees("enter save")
	})
	drive(t, keys, 80, 24, newCallHandling, func(d *driver) {
		d.press("2", "down", "down", "enter", "n", "up")
		d.sees("Add to Work Hours:", "enter add")
		d.write("no such name")
		d.sees("> a co-worker, by number or name")
	})
}

// Only a number that exists can swap its digit.
func shown_takenDigitAdvisesWhatIsPossible(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("n", "shift+tab", "3")
		d.sees(`Flip digit 3 belongs to "Work" (FPN-106); choose a free digit.`)
		d.press("enter")
		d.lacks("swap")
		d.press("esc", "y", "G", "e", "shift+tab", "3")
		d.sees(`Flip digit 3 belongs to "Work" (FPN-106); choose a free digit, or swap the two in the list.`)
	})
}

// What was typed to find a number goes on to the search for a co-worker.
func shown_coworkerIsFoundAsTyped(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, newCallHandling, func(d *driver) {
		d.press("2", "down", "down", "enter", "n")
		d.write("okafor")
		d.press("enter")
		d.sees("Ring a co-worker too", "Who okafor", "enter add")
		d.press("enter")
		d.sees("+ Ines Okafor added")
	})
}

func shown_newestStepOfAFlipHasRoom(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 40, 12, liveCalls("in,number=+12125550187,name=Riley,rings=1s"), func(d *driver) {
		d.press("3")
		d.pass(5 * time.Second)
		d.press("f", "2")
		d.sees("> in Riley", "The other phone is ringing.", "b: Ends the ringing leg.")
	})
}

func shown_narrowHeadHasTheKeysOfTheScreens(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 40, 12, nil, func(d *driver) {
		for key, want := range map[string]string{"1": "[1 Numbers] 2 3 4 5 ext 104", "2": "1 [2 Ring order] 3 4 5 ext 104", "3": "1 2 [3 Calls] 4 5 ext 104"} {
			d.press(key)
			d.sees(want)
		}
	})
}

func shown_timesOfRulesHaveRoom(t *testing.T, keys ui.KeyMap) {
	for _, w := range []int{80, 120, 131, 132, 160} {
		drive(t, keys, w, 34, newCallHandling, func(d *driver) {
			d.press("2")
			d.sees("Work Hours on now Mon-Fri 09:00-17:00", "After Hours on outside work hours")
		})
	}
}

func shown_helpGivesASharedReasonOnce(t *testing.T, keys ui.KeyMap) {
	for _, w := range []int{80, 120, 160} {
		drive(t, keys, w, 50, nil, func(d *driver) {
			d.press("2", "?")
			d.sees("t together, or one after another")
			if n := strings.Count(squeeze(d.screen()), "his key works on the steps"); n != 1 {
				t.Errorf("the reason is there %d times:\n%s", n, d.screen())
			}
		})
	}
}
