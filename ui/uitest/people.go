package uitest

import (
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// asAdministrator signs in a person who may read and change the extensions of others.
func asAdministrator(d *driver) { d.options.As = "101" }

// An extension that is opened from the list shows its own numbers and rules, and the head
// says whose they are at every size. Home is where the person was before.
func people_opensAnExtensionAndComesHome(t *testing.T, keys ui.KeyMap) {
	for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}, {24, 6}} {
		drive(t, keys, size[0], size[1], asAdministrator, func(d *driver) {
			d.press("4", "down", "down", "down", "enter")
			d.sees("ext 104", "> 1")
			for _, screen := range []string{"2", "3", "4", "5"} {
				d.press(screen)
				d.sees("ext 104")
			}
			d.press("backspace")
			d.lacks("ext 104", "Whitfield for")
			d.sees("> 104")
			d.press("backspace")
			d.sees("opened first")
		})
	}
}

// The list is read once, whichever extensions are opened, and each extension has its own
// journal.
func people_readsTheListOnce(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, asAdministrator, func(d *driver) {
		d.press("4", "down", "down", "down", "enter", "f", "8", "5")
		d.sees("1 change", "digit 1")
		d.press("backspace", "5")
		d.sees("No changes yet.")
		d.press("4", "enter", "4")
		if n := d.sent("GET", "/extension"); n != 1 {
			t.Errorf("%d requests for the list", n)
		}
	})
}

// What is not sent yet is asked about before another extension is opened.
func people_asksBeforeADraftIsLeft(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, asAdministrator, func(d *driver) {
		d.press("2", "enter", "+", "4", "down", "enter")
		d.sees("Open Theo Lindqvist, extension 102 and discard unsent edits?")
		d.press("n")
		d.sees("[4 People]", "Ines Okafor  ext 101", "(1 unsent draft)")
		d.press("enter", "y")
		d.sees("for Theo Lindqvist  ext 102")
		d.lacks("unsent")
	})
}

// Without the permission for other people's numbers an extension opens all the same, and
// says why it shows nothing.
func people_tellsWhatMayNotBeRead(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 110, 34, nil, func(d *driver) {
		d.press("4", "g", "enter")
		d.sees("for ext 101", "read-only", "is for your own extension only (CMN-419)")
	})
	refuse := func(d *driver) {
		d.makeSandbox().FailNext("GET", "/account/~/extension", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
	}
	drive(t, keys, 110, 34, refuse, func(d *driver) {
		d.press("4")
		d.sees("You may not read the extensions of this account.")
	})
}

// The filter has words and keys, and a key that does not exist names those that do.
func people_filtersSortsAndMarks(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 150, 34, asAdministrator, func(d *driver) {
		d.press("4", "/")
		d.write("type:queue")
		d.sees("1 of 14 extensions", "Service Calls")
		d.lacks("Dana Whitfield")
		d.press("esc", "/")
		d.write("rol:x")
		d.sees("Unknown key rol:; the keys are not:WORD")
		d.press("enter")
		d.sees("Unknown key rol:")
		d.press("esc", "s", "g")
		d.sees("by name", "> 108")
		d.press("S", "g")
		d.sees("> 102")
		d.press("space", "space")
		d.sees("2 marked")
		d.press("esc")
		d.lacks("marked")
	})
}
