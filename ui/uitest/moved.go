package uitest

import (
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

func move_isNoticedOnReload(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.openWorkHours()
		d.sandbox.Change((*sandbox.Company).MoveToNewCallHandling)
		d.press("r")
		d.sees("Forward all calls", "Work Hours", "RingCentral moved the account to new call handling: these are its rules now.")
		d.press("1")
		d.sees("new call handling", "6 numbers")
		d.lacks("legacy")
	})
}

// Nothing of a draft for a legacy rule is sent; it stays visible, so that the user can
// make it again.
func move_keepsTheDraftAndSendsNothing(t *testing.T, keys ui.KeyMap) {
	for _, key := range []string{"enter", "r"} {
		drive(t, keys, 160, 50, nil, func(d *driver) {
			d.openWorkHours()
			d.press("J")
			d.sandbox.Change((*sandbox.Company).MoveToNewCallHandling)
			before := d.sandbox.Rule(dana, "work-hours")
			d.press(key)
			d.sees("RingCentral moved the account to new call handling", "Your edits of Work hours were not sent",
				"* Work hours gone", "which has other rules. Your edits were not sent. Make", "* the order is", "Work Hours on")
			for _, key := range []string{"enter", "J", "space", "e"} {
				d.press(key)
				d.sees("RingCentral moved the account to new call handling, which has other rules.")
			}
			d.press("r")
			d.sees("* Work hours gone")
			d.press("esc")
			d.sees("Discard the edits of Work hours?")
			d.press("y")
			d.lacks("Work hours gone", "Unsent edits:")
			if d.sandbox.Rule(dana, "work-hours") != before {
				t.Error("something was written")
			}
			d.openWorkHours()
			d.press("J", "enter")
			d.sees("Saved ")
		})
	}
}

// The call handling of the account is in the top line if there is room, and always on
// the screens.
func topLine_namesTheCallHandling(t *testing.T, keys ui.KeyMap) {
	for _, calls := range []string{"legacy", "new"} {
		for w, there := range map[int]bool{160: true, 80: false} {
			drive(t, keys, w, 24, func(d *driver) { d.options.CallHandling = calls }, func(d *driver) {
				for _, screen := range []string{"1", "2"} {
					d.press(screen)
					d.sees(calls + " call handling")
				}
				top, _, _ := strings.Cut(d.screen(), "\n")
				if strings.Contains(top, calls+" call handling") != there || !strings.Contains(top, "ext 104") {
					t.Errorf("%d: %s", w, top)
				}
			})
		}
	}
}

// --faults move=30s moves the account of the demo.
func move_happensByFault(t *testing.T, keys ui.KeyMap) {
	soon := func(d *driver) { d.faults("move=30s") }
	drive(t, keys, 160, 50, soon, func(d *driver) {
		d.openWorkHours()
		d.press("r")
		d.lacks("Forward all calls")
		d.pass(30 * time.Second)
		d.press("r")
		d.sees("Forward all calls", "RingCentral moved the account to new call handling: these are its rules now.")
	})
}
