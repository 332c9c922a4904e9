package uitest

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// newCallHandling puts the demo on new call handling.
func newCallHandling(d *driver) { d.options.CallHandling = "new" }

// onBoth runs a test on both call handlings, which the user need not tell apart.
func onBoth(t *testing.T, keys ui.KeyMap, w, h int, test func(*driver)) {
	t.Run("legacy", func(t *testing.T) { drive(t, keys, w, h, nil, test) })
	t.Run("new", func(t *testing.T) { drive(t, keys, w, h, newCallHandling, test) })
}

// openWorkHours opens the steps of the rule for work hours.
func (d *driver) openWorkHours() { d.openSteps("Work") }

// openSteps opens the steps of a rule; selectRule only puts the cursor on the rule.
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
		for !strings.Contains(squeeze(lineOf(d.screen(), "Mobile")), "> ") {
			d.press("down")
		}
		d.press("+")
		d.sees("Unsent edits:", "Mobile", "5 rings", "instead of")
		before := d.countWrites()
		d.press("J")
		d.sees("the order is")
		if d.countWrites() != before {
			t.Error("something was sent while composing")
		}
		d.press("enter")
		d.sees("Saved ")
		d.lacks("Unsent edits:")
		if d.countWrites() != before+1 {
			t.Errorf("%d writes were sent", d.countWrites()-before)
		}
		d.press("r")
		d.sees("25 s")
		d.press("z")
		d.sees("Undo the change of 16:00:00 (Work", ": set Mobile to", "moved Work with Home up", ")?")
		d.press("y")
		d.sees("Undone: the change of 16:00:00 (Work", ": set Mobile to")
		d.press("5")
		d.sees("undone Work", "moved Work with Home up", "undo Work", ", moved Mobile up")
	})
}

func ringOrder_asksBeforeDroppingADraft(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.openWorkHours()
		d.press("t")
		d.sees("all together", "Unsent edits:")
		d.press("esc")
		d.sees("Discard the edits of Work", "[No]")
		d.press("enter", "esc", "y")
		d.lacks("Unsent edits:")
		d.sees("one after another")
	})
}

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
		d.sees("changed by another user")
		if d.countWrites() != before {
			t.Error("it was overwritten")
		}
	})
}

// A draft is compared with the rule as it was when the draft was begun.
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
		d.sees("Another user changed this rule; saving asks first:", "* something that rcfwd does not show")
		d.press("enter")
		d.sees("was changed by another user", "[No]")
		d.press("n")
		if !strings.Contains(d.sandbox.Rule(dana, rule), `"theirs":1`) {
			t.Error("it was overwritten")
		}
		d.press("esc", "y", "+", "enter")
		d.sees("Saved ")
		if !strings.Contains(d.sandbox.Rule(dana, rule), `"theirs":1`) {
			t.Error("what the other did is lost")
		}
	})
}

// countWrites counts the requests that change something.
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

// Where they are not visible, a question shows them.
func ringOrder_showsChangesBeforeWriting(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 80, 24, func(d *driver) {
		d.openWorkHours()
		d.press("+", "J")
		d.sees("Unsent edits:", "instead of", "the order is", "voicemail")
		d.press("enter")
		d.sees("Saved ")
	})
	onBoth(t, keys, 40, 12, func(d *driver) {
		d.openWorkHours()
		d.press("+", "J")
		before := d.countWrites()
		d.press("enter")
		d.sees("Save Work", "[No]", "instead of")
		d.press("n", "pgdown", "pgdown")
		d.sees("the order is")
		d.press("up", "enter", "y")
		d.sees("Saved ")
		if d.countWrites() != before+1 {
			t.Errorf("%d writes", d.countWrites()-before)
		}
	})
}

// The answer to a key is about that key alone.
func notice_goesWithTheNextKey(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, newCallHandling, func(d *driver) {
		d.press("2", "J")
		d.sees("This key works on the steps; enter goes to them.")
		d.press("down")
		d.lacks("It is for the steps")
		d.sees("? keys")
		d.press("tab", "+")
		d.sees("This rule cannot ring")
		d.press("esc", "down", "tab", "+")
		d.lacks("This rule cannot ring")
		d.sees("Unsent edits:")
	})
	drive(t, keys, 80, 24, newCallHandling, func(d *driver) {
		d.press("n", "left", "enter")
		d.sees("On this account every number has the type Other")
		d.press("right", "tab")
		d.write("2")
		d.lacks("On this account every number has the type Other")
	})
}

// The end says whether the step rings, or which phone is offered.
func ringRow_keepsItsEndBehindLongNames(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.openWorkHours()
		d.press("k", "a")
		d.sees("own desktop apps + own mobi… (off)")
	})
	drive(t, keys, 80, 24, newCallHandling, func(d *driver) {
		d.openWorkHours()
		d.press("n")
		d.sees("RingCentral for Desktop +14134294674 device", "Cordless in the workshop")
	})
}

func ringOrder_tellsThatRulesAreLoading(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, func(d *driver) { d.makeSandbox().HoldBefore("GET", "/answering-rule") }, func(d *driver) {
		for _, key := range []string{"enter", "space", "J"} {
			d.press("2", key)
			d.sees("Still loading the rules.")
			d.press("esc")
		}
	})
}

// Another user removes a custom rule while it is being changed.
func ringOrder_keepsTheDraftOfARemovedRule(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.openSteps("Weekly meeting")
		d.press("+")
		d.sandbox.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			e.AnsweringRules = slices.DeleteFunc(e.AnsweringRules, func(r *sandbox.Rule) bool { return r.ID == "807000001004" })
		})
		d.press("enter")
		d.sees("* Weekly meeting gone", "A rule no longer exists. Your edits of Weekly meeting were not sent")
		d.press("esc", "y")
		d.pass(15 * time.Second)
		d.lacks("Weekly meeting")
		d.sees("> Work hours")
	})
}
