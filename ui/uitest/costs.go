package uitest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rcfwd/ui"
)

// costTable is what each screen and each operation costs in requests, without those
// for tokens, in this order on an account of each kind. Each request takes time on a
// slow link and counts toward the user's limits.
var costTable = []struct {
	what        string
	keys        string // separated by blanks; text after a colon is typed
	legacy, new int
}{
	{"open the numbers", "", 4, 6},
	{"watch the calls, from a moment later on", "wait", 5, 5},
	{"reload the numbers", "r", 1, 3},
	{"look at the line of a device", "down up", 1, 0},
	{"open the first form", "n", 2, 5},
	{"leave it and open another", "esc n", 0, 0},
	{"add a number", "tab :6505550142 tab :Boat tab enter enter", 2, 9},
	{"change a label", "G e tab ctrl+u :Yacht tab enter enter", 2, 9},
	{"clear a digit", "G f 0", 2, 0}, // on new call handling it does not have one yet
	{"give a free digit", "f 8", 2, 5},
	{"swap two digits", "g j f 3 y", 5, 8},
	{"swap by moving", "J", 5, 8},
	{"remove a number", "G d y", 4, 11},
	{"take that back", "z y", 2, 9},
	{"do it again", "Z y", 4, 11},
	{"open the ring order", "2", 1, 0},
	{"reload it", "r", 1, 2},
	{"change a rule, which sends nothing", "G up up tab J +", 0, 0},
	{"write it", "enter", 4, 7},
	{"open the calls", "3", 0, 0},
	{"open the history", "5", 0, 0},
}

// Costs tests what each screen and each operation costs in requests.
func Costs(t *testing.T, keys ui.KeyMap) {
	t.Parallel()
	for _, kind := range []string{"legacy", "new"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			drive(t, keys, 120, 40, func(d *driver) { d.options.CallHandling = kind }, func(d *driver) {
				spent := 0
				for _, c := range costTable {
					d.runScript(c.keys)
					n := len(d.sandbox.Requests()) - d.sent(http.MethodPost, "/token") - spent
					spent += n
					if want := map[string]int{"legacy": c.legacy, "new": c.new}[kind]; n != want {
						t.Errorf("to %s takes %d requests, not %d; the screen says %s", c.what, n, want, lastLine(d.screen()))
					}
				}
			})
		})
	}
}

func lastLine(screen string) string {
	lines := strings.Split(strings.TrimSpace(screen), "\n")
	return lines[len(lines)-1]
}

// runScript presses keys, types texts and waits, as in costTable.
func (d *driver) runScript(keys string) {
	for _, k := range strings.Fields(keys) {
		text, typed := strings.CutPrefix(k, ":")
		switch {
		case typed:
			d.write(text)
		case k == "wait":
			d.pass(5 * time.Second)
		default:
			d.press(k)
		}
	}
}
