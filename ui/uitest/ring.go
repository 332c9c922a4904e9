package uitest

import (
	"net/http"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// newCallHandling has the demo on new call handling.
func newCallHandling(d *driver) { d.options.CallHandling = "new" }

// onBoth runs a test on both backends: a person cannot tell which it is.
func onBoth(t *testing.T, keys ui.KeyMap, w, h int, test func(*driver)) {
	t.Run("legacy", func(t *testing.T) { drive(t, keys, w, h, nil, test) })
	t.Run("new", func(t *testing.T) { drive(t, keys, w, h, newCallHandling, test) })
}

// openWorkHours opens the steps of the rule for work hours.
func (d *driver) openWorkHours() { d.openSteps("Work") }

// openSteps opens those of a rule, selects only puts the cursor on it.
func (d *driver) openSteps(rule string) {
	d.selectRule(rule)
	d.press("tab")
}

func (d *driver) selectRule(rule string) {
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

func ringOrder_showsWhoRingsWhen(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 160, 50, func(d *driver) {
		d.openWorkHours()
		d.sees("[2 Ring order]", "one after another", "when: Mon-Fri 09:00-17:00", "Mobile +16505130930", "voicemail", "4 rings", "20 s")
	})
}

func ringOrder_isComposedThenWrittenOnce(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 40, func(d *driver) {
		d.openWorkHours()
		for !strings.Contains(squeeze(lineOf(d.screen(), "Mobile +16505130930")), "> ") {
			d.press("down")
		}
		d.press("+")
		d.sees("Changed, and not sent yet:", "Mobile", "5 rings", "instead of")
		before := d.countWrites()
		d.press("J")
		d.sees("the order is")
		if d.countWrites() != before {
			t.Error("something was sent while composing")
		}
		d.press("enter")
		d.sees("is stored.")
		d.lacks("not sent yet")
		if d.countWrites() != before+1 {
			t.Errorf("%d writes were sent", d.countWrites()-before)
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

func ringOrder_asksBeforeDroppingADraft(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.openWorkHours()
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
func ringOrder_neverOverwritesAnotherEdit(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.openWorkHours()
		d.press("+")
		d.sandbox.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			r := e.Rule("business-hours-rule")
			if err := e.SetRule(r.ID, strings.Replace(r.JSON(), `"ringCount":5`, `"ringCount":7`, 1)); err != nil {
				t.Fatal(err)
			}
		})
		before := d.countWrites()
		d.press("enter")
		d.sees("changed by somebody else")
		if d.countWrites() != before {
			t.Error("it was overwritten")
		}
	})
}

// Nor is it when it was read on the way: what was seen when the draft was begun counts.
func ringOrder_findsAConflictThatWasReadAlready(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 160, 50, func(d *driver) {
		d.openWorkHours()
		d.press("down", "+")
		rule, length := "business-hours-rule", `"ringCount":3`
		if d.options.CallHandling == "new" {
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
func ruleSwitch_isRefusedWhileThereIsADraft(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 160, 50, func(d *driver) {
		d.openSteps("Weekly meeting")
		d.press("+", "tab", "space")
		d.sees("It has changes that are not sent; write or drop them first.", "not sent yet")
	})
}

// countWrites counts what was sent to change something.
func (d *driver) countWrites() int {
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

// A new number on new call handling is asked where it should ring.
func create_asksForRulesOnNewCallHandling(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, newCallHandling, func(d *driver) {
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
func flip_movesThroughTheDigits(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.press("down", "J")
		d.sees("Swapped:")
		if got := digitsOf(d); d.options.CallHandling == "" && (got["Mobile"] != 3 || got["Work"] != 2) {
			t.Errorf("digits are %v", got)
		}
		d.sees("> 3 Mobile")
	})
}

// One and the same script on both backends: create, edit, renumber, reorder,
// remove. A person cannot tell which it is.
func screens_workAlikeOnBothCallHandlings(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 120, 40, func(d *driver) {
		d.press("n", "tab")
		d.write("650-555-0142")
		d.press("tab")
		d.write("Boat")
		d.press("enter", "enter")
		if d.options.CallHandling == "new" {
			d.press("enter") // asked where it should ring, too
		}
		d.sees("Added Boat", "(650) 555-0142")
		if d.options.CallHandling == "new" { // which gives no digit by itself
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
		d.sees("not sent yet", "the order is")
		d.press("enter")
		d.sees("is stored.")
		d.press("1", "d", "y")
		d.sees("Removed Yacht.", "6 numbers")
		d.press("z", "y")
		d.sees("Took back", "7 numbers")
	})
}

// A custom rule is shown, switched, changed and taken back on both backends alike.
func customRules_areShownSwitchedAndChanged(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 130, 40, func(d *driver) {
		d.selectRule("Weekly meeting")
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

// What is changed is in sight before it is written, or else asked about.
func ringOrder_showsChangesBeforeWriting(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 80, 24, func(d *driver) {
		d.openWorkHours()
		d.press("+", "J")
		d.sees("Changed, and not sent yet:", "instead of", "the order is", "voicemail")
		d.press("enter")
		d.sees("is stored.")
	})
	onBoth(t, keys, 40, 12, func(d *driver) {
		d.openWorkHours()
		d.press("+", "J")
		before := d.countWrites()
		d.press("enter")
		d.sees("Write Work", "[No]", "instead of")
		d.press("n", "pgdown", "pgdown")
		d.sees("| at ")
		d.press("up", "enter", "y")
		d.sees("is stored.")
		if d.countWrites() != before+1 {
			t.Errorf("%d writes", d.countWrites()-before)
		}
	})
}

// Removing a number takes it out of custom rules too, and taking that back puts it
// into them again.
func undo_restoresANumberInCustomRules(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 130, 40, func(d *driver) {
		d.press("G", "d", "y")
		if strings.Contains(d.screen(), "from where?") {
			d.press("right", "right", "right", "enter") // both
		}
		d.sees("Removed On-call pager")
		d.selectRule("Weekly meeting")
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
func customRules_tellWhyTheyAreMissing(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, newCallHandling, func(d *driver) {
		d.sandbox.FailNext(http.MethodGet, "/interaction-rules", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
		d.selectRule("Custom rules")
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

// What a key was answered with holds for that key: the next one takes it away.
func notice_goesWithTheNextKey(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, newCallHandling, func(d *driver) {
		d.press("2", "J")
		d.sees("It is for the steps; enter goes to them.")
		d.press("down")
		d.lacks("It is for the steps")
		d.sees("? keys")
		d.press("tab", "+")
		d.sees("This rule cannot ring")
		d.press("esc", "down", "tab", "+")
		d.lacks("This rule cannot ring")
		d.sees("not sent yet")
	})
	drive(t, keys, 80, 24, newCallHandling, func(d *driver) {
		d.press("n", "left", "enter")
		d.sees("On this account numbers have no type but Other")
		d.press("right", "tab")
		d.write("2")
		d.lacks("On this account numbers have no type but Other")
	})
}

// That a row does not ring, and which phone is offered, is in sight however long the
// names are.
func ringRow_keepsItsEndBehindLongNames(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.openWorkHours()
		d.press("k", "a")
		d.sees("own desktop apps + own mobile apps, before the ~ (off)")
	})
	drive(t, keys, 80, 24, newCallHandling, func(d *driver) {
		d.openWorkHours()
		d.press("n")
		d.sees("RingCentral for Desktop +14134294674 device", "Cordless in the workshop")
	})
}

// A rule that is switched on says when it applies: its span may be another than thought.
func ruleSwitch_tellsWhenTheRuleApplies(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, func(d *driver) { newCallHandling(d); d.options.As = "111" }, func(d *driver) {
		d.press("2", "space")
		d.sees("Forward all calls is switched off.")
		d.press("space")
		d.sees("Forward all calls is switched on, 2026-05-14 08:00 to 2026-05-15 20:00.")
	})
}

// A switch that came too late for the rules of before is said not to be done.
func ruleSwitch_isRefusedAfterTheMove(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.press("2", "down")
		d.sees("> Weekly meeting on")
		d.sandbox.Change((*sandbox.Company).MoveToNewCallHandling)
		d.press("space")
		d.sees("these are its rules now. Weekly meeting was not switched.", "Weekly meeting on")
	})
}

// Keys that come before the rules say so.
func ringOrder_tellsThatRulesAreLoading(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, func(d *driver) { d.makeSandbox().HoldBefore("GET", "/answering-rule") }, func(d *driver) {
		for _, key := range []string{"enter", "space", "J"} {
			d.press("2", key)
			d.sees("The rules are still being read.")
			d.press("esc")
		}
	})
}
