package uitest

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"rcfwd/api/sandbox"
	"rcfwd/ui"
)

// place is a screen, a form, a question or another dialog, with how to get there.
type place struct {
	prepare func(*driver)
	enter   func(*driver)
}

func keysTo(keys ...string) place {
	return place{enter: func(d *driver) { d.press(keys...) }}
}

// places are all places.
var places = map[string]place{
	"list":          keysTo(),
	"marked":        keysTo("*"),
	"detail":        keysTo("down", "down", "tab"),
	"filter":        keysTo("/", "5", "3"),
	"nothing found": keysTo("/", "z", "z"),
	"create":        keysTo("n"),
	"device":        keysTo("n", "left", "left", "left", "left", "tab", "right"),
	"problem":       keysTo("n", "tab", "6", "5", "0", "tab", "tab", "enter"),
	"edit":          keysTo("G", "e"),
	"digits":        keysTo("f"),
	"swap":          keysTo("f", "3"),
	"remove":        keysTo("*", "d"),
	"leaving":       keysTo("n", "tab", "1", "esc"),
	"keys":          keysTo("?"),
	"palette":       keysTo(":"),
	"requests":      keysTo("i"),
	"request":       keysTo("i", "enter"),
	"copied":        keysTo("Y", "Y"),
	"history":       keysTo("f", "8", "5"),
	"change":        keysTo("f", "8", "5", "tab"),
	"undo":          keysTo("f", "8", "z"),
	"ring order":    keysTo("2"),
	"steps":         {enter: func(d *driver) { d.openWorkHours() }},
	"draft":         {enter: func(d *driver) { d.openWorkHours(); d.press("+", "J") }},
	"drop draft":    {enter: func(d *driver) { d.openWorkHours(); d.press("+", "esc", "esc") }},
	"new step":      {enter: func(d *driver) { d.openWorkHours(); d.press("n") }},
	"ending":        {enter: func(d *driver) { d.openWorkHours(); d.press("e") }},
	"new rules":     {prepare: newCallHandling, enter: func(d *driver) { d.press("2") }},
	"sign-in":       {enter: func(d *driver) { d.press(":"); d.write("another account"); d.press("enter") }},
	"password":      {enter: func(d *driver) { d.press(":"); d.write("another account"); d.press("enter", "right", "right") }},
	"calls": {prepare: liveCalls("in,number=+12125550187,name=Riley,rings=1s"), enter: func(d *driver) {
		d.press("3")
		d.pass(3 * time.Second)
	}},
	"flip a call": {prepare: liveCalls("in,number=+12125550187,rings=1s"), enter: func(d *driver) {
		d.press("3")
		d.pass(3 * time.Second)
		d.press("f")
	}},
	"flipped": {prepare: liveCalls("in,number=+12125550187,rings=1s"), enter: func(d *driver) {
		d.press("3")
		d.pass(3 * time.Second)
		d.press("f", "2")
		d.pass(time.Second)
	}},
	"conflict": {enter: func(d *driver) {
		d.press("G", "up", "e", "tab", "ctrl+u")
		d.write("Boat")
		d.anotherUser(cabin, func(n *sandbox.Number) { n.Label = "Barn" })
		d.press("enter", "enter")
	}},
	"conflict of a removal": {enter: func(d *driver) {
		d.press("G", "up", "d")
		d.anotherUser(cabin, func(n *sandbox.Number) { n.Label = "Barn" })
		d.press("y")
	}},
	"refused": {enter: func(d *driver) {
		d.sandbox.FailNext("PUT", "", sandbox.Fault{Status: 403, Code: "BIL-101", Message: "no"})
		d.press("f", "8")
	}},
	"no numbers": {prepare: func(d *driver) {
		d.makeSandbox().FailNext("GET", numbersPath, sandbox.Fault{Status: 403, Code: "CMN-408", Message: "needs [ReadUserForwardingFlipNumbers]"})
	}, enter: func(*driver) {}},
}

// sizes returns sizes around which the layout changes: every second of them, starting
// with the first or the second; in short mode every twelfth.
func sizes(from int) (all [][2]int) {
	widths := []int{0, 1, 2, 5, 11, 23, 24, 25, 27, 30, 39, 40, 41, 55, 56, 71, 72, 80, 119, 120, 200}
	heights := []int{0, 1, 2, 5, 6, 7, 8, 9, 10, 12, 15, 16, 17, 24, 29, 30, 60}
	for i, w := range widths {
		for j, h := range heights {
			if (i+j+from)%2 == 0 {
				all = append(all, [2]int{w, h})
			}
		}
	}
	if testing.Short() {
		for i := range len(all) / 6 {
			all[i] = all[i*6+from]
		}
		all = all[:len(all)/6]
	}
	return append(all, [2]int{40, 12}, [2]int{80, 24})
}

// Nothing is drawn outside of the screen, whatever its size.
func frames_fitEverySize(t *testing.T, keys ui.KeyMap) {
	for _, name := range slices.Sorted(maps.Keys(places)) {
		for _, labels := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s labels=%v", name, labels), func(t *testing.T) {
				t.Parallel()
				everySize(t, keys, places[name], labels)
			})
		}
	}
}

func everySize(t *testing.T, keys ui.KeyMap, p place, labels bool) {
	prepare := func(d *driver) {
		if labels {
			d.faults("labels=on")
		}
		if p.prepare != nil {
			p.prepare(d)
		}
	}
	drive(t, keys, 120, 40, prepare, func(d *driver) {
		p.enter(d)
		from := 0
		if labels {
			from = 1
		}
		for _, size := range sizes(from) {
			w, h := size[0], size[1]
			d.send(tea.WindowSizeMsg{Width: w, Height: h})
			if what := frameProblem(d.screen(), w, h); what != "" {
				t.Errorf("%dx%d: %s:\n%s", w, h, what, d.screen())
				return
			}
		}
	})
}

// frameProblem describes what of a frame is outside of the screen; "" when nothing is.
func frameProblem(frame string, w, h int) string {
	lines := strings.Split(frame, "\n")
	if len(lines) > max(h, 1) || w >= 24 && h >= 6 && len(lines) != h {
		return fmt.Sprintf("there are %d lines", len(lines))
	}
	for i, l := range lines {
		if got := ansi.StringWidthWc(l); got > w {
			return fmt.Sprintf("line %d is %d cells wide: %q", i+1, got, l)
		}
	}
	return ""
}
