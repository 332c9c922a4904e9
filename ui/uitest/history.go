package uitest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// anotherUser changes one of Dana's numbers as another user would.
func (d *driver) anotherUser(id string, edit func(*sandbox.Number)) {
	d.sandbox.Change(func(c *sandbox.Company) {
		edit(c.Extension("104").NumberByID(id))
	})
}

func undo_restoresAndRedoRepeats(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("z")
		d.sees("Nothing to undo.")
		d.press("G", "up", "d", "y")
		d.sees("Removed Cabin.", "5 numbers")
		d.press("z")
		d.sees("Undo: removed Cabin (16:00:00)?", "[No]", "new id")
		d.press("y")
		d.sees("Undone: ", "6 numbers", "5 Cabin Other (530) 555-0142")
		d.press("Z", "y")
		d.sees("Redone: ", "5 numbers")
		d.lacks("Cabin Other")
	})
}

func history_filtersAndUndoes(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.press("f", "8")
		d.press("g", "f", "1")
		d.sees("flip digit 2 is now 1")
		d.press("5")
		d.sees("[5 History]", "done Mobile: flip digit 2 → 1", "done RingCentral for Desktop: flip digit 1 → 8", "2 changes", "* Flip digit 2 > 1", "By Dana Whitfield 104")
		d.press("/")
		d.write("desktop")
		d.sees("1 of 2 changes")
		d.press("esc", "G", "U")
		d.sees("Undo 2 changes?")
		d.press("y")
		if got := digitsOf(d); got["RingCentral for Desktop"] != 1 || got["Mobile"] != 2 {
			t.Errorf("digits are %v", got)
		}
		d.sees("undone RingCentral for Desktop: flip digit 1 → 8", "undo Mobile: flip digit 1 → 2")
		d.press("1")
		d.sees("[1 Numbers]", "6 numbers")
	})
}

// A question that was made without the numbers would say that all of them are gone.
func undo_waitsForTheNumbers(t *testing.T, keys ui.KeyMap) {
	for _, options := range []func(*driver){nil, newCallHandling} {
		drive(t, keys, 100, 30, func(d *driver) {
			if options != nil {
				options(d)
			}
			s := d.makeSandbox()
			first, second := s.HoldBefore(http.MethodGet, "/forwarding-number"), s.HoldBefore(http.MethodGet, "/call-flip-numbers")
			d.release = func() { first(); second() }
		}, func(d *driver) {
			for _, key := range []string{"z", "Z"} {
				d.press(key)
				d.sees("Still loading the numbers.")
			}
			d.press("5")
			d.sees("No changes yet.")
			d.press("U")
			d.sees("Still loading the numbers.")
			d.release()
			d.settle()
			d.press("z")
			d.sees("Nothing to undo.")
		})
	}
}

// The edit of another user is never overwritten silently.
func conflict_showsThreeColumns(t *testing.T, keys ui.KeyMap) {
	edit := func(d *driver) {
		d.press("G", "up", "e", "tab", "ctrl+u")
		d.write("Lake cabin")
		d.anotherUser(cabin, func(n *sandbox.Number) { n.Label, n.PhoneNumber = "Hut", "+15305550199" })
		d.press("enter", "enter")
		d.sees("by another user. Nothing has been sent.", "You saw Now You want",
			"Label Cabin ! Hut Lake cabin [theirs]", "Number +15305550142 ! +15305550199")
	}
	t.Run("theirs", func(t *testing.T) {
		drive(t, keys, 110, 30, nil, func(d *driver) {
			edit(d)
			d.press("enter")
			d.sees("The current values stay.", "Hut")
			if d.sent(http.MethodPut, cabin) != 0 {
				t.Error("something was sent")
			}
		})
	})
	t.Run("mine", func(t *testing.T) {
		drive(t, keys, 110, 30, nil, func(d *driver) {
			edit(d)
			d.press("right", "enter")
			d.sees("label is now Lake cabin")
			for _, n := range d.sandbox.Numbers(dana) {
				if n.ID == cabin && (n.Label != "Lake cabin" || n.PhoneNumber != "+15305550199") {
					t.Errorf("merged into %+v", n)
				}
			}
		})
	})
	t.Run("narrow", func(t *testing.T) {
		drive(t, keys, 40, 12, nil, func(d *driver) {
			d.press("G", "up", "f")
			d.anotherUser(cabin, func(n *sandbox.Number) { n.Flip = 7 })
			d.press("8")
			d.sees("by another user. Nothing has been sent.")
			d.press("esc")
			d.lacks("faster")
		})
	})
	t.Run("gone", func(t *testing.T) {
		drive(t, keys, 110, 30, nil, func(d *driver) {
			d.press("G", "up", "d")
			d.anotherUser(cabin, func(n *sandbox.Number) { n.Label = "Hut" })
			d.press("y")
			d.sees("by another user. Nothing has been sent.")
			d.press("esc")
			if len(d.sandbox.Numbers(dana)) != 6 {
				t.Error("it was removed all the same")
			}
		})
	})
}

// A create or an update costs two requests: one to read again, one to write.
func change_costsTwoRequests(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("f", "esc")
		before := len(d.sandbox.Requests())
		d.press("f", "8")
		if n := len(d.sandbox.Requests()) - before; n != 2 {
			t.Errorf("an update took %d requests: %+v", n, d.sandbox.Requests()[before:])
		}
	})
}

// The journal opens once the extension has been read. A change waits for that.
func change_waitsForTheJournal(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, func(d *driver) { d.release = d.makeSandbox().HoldBefore(http.MethodGet, "/extension/~") }, func(d *driver) {
		d.pass(3 * time.Second) // until the numbers no longer wait for that answer, which may start a penalty
		d.sees("6 numbers")
		d.press("f", "8")
		d.sees(">~ 1 RingCentral")
		if d.sent(http.MethodPut, "") != 0 {
			t.Error("it was sent without a journal")
		}
		d.release()
		d.settle()
		d.sees("flip digit 1 is now 8")
	})
}

// It asks, waits a moment and quits.
func quit_waitsForAChangeInFlight(t *testing.T, keys ui.KeyMap) {
	quits := func(d *driver) bool {
		for _, m := range d.terminalMsgs {
			if strings.HasSuffix(typeName(m), "QuitMsg") {
				return true
			}
		}
		return false
	}
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.sandbox.HoldAfter(http.MethodPut, "")
		d.press("f", "8", "q")
		d.sees("Quit anyway?")
		d.press("y")
		d.sees("Quitting when the result arrives")
		if quits(d) {
			t.Fatal("it left at once")
		}
		d.pass(3 * time.Second)
		if !quits(d) {
			t.Error("it never left")
		}
	})
}

func answer_leavesAnotherFormAlone(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		release := d.sandbox.HoldAfter(http.MethodPut, "")
		d.press("f", "8", "n", "tab")
		d.write("6505550142")
		release()
		d.settle()
		d.sees("New forwarding number", "6505550142")
		post := d.sandbox.HoldAfter(http.MethodPost, numbersPath)
		d.press("tab")
		d.write("Boat")
		d.press("enter", "enter")
		d.sees("Sending ...")
		d.press("ctrl+c")
		d.sees("Quit anyway?")
		post()
		d.settle()
		d.press("enter")
		d.lacks("Sending ...", "New forwarding number")
		d.sees("Boat")
	})
}

func removalConflict_startsOnNo(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("G", "up", "d")
		d.anotherUser(cabin, func(n *sandbox.Number) { n.Label = "Hut" })
		d.press("y")
		d.sees("by another user. Nothing has been sent.", "Label was Cabin and is now Hut", "[No]")
		d.press("enter")
		if len(d.sandbox.Numbers(dana)) != 6 {
			t.Fatal("enter removed it")
		}
		d.press("d", "y")
		d.sees("Removed Hut.")
	})
}

func conflict_waitsForTheOpenForm(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		release := d.sandbox.HoldBefore(http.MethodGet, numbersPath)
		d.press("G", "up", "f", "8", "n", "tab")
		d.write("650")
		d.anotherUser(cabin, func(n *sandbox.Number) { n.Label = "Hut" })
		release()
		d.settle()
		d.sees("New forwarding number", "650")
		d.press("esc", "y")
		d.sees("by another user. Nothing has been sent.")
	})
}

// Until its outcome is known, it is not known which change is the last one.
func undo_waitsForAChangeInFlight(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, newCallHandling, func(d *driver) {
		d.press("G", "f", "7")
		d.sees("flip digit 6 is now 7.")
		release := d.sandbox.HoldBefore(http.MethodPut, "/call-flip-numbers")
		d.press("J", "z")
		d.sees("A change is being sent. Wait for its result.")
		d.press("5", "u")
		d.sees("The result of this change is not known yet.")
		d.press("down", "u")
		d.sees("A change is being sent. Wait for its result.")
		release()
		d.settle()
		d.press("1", "z", "y")
		d.sees("Undone: ", "> 7 On-call pager")
	})
}
