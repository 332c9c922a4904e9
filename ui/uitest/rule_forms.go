package uitest

import (
	"testing"

	"rcfwd/ui"
)

func rules_areAddedWithASchedule(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 40, func(d *driver) {
		d.selectRule("Work")
		d.press("n")
		d.sees("New rule for Dana Whitfield", "Name", "When", "Callers", "Called", "Rings as", "Sends nothing yet.")
		d.write("Holiday")
		d.press("enter")
		d.write("2026-12-24 18:00 to 2026-12-27 08:00")
		d.press("enter", "enter", "enter")
		d.sees("Sends POST /restapi/", "Holiday")
		d.press("enter")
		d.sees("Added the rule Holiday, 2026-12-24 18:00 to 2026-12-27 08:00.", "> Holiday on 2026-12-24 18:00 to 2026-12-27 08:00")
		d.press("r")
		d.sees("Holiday on 2026-12-24 18:00 to 2026-12-27 08:00")
		d.press("z", "y")
		d.sees("Undone: added the rule Holiday")
		d.press("r")
		d.lacks("> Holiday")
	})
}

func rules_areForCertainCallers(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 40, func(d *driver) {
		d.selectRule("Work")
		d.press("n")
		d.write("Family")
		d.press("enter", "enter")
		d.write("415-555-0123, +44 20 7946 0958")
		d.press("enter", "enter", "enter")
		d.sees("Added the rule Family", "calls from")
		d.press("e")
		d.sees("When Family applies", "+14155550123, +442079460958")
		d.press("enter", "enter", "enter", "enter")
		d.sees("No changes to send.")
	})
}

// Every refusal says on its field what to type.
func ruleForm_saysWhatIsMissing(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 40, func(d *driver) {
		d.selectRule("Work")
		d.press("n", "enter")
		d.write("Mo-Fr 9-17, someday")
		d.sees("such as Mon-Fri 09:00-12:00") // while it is typed
		d.press("ctrl+u", "enter", "enter", "enter", "enter")
		d.sees("The rule needs a name.")
		d.write("Night")
		d.press("enter", "enter", "enter", "enter", "enter")
		d.sees("The rule needs a schedule, a caller, or a called number (AWR-111).")
		d.write("Mo-Fr 9-17, someday 3-4")
		d.press("enter", "enter", "enter", "enter")
		d.sees(`"someday" is not a day.`)
		d.press("ctrl+u")
		d.write("Mo-Fr 9-17")
		d.sees("Mon-Fri 09:00-17:00 (US/Pacific)")
		d.press("enter")
		d.write("nonsense")
		d.press("enter", "enter", "enter")
		d.sees("Nonsense: ")
		d.press("esc", "y")
		d.lacks("New rule for")
		if n := d.countWrites(); n != 0 {
			t.Errorf("%d writes", n)
		}
	})
}

func workHours_areChanged(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 40, func(d *driver) {
		d.selectRule("Work")
		d.press("e")
		d.sees("applies", "> When Mon-Fri 09:00-17:00", "Sends nothing yet.")
		d.press("ctrl+u")
		d.write("Mon-Thu 08:00-16:00")
		d.press("enter")
		d.sees("Saved Work", "on Mon-Thu 08:00-16:00")
		d.lacks("Mon-Fri 00:00-09:00") // after hours are all other times
		d.press("z", "y")
		d.sees("Undone: ", "Mon-Fri 09:00-17:00")
	})
}

func rules_areRemovedAndRestored(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 40, func(d *driver) {
		d.selectRule("Work")
		d.press("d")
		d.sees("Only custom rules can be removed.")
		d.selectRule("Weekly meeting")
		d.press("d")
		d.sees("Remove the rule Weekly meeting of Dana Whitfield", "when: Thu 14:00-15:30", "[No]")
		d.press("y")
		d.sees("Removed the rule Weekly meeting.")
		d.press("r")
		d.lacks("> Weekly meeting", "Weekly meeting on")
		d.press("z", "y")
		d.sees("Weekly meeting on Thu 14:00-15:30")
	})
}

func ruleForm_isClosedWhileNothingMayChange(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 130, 40, func(d *driver) { d.args = []string{"--read-only"} }, func(d *driver) {
		d.selectRule("Work")
		for _, key := range []string{"n", "e", "d"} {
			d.press(key)
			d.sees("Read-only: ")
		}
	})
}
