package uitest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// Own apps that ring beside the steps are a row above them: with a head start, or to
// the end.
func ownApps_ringFirstOrToTheEnd(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 40, nil, func(d *driver) {
		d.openWorkHours()
		d.press("up")
		d.sees("> + 2 rings (10 s) ", "0–10 s", "10–30 s")
		d.press("-")
		d.sees("The head start cannot be shorter than 2 rings")
		d.press("+")
		d.sees("> + 3 rings (15 s)", "* the head start of own apps is 3 rings (15 seconds) instead of 2 rings (10 seconds)", "15–35 s")
		d.press("A")
		d.sees("> + to the end", "* own apps ring to the end", "0–60 s", "0–20 s")
		d.press("+")
		d.sees("Own apps ring to the end, so they have no head start.")
		d.press("J")
		d.sees("Own apps ring beside the steps and cannot be moved.")
		d.press("space")
		d.sees("(off)", "* own apps are switched off")
		d.press("space", "A", "enter")
		d.sees("Saved ", "> + 3 rings (15 s)")
		d.press("r")
		d.sees("> + 3 rings (15 s)")
		d.press("z", "y")
		d.sees("Undone: ", "> + 2 rings (10 s)")
	})
	drive(t, keys, 160, 40, newCallHandling, func(d *driver) {
		d.openWorkHours()
		d.press("down", "A")
		d.sees("Only own apps can ring to the end, and this step has none.")
		d.press("up", "A")
		d.sees("> + to the end ", "My desktop + My mobile apps", "* ringing to the end: My desktop and My mobile apps instead of no apps", "0–75 s")
		d.lacks(" removed")
		d.press("+")
		d.sees("Add them as a step to let them ring first")
		d.press("enter")
		d.sees("Saved ", "> + to the end")
		d.press("A")
		d.sees("> 6 20 s (4 rings) ", " My mobile apps", "5 20 s (4 rings) ", " My desktop")
		d.press("enter")
		d.sees("Saved ")
		d.press("z", "y", "z", "y")
		d.sees("1 10 s (2 rings) ", " My desktop + My mobile apps")
	})
}

// By a part of the name; when several match, the user chooses.
func coworker_isFoundByName(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 40, newCallHandling, func(d *driver) {
		d.openWorkHours()
		d.press("n")
		d.write("co-worker")
		d.press("enter")
		d.sees("Ring a co-worker too: Work Hours")
		d.write("zzz")
		d.press("enter")
		d.sees("No enabled extension of the account has this in its name.")
		d.press("ctrl+u")
		d.write("e")
		d.press("enter")
		d.sees("Marcus Bell", "is already in this rule", "is not a user", "This rule belongs to Dana Whitfield.")
		d.write("theo")
		d.press("enter")
		d.sees("Theo", "added for 20 seconds")
		d.press("enter")
		d.sees("Saved ")
	})
	drive(t, keys, 110, 40, func(d *driver) { d.options.As, d.options.CallHandling = "103", "new" }, func(d *driver) {
		d.openWorkHours()
		d.press("n")
		d.sees("a co-worker, by number or name", "Ringing a coworker is not available for this extension")
	})
}

// The lookup waits for the limits like any request.
func coworkerLookup_canBeGivenUp(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 40, newCallHandling, func(d *driver) {
		d.openWorkHours()
		d.press("n")
		d.write("co-worker")
		d.press("enter")
		d.sandbox.FailNext("GET", "/extension", sandbox.Fault{Kind: sandbox.Throttle})
		d.write("102")
		d.press("enter")
		d.sees("Sending ...", "Waiting", "esc stops waiting")
		d.press("esc")
		d.sees("Stopped. Nothing more is sent.", "Who 102")
		d.lacks("Sending ...")
		asked := d.sent(http.MethodGet, "/extension")
		d.pass(2 * time.Minute)
		d.lacks("Theo")
		if now := d.sent(http.MethodGet, "/extension"); now != asked {
			t.Errorf("it was asked %d times more", now-asked)
		}
	})
}

func group_losesOneMemberByName(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 120, 40, func(d *driver) {
		d.openWorkHours()
		for !strings.Contains(squeeze(lineOf(d.screen(), "Home")), "> ") {
			d.press("down")
		}
		d.press("d")
		d.sees("Work", "Home", "all of them")
		d.write("home")
		d.press("enter")
		d.sees("- Home removed")
		d.lacks("Work removed")
		d.press("enter")
		d.sees("Saved ")
		d.press("z", "y")
		d.sees("Undone: ", "+ Home")
	})
}

func devices_areOfferedOnceRead(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, func(d *driver) {
		newCallHandling(d)
		d.release = d.makeSandbox().HoldBefore(http.MethodGet, "/device")
	}, func(d *driver) {
		d.openWorkHours()
		d.press("n")
		d.sees("On-call pager", "reading the devices", "this is the line of a device; add the device instead")
		d.lacks("Dana Desk Phone")
		d.release()
		d.settle()
		d.sees("Dana Desk Phone", "On-call pager")
		d.lacks("reading the devices")
		d.write("desk phone")
		d.press("enter")
		d.sees("+ Dana Desk Phone added for 20 seconds")
		d.press("enter")
		d.sees("Saved ", "Dana Desk Phone")
	})
}

// While the rules have the focus.
func stepKeys_tellWhereTheyWork(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.press("2")
		for _, key := range []string{"J", "K", "+", "t", "m", "a", "A"} {
			d.press(key)
			d.sees("This key works on the steps; enter goes to them.")
			d.press("esc")
		}
	})
}

func ringOrder_coversNewCallHandling(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 40, newCallHandling, func(d *driver) {
		d.press("2", "g")
		d.sees("> Forward all calls", "off")
		d.press("tab", "t")
		d.sees("This rule cannot ring; it only sends calls elsewhere.")
		d.press("tab")
		d.press("tab", "e", "right", "enter")
		d.write("415-555-0123")
		d.press("enter")
		d.sees("Unsent edits:", "+14155550123")
		d.press("enter")
		d.sees("Saved ")
		d.press("tab", "space")
		d.sees("Switch Forward all calls on? All calls are forwarded to +14155550123; no phone rings.", "[No]")
		d.press("y")
		d.sees("> Forward all calls on", "(Forward all calls is on: forwarded to +14155550123)")
		d.press("down", "down", "tab", "n")
		d.write("co-worker")
		d.press("enter")
		d.write("102")
		d.press("enter")
		d.sees("Theo", "Unsent edits:")
		d.press("enter")
		d.sees("Saved ")
	})
}

func stepKeys_goToBothEnds(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 110, 40, func(d *driver) {
		d.openWorkHours()
		d.press("k", "k", "k")
		first := d.screen()
		d.press("j", "j", "j", "j", "j", "j", "j", "j")
		last := d.screen()
		for key, want := range map[string]string{"g": first, "home": first, "G": last, "end": last} {
			d.press("k", key)
			if d.screen() != want {
				t.Errorf("%s goes to:\n%s", key, d.screen())
			}
		}
		if first == last {
			t.Error("there is one step")
		}
	})
}

// Also where the service forgets the length of a step that is off.
func step_keepsItsLengthOffAndOn(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 40, nil, func(d *driver) {
		d.openWorkHours()
		for !strings.Contains(squeeze(lineOf(d.screen(), "Cabin")), "> ") {
			d.press("down")
		}
		d.sees("3 3 rings (15 s)")
		d.press("space", "enter")
		d.sees("Saved ", "Cabin +15305550142 (off)")
		d.press("r", "space")
		d.sees("3 3 rings (15 s)")
	})
}
