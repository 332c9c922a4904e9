//go:build linux

package uitest

import (
	"strings"
	"testing"

	"rcfwd/ui"
)

func startDemo(t *testing.T, w, h int, args ...string) *terminal {
	term := startTerminal(t, w, h, nil, append([]string{"--demo"}, args...)...)
	term.sees("6 numbers")
	return term
}

// One script on both call handlings. It differs where they do: on new call handling
// the list shows in which rules a number rings, and a removal asks from where.
func program_createsEditsReordersAndRemoves(t *testing.T, keys ui.KeyMap) {
	for _, handling := range []string{"legacy", "new"} {
		t.Run(handling, func(t *testing.T) {
			t.Parallel()
			moved := handling == "new"
			term := startDemo(t, 120, 34, "--call-handling", handling)
			term.types("n")
			term.sees("New forwarding number")
			term.types("\t650-555-0142\r")
			term.sees("+16505550142, United States")
			term.types("Boat\r" + strings.Repeat("\x1b[C", 7))
			term.sees("[7]")
			if moved {
				term.types("\r ")
				term.sees("[x] Work Hours")
			}
			term.types("\r")
			term.sees("Added Boat +16505550142, flip digit 7")
			if moved {
				term.sees("Boat Other (650) 555-0142 work 6")
			}
			term.types("e")
			term.sees("Change Boat")
			term.types("\t\x15Yacht\r\r") // what is written takes no part in a burst
			term.sees("Several keys arrived at once")
			term.types("\r")
			term.sees("label is now Yacht")
			term.flips("1")
			term.sees("Flip digit 1 belongs to RingCentral for Desktop. Swap the two?")
			term.types("y")
			term.sees("Swapped: Yacht has flip digit 1")
			term.types("J")
			term.sees("Swapped: Yacht has flip digit 2")
			reorderByKeyboard(term, moved)
			removeByKeyboard(term, moved)
			term.types("q")
			if code := term.waitExit(); code != 0 {
				t.Errorf("exit code %d", code)
			}
			term.checkRestored()
		})
	}
}

// reorderByKeyboard moves a step of the rule for work hours, and undoes that.
func reorderByKeyboard(term *terminal, moved bool) {
	term.t.Helper()
	term.types("2")
	term.sees("[2 Ring order]")
	if moved { // forward all calls and do not disturb come first
		term.types("jj")
	}
	term.sees("> Work")
	term.types("\tjJ")
	term.sees("the order is")
	term.types("\r")
	term.sees("Saved ")
	term.types("z")
	term.sees("Undo the change of ")
	term.types("y")
	term.sees("Undone: ")
	term.types("1")
	term.sees("[1 Numbers]")
}

func removeByKeyboard(term *terminal, moved bool) {
	term.t.Helper()
	term.types("d")
	if !moved {
		term.sees("Remove 1 forwarding number")
		term.types("y")
		term.sees("Removed Yacht.")
		return
	}
	term.sees("from where?")
	term.types("l")
	term.sees("still rings in Work Hours")
	term.types("\r")
	term.sees("Removed Yacht from the flip list.")
	term.types("z")
	term.sees("Undo: ")
	term.types("y")
	term.sees("Undone: ")
	term.types("d")
	term.sees("from where?")
	term.types("h")
	term.sees("removed from Work Hours; flip digit 2 becomes free")
	term.types("\r")
	term.sees("Removed Yacht.")
}

func program_keepsWhatWasTypedAfterARefusal(t *testing.T, keys ui.KeyMap) {
	term := startDemo(t, 100, 30)
	term.types("n\t650-555-0100\t")
	term.sees("belongs to your own company")
	term.types("Desk\r\r")
	term.sees("> Number")
	term.sees("Desk")
}

func program_followsTheSize(t *testing.T, keys ui.KeyMap) {
	term := startDemo(t, 160, 50)
	term.sees("│ Number (413) 429-4674")
	term.resize(40, 12)
	term.sees("? keys n new e edit f flip / filter")
	term.resize(20, 4)
	term.sees("rcfwd needs")
	term.resize(80, 24)
	term.sees("──────────")
}

// The program over HTTP, signed in by the variables of RingCentral's samples.
func program_worksOverHTTP(t *testing.T, keys ui.KeyMap) {
	term := startTerminal(t, 100, 30, startSandbox(t))
	term.sees("SANDBOX 127.0.0.1:")
	term.sees("6 numbers")
	term.flips("8")
	term.sees("flip digit 1 is now 8")
	term.types("q")
	term.waitExit()
	term.checkRestored()
}

func program_takesAPasteForText(t *testing.T, keys ui.KeyMap) {
	term := startDemo(t, 80, 24)
	term.types("\x1b[200~dyq\x1b[201~j")
	term.sees("> 2 Mobile")
}

// A paste that the terminal does not bracket presses keys, but answers no question.
func program_takesNoAnswerFromABurst(t *testing.T, keys ui.KeyMap) {
	term := startDemo(t, 80, 24)
	term.types("jj")
	term.sees("> 3 Work")
	term.types("dynamic route")
	term.sees("Remove 1 forwarding number")
	term.types("y")
	term.sees("Removed Work.")
}

// A live call and its flip over a WebSocket.
func program_flipsALiveCall(t *testing.T, keys ui.KeyMap) {
	term := startTerminal(t, 110, 34, startSandbox(t, "--call", "in,rings=1s"))
	term.sees("6 numbers")
	term.types("3")
	term.sees("connected")
	term.types("f")
	term.sees("Move the call with")
	term.types("2")
	term.sees("The other phone is ringing.")
	term.sees("The call is on the other phone.")
	term.types("q")
	term.waitExit()
	term.checkRestored()
}
