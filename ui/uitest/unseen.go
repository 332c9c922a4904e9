package uitest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// A legacy account sorts the steps when a rule is stored: those that do not ring go last.
func ringCursor_followsItsStep(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 140, 40, nil, func(d *driver) {
		d.openSteps("After hours")
		d.seesCursor("Mobile")
		d.press("space", "enter")
		d.sees("Saved ", "Mobile (off)")
		d.seesCursor("Mobile")
		d.press("space")
		d.sees("* Mobile switched on")
	})
}

// seesCursor fails unless the cursor of the steps, beside the rules, is on a step.
func (d *driver) seesCursor(on string) {
	d.t.Helper()
	for _, l := range strings.Split(d.screen(), "\n") {
		if _, pane, beside := strings.Cut(l, "│ > "); beside && strings.Contains(pane, on) {
			return
		}
	}
	d.t.Errorf("the cursor is not on %s:\n%s", on, d.screen())
}

func ringCursor_followsAGroup(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 140, 40, func(d *driver) {
		d.openWorkHours()
		for !strings.Contains(squeeze(lineOf(d.screen(), "Mobile")), "> ") {
			d.press("down")
		}
		d.press("J", "m") // joins the step above
		d.seesCursor("Mobile")
		d.press("J", "M")
		d.press("enter")
		d.sees("Saved ")
	})
}

// A step that went leaves the cursor in its place, and has it again when it is back.
func ringCursor_returnsToARestoredStep(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 140, 40, func(d *driver) {
		d.openSteps("After")
		for !strings.Contains(squeeze(lineOf(d.screen(), "Cabin")), "> ") {
			d.press("down")
		}
		d.press("d", "esc", "y")
		d.seesCursor("Cabin")
		d.press("d", "enter")
		d.sees("Saved ")
		d.press("z", "y")
		d.sees("Undone: ")
		d.seesCursor("Cabin")
		d.press("d", "up")
		d.press("esc", "y") // the cursor was moved meanwhile
		d.lacks("> 2", "Drop what")
	})
}

func numberCursor_returnsToARestoredNumber(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 140, 40, func(d *driver) {
		d.press("down", "down", "down", "d")
		if strings.Contains(d.screen(), "from where?") {
			d.press("left", "enter") // both
		} else {
			d.press("y")
		}
		d.sees("Removed Home.", "> 5 Cabin")
		d.press("z", "y")
		d.sees("Undone: ", "> 4 Home")
		d.press("z", "y")
		d.press("up", "Z", "y")
		d.lacks("> 4 Home")
	})
}

// Devices come into the list of what can be added once they are read.
func picker_keepsItsCursorWhenItGrows(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 140, 40, func(d *driver) {
		newCallHandling(d)
		d.release = d.makeSandbox().HoldBefore(http.MethodGet, "/device")
	}, func(d *driver) {
		d.openWorkHours()
		d.press("n", "down", "down", "down", "down")
		d.sees("> a co-worker")
		d.release()
		d.settle()
		d.sees("Dana Desk Phone", "> a co-worker")
	})
}

func silentRule_isAskedAbout(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 140, 40, func(d *driver) {
		d.openSteps("After")
		r := d.screen()
		before := d.countWrites()
		for range 9 { // switches off what rings
			if !strings.Contains(squeeze(lineOf(d.screen(), "> ")), "(off)") {
				d.press("space")
			}
			d.press("down")
		}
		d.press("enter")
		d.sees("is on and rings nothing: its calls go to voicemail; no phone rings.", "[No]")
		d.press("enter")
		if d.countWrites() != before {
			t.Errorf("it was written:\n%s", r)
		}
		d.sees("Unsent edits:")
		d.press("enter", "y")
		d.sees("Saved ")
	})
	drive(t, keys, 140, 40, nil, func(d *driver) { // a rule that is off rings nothing in any case
		d.selectRule("Weekly meeting")
		d.press("space", "y", "tab", "space", "up", "up", "space", "enter")
		d.sees("Saved Weekly meeting.")
	})
}

// A removal and an undo ask in any case; they say what they do to rules.
func silentRule_isNamedByRemovalAndUndo(t *testing.T, keys ui.KeyMap) {
	const silent = "After Hours will be on: its calls go to voicemail; no phone rings"
	drive(t, keys, 140, 40, newCallHandling, func(d *driver) {
		d.press("down", "space", "down", "down", "space", "d", "right") // Mobile and Cabin
		d.sees("Mobile", "Cabin", "[Flip list]")
		d.lacks(silent)
		d.press("right")
		d.sees("[Rules]", silent)
		d.press("right")
		d.sees("[Both]", silent)
		d.press("enter")
		d.sees("Removed")
		d.press("z")
		d.lacks("no phone rings")
		d.press("esc", "2", "g", "space", "y", "space", "y", "z")
		d.sees("Forward all calls will be on: its calls go to voicemail; no phone rings")
	})
}

func diversion_asksAndStaysInTheTopLine(t *testing.T, keys ui.KeyMap) {
	for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
		drive(t, keys, size[0], size[1], newCallHandling, func(d *driver) {
			before := d.countWrites()
			d.press("2", "space")
			d.sees("Switch Forward all calls on? All calls go to voicemail; no phone rings.", "[No]")
			d.press("n")
			if d.countWrites() != before {
				t.Fatal("it was switched")
			}
			d.press("space", "y")
			d.sees("Switched on Forward all calls")
			tag := "(Forward all calls is on: voicemail)"
			if size[0] < 80 {
				tag = "(fwd all)"
			}
			for _, key := range []string{"1", "2", "3", "5"} {
				d.press(key)
				d.sees(tag)
			}
			d.press("1", "z")
			d.sees(tag)
			d.press("y")
			d.lacks(tag)
		})
	}
}

func ruleSwitch_saysWhatItDoes(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 140, 40, func(d *driver) {
		d.selectRule("Weekly meeting")
		d.press("space", "y")
		d.sees("> Weekly meeting off")
		d.press("space")
		d.sees("Switch Weekly meeting on? Its calls ring", "On-call pager, and then go to voicemail.", "when: Thu 14:00-15:30")
	})
}

// Whatever would lose a draft asks.
func drafts_areNotLost(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.openWorkHours()
		d.press("t")
		for _, screen := range []string{"1", "2", "3", "5"} {
			for _, key := range []string{"q", "ctrl+c"} {
				d.press(screen, key)
				d.sees("Quit and discard unsent edits?", "all together", "[No]")
				d.press("enter")
				d.lacks("Leave and lose")
			}
		}
		d.press("1", "n", "tab", "6", "ctrl+c")
		d.sees("Quit and discard unsent edits?", "New forwarding number for Dana Whitfield", "all together")
		d.press("n")
		d.sees("> Number 6")
		d.press("ctrl+c")
		if d.quits() {
			t.Error("the first key ended it")
		}
		d.press("ctrl+c")
		if !d.quits() {
			t.Error("the same key again does not leave")
		}
	})
}

// quits reports whether the program asked the terminal to end it.
func (d *driver) quits() bool {
	for _, msg := range d.terminalMsgs {
		if typeName(msg) == "tea.QuitMsg" {
			return true
		}
	}
	return false
}

func drafts_areMarkedInTheTopLine(t *testing.T, keys ui.KeyMap) {
	for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
		drive(t, keys, size[0], size[1], nil, func(d *driver) {
			d.openWorkHours()
			d.press("t")
			for _, key := range []string{"1", "2", "3", "5"} {
				d.press(key)
				if top, _, _ := strings.Cut(d.screen(), "\n"); !strings.Contains(top, "unsent") {
					t.Errorf("%v: the top line is %q", size, top)
				}
			}
			d.press("2", "esc", "y")
			d.lacks("unsent")
		})
	}
}

func connection_asksBeforeItDropsADraft(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 40, nil, func(d *driver) {
		d.openWorkHours()
		d.press("t", ":")
		d.write("another account")
		d.press("enter", "right", "right", "right", "enter")
		d.sees("Open DEMO and discard unsent edits?", "all together", "[No]")
		d.press("n")
		d.sees("Unsent edits:")
		d.press(":")
		d.write("another account")
		d.press("enter", "right", "right", "right", "enter", "y")
		d.lacks("unsent")
		d.sees("6 numbers")
	})
}

func notice_goesWithAnEdit(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 140, 40, func(d *driver) {
		d.openSteps("Work")
		d.press("t", "enter")
		d.sees("Saved ")
		d.press("t")
		d.lacks("Saved Work hours.")
		d.sees("Unsent edits:", "? keys")
	})
	drive(t, keys, 140, 40, nil, func(d *driver) {
		d.press("n")
		d.sandbox.FailNext(http.MethodPut, "", sandbox.Fault{Status: 400, Code: "BIL-101", Message: "no"})
		d.press("esc", "f", "8")
		d.sees("(BIL-101)")
		d.press("n", "tab", "6")
		d.lacks("(BIL-101)")
	})
}

func unknownNumbers_areNotNone(t *testing.T, keys ui.KeyMap) {
	list := func(status int, code string) func(*driver) {
		return func(d *driver) {
			liveCalls("in,number=+12125550187,rings=1s")(d)
			for range 9 {
				d.makeSandbox().FailNext(http.MethodGet, numbersPath, sandbox.Fault{Status: status, Code: code, Message: "no"})
			}
		}
	}
	toCalls := func(d *driver) {
		d.press("3")
		d.pass(4 * time.Second)
		d.lacks("No number has a flip digit")
	}
	drive(t, keys, 140, 40, list(403, "CMN-408"), func(d *driver) {
		d.press("d")
		d.sees("You may not read these numbers; r tries again.")
		toCalls(d)
		d.sees("Flip digits are unavailable: you may not read these numbers; r tries again.")
		d.press("f")
		d.sees("Flip digits are unavailable: you may not read these numbers; r tries again.")
		d.press("3")
		d.sees("You may not read these numbers; r tries again.")
	})
	drive(t, keys, 140, 40, list(503, "CMN-201"), func(d *driver) {
		d.pass(time.Minute)
		toCalls(d)
		d.sees("Flip digits are unavailable: the forwarding numbers could not be read; r tries again.")
		d.press("2", "tab", "n")
		d.sees("forwarding numbers", "the forwarding numbers could not be read; r tries again")
		d.lacks("is already in this rule")
	})
	drive(t, keys, 140, 40, list(503, "CMN-201"), func(d *driver) {
		toCalls(d)
		d.press("f")
		d.sees("Flip digits are unavailable: still loading the numbers.")
		for range 60 {
			d.pass(time.Second)
			if strings.Contains(d.screen(), "could not be read") {
				d.lacks("still loading") // in the dialog
			}
		}
		d.sees("Flip digits are unavailable: the forwarding numbers could not be read; r tries again.")
	})
	drive(t, keys, 140, 40, func(d *driver) {
		liveCalls("in,number=+12125550187,rings=1s")(d)
		d.makeSandbox().HoldBefore(http.MethodGet, numbersPath)
	}, func(d *driver) {
		d.press("d")
		d.sees("Still loading the numbers.")
		toCalls(d)
		d.sees("Flip digits are unavailable: still loading the numbers.")
	})
}

func unknownCalls_areNotNone(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 140, 40, func(d *driver) {
		for range 9 {
			d.makeSandbox().FailNext(http.MethodGet, "/presence", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "needs [ReadPresenceStatus]"})
		}
	}, func(d *driver) {
		d.press("3", "f")
		d.sees("Live calls are unavailable:", "ReadPresenceStatus")
		d.pass(5 * time.Second)
		d.sees("Live calls are unavailable.")
		d.lacks("No live calls", "Loading live")
	})
}

func conflict_asksBeforeItDropsWhatWasTyped(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 140, 40, nil, func(d *driver) {
		d.press("G", "up", "e", "tab")
		d.write("s")
		d.anotherUser(cabin, func(n *sandbox.Number) { n.Label = "Hut" })
		d.press("enter", "enter")
		d.sees("You saw", "Hut", "Cabins")
		d.press("esc")
		d.sees("Keep the current values and discard what you typed?", "Change Cabin", "[No]")
		d.press("n")
		d.sees("You saw")
		d.press("ctrl+c")
		d.sees("Quit and discard unsent edits?", "Change Cabin")
		d.press("n", "esc", "y")
		d.sees("The current values stay. Nothing has been sent.")
	})
}

// arrive presses keys that arrive at once, as those of a paste that is not bracketed.
func (d *driver) arrive(names ...string) {
	different := map[string]bool{}
	for _, name := range names {
		different[name] = true
	}
	at := ui.Arrival{Different: len(different), Seen: d.model.(*ui.Model).Question()}
	for _, name := range names {
		d.send(ui.KeyMsg{Press: pressOf(name), Arrival: at})
	}
	d.settle()
}

func burst_answersNoQuestion(t *testing.T, keys ui.KeyMap) {
	text := strings.Split("dynamic route", "")
	onBoth(t, keys, 140, 40, func(d *driver) {
		before := d.countWrites()
		d.press("down", "down")
		for range 2 { // the question is on the screen when the second text arrives
			d.arrive(text...)
			d.sees("Work", "[No]")
		}
		d.press("esc")
		d.arrive("f", "8")
		d.sees("Flip digit of Work")
		d.press("esc")
		d.selectRule("Weekly meeting")
		d.arrive("space", "y")
		d.sees("Switch Weekly meeting off?", "[No]")
		d.press("esc", "1", "z")
		d.arrive("z", "y")
		if n := d.countWrites() - before; n != 0 {
			t.Errorf("%d writes were sent", n)
		}
		d.press("1", "f")
		d.arrive("8")
		d.sees("flip digit 3 is now 8")
	})
}

// Held keys are no burst.
func burst_writesNothing(t *testing.T, keys ui.KeyMap) {
	const refused = "Several keys arrived at once"
	onBoth(t, keys, 140, 40, func(d *driver) {
		before := d.countWrites()
		d.press("down")
		d.arrive("J", "x")
		d.sees(refused)
		d.press("esc", "e", "shift+tab", "right", "right", "right", "right", "right")
		d.lacks(refused)
		d.arrive("right", "enter")
		d.sees(refused, "Change Mobile")
		d.lacks("Sending")
		d.press("esc", "y")
		d.openWorkHours()
		d.arrive("t", "enter")
		d.sees(refused, "Unsent edits:")
		d.press("esc", "y")
		d.arrive(strings.Split("quick brown", "")...)
		d.pass(time.Second)
		if n := d.countWrites() - before; n != 0 || d.quits() {
			t.Errorf("%d writes were sent, and the program ended: %v", n, d.quits())
		}
	})
	drive(t, keys, 140, 40, nil, func(d *driver) {
		d.press("down")
		d.arrive("J", "J")
		d.pass(time.Second)
		d.sees("Flip digits now:")
		d.arrive("j", "q")
		if !d.quits() {
			t.Error("a key that follows another quickly does not quit")
		}
	})
}
