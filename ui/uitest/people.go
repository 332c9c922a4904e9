package uitest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

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
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("4")
		d.sees("Your role may not read the numbers and rules of other extensions:", "ReadUserAnsweringRules")
		d.press("b", "y")
		d.pass(3 * time.Second)
		d.press("esc")
		d.sees("not read: numbers (CMN-419)", "1 of 14 read")
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

// A sweep asks first, with what it costs, fills the list while it reads, and then answers
// who forwards to an extension. What is not read yet, and what the sweep does, is said.
func people_readsTheAccountAndAnswers(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 150, 40, asAdministrator, func(d *driver) {
		d.press("w")
		d.sees("Nothing that was read forwards to it.", "The account was not read yet: press 4 and b to read it.")
		d.press("esc", "4", "b")
		d.sees("Read the account?", "legacy call handling", "[No]")
		d.press("n")
		d.lacks("Forwards to")
		d.press("b", "y")
		d.pass(3 * time.Second)
		d.sees("Read 15 extensions.", "14 read", "111 Lucía Ferrer user +34 600 12 34 56 +2 Spain")
		d.press("/")
		d.write("to:+34")
		d.sees("1 of 14 extensions")
		d.press("esc", "g", "w")
		d.sees("Who forwards to Ines Okafor, extension 101", "109 Service Calls when the queue is full", "Read 15 of 15 extensions, the oldest now.")
		d.press("enter")
		d.sees("change this in the admin portal")
	})
}

// The file has the uses of what is shown, once, as the command prints them. A file that is
// there stays as it is.
func people_exportsWhatIsShown(t *testing.T, keys ui.KeyMap) {
	name := filepath.Join(t.TempDir(), "out.csv")
	drive(t, keys, 150, 40, asAdministrator, func(d *driver) {
		d.press("4", "E")
		d.sees("Nothing was read yet; b reads the account.")
		d.sweepAccount()
		d.press("/")
		d.write("ext:109-111")
		d.press("enter", "E", "ctrl+u")
		d.sees("Export where 3 extensions forward calls, as CSV")
		d.write(name)
		d.press("enter")
		d.sees("Wrote", "rows to")
		d.press("E", "ctrl+u")
		d.write(name)
		d.press("enter")
		d.sees("file exists")
	})
	text, err := os.ReadFile(name)
	lines := strings.Split(strings.TrimSuffix(string(text), "\r\n"), "\r\n")
	if err != nil || len(lines) < 4 || !strings.HasPrefix(lines[0], "extensionId,extensionNumber,") {
		t.Fatalf("%v: %q", err, lines)
	}
	for _, l := range lines[1:] {
		if n := strings.Split(l, ",")[1]; n != "109" && n != "110" && n != "111" {
			t.Errorf("extension %s is in the file", n)
		}
	}
	if info, err := os.Stat(name); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode of the file is %v: %v", info.Mode(), err)
	}
}

// sweepAccount reads the account from screen 4.
func (d *driver) sweepAccount() {
	d.press("4", "b", "y")
	d.pass(3 * time.Second)
	d.sees("Read 15 extensions.")
}

// A number of someone who leaves: where it rings, one of these places, and the answer
// again once it no longer rings there, with two requests for what was changed here.
func people_removesWhereANumberRings(t *testing.T, keys ui.KeyMap) {
	for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
		drive(t, keys, size[0], size[1], asAdministrator, func(d *driver) {
			d.sweepAccount()
			d.press("g", "down", "down", "down", "enter", "down", "w")
			d.sees("(650) 513-0930", "5 places", "104 Dana", "flip digit 2", "Read 15 of 15 extensions, the oldest now.")
			d.press("G", "enter")
			d.sees("After hours", "ext 104", "Mobile")
			d.press("d", "enter")
			if size[0] == 40 { // which has no room for all changes
				d.press("y")
			}
			d.sees("Saved After hours.")
			before := d.sent("GET", "/answering-rule")
			d.press("w")
			d.sees("5 places", "Work hours, s", "After hours, s")
			d.press("G")
			if size[0] > 40 {
				d.sees("> 104 Dana Whitfield After hours, step 2 (off)")
			}
			if n := d.sent("GET", "/answering-rule") - before; n != 1 {
				t.Errorf("%d requests for the rules that were changed here", n)
			}
		})
	}
}
