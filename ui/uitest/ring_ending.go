package uitest

import (
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// Where calls go, on both backends: to a number, an extension, an announcement.
func fallback_isAskedAndWritten(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 120, 40, func(d *driver) {
		d.openWorkHours()
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
func afterHours_ringOrGoElsewhere(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 120, 40, func(d *driver) {
		d.openSteps("After")
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

// On legacy accounts a co-worker may take the messages.
func fallback_canBeACoworkersVoicemail(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, nil, func(d *driver) {
		d.openWorkHours()
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
	drive(t, keys, 120, 40, newCallHandling, func(d *driver) {
		d.openWorkHours()
		d.press("e")
		d.lacks("another's voicemail")
	})
}

// What a form was filled in with is not lost by esc without a word.
func fallbackForm_asksBeforeItIsLeft(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 100, 30, func(d *driver) {
		d.openWorkHours()
		d.press("e", "right", "esc")
		d.sees("Leave the form and lose what you typed?")
		d.press("y", "e", "esc")
		d.lacks("Where calls go", "lose what you typed")
	})
}

// What one may not change says why on the key.
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
	drive(t, keys, 120, 40, as("102", "new"), func(d *driver) { // where the service has to say it
		d.openWorkHours()
		d.press("+", "enter")
		d.sees("EditUserAnsweringRules", "not sent yet")
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
		d.sees("as work hours", "This rule does as work hours does; change that one.")
		d.press("space")
		d.sees("This rule does as work hours does; change that one.")
		d.press("tab", "J")
		d.sees("This rule does as work hours does; change that one.")
	})
	drive(t, keys, 120, 40, as("105", "new"), func(d *driver) {
		d.selectRule("Agent")
		d.sees("back to the queue")
		d.press("space")
		d.sees("This rule is always on")
		d.press("tab", "e")
		d.sees("Calls of a queue go back to the queue when nobody answers.")
		d.press("+", "enter")
		d.sees("is stored.")
	})
}
