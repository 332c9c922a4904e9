package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/sandbox"
)

const (
	numbersPath = "/forwarding-number"
	dana        = "801200400004"
	cabin       = "803000005004"
)

func TestOpening(t *testing.T) {
	drive(t, 160, 50, nil, func(d *driver) {
		d.sees("1 Numbers", "Dana Whitfield ext 104", "DEMO",
			"RingCentral for Desktop Phone line (413) 429-4674 flip",
			"Mobile (650) 513-0930", "Work (650) 224-5476", "6 numbers, by flip digit",
			"Number (413) 429-4674 +14134294674", "Reaches United States", "Id 592178004", "SoftPhone, online")
		reads := len(d.sandbox.Requests()) - d.sent(http.MethodPost, "/token")
		if reads != 4 {
			t.Errorf("opening took %d requests, want 4: %+v", reads, d.sandbox.Requests())
		}
	})
}

func TestReloadCostsOneRequest(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		before := len(d.sandbox.Requests())
		d.press("r")
		if n := len(d.sandbox.Requests()) - before; n != 1 {
			t.Errorf("a reload took %d requests", n)
		}
	})
}

// The number of the 2019 guide: no such number can exist, and the service
// decides all the same.
func TestCreateTheGuidesNumber(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		d.press("n", "tab")
		d.write("11234567890")
		d.sees("+11234567890", "no number of United States starts like this")
		d.press("enter")
		d.write("My ATT number")
		d.sees(`POST /restapi/v1.0/account/~/extension/~/forwarding-number`,
			`{"type":"Other","phoneNumber":"+11234567890","label":"My ATT number"}`)
		d.press("enter")
		before := len(d.sandbox.Requests())
		d.press("enter")
		d.sees("RingCentral decides")
		d.press("enter")
		d.sees("Added My ATT number +11234567890, flip digit 7.", "> 7 My ATT number")
		if n := len(d.sandbox.Requests()) - before; n != 2 {
			t.Errorf("a create took %d requests, want the write and the list: %+v", n, d.sandbox.Requests()[before:])
		}
	})
}

func TestNumbersAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]string{
		"650-555-0142":     `"phoneNumber":"+16505550142"`,
		"(650) 555 0142":   `"phoneNumber":"+16505550142"`,
		"+44 20 7946 0958": `"phoneNumber":"+442079460958"`,
		"11234567890":      `"phoneNumber":"+11234567890"`,
	} {
		drive(t, 120, 30, nil, func(d *driver) {
			d.press("n", "tab")
			d.send(tea.PasteMsg{Content: typed})
			d.sees(want)
		})
	}
}

func TestTypesThatExistOnceAreTaken(t *testing.T) {
	drive(t, 100, 30, nil, func(d *driver) {
		d.press("n", "left")
		d.sees("[Work]", "There is a Work number already", "FPN-119")
		d.press("enter")
		d.sees("> Type", "There is a Work number already")
	})
}

func TestDeviceIsChosenFromTheList(t *testing.T) {
	drive(t, 120, 40, nil, func(d *driver) {
		d.press("n", "left", "left", "left", "left", "tab")
		d.sees("cannot be used: it is in the list already, as RingCentral for Desktop (FPN-118)",
			"shared lines group (FPN-115)", "free softphone without a line (FPN-121)")
		d.press("right")
		d.sees("[Dana Desk Phone", `"device":{"id":`)
		d.lacks(`"label"`)
		d.press("enter", "enter")
		d.sees("Added Dana Desk Phone", "Phone line")
	})
}

// A refusal that names a field lands there, and what was typed stays.
func TestRefusalLandsOnItsField(t *testing.T) {
	drive(t, 100, 30, nil, func(d *driver) {
		d.sandbox.FailNext(http.MethodGet, "/phone-number", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
		d.press("n", "tab")
		d.write("6505550100")
		d.press("enter")
		d.write("Front desk")
		d.press("enter", "enter")
		d.sees("> Number", "number of your own company", "Front desk")
		d.lacks("Added")
		if len(d.sandbox.Numbers(dana)) != 6 {
			t.Error("a refused number was added")
		}
	})
}

func TestOwnNumbersAreKnownBeforeSending(t *testing.T) {
	drive(t, 100, 30, nil, func(d *driver) {
		d.press("n", "tab")
		d.write("6505550100")
		d.press("tab")
		d.sees("number of your own company", "FPN-105")
	})
}

func TestEditSendsOnlyWhatChanged(t *testing.T) {
	drive(t, 100, 30, nil, func(d *driver) {
		d.press("down", "down", "down", "down", "e")
		d.sees("Change Cabin", "the service never changes a type", "Sends nothing yet.")
		d.press("tab", "ctrl+u")
		d.write("Lake cabin")
		d.sees("PUT /restapi/v1.0/account/~/extension/~/forwarding-number/"+cabin, `{"label":"Lake cabin"}`)
		d.lacks(`"phoneNumber"`)
		d.press("enter", "enter")
		d.sees("label is now Lake cabin", "> 5 Lake cabin")
	})
}

func TestEditingAPredefinedTypeKeepsItsLabel(t *testing.T) {
	drive(t, 100, 30, nil, func(d *driver) {
		d.press("down", "e")
		d.sees("a Mobile number is always labelled Mobile (FPN-122)")
	})
}

func TestFlipDigitIsTwoKeys(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		d.press("f", "8")
		d.sees("RingCentral for Desktop: flip digit 1 is now 8.", "> 8 RingCentral for Desk")
		d.press("f", "0")
		d.sees("flip digit 8 is now none")
	})
}

func TestSwapOfDigits(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		d.press("f", "2")
		d.sees("Flip digit 2 belongs to Mobile. Swap the two?", "[No]")
		d.press("enter")
		if got := flips(d); got["RingCentral for Desktop"] != 1 {
			t.Fatalf("enter on No swapped: %v", got)
		}
		d.press("f", "2", "y")
		d.sees("Swapped: RingCentral for Desktop has flip digit 2, Mobile has 1.")
		if got := flips(d); got["RingCentral for Desktop"] != 2 || got["Mobile"] != 1 {
			t.Errorf("digits are %v", got)
		}
	})
}

// A swap that fails half-way leaves the digits as they were.
func TestSwapThatFailsIsPutBack(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		d.sandbox.FailNext(http.MethodPut, "/592178004", sandbox.Fault{Status: 400, Code: "BIL-101", Message: "no"})
		d.press("f", "2", "y")
		d.sees("The digits were not swapped.")
		if got := flips(d); got["RingCentral for Desktop"] != 1 || got["Mobile"] != 2 {
			t.Errorf("digits are %v", got)
		}
	})
}

func flips(d *driver) map[string]int {
	digits := map[string]int{}
	for _, n := range d.sandbox.Numbers(dana) {
		digits[n.Label] = n.Flip
	}
	return digits
}

func TestRemoveAsksAndStartsOnNo(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		d.press("down", "down", "down", "down", "d")
		d.sees("Remove 1 forwarding number of Dana Whitfield, extension 104?", "Cabin (530) 555-0142 +15305550142", "[No]")
		d.press("x", "j", "space")
		d.sees("[No]")
		d.press("enter")
		d.lacks("[No]")
		d.press("d", "right", "enter")
		d.sees("Removed Cabin.", "5 numbers")
	})
}

func TestMarkedNumbersGoEachWithItsOutcome(t *testing.T) {
	drive(t, 100, 30, nil, func(d *driver) {
		d.press("*", "d")
		d.sees("Remove 5 forwarding numbers", "RingCentral for Desktop stays", "FPN-107")
		d.sandbox.FailNext(http.MethodDelete, numbersPath, sandbox.Fault{Status: 403, Code: "FPN-107", Message: "no"})
		d.sandbox.FailNext(http.MethodDelete, "/"+cabin, sandbox.Fault{Status: 403, Code: "CMN-408", Message: "needs [EditUserForwardingFlipNumbers]"})
		d.press("y")
		d.sees("Removed Mobile, Work, Home, On-call pager.", "Cabin stays:")
		if left := len(d.sandbox.Numbers(dana)); left != 2 {
			t.Errorf("%d numbers are left, want 2", left)
		}
	})
}

func TestDeviceLinesCannotBeRemoved(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		d.press("d")
		d.sees("The line of a device cannot be removed", "FPN-107")
	})
}

func TestFilterMarksAndSort(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		d.press("/")
		d.write("530 pag")
		d.sees("On-call pager", "1 of 6 numbers")
		d.lacks("Cabin")
		d.write("x")
		d.sees("Nothing matches 530 pagx. esc clears the filter.")
		d.press("esc")
		d.sees("6 numbers")
		d.press("s")
		d.sees("by label", "> 6 On-call pager")
		d.press("*", "esc")
		d.lacks("marked")
	})
}

// A reload keeps the cursor on the same number though its place changes.
func TestReloadKeepsTheNumber(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
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

func TestCopy(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
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

func TestReadOnlyByFlag(t *testing.T) {
	drive(t, 100, 24, func(d *driver) { d.flags.readOnly = true }, func(d *driver) {
		d.sees("DEMO read-only")
		for _, key := range []string{"n", "e", "d", "f"} {
			d.press(key)
			d.sees("This is read-only, as --read-only")
			d.press("esc")
		}
	})
}

func TestReadOnlyByPermission(t *testing.T) {
	drive(t, 100, 24, func(d *driver) {
		d.make().Change(func(c *sandbox.Company) {
			for _, e := range c.Extensions {
				e.Permissions = without(e.Permissions, "EditUserForwardingFlipNumbers")
			}
		})
	}, func(d *driver) {
		d.sees("DEMO read-only")
		d.press("n")
		d.sees("EditUserForwardingFlipNumbers", "admin portal")
	})
}

func without(ps []sandbox.Permission, id string) (left []sandbox.Permission) {
	for _, p := range ps {
		if p.ID != id {
			left = append(left, p)
		}
	}
	return left
}

// Five states that a person must be able to tell apart.
func TestStatesWithoutAList(t *testing.T) {
	t.Run("loading", func(t *testing.T) {
		drive(t, 80, 24, func(d *driver) { d.make().HoldBefore("GET", numbersPath) }, func(d *driver) {
			d.sees("Reading the forwarding numbers ...")
			d.press("?")
			d.sees("Keys that work here")
		})
	})
	t.Run("empty", func(t *testing.T) {
		drive(t, 80, 24, func(d *driver) {
			d.make().Change(func(c *sandbox.Company) {
				for _, e := range c.Extensions {
					e.Numbers = nil
				}
			})
		}, func(d *driver) { d.sees("There are no forwarding numbers yet. n adds the first.") })
	})
	t.Run("no permission", func(t *testing.T) {
		drive(t, 80, 24, func(d *driver) {
			d.make().Change(func(c *sandbox.Company) {
				for _, e := range c.Extensions {
					e.Permissions = without(e.Permissions, "ReadUserForwardingFlipNumbers")
				}
			})
		}, func(d *driver) {
			d.sees("These numbers may not be shown.", "ReadUserForwardingFlipNumbers", "Press r to try again.")
			d.lacks("no forwarding numbers yet")
		})
	})
	t.Run("failed", func(t *testing.T) {
		drive(t, 80, 24, func(d *driver) {
			d.make().FailNext("GET", numbersPath, sandbox.Fault{Status: 404, Code: "CMN-102", Message: "Resource for parameter [extensionId] is not found"})
		}, func(d *driver) {
			d.sees("The forwarding numbers could not be read.", "Press r to try again.")
			d.press("r")
			d.sees("RingCentral for Desk")
		})
	})
}

// An answer that comes late never overwrites a newer one.
func TestLateAnswerIsDropped(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
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

// A slow server leaves the keys alive, and a change on its way locks its row.
func TestWriteInFlightLocksItsRow(t *testing.T) {
	drive(t, 100, 24, nil, func(d *driver) {
		release := d.sandbox.HoldAfter("PUT", "")
		d.press("f", "8")
		d.sees(">~ 1 RingCentral")
		d.press("e")
		d.sees("A change of this number is on its way")
		d.press("q")
		d.sees("The same key again leaves")
		d.press("down", "e")
		d.sees("Change Mobile")
		d.press("esc")
		release()
		d.settle()
		d.sees("flip digit 1 is now 8")
	})
}

// A write whose answer got lost is looked up, never sent again blindly.
func TestLostAnswers(t *testing.T) {
	fill := func(d *driver) {
		d.press("n", "tab")
		d.write("6505550142")
		d.press("enter")
		d.write("Boat")
		d.press("enter", "enter")
		d.settle()
	}
	t.Run("took effect", func(t *testing.T) {
		drive(t, 100, 30, nil, func(d *driver) {
			d.sandbox.FailNext(http.MethodPost, numbersPath, sandbox.Fault{Kind: sandbox.DropAfter})
			fill(d)
			d.sees("it was added")
			d.lacks("New forwarding number")
			if d.sent(http.MethodPost, numbersPath) != 1 || len(d.sandbox.Numbers(dana)) != 7 {
				t.Error("the number was sent twice or not at all")
			}
		})
	})
	t.Run("took none", func(t *testing.T) {
		drive(t, 100, 30, nil, func(d *driver) {
			d.sandbox.FailNext(http.MethodPost, numbersPath, sandbox.Fault{Kind: sandbox.DropBefore})
			fill(d)
			d.sees("it was not added", "Boat", "+16505550142")
			d.press("enter")
			d.sees("Added Boat")
			if len(d.sandbox.Numbers(dana)) != 7 {
				t.Error("the number was added twice or not at all")
			}
		})
	})
}

// A wait for the service's limits is visible and can be ended.
func TestPenaltyIsShownAndCanBeLeft(t *testing.T) {
	drive(t, 100, 24, nil, func(d *driver) {
		d.sandbox.FailNext("GET", numbersPath, sandbox.Fault{Kind: sandbox.Throttle})
		d.press("r")
		d.sees("Waiting", "esc stops waiting")
		first := d.screen()
		d.pass(3 * time.Second)
		if d.screen() == first {
			t.Error("the wait does not count down")
		}
		d.press("esc")
		d.sees("Stopped waiting.")
		for _, r := range d.sandbox.Requests() {
			if r.Penalized {
				t.Errorf("a request was sent during the penalty: %+v", r)
			}
		}
	})
}

// Whatever a label holds, no escape sequence reaches the screen.
func TestForeignTextIsCleaned(t *testing.T) {
	drive(t, 120, 40, func(d *driver) { d.flags.made.faults = "labels=on" }, func(d *driver) {
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

func TestPasteInTheListDoesNothing(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		before := d.screen()
		d.send(tea.PasteMsg{Content: "dyq\x1b[2J"})
		d.settle()
		if d.screen() != before {
			t.Errorf("a paste pressed keys:\n%s", d.screen())
		}
	})
}

func TestLeavingAFormAsksOnce(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		d.press("n", "esc")
		d.lacks("New forwarding number")
		d.press("n", "tab")
		d.write("650")
		d.press("esc")
		d.sees("lose what you typed?")
		d.press("enter")
		d.sees("New forwarding number", "650")
		d.press("esc", "y")
		d.lacks("New forwarding number")
	})
}

func TestPaletteRunsActions(t *testing.T) {
	drive(t, 80, 24, nil, func(d *driver) {
		d.press(":")
		d.write("reload")
		before := d.sent("GET", numbersPath)
		d.press("enter")
		if d.sent("GET", numbersPath) != before+1 {
			t.Error("the palette did not reload")
		}
	})
}
