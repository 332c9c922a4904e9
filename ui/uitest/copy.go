package uitest

import (
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// A terminal does not answer whether it accepted a copy. The same key again shows the
// text, and copies it once more.
func copy_showsTheTextTheSecondTime(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("down", "y")
		d.sees("Copied +16505130930.", "again to show it")
		d.press("y")
		d.sees("Select this by hand: +16505130930")
		if lines := strings.Split(d.screen(), "\n"); strings.TrimSpace(lines[4]) != "+16505130930" || lines[4][0] != '+' {
			t.Errorf("there is something beside the text: %q", lines[3])
		}
		if d.clipboard() != "+16505130930" {
			t.Errorf("the clipboard has %q", d.clipboard())
		}
		d.press("esc", "y")
		d.sees("Copied +16505130930.")
		d.pass(10 * time.Second)
		d.press("y")
		d.lacks("Select this")
	})
}

func copy_returnsToItsForm(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("n", "tab")
		d.write("6505550142")
		d.press("ctrl+y", "ctrl+y")
		d.sees("Select this by hand: the request", "POST /restapi")
		d.press("esc")
		d.sees("> Number", "6505550142")
		d.press("ctrl+c")
	})
}

func copy_showsWhatIsTooLong(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, func(d *driver) {
		d.makeSandbox().Change(func(c *sandbox.Company) {
			c.Extension("104").NumberByID(cabin).Label = strings.Repeat("x", 80_000)
		})
	}, func(d *driver) {
		d.press("G", "up", "Y")
		d.sees("Too long to copy", "Select this by hand")
		if d.clipboard() != "" {
			t.Errorf("%d bytes went to the terminal", len(d.clipboard()))
		}
		d.press("G", "g", "esc")
		d.sees("6 numbers")
	})
}
