package uitest

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

const (
	numbersPath = "/forwarding-number"
	dana        = "801200400004"
	cabin       = "803000005004"
)

func list_filtersMarksAndSorts(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("/")
		d.write("530 pag")
		d.sees("On-call pager", "1 of 6 numbers")
		d.lacks("Cabin")
		d.write("x")
		d.sees("Nothing matches 530 pagx. esc clears the filter.")
		d.press("esc")
		d.sees("6 numbers")
		d.press("s")
		d.sees("Label▲", "> 6 On-call pager")
		d.press("*", "esc")
		d.lacks("marked")
	})
}

// Also when its place in the list changes.
func reload_keepsTheSelectedNumber(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("G")
		d.sees("> 6 On-call pager")
		d.sandbox.Change(func(c *sandbox.Company) {
			for _, e := range c.Extensions {
				if e.ID == dana {
					e.Numbers[5].Flip, e.Numbers[0].Flip = 1, 6
				}
			}
		})
		d.press("r")
		d.sees("> 1 On-call pager")
	})
}

func list_copiesNumberAndRecord(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("down", "y")
		if got := d.clipboard(); got != "+16505130930" {
			t.Errorf("copied %q", got)
		}
		d.press("Y")
		if got := d.clipboard(); !strings.Contains(got, `"id": "711909004"`) || !strings.Contains(got, `"flipNumber": "2"`) {
			t.Errorf("copied %q", got)
		}
	})
}

func reload_dropsAnOlderAnswer(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		release := d.sandbox.HoldAfter("GET", numbersPath)
		d.press("r")
		release2 := d.sandbox.HoldBefore("GET", numbersPath)
		d.press("r")
		d.sandbox.Change(func(c *sandbox.Company) {
			for _, e := range c.Extensions {
				if e.ID == dana {
					e.Numbers = e.Numbers[:3]
				}
			}
		})
		release2()
		release()
		d.settle()
		d.sees("3 numbers")
	})
}

func penalty_isShownAndCanBeLeft(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 24, nil, func(d *driver) {
		d.sandbox.FailNext("GET", numbersPath, sandbox.Fault{Kind: sandbox.Throttle})
		d.press("r")
		d.sees("Waiting", "esc stops waiting")
		first := d.screen()
		d.pass(3 * time.Second)
		if d.screen() == first {
			t.Error("the wait does not count down")
		}
		d.press("esc")
		d.sees("Stopped.")
		for _, r := range d.sandbox.Requests() {
			if r.Penalized {
				t.Errorf("a request was sent during the penalty: %+v", r)
			}
		}
	})
}

// Neither the screen nor the clipboard gets an escape sequence.
func labels_reachTheScreenCleaned(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, func(d *driver) { d.faults("labels=on") }, func(d *driver) {
		for range len(d.sandbox.Numbers(dana)) {
			for _, r := range d.screen() {
				if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069) {
					t.Fatalf("%U reached the screen:\n%q", r, d.screen())
				}
			}
			d.press("down", "Y")
			if strings.ContainsAny(d.clipboard(), "\x1b\x07\u009b\u202e") {
				t.Fatalf("the clipboard got %q", d.clipboard())
			}
		}
	})
}

func list_ignoresAPaste(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		before := d.screen()
		d.send(tea.PasteMsg{Content: "dyq\x1b[2J"})
		d.settle()
		if d.screen() != before {
			t.Errorf("a paste pressed keys:\n%s", d.screen())
		}
	})
}

func palette_runsActions(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press(":")
		d.write("reload")
		before := d.sent("GET", numbersPath)
		d.press("enter")
		if d.sent("GET", numbersPath) != before+1 {
			t.Error("the palette did not reload")
		}
	})
}

// So that the first letter of an action and enter do it.
func palette_offersWhatStartsLikeItFirst(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		for typed, want := range map[string]string{"q": "> quit", "m": "> mark", "rel": "> reload", "sent": "> requests sent"} {
			d.press(":")
			d.write(typed)
			d.sees(want)
			d.press("esc")
		}
	})
}
