package uitest

import (
	"testing"

	"rcfwd/ui"
)

// To a number, an extension, an announcement.
func fallback_isAskedAndWritten(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 120, 40, func(d *driver) {
		d.openWorkHours()
		d.press("e")
		d.sees("Where calls go: Work", "[voicemail]", "a number", "an extension", "an announcement")
		d.lacks("at once")
		d.press("right", "right", "enter")
		d.write("bell")
		d.press("enter")
		d.sees("then: to extension Marcus Bell", "when unanswered: to extension Marcus Bell instead of voicemail")
		d.press("enter")
		d.sees("Saved ", "then: to extension Marcus Bell")
		d.press("r")
		d.sees("then: to extension Marcus Bell")
		d.press("e")
		d.sees("Who Marcus Bell")
		d.press("right", "enter")
		d.sees("then: an announcement, and the call ends")
		d.press("e", "left", "left", "enter")
		d.write("415-555-0123")
		d.press("enter")
		d.sees("then: forwarded to +14155550123", "Unsent edits:")
		d.press("enter")
		d.sees("Saved ")
		d.press("z", "y", "z", "y")
		d.sees("then: voicemail")
	})
}

func afterHours_ringOrGoElsewhere(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 120, 40, func(d *driver) {
		d.openSteps("After")
		d.sees("After", "all together")
		d.press("e")
		d.sees("> When [no answer] at once")
		d.press("right", "enter", "right", "right", "right", "enter")
		d.sees("nothing rings; at once: an announcement, and the call ends", "Unsent edits:")
		for _, key := range []string{"J", "n", "a", "+"} {
			d.press(key)
			d.sees("This rule rings nothing now; t makes it ring.")
		}
		d.press("enter")
		d.sees("This rule is on: its calls hear an announcement and end; no phone rings.", "[No]")
		d.press("y")
		d.sees("Saved ")
		d.press("t")
		d.sees("one after another", "Unsent edits:")
		d.press("e", "enter", "right", "enter")
		d.write("415-555-0123")
		d.press("enter")
		d.sees("then: forwarded to +14155550123")
		d.press("enter")
		d.sees("Saved ", "one after another")
		d.press("z", "y", "z", "y")
		d.sees("all together", "then: voicemail")
	})
}

// On legacy accounts only.
func fallback_canBeACoworkersVoicemail(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, nil, func(d *driver) {
		d.openWorkHours()
		d.press("e", "right", "right", "right", "right", "enter")
		d.write("104")
		d.press("enter")
		d.lacks("Unsent edits:") // it is her own voicemail already
		d.press("e", "right", "right", "right", "right", "enter")
		d.write("105")
		d.press("enter")
		d.sees("* when unanswered: voicemail of Marcus Bell instead of voicemail")
		d.press("enter")
		d.sees("Saved ", "then: voicemail of Marcus Bell")
		d.press("e")
		d.sees("[another voicemail]", "Marcus Bell")
		d.press("esc", "z", "y")
		d.sees("Undone: ", "then: voicemail")
		d.lacks("then: voicemail of")
	})
	drive(t, keys, 120, 40, newCallHandling, func(d *driver) {
		d.openWorkHours()
		d.press("e")
		d.lacks("another voicemail")
	})
}

func fallbackForm_asksBeforeItIsLeft(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.openWorkHours()
		d.press("e", "right", "esc")
		d.sees("Leave the form and discard what you typed?")
		d.press("y", "e", "esc")
		d.lacks("Where calls go", "lose what you typed")
	})
}

// Legacy call handling keeps no destination of forwarding of all calls while it is off, so to
// send the calls elsewhere switches it on, and says so.
func forwardAll_isSwitchedOnWithItsDestination(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, func(d *driver) { d.options.Faults.ForwardAll = true }, func(d *driver) {
		d.openSteps("Forward all calls")
		d.press("e")
		d.sees("Where calls go")
		d.press("right", "enter")
		d.write("415-555-0123")
		d.press("enter")
		d.sees("forwarded to +14155550123", "Unsent edits:", "the rule is switched on")
		d.lacks("when unanswered")
		d.press("enter")
		d.sees("[No]")
		d.press("y")
		d.sees("Saved Forward all calls", "forwarded to +14155550123")
		d.press("r")
		d.sees("forwarded to +14155550123", "until it is switched off")
	})
}
