package uitest

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// Habits tests what people try first: other names for actions, other keys, and keys that
// do nothing.
func Habits(t *testing.T, keys ui.KeyMap) {
	run(t, keys,
		palette_findsActionsByExactNamesKeysAndVerbs,
		palette_leavesOutMovingAndPutsRecentOnesFirst,
		deadKeys_sayThatTheyDoNothing,
		reload_hasTheKeyOfABrowser,
		help_hasTitledColumnsWhereThereIsRoom,
		labels_areCutWhereTheyDiffer,
		filter_marksWhatMatched,
		mouse_scrollsSelectsAndOpensScreens,
		mouse_selectsStepsCallsRequestsAndActions,
		lists_haveTheSameKeysToMove,
	)
}

func palette_findsActionsByExactNamesKeysAndVerbs(t *testing.T, keys ui.KeyMap) {
	for typed, want := range map[string]string{
		"q": "quit q", "quit": "quit q", "z": "undo", "Z": "redo", "help": "keys, all", "delete": "remove",
		"rename": "edit", "refresh": "reload", "logout": "end the sign-in", "login": "sign in to another account", "sort": "sort by the next column", "r": "reload",
	} {
		t.Run(typed, func(t *testing.T) {
			drive(t, keys, 100, 30, nil, func(d *driver) {
				d.press(":")
				d.write(typed)
				d.sees("> " + want)
			})
		})
	}
}

func palette_leavesOutMovingAndPutsRecentOnesFirst(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 100, 50, nil, func(d *driver) {
		d.press(":")
		d.lacks("page down", "page up")
		d.write("history")
		d.press("enter", "1", ":")
		d.sees("> history screen")
		d.press("esc", "2", ":")
		if able, unable := strings.Index(d.screen(), "quit now"), strings.Index(d.screen(), "later, move"); able > unable {
			t.Errorf("what can do nothing is above what can:\n%s", d.screen())
		}
	})
}

func deadKeys_sayThatTheyDoNothing(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		for _, screen := range []string{"1", "2", "3", "5"} {
			d.press(screen)
			for _, key := range []string{"W", "9"} {
				d.press(key)
				d.sees(key + " is not a key here. ? lists the keys.")
			}
			d.press("down")
			d.lacks("is not a key here")
		}
		d.press("1", "d", "W")
		d.sees("W is not a key here.")
		d.press("esc", "/", "W")
		d.lacks("is not a key here") // it is text
	})
}

func reload_hasTheKeyOfABrowser(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		before := d.sent("GET", "/forwarding-number")
		d.press("ctrl+r")
		if after := d.sent("GET", "/forwarding-number"); after == before {
			t.Error("ctrl+r did not read the numbers again")
		}
	})
}

func help_hasTitledColumnsWhereThereIsRoom(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, nil, func(d *driver) {
		d.press("?")
		titles := lineOf(d.screen(), "Every screen")
		for _, title := range []string{"Here ", "Every screen ", "Move "} {
			if !strings.Contains(titles, title) {
				t.Errorf("the titles are %q", titles)
			}
		}
	})
	drive(t, keys, 40, 12, nil, func(d *driver) {
		d.press("?")
		d.lacks("Every screen")
	})
}

func labels_areCutWhereTheyDiffer(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 40, 12, nil, func(d *driver) {
		for i, label := range []string{"Conference room north 1", "Conference room north 2"} {
			d.anotherUser([]string{"711909004", cabin}[i], func(n *sandbox.Number) { n.Label = label })
		}
		d.press("r")
		d.sees("Conf", "th 1", "th 2", "RingCentral fo…")
	})
}

func filter_marksWhatMatched(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 80, 24, nil, func(d *driver) {
		d.press("/")
		d.write("650513")
		d.press("enter")
		if frame := d.model.View().Content; !strings.Contains(frame, "650) 513\x1b[") {
			t.Errorf("the digits are not marked: %q", frame)
		}
	})
}

func mouse_scrollsSelectsAndOpensScreens(t *testing.T, keys ui.KeyMap) {
	for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
		drive(t, keys, size[0], size[1], nil, func(d *driver) {
			if d.model.View().MouseMode != tea.MouseModeNone {
				t.Error("the mouse is on without the setting")
			}
			do := func(msg tea.Msg) {
				d.send(msg)
				d.settle()
			}
			do(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
			d.sees("> 2 Mobile")
			do(tea.MouseClickMsg{Button: tea.MouseLeft, X: 5, Y: 6})
			d.sees("> 4 Home")
			do(tea.MouseClickMsg{Button: tea.MouseLeft, X: 5, Y: 2}) // the heads
			d.sees("> 4 Home")
			head, _, _ := strings.Cut(d.screen(), "\n")
			do(tea.MouseClickMsg{Button: tea.MouseLeft, X: strings.Index(head, " 2 ") + 1, Y: 0})
			d.sees("Ring order")
			do(tea.MouseClickMsg{Button: tea.MouseLeft, X: 5, Y: 4})
			d.sees("> Weekly meeting")
			d.press("1", "d")
			do(tea.MouseClickMsg{Button: tea.MouseLeft, X: 5, Y: 3})
			d.press("esc")
			d.sees("> 4 Home")
		})
	}
}

// clickAt clicks on the first line that has a text, and turnWheel turns the wheel by a
// line.
func (d *driver) clickAt(text string) {
	d.t.Helper()
	for y, line := range strings.Split(d.screen(), "\n") {
		if before, _, has := strings.Cut(line, text); has {
			d.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: utf8.RuneCountInString(before), Y: y})
			d.settle()
			return
		}
	}
	d.t.Errorf("nothing to click on has %q:\n%s", text, d.screen())
}

func (d *driver) turnWheel() {
	d.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	d.settle()
}

func mouse_selectsStepsCallsRequestsAndActions(t *testing.T, keys ui.KeyMap) {
	for _, size := range [][2]int{{160, 50}, {80, 24}, {40, 12}} {
		drive(t, keys, size[0], size[1], liveCalls("in,number=+12125550188,name=Riley,rings=1s", "out,number=+12125550187,name=Jo"), func(d *driver) {
			d.press("2")
			d.turnWheel()
			d.sees("> Weekly meeting")
			d.press("up", "enter")
			d.clickAt("Cabin")
			d.sees("> 3 3 rings (15 s)")
			d.turnWheel()
			d.sees("> 4 4 rings (20 s)")
			d.clickAt("own desktop")
			d.sees("> + 2 rings (10 s)")
			d.press("3")
			d.pass(5 * time.Second)
			d.clickAt("Jo (212)")
			d.sees("> out Jo")
			d.clickAt("Riley")
			d.sees("> in Riley")
			d.turnWheel()
			d.sees("> out Jo")
			d.press(":")
			d.turnWheel()
			d.clickAt("ring order screen")
			d.sees("> ring order screen")
			d.clickAt("ring order screen")
			d.sees("Work hours")
			d.press("i")
			d.clickAt("/oauth/wst")
			if row := lineOf(d.screen(), "/oauth/wst"); !strings.HasPrefix(row, ">") {
				t.Errorf("the row of the token request is %q", row)
			}
		})
	}
}

// lists_haveTheSameKeysToMove also checks that the palette leaves those keys out.
func lists_haveTheSameKeysToMove(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 160, 50, liveCalls("in,number=+12125550188,name=Riley,rings=1s", "out,number=+12125550187,name=Jo"), func(d *driver) {
		d.press("3")
		d.pass(5 * time.Second)
		for screen, ends := range map[string][2]string{
			"1": {"> 1 RingCentral", "> 6 On-call"}, "2": {"> Work hours", "> After hours"}, "3": {"> in", "> out"},
		} {
			d.press(screen)
			for _, key := range []string{"G", "end", "pgdown", "ctrl+d"} {
				d.press("g", key)
				d.sees(ends[1])
			}
			for _, key := range []string{"g", "home", "pgup", "ctrl+u"} {
				d.press("G", key)
				d.sees(ends[0])
			}
			d.press(":")
			d.lacks("page down", "up up k", "down down j")
			d.press("esc", "?")
			d.sees("Move", "page down")
			d.press("esc")
		}
	})
}
