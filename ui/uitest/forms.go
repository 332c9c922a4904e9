package uitest

import (
	"net/http"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// No such number can exist; the service decides.
func create_sendsTheNumberOfTheGuide(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("n", "tab")
		d.write("11234567890")
		d.sees("+11234567890", "no US number starts like this")
		d.press("enter")
		d.write("My ATT number")
		d.sees(`POST /restapi/v1.0/account/~/extension/~/forwarding-number`,
			`{"type":"Other","phoneNumber":"+11234567890","label":"My ATT number"}`)
		d.press("enter")
		before := len(d.sandbox.Requests())
		d.press("enter")
		d.sees("Not sent yet. Look at Number, or press enter again to send it anyway.")
		d.press("enter")
		d.sees("Added My ATT number +11234567890, flip digit 7.", "> 7 My ATT number")
		if n := len(d.sandbox.Requests()) - before; n != 2 {
			t.Errorf("a create took %d requests, want the write and the list: %+v", n, d.sandbox.Requests()[before:])
		}
	})
}

func create_understandsTypedNumbers(t *testing.T, keys ui.KeyMap) {
	for typed, want := range map[string]string{
		"650-555-0142":     `"phoneNumber":"+16505550142"`,
		"(650) 555 0142":   `"phoneNumber":"+16505550142"`,
		"+44 20 7946 0958": `"phoneNumber":"+442079460958"`,
		"11234567890":      `"phoneNumber":"+11234567890"`,
	} {
		drive(t, keys, 120, 30, nil, func(d *driver) {
			d.press("n", "tab")
			d.send(tea.PasteMsg{Content: typed})
			d.sees(want)
		})
	}
}

// Why a form was refused is on the screen however small it is, beside the field that has
// the focus.
func refusal_isNotScrolledAway(t *testing.T, keys ui.KeyMap) {
	atEverySize(t, keys, nil, func(d *driver) {
		d.sandbox.FailNext(http.MethodPost, numbersPath, sandbox.Fault{Status: http.StatusForbidden, Code: "CMN-408", Permission: "EditUserForwardingFlipNumbers"})
		d.press("n", "tab")
		d.write("5305550177")
		d.press("enter")
		d.write("Boat")
		d.press("enter", "enter")
		d.sees("CMN-408", "> Flip")
	})
}

// What RingCentral would refuse at the end, or not give, is said before anything is typed.
func create_tellsLimitsFirst(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 30, func(d *driver) { d.options.As = "105" }, func(d *driver) {
		d.press("n", "left", "left", "left", "left")
		d.sees("[Phone line]", "cannot be removed or undone here (FPN-107)", "the list has 10 numbers,")
	})
	drive(t, keys, 120, 30, nil, func(d *driver) {
		d.press("n", "left", "left", "left", "left")
		d.sees("cannot be removed or undone here (FPN-107)")
		d.lacks("FPN-103")
		d.press("right", "right", "right", "right", "tab")
		d.write("+16502245476")
		d.sees("Work already has this number")
	})
	drive(t, keys, 120, 30, nil, func(d *driver) {
		d.press("n", "tab", "tab", "tab")
		d.sees("RingCentral assigns a free digit")
		d.press("esc")
		for _, digit := range []string{"7", "8"} {
			d.press("n", "tab")
			d.write("650555014" + digit)
			d.press("enter")
			d.write("Phone " + digit)
			d.press("enter", "enter")
			d.sees("Added Phone " + digit)
		}
		d.press("n", "tab", "tab", "tab")
		d.sees("no digit is free; calls cannot be flipped to it")
	})
}

func create_refusesATypeThatExists(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("n", "left")
		d.sees("[Work]", "The extension already has a Work number", "FPN-119")
		d.press("enter")
		d.sees("> Type", "Choose another value for Type.")
		if n := strings.Count(d.screen(), "The extension already has a Work number"); n != 1 {
			t.Errorf("the reason is there %d times", n)
		}
	})
}

func create_offersDevices(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.press("n", "left", "left", "left", "left", "tab")
		d.sees("cannot be used: already in the list as RingCentral for Desktop (FPN-118)",
			"shared lines group (FPN-115)", "free softphone without a line (FPN-121)")
		d.press("right")
		d.sees("[Dana Desk Phone", `"device":{"id":`)
		d.lacks(`"label"`)
		d.press("enter", "enter")
		d.sees("Added Dana Desk Phone", "Phone line", "Last changes", "added Dana Desk Phone")
		d.lacks("undoes this")
	})
	drive(t, keys, 120, 40, newCallHandling, func(d *driver) {
		d.press("n", "left", "left", "left", "left")
		d.sees("On this account RingCentral adds device lines itself.", "Device none")
	})
}

func create_showsARefusalOnItsField(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.sandbox.FailNext(http.MethodGet, "/phone-number", sandbox.Fault{Status: 403, Code: "CMN-408", Message: "no"})
		d.press("n", "tab")
		d.write("6505550100")
		d.press("enter")
		d.write("Front desk")
		d.press("enter", "enter")
		d.sees("> Number", "your own company", "Front desk")
		d.lacks("Added")
		if len(d.sandbox.Numbers(dana)) != 6 {
			t.Error("a refused number was added")
		}
	})
}

func create_refusesACompanyNumber(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("n", "tab")
		d.write("6505550100")
		d.press("tab")
		d.sees("belongs to your own company", "FPN-105")
	})
}

func create_saysWhatItReadsInAPastedNumber(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("n", "tab")
		d.write("Pat <+1 650 555 0199> (cell)")
		d.sees("+16505550199, United States", "\u201cPat\u201d and \u201c(cell)\u201d are ignored")
		d.press("ctrl+u")
		d.write("1-800-FLOWERS")
		d.sees("+18003569377", "FLOWERS is read as 3569377")
		d.press("ctrl+u")
		d.write("*67 650 555 0199")
		d.press("tab")
		d.sees("*67 hides the caller's number for one call; a forwarding number cannot start with it")
	})
}

func edit_sendsOnlyChangedFields(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("down", "down", "down", "down", "e")
		d.sees("Change Cabin", "the type of a number cannot be changed", "Sends nothing yet.")
		d.press("tab", "ctrl+u")
		d.write("Lake cabin")
		d.sees("PUT /restapi/v1.0/account/~/extension/~/forwarding-number/"+cabin, `{"label":"Lake cabin"}`)
		d.lacks(`"phoneNumber"`)
		d.press("enter", "enter")
		d.sees("label is now Lake cabin", "> 5 Lake cabin")
	})
}

func edit_keepsTheLabelOfAPredefinedType(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("down", "e")
		d.sees("the label of a Mobile number is always Mobile (FPN-122)")
	})
}

func form_asksOnceBeforeItIsLeft(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("n", "esc")
		d.lacks("New forwarding number")
		d.press("n", "tab")
		d.write("650")
		d.press("esc")
		d.sees("discard what you typed?")
		d.press("enter")
		d.sees("New forwarding number", "650")
		d.press("esc", "y")
		d.lacks("New forwarding number")
	})
}

// On the Flip row a digit chooses itself, as in the list, and 0 none.
func form_takesADigitOnTheFlipRow(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("n", "tab", "tab", "tab", "8")
		d.sees("[8]", "*8 during a call moves it here")
		d.press("3")
		d.sees("[3]", `digit 3 belongs to "Work"`)
		d.press("0")
		d.sees("[auto]")
		d.press("shift+tab", "7")
		d.sees("> Label 7")
	})
}

// A form, a conflict and a question are there again after the help.
func help_opensOverDialogs(t *testing.T, keys ui.KeyMap) {
	places := map[string]struct {
		open []string
		key  string
		sees string
		back string
	}{
		"choice":   {[]string{"n"}, "?", "choose, to the left", "> Type"},
		"digit":    {[]string{"f"}, "?", "clear the flip digit", "flip digit"},
		"question": {[]string{"j", "d"}, "?", "next answer", "Remove 1 forwarding number"},
	}
	for name, place := range places {
		t.Run(name, func(t *testing.T) {
			drive(t, keys, 100, 40, nil, func(d *driver) {
				d.press(place.open...)
				d.press(place.key)
				d.sees("Keys that work here", place.sees)
				d.press("esc")
				d.sees(place.back)
				d.lacks("Keys that work here")
			})
		})
	}
	drive(t, keys, 100, 40, nil, func(d *driver) {
		d.press("n", "tab", "?")
		d.sees("> Number ?")
	})
}

// What does not fit is scrolled to.
func question_isScrolled(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 40, 12, nil, func(d *driver) {
		d.press("*", "d")
		d.sees("and more")
		d.lacks("On-call pager")
		for range 20 {
			d.press("down")
		}
		d.sees("On-call pager")
		d.lacks("and more")
		d.press("up")
		d.sees("and more", "[No]")
	})
}

// A question that is longer than the screen can be read and answered as well.
func longQuestion_isScrolled(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 40, 9, nil, func(d *driver) {
		d.openWorkHours()
		d.press("+", "down", "+")
		d.sandbox.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			r := e.Rule("business-hours-rule")
			if err := e.SetRule(r.ID, strings.Replace(r.JSON(), `"ringCount":5`, `"ringCount":7`, 1)); err != nil {
				t.Fatal(err)
			}
		})
		d.press("enter", "y")
		d.sees("changed by another user", "[No]", "Save mine anyway", "and more")
		d.lacks("too small")
		for range 20 {
			d.press("down")
		}
		d.lacks("and more")
		d.press("y")
		d.sees("Saved Work hours.")
	})
}
