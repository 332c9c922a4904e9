package uitest

import (
	"net/http"
	"strings"
	"testing"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// A number in the flip list and in rules can be removed from one or both. The question
// says what will happen, and undo restores the place.
func removal_asksFromWhere(t *testing.T, keys ui.KeyMap) {
	for _, test := range []struct {
		name   string
		rights int
		said   []string
		told   string
		after  []string
	}{
		{"flip list", 1, []string{"flip digit 5 becomes free; still rings in Work Hours, After Hours", "[Flip list]"},
			"Removed Cabin from the flip list.", []string{"6 numbers", "Cabin Other (530) 555-0142 work 4 now, after"}},
		{"rules", 2, []string{"removed from Work Hours, After Hours; stays in the flip list with flip digit 5", "[Rules]"},
			"Removed Cabin from the rules.", []string{"6 numbers", "5 Cabin Other (530) 555-0142 flip only"}},
		{"both", 3, []string{"removed from Work Hours, After Hours; flip digit 5 becomes free", "[Both]"},
			"Removed Cabin.", []string{"5 numbers"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			drive(t, keys, 160, 50, newCallHandling, func(d *driver) {
				before := d.storedRules()
				d.press("G", "up", "d")
				d.sees("Remove Cabin of Dana Whitfield, extension 104: from where?", "Cabin: flip digit 5; rings in Work Hours, After Hours", "[No]")
				for range test.rights {
					d.press("right")
				}
				d.sees(test.said...)
				d.press("enter")
				d.sees(append(test.after, test.told)...)
				d.press("z", "y")
				d.sees("Undone: ", "6 numbers", "5 Cabin Other (530) 555-0142 work 4 now, after")
				if d.storedRules() != before {
					t.Errorf("the rules are\n%s, not\n%s", d.storedRules(), before)
				}
				d.press("Z", "y")
				d.sees(test.after...)
			})
		})
	}
}

// storedRules returns the rules as the service has them.
func (d *driver) storedRules() string {
	return d.sandbox.Rule(dana, "work-hours") + "\n" + d.sandbox.Rule(dana, "after-hours")
}

func removalFromWhere_startsOnNo(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 40, 12, newCallHandling, func(d *driver) {
		d.press("G", "up", "d", "y")
		d.sees("Choose an answer")
		d.press("left")
		d.sees("[Both]", "removed from Work Hours, After Hours; flip digit 5 becomes free")
		d.press("right")
		d.sees("[No]")
		d.press("enter")
		d.lacks("from where")
		if d.sent(http.MethodPut, "/call-flip-numbers")+d.sent(http.MethodDelete, "/forwarding-targets") != 0 {
			t.Error("something was sent")
		}
	})
}

// So is every removal on a legacy account.
func removal_asksYesOrNoForOnePlace(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, newCallHandling, func(d *driver) {
		d.press("G", "d", "right", "right", "enter")
		d.sees("Removed On-call pager from the rules.")
		d.press("d")
		d.sees("Remove 1 forwarding number", "flip digit 6 becomes free", "[No] Remove")
		d.lacks("from where")
		d.press("y")
		d.sees("Removed On-call pager.")
	})
	drive(t, keys, 100, 30, nil, func(d *driver) {
		d.press("G", "up", "d")
		d.sees("Remove 1 forwarding number")
		d.lacks("from where")
	})
}

func removalOfSeveral_takesEachFromItsPlace(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, newCallHandling, func(d *driver) {
		d.press("*", "d")
		d.sees("Remove 5 forwarding numbers", "from where?", "RingCentral for Desktop stays")
		d.press("right", "right")
		d.sees("Mobile: removed from Work Hours, After Hours", "On-call pager: removed from Weekly meeting; stays in the flip list with flip digit 6")
		d.press("enter")
		d.sees("from the rules.", "6 numbers")
		if text := d.storedRules(); strings.Contains(text, "+15305550142") || strings.Contains(text, "+16502245476") {
			t.Errorf("rules still ring them: %s", text)
		}
	})
}

// The same key again finishes it.
func removal_tellsWhatIsHalfDone(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, newCallHandling, func(d *driver) {
		before := d.storedRules()
		d.sandbox.FailNext(http.MethodDelete, "/forwarding-targets", sandbox.Fault{Kind: sandbox.DropBefore})
		d.press("G", "up", "d", "left", "enter")
		d.sees("The change was made only in part. Done: the flip list. Not done: the rules that ring Cabin.",
			"Undo reverts what was done. Make the change again to finish it.", "> Cabin Other (530) 555-0142 work 4 now, after")
		d.press("d", "y")
		d.sees("Removed Cabin.", "5 numbers")
		d.press("z", "y", "z", "y")
		d.sees("5 Cabin Other (530) 555-0142 work 4 now, after")
		if d.storedRules() != before {
			t.Errorf("the rules are\n%s, not\n%s", d.storedRules(), before)
		}
	})
}

// A refusal of the first part stops the removal, so that the number keeps its rules.
func removal_stopsAtARefusal(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, newCallHandling, func(d *driver) {
		d.sandbox.FailNext(http.MethodPut, "/call-flip-numbers", sandbox.Fault{Status: 400, Code: "BIL-101", Message: "no"})
		d.press("G", "up", "d", "left", "enter")
		d.sees("(BIL-101)", "Everything is as it was.", "5 Cabin Other (530) 555-0142 work 4 now, after")
		if n := d.sent(http.MethodDelete, "/forwarding-targets"); n != 0 {
			t.Error("it was taken out of the rules")
		}
	})
}

// Another user takes the number out of a rule while the question is open.
func removal_asksAgainAfterAnotherEdit(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, newCallHandling, func(d *driver) {
		d.press("G", "up", "d", "right")
		d.sandbox.Change(func(c *sandbox.Company) {
			e := c.Extension("104")
			text := strings.Replace(e.Rule("after-hours").JSON(), "+15305550142", "+15305550199", 1)
			if err := e.SetRule("after-hours", text); err != nil {
				t.Error(err)
			}
		})
		d.press("enter")
		d.sees("by another user. Nothing has been sent.", "Rings in was Work Hours, After Hours and is now Work Hours", "[No]")
		d.press("y")
		d.sees("Removed Cabin from the flip list.")
	})
}

// Undo and redo cover all of it.
func create_setsDigitAndRules(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, newCallHandling, func(d *driver) {
		before := d.storedRules()
		d.press("n", "tab")
		d.write("6505550142")
		d.press("tab")
		d.write("Boat")
		d.press("tab", "right", "right", "right", "right", "right", "right", "right", "tab", "space", "right", "space", "enter")
		d.sees("Added Boat +16505550142, flip digit 7, rings in Work Hours, After Hours.", "7 Boat Other (650) 555-0142 work 6 now, after")
		after := d.storedRules()
		d.press("z", "y")
		d.sees("6 numbers")
		if d.storedRules() != before {
			t.Error("the rules are not as they were")
		}
		d.press("Z", "y")
		d.sees("7 Boat Other (650) 555-0142 work 6 now, after")
		if d.storedRules() != after {
			t.Errorf("the rules are\n%s, not\n%s", d.storedRules(), after)
		}
	})
}

// The addition to a rule fails: the form says so, and enter finishes it.
func create_finishesAHalfDoneAddition(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 40, newCallHandling, func(d *driver) {
		d.press("n", "tab")
		d.write("6505550142")
		d.press("tab")
		d.write("Boat")
		d.sandbox.FailNext(http.MethodPatch, "/after-hours", sandbox.Fault{Kind: sandbox.DropBefore})
		d.press("tab", "tab", "space", "right", "space", "enter")
		d.sees("The change was made only in part. Done: the flip list, Work Hours. Not done: After Hours.",
			"Undo reverts what was done. Make the change again to finish it.")
		d.press("enter")
		d.sees("Added Boat +16505550142, without a flip digit, rings in Work Hours, After Hours.")
		if n := strings.Count(d.storedRules(), "+16505550142"); n != 2 || len(d.sandbox.Numbers(dana)) != 7 {
			t.Errorf("%d places, %d numbers", n, len(d.sandbox.Numbers(dana)))
		}
	})
}

// A number that leaves the flip list gets another id and keeps the cursor. The rules on
// screen 2, which it is part of, are read again.
func removal_keepsTheCursorAndUpdatesTheRules(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, newCallHandling, func(d *driver) {
		d.press("2", "1", "G", "up", "d", "right", "enter")
		d.sees("Removed Cabin from the flip list.", "> Cabin", "│ Cabin")
		d.press("d", "y", "2")
		d.openWorkHours()
		d.lacks("Cabin +15305550142")
		d.press("esc", "1", "z", "y", "2")
		d.sees("Cabin +15305550142")
	})
}

// The change is visible in a small terminal; the copy has the whole request.
func preview_showsOnlyTheChange(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, newCallHandling, func(d *driver) {
		d.press("n", "tab")
		d.write("2125550187")
		d.press("enter")
		d.write("Boat")
		d.press("enter", "enter", "space")
		seen := strings.Join(strings.Fields(d.screen()), "")
		for _, want := range []string{
			`PUT/restapi/v2/accounts/~/extensions/~/call-flip-numbers{"records":[6recordsastheyare,{"phoneNumber":"+12125550187","type":"External","label":"Boat"}]}`,
			`thenPATCH/restapi/v2/accounts/~/extensions/~/comm-handling/voice/state-rules/work-hours{"dispatching":{"type":"RingInOrder","actions":[8actionsastheyare,{"type":"RingGroupAction","enabled":true,"duration":20,"targets":[{`,
			`},1actionasitis]}}`,
		} {
			if !strings.Contains(seen, want) {
				t.Errorf("the screen lacks %s:\n%s", want, d.screen())
			}
		}
		d.press("ctrl+y")
		if whole := d.clipboard(); !strings.Contains(whole, `"label":"Cabin"`) || strings.Contains(whole, "as they are") {
			t.Error(whole)
		}
	})
	drive(t, keys, 80, 24, newCallHandling, func(d *driver) {
		d.press("down", "e", "tab")
		d.write(" 2")
		seen := strings.Join(strings.Fields(d.screen()), "")
		if !strings.Contains(seen, `[1recordasitis,{"id":"711909004","phoneNumber":"+16505130930","type":"External","label":"Mobile2","flipNumber":"2"},4recordsastheyare]`) {
			t.Error(d.screen())
		}
	})
}

// Nor an id, since RingCentral has none for it.
func ruleOnlyNumber_showsNoFieldsOfV1(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, newCallHandling, func(d *driver) {
		d.press("down", "d", "right", "enter")
		d.sees("Removed Mobile from the flip list.", "Used for call forwarding", "Rings in Work Hours step 2")
		d.lacks("target:", "Id ")
		d.press("e")
		d.sees("set by RingCentral; numbers that users add are Other")
		d.lacks("FPN-125")
	})
}

// It shows which rules are on although they do not fit in a row.
func ruleChoice_fitsANarrowForm(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 40, 20, newCallHandling, func(d *driver) {
		d.press("n", "tab", "tab", "tab", "tab")
		d.sees("> Rings in < [ ] Work Hours > 1 of 3")
		d.press("space")
		d.sees("> Rings in < [x] Work Hours > 1 of 3")
		d.press("right", "right", "space", "shift+tab")
		d.sees("Rings in Work Hours, Weekly meeting")
	})
}

// The digit that the number already has is not taken by another.
func create_namesWhatIsMissing(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 30, newCallHandling, func(d *driver) {
		d.sandbox.FailNext(http.MethodPatch, "/after-hours", sandbox.Fault{Kind: sandbox.DropBefore})
		d.press("n", "tab")
		d.write("2125550187")
		d.press("enter")
		d.write("Boat")
		d.press("enter", "right", "right", "right", "right", "right", "right", "right", "enter", "space", "right", "space", "enter")
		d.sees("Done: the flip list, Work Hours. Not done: After Hours. Undo reverts what was done. Make the change again to finish it.")
		d.lacks("7 belongs to Boat")
		d.press("shift+tab", "enter", "enter")
		d.sees("Added Boat +12125550187, flip digit 7, rings in Work Hours, After Hours.")
	})
}

func create_asksForRulesOnNewCallHandling(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, newCallHandling, func(d *driver) {
		d.sees("new call handling", "6 numbers")
		d.press("n", "tab")
		d.write("650-555-0142")
		d.press("tab")
		d.write("Boat")
		d.press("tab", "tab")
		d.sees("> Rings in", "[ ] Work Hours")
		d.press("space")
		d.sees("[x] Work Hours")
		d.press("enter")
		d.sees("Added Boat", "Rings in Work Hours")
	})
}

// A number or a label that is not there yet is not shown as an empty text that would be
// sent.
func preview_hasNoEmptyValues(t *testing.T, keys ui.KeyMap) {
	for _, prepare := range []func(*driver){nil, newCallHandling} {
		drive(t, keys, 80, 24, prepare, func(d *driver) {
			empty := func() {
				t.Helper()
				if strings.Contains(d.screen(), `""`) {
					t.Error(d.screen())
				}
			}
			d.press("n")
			empty()
			d.press("tab")
			d.write("5305550199")
			empty()
			d.press("tab")
			d.write("Boat")
			d.sees(`"+15305550199"`, `"Boat"`)
			d.press("esc", "y", "G", "up", "e", "ctrl+u")
			empty()
			d.press("tab", "ctrl+u")
			empty()
		})
	}
}
