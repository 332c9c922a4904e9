package uitest

import (
	"net/http"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// Switching changes the rule that the draft is compared with.
func ruleSwitch_isRefusedWhileThereIsADraft(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 160, 50, func(d *driver) {
		d.openSteps("Weekly meeting")
		d.press("+", "tab", "space")
		d.sees("This rule has unsent edits; save or discard them first.", "Unsent edits:")
	})
}

func customRules_areShownSwitchedAndChanged(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 130, 40, func(d *driver) {
		d.selectRule("Weekly meeting")
		d.sees("> Weekly meeting on Thu 14:0", "when: Thu 14:00-15:30", "On-call pager", "+ to the end", "voicemail")
		d.press("space")
		d.sees("Switch Weekly meeting off? Its calls follow the other rules.", "[No]")
		d.press("y")
		d.sees("Switched off Weekly meeting.", "Weekly meeting off")
		d.press("tab", "+", "e")
		d.sees("> When [no answer] at once")
		d.press("enter", "right", "enter")
		d.write("415-555-0123")
		d.press("enter")
		d.sees("3 rings", "15 s", "then: forwarded to +14155550123", "Unsent edits:")
		d.press("enter")
		d.sees("Saved Weekly meeting.", "Weekly meeting off")
		d.press("z", "y", "z", "y")
		d.sees("Weekly meeting on", "then: voicemail", "10 s")
	})
}

// A removal also removes the number from custom rules.
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
			if strings.Contains(line, "On-call pager") && !strings.Contains(line, "(off)") {
				t.Errorf("it still rings: %s", line)
			}
		}
		d.press("z", "y")
		d.sees("Undone: ")
		d.press("r")
		if line := lineOf(d.screen(), "On-call pager"); !strings.Contains(line, "10 s") || strings.Contains(line, "(off)") {
			t.Errorf("it does not ring again:\n%s", d.screen())
		}
	})
}

// The other rules are shown.
func customRules_tellWhyTheyAreMissing(t *testing.T, keys ui.KeyMap) {
	refused := func(d *driver) {
		newCallHandling(d)
		d.makeSandbox().FailNext(http.MethodGet, "/interaction-rules", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	}
	drive(t, keys, 120, 40, refused, func(d *driver) {
		d.sees("6 numbers")
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

// Its span may be another than the user expects.
func ruleSwitch_tellsWhenTheRuleApplies(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, func(d *driver) { newCallHandling(d); d.options.As = "111" }, func(d *driver) {
		d.press("2", "space", "y")
		d.sees("Switched off Forward all calls.")
		d.press("space", "y")
		d.sees("Switched on Forward all calls, 2026-05-14 08:00 to 2026-05-15 20:00.")
	})
}

// The legacy rule no longer exists.
func ruleSwitch_isRefusedAfterTheMove(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.press("2", "down")
		d.sees("> Weekly meeting on")
		d.sandbox.Change((*sandbox.Company).MoveToNewCallHandling)
		d.press("space", "y")
		d.sees("these are its rules now. Weekly meeting was not switched.", "Weekly meeting on")
	})
}

// The key answers with the reason.
func rules_tellWhyTheyCannotBeChanged(t *testing.T, keys ui.KeyMap) {
	as := func(number, calls string) func(*driver) {
		return func(d *driver) { d.options.As, d.options.CallHandling = number, calls }
	}
	drive(t, keys, 120, 40, as("102", ""), func(d *driver) {
		d.openWorkHours()
		for _, key := range []string{"J", "space", "+", "t", "n", "d", "e", "a", "A"} {
			d.press(key)
			d.sees("Read-only: your role lacks the permission EditUserAnsweringRules")
		}
	})
	drive(t, keys, 120, 40, as("102", "new"), func(d *driver) { // where only the service knows
		d.openWorkHours()
		d.press("+", "enter")
		d.sees("EditUserAnsweringRules", "Unsent edits:")
	})
	drive(t, keys, 120, 40, func(d *driver) {
		newCallHandling(d)
		d.makeSandbox().Change(func(c *sandbox.Company) {
			c.Extension("104").TurnOff("EditExtensionAnsweringRules", "ServicePlanLimitation")
		})
	}, func(d *driver) {
		d.openWorkHours()
		d.sees("Changing rules is not available for this extension:", "when: Mon-Fri")
		d.press("J")
		d.sees("Changing rules is not available")
		d.press("tab", "g", "space")
		d.sees("Changing rules is not available")
	})
	drive(t, keys, 120, 40, as("108", "new"), func(d *driver) {
		d.selectRule("Agent")
		d.sees("as work hours", "This rule does the same as work hours. Change that one.")
		d.press("space")
		d.sees("This rule does the same as work hours. Change that one.")
		d.press("tab", "J")
		d.sees("This rule does the same as work hours. Change that one.")
	})
	drive(t, keys, 120, 40, as("105", "new"), func(d *driver) {
		d.selectRule("Agent")
		d.sees("back to the queue")
		d.press("space")
		d.sees("This rule is always on")
		d.press("tab", "e")
		d.sees("Unanswered calls of a queue go back to the queue.")
		d.press("+", "enter")
		d.sees("Saved ")
	})
}
