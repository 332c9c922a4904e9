package main

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

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
func (d *driver) workHours() { d.steps("Work") }

// steps opens those of a rule, selects only puts the cursor on it.
func (d *driver) steps(rule string) {
	d.selects(rule)
	d.press("tab")
}

func (d *driver) selects(rule string) {
	d.t.Helper()
	d.press("2", "g")
	for range 9 {
		if strings.Contains(squeeze(d.screen()), "> "+rule) {
			return
		}
		d.press("down")
	}
	d.t.Fatalf("there is no rule %s:\n%s", rule, d.screen())
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

// Nor is it when it was read on the way: what was seen when the draft was begun counts.
func TestRingOrderConflictThatWasReadAlready(t *testing.T) {
	onBoth(t, 160, 50, func(d *driver) {
		d.workHours()
		d.press("down", "+")
		rule, length := "business-hours-rule", `"ringCount":3`
		if d.flags.made.calls == "new" {
			rule, length = "work-hours", `"duration":15`
		}
		d.sandbox.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			if err := e.SetRule(rule, strings.Replace(e.Rule(rule).JSON(), length, length+`,"theirs":1`, 1)); err != nil {
				t.Fatal(err)
			}
		})
		d.press("r")
		d.sees("The rule itself was changed meanwhile; writing asks about it:", "* something that this version does not show")
		d.press("enter")
		d.sees("was changed by somebody else meanwhile", "[No]")
		d.press("n")
		if !strings.Contains(d.sandbox.Rule(dana, rule), `"theirs":1`) {
			t.Error("it was overwritten")
		}
		d.press("esc", "y", "+", "enter")
		d.sees("is stored.")
		if !strings.Contains(d.sandbox.Rule(dana, rule), `"theirs":1`) {
			t.Error("what the other did is lost")
		}
	})
}

// A rule with a draft is not switched as a whole, or its draft would be of another.
func TestADraftComesBeforeTheSwitch(t *testing.T) {
	onBoth(t, 160, 50, func(d *driver) {
		d.steps("Weekly meeting")
		d.press("+", "tab", "space")
		d.sees("It has changes that are not sent; write or drop them first.", "not sent yet")
	})
}

// An account that moves to new call handling while the program is open.
func TestAccountMovesWhileOpen(t *testing.T) {
	drive(t, 160, 50, nil, func(d *driver) {
		d.workHours()
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
func TestAccountMovesWhileComposing(t *testing.T) {
	for _, key := range []string{"enter", "r"} {
		drive(t, 160, 50, nil, func(d *driver) {
			d.workHours()
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
			d.workHours()
			d.press("J", "enter")
			d.sees("is stored.")
		})
	}
}

// A custom rule is removed by somebody else while it is being changed.
func TestARuleGoesWhileComposing(t *testing.T) {
	drive(t, 160, 50, nil, func(d *driver) {
		d.steps("Weekly meeting")
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
		d.press("tab", "t")
		d.sees("This rule cannot ring; it only sends calls elsewhere.")
		d.press("tab")
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
		d.sees("Added Boat", "(650) 555-0142")
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

// Own apps that ring beside the steps are a row above them: with a head start, or to
// the end.
func TestOwnAppsRingFirstOrToTheEnd(t *testing.T) {
	drive(t, 160, 40, nil, func(d *driver) {
		d.workHours()
		d.press("up")
		d.sees("> + 2 rings (10 s) own desktop apps + own mobile apps, before the steps", "0-10 s", "10-30 s")
		d.press("-")
		d.sees("The head start cannot be shorter than 2 rings")
		d.press("+")
		d.sees("> + 3 rings (15 s)", "* the head start of own apps is 3 rings (15 seconds) instead of 2 rings (10 seconds)", "15-35 s")
		d.press("A")
		d.sees("> + to the end", "* own apps ring to the end", "0-60 s", "0-20 s")
		d.press("+")
		d.sees("Own apps ring to the end, so that they have no head start.")
		d.press("J")
		d.sees("Own apps ring beside the steps, and have no place among them.")
		d.press("space")
		d.sees("(off)", "* own apps are switched off")
		d.press("space", "A", "enter")
		d.sees("is stored.", "> + 3 rings (15 s)")
		d.press("r")
		d.sees("> + 3 rings (15 s)")
		d.press("z", "y")
		d.sees("Took back", "> + 2 rings (10 s)")
	})
	drive(t, 160, 40, newCalls, func(d *driver) {
		d.workHours()
		d.press("down", "A")
		d.sees("Only own apps can ring to the end, and there are none in this step.")
		d.press("up", "A")
		d.sees("> + to the end My desktop + My mobile apps", "* ringing to the end: My desktop and My mobile apps instead of no apps", "0-75 s")
		d.press("+")
		d.sees("as a step they can ring first")
		d.press("enter")
		d.sees("is stored.", "> + to the end")
		d.press("A")
		d.sees("> 6 20 s (4 rings) My mobile apps", "5 20 s (4 rings) My desktop")
		d.press("enter")
		d.sees("is stored.")
		d.press("z", "y", "z", "y")
		d.sees("1 10 s (2 rings) My desktop + My mobile apps")
	})
}

// Where calls go, on both backends: to a number, an extension, an announcement.
func TestWhereCallsGoIsAskedAndWritten(t *testing.T) {
	onBoth(t, 120, 40, func(d *driver) {
		d.workHours()
		d.press("e")
		d.sees("Where calls go: Work", "[voicemail]", "a number", "an extension", "an announcement")
		d.lacks("at once")
		d.press("right", "right", "enter")
		d.write("bell")
		d.press("enter")
		d.sees("then: to extension Marcus Bell", "when nobody answers: to extension Marcus Bell instead of voicemail")
		d.press("enter")
		d.sees("is stored.", "then: to extension Marcus Bell")
		d.press("r")
		d.sees("then: to extension Marcus Bell")
		d.press("e")
		d.sees("Who Marcus Bell")
		d.press("right", "enter")
		d.sees("then: an announcement, and the call ends")
		d.press("e", "left", "left", "enter")
		d.write("415-555-0123")
		d.press("enter")
		d.sees("then: forwarded to +14155550123", "not sent yet")
		d.press("enter")
		d.sees("is stored.")
		d.press("z", "y", "z", "y")
		d.sees("then: voicemail")
	})
}

// After hours may ring or send calls elsewhere at once.
func TestAfterHoursRingOrGoElsewhere(t *testing.T) {
	onBoth(t, 120, 40, func(d *driver) {
		d.steps("After")
		d.sees("After", "all together")
		d.press("e")
		d.sees("> When [nobody answers] at once")
		d.press("right", "enter", "right", "right", "right", "enter")
		d.sees("nothing rings; at once: an announcement, and the call ends", "not sent yet")
		for _, key := range []string{"J", "n", "a", "+"} {
			d.press(key)
			d.sees("Nothing rings in this rule now; t has it ring.")
		}
		d.press("enter")
		d.sees("is stored.")
		d.press("t")
		d.sees("one after another", "not sent yet")
		d.press("e", "enter", "right", "enter")
		d.write("415-555-0123")
		d.press("enter")
		d.sees("then: forwarded to +14155550123")
		d.press("enter")
		d.sees("is stored.", "one after another")
		d.press("z", "y", "z", "y")
		d.sees("all together", "then: voicemail")
	})
}

// What a form was filled in with is not lost by esc without a word.
func TestLeavingTheFormOfTheRingOrderAsks(t *testing.T) {
	onBoth(t, 100, 30, func(d *driver) {
		d.workHours()
		d.press("e", "right", "esc")
		d.sees("Leave the form and lose what you typed?")
		d.press("y", "e", "esc")
		d.lacks("Where calls go", "lose what you typed")
	})
}

// What one may not change says why on the key.
func TestRulesThatMayNotBeChangedSayWhy(t *testing.T) {
	as := func(number, calls string) func(*driver) {
		return func(d *driver) { d.flags.made.as, d.flags.made.calls = number, calls }
	}
	drive(t, 120, 40, as("102", ""), func(d *driver) {
		d.workHours()
		for _, key := range []string{"J", "space", "+", "t", "n", "d", "e", "a", "A"} {
			d.press(key)
			d.sees("Read-only: your role lacks the permission EditUserAnsweringRules")
		}
	})
	drive(t, 120, 40, as("102", "new"), func(d *driver) { // where the service has to say it
		d.workHours()
		d.press("+", "enter")
		d.sees("EditUserAnsweringRules", "not sent yet")
	})
	drive(t, 120, 40, func(d *driver) {
		newCalls(d)
		d.make().Change(func(c *sandbox.Company) {
			c.Extension("104").TurnOff("EditExtensionAnsweringRules", "ServicePlanLimitation")
		})
	}, func(d *driver) {
		d.workHours()
		d.sees("Changing rules is not available for this extension:", "when: Mon-Fri")
		d.press("J")
		d.sees("Changing rules is not available")
		d.press("tab", "g", "space")
		d.sees("Changing rules is not available")
	})
	drive(t, 120, 40, as("108", "new"), func(d *driver) {
		d.selects("Agent")
		d.sees("as work hours", "This rule does as work hours does; change that one.")
		d.press("space")
		d.sees("This rule does as work hours does; change that one.")
		d.press("tab", "J")
		d.sees("This rule does as work hours does; change that one.")
	})
	drive(t, 120, 40, as("105", "new"), func(d *driver) {
		d.selects("Agent")
		d.sees("back to the queue")
		d.press("space")
		d.sees("This rule is always on")
		d.press("tab", "e")
		d.sees("Calls of a queue go back to the queue when nobody answers.")
		d.press("+", "enter")
		d.sees("is stored.")
	})
}

// A co-worker is found by a part of the name, and chosen when several have it.
func TestACoworkerIsFoundByName(t *testing.T) {
	drive(t, 110, 40, newCalls, func(d *driver) {
		d.workHours()
		d.press("n")
		d.write("co-worker")
		d.press("enter")
		d.sees("Ring a co-worker too: Work Hours")
		d.write("zzz")
		d.press("enter")
		d.sees("No extension of the account that is in use has this in its name.")
		d.press("ctrl+u")
		d.write("e")
		d.press("enter")
		d.sees("Marcus Bell", "is in this rule already", "is no person", "It is Dana Whitfield whose rule this is.")
		d.write("theo")
		d.press("enter")
		d.sees("Theo", "is added, ringing 20 seconds")
		d.press("enter")
		d.sees("is stored.")
	})
	drive(t, 110, 40, func(d *driver) { d.flags.made.as, d.flags.made.calls = "103", "new" }, func(d *driver) {
		d.workHours()
		d.press("n")
		d.sees("a co-worker, by number or name", "Ringing a coworker is not available for this extension")
	})
}

// A custom rule is shown, switched, changed and taken back on both backends alike.
func TestCustomRules(t *testing.T) {
	onBoth(t, 130, 40, func(d *driver) {
		d.selects("Weekly meeting")
		d.sees("> Weekly meeting on Thu 14:0", "when: Thu 14:00-15:30", "On-call pager +15305550167", "+ to the end", "voicemail")
		d.press("space")
		d.sees("Weekly meeting is switched off.", "> Weekly meeting off")
		d.press("tab", "+", "e")
		d.sees("> When [nobody answers] at once")
		d.press("enter", "right", "enter")
		d.write("415-555-0123")
		d.press("enter")
		d.sees("3 rings", "15 s", "then: forwarded to +14155550123", "not sent yet")
		d.press("enter")
		d.sees("Weekly meeting is stored.", "> Weekly meeting off")
		d.press("z", "y", "z", "y")
		d.sees("Weekly meeting on", "then: voicemail", "10 s")
	})
}

// Which call handling the account is on stands in the top line where there is room
// for it, and on the screens themselves.
func TestTheTopLineTellsTheCallHandling(t *testing.T) {
	for _, calls := range []string{"legacy", "new"} {
		for w, there := range map[int]bool{160: true, 80: false} {
			drive(t, w, 24, func(d *driver) { d.flags.made.calls = calls }, func(d *driver) {
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
func TestAccountMovesByItself(t *testing.T) {
	soon := func(d *driver) { d.flags.made.faults = "move=30s" }
	drive(t, 160, 50, soon, func(d *driver) {
		d.workHours()
		d.press("r")
		d.lacks("Forward all calls")
		d.pass(30 * time.Second)
		d.press("r")
		d.sees("Forward all calls", "RingCentral has moved the account to new call handling: these are its rules now.")
	})
}

// What is changed is in sight before it is written, or else asked about.
func TestChangesAreSeenBeforeTheyAreWritten(t *testing.T) {
	onBoth(t, 80, 24, func(d *driver) {
		d.workHours()
		d.press("+", "J")
		d.sees("Changed, and not sent yet:", "instead of", "the order is", "voicemail")
		d.press("enter")
		d.sees("is stored.")
	})
	onBoth(t, 40, 12, func(d *driver) {
		d.workHours()
		d.press("+", "J")
		before := d.writes()
		d.press("enter")
		d.sees("Write Work", "[No]", "instead of")
		d.press("n", "pgdown", "pgdown")
		d.sees("| at ")
		d.press("up", "enter", "y")
		d.sees("is stored.")
		if d.writes() != before+1 {
			t.Errorf("%d writes", d.writes()-before)
		}
	})
}

// Of a group one is taken out by name.
func TestTakingOneOutOfAGroup(t *testing.T) {
	onBoth(t, 120, 40, func(d *driver) {
		d.workHours()
		for !strings.Contains(squeeze(lineOf(d.screen(), "Home +14155550118")), "> ") {
			d.press("down")
		}
		d.press("d")
		d.sees("Work", "Home", "all of them")
		d.write("home")
		d.press("enter")
		d.sees("* Home is taken out")
		d.lacks("Work is taken out")
		d.press("enter")
		d.sees("is stored.")
		d.press("z", "y")
		d.sees("Took back", "+ Home")
	})
}

// The devices of the extension join what is offered when they have been read.
func TestDevicesAreOfferedWhenTheyAreRead(t *testing.T) {
	drive(t, 120, 40, func(d *driver) {
		newCalls(d)
		d.release = d.make().HoldBefore(http.MethodGet, "/device")
	}, func(d *driver) {
		d.workHours()
		d.press("n")
		d.sees("On-call pager", "reading the devices", "it is the line of a device, and rules ring the device")
		d.lacks("Dana Desk Phone")
		d.release()
		d.settle()
		d.sees("Dana Desk Phone", "On-call pager")
		d.lacks("reading the devices")
		d.write("desk phone")
		d.press("enter")
		d.sees("* Dana Desk Phone is added, ringing 20 seconds")
		d.press("enter")
		d.sees("is stored.", "Dana Desk Phone")
	})
}

// On legacy accounts a co-worker may take the messages.
func TestMessagesForACoworker(t *testing.T) {
	drive(t, 120, 40, nil, func(d *driver) {
		d.workHours()
		d.press("e", "right", "right", "right", "right", "enter")
		d.write("104")
		d.press("enter")
		d.lacks("not sent yet") // it is her own voicemail already
		d.press("e", "right", "right", "right", "right", "enter")
		d.write("105")
		d.press("enter")
		d.sees("* when nobody answers: voicemail of Marcus Bell instead of voicemail")
		d.press("enter")
		d.sees("is stored.", "then: voicemail of Marcus Bell")
		d.press("e")
		d.sees("[another's voicemail]", "Marcus Bell")
		d.press("esc", "z", "y")
		d.sees("Took back", "then: voicemail")
		d.lacks("voicemail of")
	})
	drive(t, 120, 40, newCalls, func(d *driver) {
		d.workHours()
		d.press("e")
		d.lacks("another's voicemail")
	})
}

// A key of the steps says where it works while the rules have the focus.
func TestStepKeysAmongTheRules(t *testing.T) {
	onBoth(t, 100, 30, func(d *driver) {
		d.press("2")
		for _, key := range []string{"J", "K", "+", "t", "m", "n", "d", "e", "a", "A"} {
			d.press(key)
			d.sees("It is for the steps; enter goes to them.")
			d.press("esc")
		}
	})
}

// Removing a number takes it out of custom rules too, and taking that back puts it
// into them again.
func TestARemovalIsTakenBackInCustomRulesToo(t *testing.T) {
	onBoth(t, 130, 40, func(d *driver) {
		d.press("G", "d", "y")
		if strings.Contains(d.screen(), "from where?") {
			d.press("right", "right", "right", "enter") // both
		}
		d.sees("Removed On-call pager")
		d.selects("Weekly meeting")
		d.press("r")
		for _, line := range strings.Split(d.screen(), "\n") {
			if strings.Contains(line, "On-call pager +15305550167") && !strings.Contains(line, "(off)") {
				t.Errorf("it still rings: %s", line)
			}
		}
		d.press("z", "y")
		d.sees("Took back")
		d.press("r")
		if line := lineOf(d.screen(), "On-call pager +15305550167"); !strings.Contains(line, "10 s") || strings.Contains(line, "(off)") {
			t.Errorf("it does not ring again:\n%s", d.screen())
		}
	})
}

// Custom rules that may not be read are told of, and the others are there.
func TestCustomRulesThatAreNotShown(t *testing.T) {
	drive(t, 120, 40, newCalls, func(d *driver) {
		d.sandbox.FailNext(http.MethodGet, "/interaction-rules", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
		d.selects("Custom rules")
		d.sees("Work Hours", "They are not shown:", "CMN-408")
		d.lacks("Custom rules:", "then:")
		d.press("space")
		d.sees("They are not shown:")
		d.press("tab", "J", "e", "n")
		d.sees("They are not shown:")
		d.press("r")
		d.sees("Weekly meeting")
	})
}
