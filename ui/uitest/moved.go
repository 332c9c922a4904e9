package uitest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// An account that moves to new call handling while the program is open.
func move_isNoticedOnReload(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.openWorkHours()
		d.sandbox.Change((*sandbox.Company).MoveToNewCallHandling)
		d.press("r")
		d.sees("Forward all calls", "Work Hours", "RingCentral has moved the account to new call handling: these are its rules now.")
		d.press("1")
		d.sees("new call handling", "6 numbers")
		d.lacks("legacy")
	})
}

// It moves while a ring order is being composed: that is told, nothing of it is sent,
// and it is there to be made again.
func move_keepsTheDraftAndSendsNothing(t *testing.T, keys ui.KeyMap) {
	for _, key := range []string{"enter", "r"} {
		drive(t, keys, 160, 50, nil, func(d *driver) {
			d.openWorkHours()
			d.press("J")
			d.sandbox.Change((*sandbox.Company).MoveToNewCallHandling)
			before := d.sandbox.Rule(dana, "work-hours")
			d.press(key)
			d.sees("RingCentral has moved the account to new call handling", "What you changed in Work hours was not sent",
				">* Work hours gone", "make it again in the rule that took its place", "* the order is", "Work Hours on")
			for _, key := range []string{"enter", "J", "space", "e"} {
				d.press(key)
				d.sees("RingCentral has moved the account to new call handling, where the rules are others.")
			}
			d.press("r")
			d.sees(">* Work hours gone")
			d.press("esc")
			d.sees("Drop what you changed in Work hours?")
			d.press("y")
			d.lacks("Work hours gone", "not sent yet")
			if d.sandbox.Rule(dana, "work-hours") != before {
				t.Error("something was written")
			}
			d.openWorkHours()
			d.press("J", "enter")
			d.sees("is stored.")
		})
	}
}

// A custom rule is removed by somebody else while it is being changed.
func ringOrder_keepsTheDraftOfARemovedRule(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.openSteps("Weekly meeting")
		d.press("+")
		d.sandbox.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			e.AnsweringRules = slices.DeleteFunc(e.AnsweringRules, func(r *sandbox.Rule) bool { return r.ID == "807000001004" })
		})
		d.press("enter")
		d.sees(">* Weekly meeting gone", "A rule is no longer there. What you changed in Weekly meeting was not sent")
		d.press("esc", "y")
		d.pass(15 * time.Second)
		d.lacks("Weekly meeting")
		d.sees("> Work hours")
	})
}

// Which call handling the account is on stands in the top line where there is room
// for it, and on the screens themselves.
func topLine_namesTheCallHandling(t *testing.T, keys ui.KeyMap) {
	for _, calls := range []string{"legacy", "new"} {
		for w, there := range map[int]bool{160: true, 80: false} {
			drive(t, keys, w, 24, func(d *driver) { d.options.CallHandling = calls }, func(d *driver) {
				for _, screen := range []string{"1", "2"} {
					d.press(screen)
					d.sees(calls + " call handling")
				}
				top, _, _ := strings.Cut(d.screen(), "\n")
				if strings.Contains(top, calls+" call handling") != there || !strings.Contains(top, "Dana Whitfield") {
					t.Errorf("%d: %s", w, top)
				}
			})
		}
	}
}

// The demo and the sandbox can move an account by themselves.
func move_happensByFault(t *testing.T, keys ui.KeyMap) {
	soon := func(d *driver) { d.faults("move=30s") }
	drive(t, keys, 160, 50, soon, func(d *driver) {
		d.openWorkHours()
		d.press("r")
		d.lacks("Forward all calls")
		d.pass(30 * time.Second)
		d.press("r")
		d.sees("Forward all calls", "RingCentral has moved the account to new call handling: these are its rules now.")
	})
}
