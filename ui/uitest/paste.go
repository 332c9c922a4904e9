package uitest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"rcfwd/ui"
)

// A paste is text where text is typed, and nothing elsewhere.
func paste_pressesNoKey(t *testing.T, keys ui.KeyMap) {
	for _, name := range slices.Sorted(maps.Keys(places)) {
		t.Run(name, func(t *testing.T) {
			drive(t, keys, 120, 40, places[name].prepare, func(d *driver) {
				places[name].enter(d)
				writes, asked := d.countWrites(), len(d.terminalMsgs)
				pastes := []string{"y", "\r", "dy\rq\x03", "\x1b[2J\x1b]52;c;cm0=\x07"}
				for _, text := range pastes {
					d.send(tea.PasteMsg{Content: text})
					d.settle()
				}
				if d.countWrites() != writes || len(d.terminalMsgs) != asked+len(pastes) { // the pastes are among them
					t.Errorf("%d writes, and %v was asked of the terminal", d.countWrites()-writes, d.terminalMsgs[asked:])
				}
				if what := frameProblem(d.screen(), 120, 40); what != "" {
					t.Error(what)
				}
			})
		})
	}
}

// It is cleaned, and a number is understood in any notation.
func paste_fillsAField(t *testing.T, keys ui.KeyMap) {
	drive(t, keys, 120, 40, nil, func(d *driver) {
		d.press("n", "tab")
		d.send(tea.PasteMsg{Content: " tel:\t(650)\u00a0555\u20110142\n"})
		d.press("tab")
		d.send(tea.PasteMsg{Content: "Boat\x1b[31m\r\nhouse\u202e"})
		d.settle()
		d.sees("+16505550142, United States", "> Label Boat house")
	})
}

// Every line of text is bounded by what it can hold, and says so: a paste as large as
// this would delay each key after it.
func paste_isCutWithAWord(t *testing.T, keys ui.KeyMap) {
	paste := strings.Repeat("6505550142 ", 5000)
	lines := map[string]struct {
		keys  []string
		holds string
	}{
		"number": {[]string{"n", "tab"}, "64"}, "label": {[]string{"n", "tab", "tab"}, "80"}, "changed label": {[]string{"G", "e", "tab"}, "80"},
		"filter": {[]string{"/"}, "64"}, "palette": {[]string{":"}, "64"}, "filter of the history": {[]string{"5", "/"}, "64"},
	}
	for name, line := range lines {
		t.Run(name, func(t *testing.T) {
			drive(t, keys, 80, 24, nil, func(d *driver) {
				d.press(line.keys...)
				for range 4 {
					d.send(tea.PasteMsg{Content: paste})
					d.settle()
					d.sees("The paste was cut to fit " + line.holds + " characters.")
				}
				d.press("x")
				d.sees("This line is full (" + line.holds + " characters).")
				d.press("backspace", "y")
				d.lacks("This line is full")
			})
		})
	}
}
