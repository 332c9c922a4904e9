package uitest

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// withInternational prepares a sandbox in which Dana may call abroad.
func withInternational(d *driver) { allowInternational(d.makeSandbox()) }

// fillNew types a new number and its label, and goes on until the form is accepted.
func (d *driver) fillNew(phone, label string) {
	d.press("n", "tab")
	d.write(phone)
	d.press("enter")
	d.write(label)
	d.press("enter", "enter")
}

// What the profile asks about is asked once the form is full, and nothing is sent before.
func create_asksAboutARiskyNumber(t *testing.T, keys ui.KeyMap) {
	for phone, says := range map[string][]string{
		"+881631234567": {"satellite network; it is a satellite phone (+881)", "+881631234567: it is a satellite phone (+881) (ITU-T E.164, assigned country codes)."},
		"+870773111632": {"it is a satellite phone (+870, Inmarsat)", "+870773111632: it is a satellite phone (+870, Inmarsat) (ITU-T E.164, assigned country codes)."},
		"+19005551234":  {"United States, premium rate; calls to it are charged at a premium rate", "+19005551234: calls to it are charged at a premium rate (libphonenumber "},
	} {
		drive(t, keys, 140, 40, withInternational, func(d *driver) {
			d.press("n", "tab")
			d.write(phone)
			d.sees(phone, says[0])
			d.press("esc", "y")
			d.fillNew(phone, "Risk")
			d.sees("Use "+phone+"?", says[1], unknownRates, "[No]")
			before := len(d.sandbox.Requests())
			d.press("enter")
			d.sees("New forwarding number", "Risk", "> Flip")
			d.press("enter")
			d.sees("Use " + phone + "?")
			if n := len(d.sandbox.Requests()); n != before {
				t.Errorf("%d requests were sent before the answer", n-before)
			}
			d.press("y")
			d.sees("Added Risk "+phone, "> 7 Risk")
			d.lacks("New forwarding number")
		})
	}
}

// What is only said is in the hint, and asks nothing.
func create_saysARiskThatIsNotAsked(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 140, 40, withInternational, func(d *driver) {
		d.press("n", "tab")
		d.write("876 555 1234")
		d.sees("+18765551234, Jamaica, international, mobile; it is dialled like a national number and charged as international (Jamaica)",
			"it is in Jamaica, where no number is in use yet")
		d.press("enter")
		d.write("Beach")
		d.press("enter", "enter")
		d.sees("Added Beach +18765551234")
		d.press("n", "tab")
		d.write("876 555 1235")
		d.sees("charged as international (Jamaica)")
		d.lacks("no number is in use yet")
		d.press("ctrl+u")
		d.write("415 555 0188")
		d.sees("+14155550188, United States")
		d.lacks("charged", "satellite", "in use yet")
	})
}

// A change of the number asks; a change of a number's label does not.
func edit_asksAboutARiskyNumber(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 140, 40, nil, func(d *driver) {
		d.press("down", "down", "down", "down", "e", "ctrl+u")
		d.write("900 555 1234")
		d.press("enter", "enter", "enter")
		d.sees("Use +19005551234?", "[No]")
		d.press("ctrl+c")
		d.sees("Quit and discard unsent edits?", "Change Cabin")
		d.press("n")
		d.sees("> Flip", "Change Cabin")
		d.press("enter", "right", "enter")
		d.sees("+19005551234")
		d.lacks("Change Cabin", "Use +19005551234?")
		d.press("e", "tab", "ctrl+u")
		d.write("Stars")
		d.press("enter", "enter")
		d.sees("label is now Stars")
	})
}

// Where calls go is a number as well.
func fallback_asksAboutARiskyNumber(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 140, 40, func(d *driver) {
		d.openWorkHours()
		d.press("e", "right", "enter")
		d.write("900 555 1234")
		d.sees("calls to it are charged at a premium rate")
		d.press("enter")
		d.sees("Use +19005551234?", "[No]")
		d.press("n")
		d.sees("Where calls go: Work")
		d.press("enter", "y")
		d.sees("then: forwarded to +19005551234", "Unsent edits:")
		d.press("enter")
		d.sees("Saved ")
		d.press("e", "enter", "enter")
		d.lacks("Use +19005551234?", "Where calls go")
	})
}

// A step that is to ring a risky number of the list asks before the draft is sent, and so
// does a new rule that takes it over.
func step_asksAboutARiskyNumber(t *testing.T, keys ui.KeyMap) {
	onBoth(t, keys, 140, 40, func(d *driver) {
		d.fillNew("900 555 1234", "Stars")
		if d.options.CallHandling == "new" {
			d.press("enter") // which rules ring it
		}
		d.press("y")
		d.sees("Added Stars")
		d.openWorkHours()
		if d.options.CallHandling == "new" {
			d.press("n")
			d.write("Stars")
			d.press("enter")
		} else {
			d.press("G", "space")
		}
		d.sees("Unsent edits:")
		d.press("enter")
		d.sees("Save Work", "+19005551234: calls to it are charged at a premium rate (libphonenumber ", unknownRates, "[No]")
		d.press("enter")
		d.sees("Unsent edits:")
		d.press("enter", "y")
		d.sees("Saved ")
		d.press("space", "enter", "space", "enter")
		d.sees("Save Work", "+19005551234")
		d.press("y")
		d.sees("Saved ")
		d.press("esc", "n")
		d.write("Night")
		d.press("enter")
		d.write("Mon-Fri 20:00-22:00")
		d.press("enter", "enter", "enter", "enter")
		d.sees("Use +19005551234?", "[No]")
		d.press("y")
		d.sees("Added the rule Night")
	})
}

// A rule that is switched on, and an undo, bring calls to a number as well.
func switch_asksAboutARiskyNumber(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 140, 40, withPremiumPager, func(d *driver) {
		const says = "+19005551234: calls to it are charged at a premium rate (libphonenumber "
		d.selectRule("Weekly")
		d.press("space")
		d.sees("Switch Weekly meeting off?")
		d.lacks(says)
		d.press("y", "space")
		d.sees("Switch Weekly meeting on?", says, unknownRates, "[No]")
		d.press("y", "1", "G", "d", "left", "enter")
		d.sees("Removed On-call pager")
		d.press("z")
		d.sees("Undo: ", says, unknownRates, "[No]")
	})
}

// What the profile refuses is not switched on and does not come back.
func switch_refusesWhatTheProfileForbids(t *testing.T, keys ui.KeyMap) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	writeConfig(t, home, strings.Replace(guardedProfile, `lists = ["fraud.txt"]`, "", 1))
	prepare := func(d *driver) {
		withPremiumPager(d)
		fromEnvironment(d)
	}
	drive(t, keys, 140, 40, prepare, func(d *driver) {
		const says = "+19005551234: calls to it are charged at a premium rate"
		d.selectRule("Weekly")
		d.press("space", "y", "space")
		d.sees(says)
		d.lacks("Switch Weekly meeting on?")
		d.press("z")
		d.sees(says)
		d.lacks("Undo: ", "Undo?")
	})
}

// withPremiumPager prepares a sandbox in which the pager, which the rule of the weekly meeting
// rings, has a premium rate number.
func withPremiumPager(d *driver) {
	d.makeSandbox().Change(func(c *sandbox.Company) {
		numbers := c.Extension("104").Numbers
		i := slices.IndexFunc(numbers, func(n sandbox.Number) bool { return n.Label == "On-call pager" })
		numbers[i].PhoneNumber = "+19005551234"
	})
}

// What the profile refuses is not sent.
func create_refusesWhatTheProfileForbids(t *testing.T, keys ui.KeyMap) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	writeConfig(t, home, strings.Replace(guardedProfile, `"premium", `, "", 1))
	if err := os.WriteFile(filepath.Join(home, ".config", "rcfwd", "fraud.txt"), []byte("+1415555 reported\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	prepare := func(d *driver) {
		withInternational(d)
		fromEnvironment(d)
	}
	drive(t, keys, 140, 40, prepare, func(d *driver) {
		for phone, says := range map[string]string{
			"+18765551234": "+18765551234: it is in Jamaica, and the profile allows only United States and United Kingdom (the profile work), and the profile refuses such numbers: not-allowed is in refuse of its [guard].",
			"+14155550188": "+14155550188: it is in fraud.txt: reported (the list fraud.txt), and the profile refuses such numbers: listed is in refuse",
		} {
			before := len(d.sandbox.Numbers(dana))
			d.fillNew(phone, "Risk")
			d.sees("> Number", strings.Join(strings.Fields(says)[:6], " "))
			d.lacks("Use +1")
			if len(d.sandbox.Numbers(dana)) != before {
				t.Errorf("%s was added", phone)
			}
			d.press("esc", "y")
		}
		d.fillNew("+442079460958", "London")
		d.sees("Added London")
	})
}
