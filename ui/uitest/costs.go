package uitest

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"rcfwd/ui"
)

// cost is how many requests keys cost on an account of each kind.
type cost struct {
	what        string
	keys        string // separated by blanks; text after a colon is typed
	legacy, new int
}

// costTable is what each screen and each operation costs in requests, without those
// for tokens, in this order on an account of each kind. Each request takes time on a
// slow link and counts toward the user's limits.
//
// A change reads what it touches again, compares, and sends one request for each
// document: on new call handling the flip list, each rule, and one for all numbers
// that leave the rules; on legacy call handling each number, of which each later one is
// read and compared again first.
var costTable = []cost{
	{"open the numbers", "", 6, 6},
	{"watch the calls, from a moment later on", "wait", 5, 5},
	{"reload the numbers", "r", 2, 3},
	{"look at the line of a device", "down up", 1, 0},
	{"open the first form", "n", 1, 1}, // with the devices, which that has read already, 2
	{"leave it and open another", "esc n", 0, 0},
	{"add a number", "tab :6505550142 tab :Boat tab enter enter", 2, 4},
	{"change a label", "G e tab ctrl+u :Yacht tab enter enter", 2, 4},
	{"clear a digit", "G f 0", 2, 0}, // on new call handling it has none yet
	{"give a free digit", "f 8", 2, 2},
	{"swap two digits", "g j f 3 y", 5, 2},
	{"hold J for one step", "J moment", 5, 2},
	{"hold J for two steps", "J J moment", 7, 2}, // one for each of three numbers, of which one steps aside first
	{"take that back", "z y", 7, 2},
	{"remove a number", "G d y", 3, 4},
	{"take that back", "z y", 2, 4},
	{"do it again", "Z y", 3, 4},
	{"open the ring order", "2", 1, 0}, // on legacy call handling the rules changed with the numbers,
	{"reload it", "r", 1, 2},
	{"change a rule, which sends nothing", "G up up tab J +", 0, 0},
	{"write it", "enter", 2, 2},
	{"switch a rule, which asks", "esc g down space y", 2, 2},
	{"open the calls", "3", 0, 0},
	{"open the history", "5", 0, 0},
}

// costsOfRules are those of a number that two rules ring. Each rule that changes is one
// document more to write; on legacy call handling, where rules follow the numbers that
// they ring, each is also read again.
var costsOfRules = []cost{
	{"open the numbers", "", 6, 6},
	{"open the first form", "n", 2, 1},
	{"leave it", "esc", 0, 0},
	{"change the label of a number in two rules", "G k e tab ctrl+u :Hut enter enter", 2, 6},
	{"take that back", "z y", 2, 6},
	{"remove a number from two rules and the list", "d y", 3, 0},
	{"remove a number from two rules and the list", "right right right enter", 0, 5},
	{"take that back", "z y", 7, 6},
	{"do it again", "Z y", 3, 5},
}

// costsOfAdding are those of a new number that rings in two rules at once, which only
// new call handling offers.
var costsOfAdding = []cost{
	{"open the numbers", "", 6, 6},
	{"open the first form", "n", 0, 1},
	{"add a number that rings in two rules", "tab :6505550142 tab :Boat tab tab space right space enter", 0, 6},
	{"take that back", "z y", 0, 5},
	{"do it again", "Z y", 0, 6},
}

// Costs tests what each screen and each operation costs in requests.
func Costs(t *testing.T, keys ui.KeyMap) {
	t.Parallel()
	for _, kind := range []string{"legacy", "new"} {
		t.Run(kind, func(t *testing.T) { testCosts(t, keys, kind, costTable) })
		t.Run(kind+" in rules", func(t *testing.T) { testCosts(t, keys, kind, costsOfRules) })
	}
	t.Run("new into rules", func(t *testing.T) { testCosts(t, keys, "new", costsOfAdding) })
}

func testCosts(t *testing.T, keys ui.KeyMap, kind string, costs []cost) {
	t.Parallel()
	drive(t, keys, 120, 40, func(d *driver) { d.options.CallHandling = kind }, func(d *driver) { d.costs(kind, costs) })
}

// costs presses the keys of each row and fails unless they cost that many requests.
func (d *driver) costs(kind string, costs []cost) {
	d.t.Helper()
	spent := 0
	for _, c := range costs {
		d.runScript(c.keys)
		n := len(d.sandbox.Requests()) - d.sent(http.MethodPost, "/token") - spent
		spent += n
		if want := map[string]int{"legacy": c.legacy, "new": c.new}[kind]; n != want {
			d.t.Errorf("to %s takes %d requests, not %d; the screen says %s", c.what, n, want, lastLine(d.screen()))
		}
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
		case k == "moment":
			d.pass(time.Second)
		default:
			d.press(k)
		}
	}
}
